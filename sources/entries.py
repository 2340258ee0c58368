"""A document of entries that people wrote one by one, each with its own citation."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from .documents import Document, Heading, Part, Passage
from .draft import Block, BlockKind, Draft
from .library import FORMAT, Library
from .passages import cut_passages
from .sections import find_sections
from .sentences import find_sentences

_SIZES = 700, 1000  # code points, as for files


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of one or more lines, each a paragraph, and who wrote it when.

    Attributes:
        heading: What it is about; a line of words that `text` need not have.
        author: As they are cited; "" for nobody.
        published: A date such as 2019-10-01.
        url: Of the text; "" for none.
    """

    heading: str
    text: str
    author: str
    published: str
    url: str = ""


def entries_library(doc_id: str, title: str, entries: Sequence[Entry]) -> Library:
    """Return a library of one document with these entries, in order.

    Args:
        doc_id: The document's id.
        title: What it is called.
        entries: At least one, each with a heading and a text that are not blank.
    """
    blocks: list[Block] = []
    parts: list[Part] = []
    lines: list[str] = []
    length = 0
    for entry in entries:
        parts.append(_part(entry, length))
        for line, kind in _lines(entry):
            is_heading = kind == "heading"
            block = Block(length, length + len(line), kind, level=int(is_heading))
            blocks.append(block)
            lines.append(line)
            length = block.end + 1
    draft = Draft("\n".join(lines), tuple(blocks))
    document = Document(
        doc_id=doc_id,
        title=title,
        text=draft.text,
        headings=tuple(_heading(draft.text, b) for b in blocks if b.is_heading),
        parts=tuple(parts),
        sha256=_digest(title, entries),
    )
    sentences = find_sentences(draft.text, blocks, find_sections(draft.text, blocks))
    passages: Iterable[Passage] = cut_passages(doc_id, draft, sentences, (), _SIZES)
    return Library(document.sha256[:12], {doc_id: document}, tuple(passages))


def _lines(entry: Entry) -> Iterable[tuple[str, BlockKind]]:
    yield " ".join(entry.heading.split()), "heading"
    yield from ((line.strip(), "paragraph") for line in entry.text.splitlines() if line.strip())


def _part(entry: Entry, start: int) -> Part:
    authors = (entry.author,) if entry.author else ()
    url = entry.url or None
    return Part(start=start, authors=authors, published=entry.published, url=url)


def _heading(text: str, block: Block) -> Heading:
    words = text[block.start : block.end]
    return Heading(start=block.start, end=block.end, level=block.level, text=words)


def _digest(title: str, entries: Sequence[Entry]) -> str:
    written = json.dumps([FORMAT, title, *map(asdict, entries)])
    return hashlib.sha256(written.encode()).hexdigest()
