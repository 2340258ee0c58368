"""Turn one file's bytes into its document and passages."""

import hashlib
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath

from .characters import why_illegible
from .conservation import NO_PLACE, Lost, find_lost, with_lost
from .documents import Document, Heading, Passage, name_as_title
from .draft import Block, Draft, settle_marks, without_marks
from .limits import DEFAULT_LIMITS, Limits
from .passages import cut_passages
from .problems import (
    DAMAGED,
    EMPTY,
    ILLEGIBLE,
    NOTHING_TO_QUOTE,
    UNCHECKED,
    NotServedError,
    lost_letters,
    too_long,
    too_many_passages,
)
from .readers import READERS, UnreadableFileError
from .readers.kinds import check_kind
from .roles import Cleaned, clean
from .second_reading import read_again, read_named_letters
from .sections import find_sections
from .sentences import find_sentences, heading_text, without_repeats

# What they say, a person wrote.
_WRITTEN = frozenset({".txt", ".text", ".md", ".markdown", ".qmd", ".rmd"})
_LOST = "\ufffd"  # replaces a character that could not be decoded


def read_document(
    doc_id: str, raw: bytes, *, max_chars: int, target_chars: int, limits: Limits = DEFAULT_LIMITS
) -> tuple[Document, list[Passage], tuple[str, ...]]:
    """Read one file and split it into passages.

    Args:
        doc_id: Its path in the folder; its extension determines the format, and must be known.
        raw: Its bytes.
        max_chars: Length of the longest passage, in code points; at least 1.
        target_chars: Preferred length of passages, in code points; at least 1.
        limits: Limits for its reader.

    Returns:
        The document, its n >= 1 passages, and a sentence for each part that could not be read.

    Raises:
        NotServedError: If there is nothing to serve.
    """
    draft = _draft(doc_id, raw, limits)
    draft = _with_all_text(doc_id, raw, limits, draft)
    cleaned = clean(draft)
    sections = find_sections(draft.text, cleaned.blocks, draft.slides)
    found = find_sentences(draft.text, cleaned.blocks, sections)
    sentences, left_out = without_repeats(draft.text, found, cleaned.left_out)
    sizes = (target_chars, max_chars)
    most = limits.max_passages
    passages = list(islice(cut_passages(doc_id, draft, sentences, left_out, sizes), most + 1))
    headings = [b for b in cleaned.blocks if b.is_heading and not b.quotable]
    if max(len(passages), len(headings)) > most:
        raise NotServedError(too_many_passages(most))
    if not passages:
        raise NotServedError(_why_nothing(draft))
    document = Document(
        doc_id=doc_id,
        title=draft.metadata.title or _title(draft.text, doc_id, cleaned),
        **cleaned.metadata.model_dump(exclude={"title"}),
        text=draft.text,
        headings=tuple(_heading(draft.text, block) for block in headings),
        pages=draft.pages,
        left_out=tuple(left_out),
        marks=draft.marks,
        sha256=hashlib.sha256(raw).hexdigest(),
    )
    lost = draft.text.count(_LOST)
    notes = (lost_letters(lost),) if lost else ()
    return document, passages, (*draft.problems, *notes)


def _why_nothing(draft: Draft) -> str:
    if not draft.text.strip():
        return EMPTY
    is_lost = all(span.reason == NO_PLACE for span in draft.left_out) and not draft.blocks
    return DAMAGED if is_lost else NOTHING_TO_QUOTE


def read_lost(doc_id: str, raw: bytes, limits: Limits) -> list[Lost]:
    """Find the text of a file that its reader neither serves nor leaves out with a reason.

    Raises:
        NotServedError: If the file is refused.
    """
    return _lost(doc_id, raw, limits, _draft(doc_id, raw, limits))


def _with_all_text(doc_id: str, raw: bytes, limits: Limits, draft: Draft) -> Draft:
    try:
        return with_lost(draft, _lost(doc_id, raw, limits, draft))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # damaged where its reader did not look
        return replace(draft, problems=(*draft.problems, UNCHECKED))


def _lost(doc_id: str, raw: bytes, limits: Limits, draft: Draft) -> list[Lost]:
    ending = PurePosixPath(doc_id).suffix.casefold()
    kept = (without_marks(draft.text, draft.marks), *draft.withheld)
    lost = find_lost(read_again(ending, raw, limits), kept)
    return find_lost(read_named_letters(raw), kept) if lost and ending == ".pdf" else lost


def _draft(doc_id: str, raw: bytes, limits: Limits) -> Draft:
    if not raw.strip():
        raise NotServedError(EMPTY)
    try:
        ending = PurePosixPath(doc_id).suffix.casefold()
        check_kind(raw, ending)
        draft = READERS[ending](raw, limits)
    except UnreadableFileError as error:
        # A library that is missing today may be installed tomorrow.
        lasting = not isinstance(error.__cause__, ImportError)
        raise NotServedError(str(error), lasting=lasting) from error
    draft = settle_marks(draft)
    if ending not in _WRITTEN:
        draft = replace(draft, metadata=draft.metadata.plausible())
    if why_illegible("\n".join(draft.text[b.start : b.end] for b in draft.blocks)):
        raise NotServedError(ILLEGIBLE)
    if len(draft.text) > limits.max_text_chars:
        raise NotServedError(too_long(len(draft.text), limits.max_text_chars))
    return draft


def _title(text: str, doc_id: str, cleaned: Cleaned) -> str:
    """Return the title line, or the title in the metadata, or the file's name made readable."""
    written = next((heading_text(text, b) for b in cleaned.blocks if b.kind == "title"), "")
    return written or cleaned.metadata.title or name_as_title(doc_id)


def _heading(text: str, block: Block) -> Heading:
    return Heading(
        start=block.start, end=block.end, level=block.level, text=heading_text(text, block)
    )
