"""A folder of files -> an immutable Library snapshot with a version."""

import hashlib
import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import problems
from .documents import Citation, Document, Locator, Passage, Problem, find_pages
from .folder import find_files, source_name
from .reading import NotServedError, read_document

_log = logging.getLogger(__name__)

_FORMAT = 1  # raised when the same files are cut or cited in another way


@dataclass(frozen=True, slots=True)
class Library:
    """An immutable snapshot of a folder of documents.

    Attributes:
        version: Twelve hexadecimal digits that change when anything served changes.
        documents: By `doc_id`, in the order of these ids.
        passages: All passages of all documents, in order; positions are stable.
        problems: Files that are not served, or only in part.
    """

    version: str
    documents: Mapping[str, Document]
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...] = ()

    def citation(self, passage: Passage, quoted: Locator | None = None) -> Citation:
        """What leads back to a passage of this library, or to the part of it that is quoted."""
        document = self.documents[passage.doc_id]
        place = quoted or passage.locator
        first, last = find_pages(document.pages, place.start, place.end) or (None, None)
        return Citation(
            title=document.title,
            authors=document.authors,
            publisher=document.publisher,
            published=document.published,
            accessed=document.accessed,
            section=passage.locator.section,
            paragraph=passage.locator.paragraph,
            page=first.label if first else None,
            last_page=last.label if last else None,
            page_number=first.number if first else None,
            page_kind=first.kind if first else "page",
            url=document.url,
        )


def load_library(
    folder: Path,
    *,
    max_chars: int = 1000,
    target_chars: int = 700,
    max_file_bytes: int = 10_000_000,
) -> Library:
    """Read every document of a folder tree.

    What is wrong with one file is told in `Library.problems`, and the others are served.

    Args:
        folder: Its tree is read, without hidden files; links out of it are not followed.
        max_chars: Length of the longest passage, in code points; at least 1.
        target_chars: The length that passages are brought near to; at least 1.
        max_file_bytes: Larger files are not read.

    Raises:
        NotADirectoryError: If `folder` is not a folder.
        ValueError: If a length is below 1.
    """
    if min(max_chars, target_chars) < 1:
        message = f"max_chars and target_chars must be at least 1: {max_chars}, {target_chars}"
        raise ValueError(message)
    files, found = find_files(folder)
    documents: dict[str, Document] = {}
    passages: list[Passage] = []
    for path in files:
        doc_id = source_name(path, folder)
        try:
            raw = _read(path, max_file_bytes)
            documents[doc_id], cut, notes = _document(doc_id, raw, max_chars, target_chars)
        except NotServedError as error:
            found.append(Problem(doc_id, str(error)))
            continue
        passages += cut
        found += (Problem(doc_id, note) for note in notes)
    version = _version(documents.values(), max_chars, target_chars)
    found.sort(key=lambda problem: problem.source)
    return Library(version, documents, tuple(passages), tuple(found))


def _read(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            raw = file.read(limit) if size <= limit else b""
    except OSError as error:
        raise NotServedError(problems.unreadable(error)) from error
    if size > limit:
        raise NotServedError(problems.too_large(size, limit))
    return raw


def _document(
    doc_id: str, raw: bytes, max_chars: int, target_chars: int
) -> tuple[Document, list[Passage], tuple[str, ...]]:
    try:
        return read_document(doc_id, raw, max_chars=max_chars, target_chars=target_chars)
    except NotServedError:
        raise
    except Exception as error:  # our fault in one file must not cost the others
        _log.exception("cannot read %s", doc_id)
        raise NotServedError(problems.OUR_FAULT) from error


def _version(documents: Iterable[Document], max_chars: int, target_chars: int) -> str:
    served = hashlib.sha256(f"{_FORMAT} {max_chars} {target_chars}".encode())
    for document in documents:
        served.update(f"\0{document.doc_id}\0{document.sha256}".encode())
    return served.hexdigest()[:12]
