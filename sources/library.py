"""A folder of files -> an immutable Library snapshot with a version."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .cleaning import clean
from .documents import Citation, Document, Heading, Passage, Problem
from .passages import cut_passages, find_sentences, without_repeats
from .readers import READERS, NotTextError, decode


@dataclass(frozen=True, slots=True)
class Library:
    """An immutable snapshot of a folder of documents.

    Attributes:
        version: Twelve hexadecimal digits that change when anything served changes.
        documents: By `doc_id`, in reading order of the folder.
        passages: All passages of all documents, in order; positions are stable.
        problems: Files that are not served, or only in part.
    """

    version: str
    documents: Mapping[str, Document]
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...] = ()

    def citation(self, passage: Passage) -> Citation:
        """What leads back to a passage of this library."""
        document = self.documents[passage.doc_id]
        return Citation(
            title=document.title,
            authors=document.authors,
            publisher=document.publisher,
            published=document.published,
            accessed=document.accessed,
            section=passage.locator.section,
            paragraph=passage.locator.paragraph,
            page=passage.locator.page,
            url=document.url,
        )


def load_library(folder: Path, *, max_chars: int = 1000, target_chars: int = 700) -> Library:
    """Read every document of a folder tree."""
    documents: dict[str, Document] = {}
    passages: list[Passage] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in READERS:
            continue
        doc_id = path.relative_to(folder).as_posix()
        raw = path.read_bytes()
        try:
            draft = READERS[path.suffix](decode(raw))
        except NotTextError:
            problems.append(Problem(doc_id, "not text"))
            continue
        cleaned = clean(draft)
        sentences, twice = without_repeats(draft.text, find_sentences(draft, cleaned.blocks))
        passages += cut_passages(
            doc_id, draft.text, sentences, max_chars=max_chars, target_chars=target_chars
        )
        title = next(
            (draft.text[b.start : b.end] for b in cleaned.blocks if b.kind == "title"), None
        )
        m = cleaned.metadata
        documents[doc_id] = Document(
            doc_id=doc_id,
            title=" ".join((title or m.title or path.stem).split()),
            authors=m.authors,
            publisher=m.publisher,
            published=m.published,
            accessed=m.accessed,
            url=m.url,
            licence=m.licence,
            text=draft.text,
            headings=tuple(
                Heading(
                    start=b.start,
                    end=b.end,
                    level=b.level,
                    text=" ".join(draft.text[b.start : b.end].split()),
                )
                for b in cleaned.blocks
                if b.kind in {"title", "heading"}
            ),
            left_out=tuple(sorted([*cleaned.left_out, *twice], key=lambda x: x.start)),
            sha256=hashlib.sha256(raw).hexdigest(),
        )
    version = hashlib.sha256("".join(d.sha256 for d in documents.values()).encode()).hexdigest()
    return Library(version[:12], documents, tuple(passages), tuple(problems))
