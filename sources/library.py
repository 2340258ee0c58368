"""A folder of files -> an immutable Library snapshot with a version."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .child_messages import Orders
from .documents import Citation, Document, Locator, Passage, Problem, find_pages
from .files import SourceFile
from .folder import find_files
from .gathering import Known, Progress, gather
from .limits import DEFAULT_LIMITS, Limits

FORMAT = 2  # raised when the same files are cut or cited in another way


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


def load_library(  # noqa: PLR0913  # by name, and each has its default
    folder: Path,
    *,
    previous: Library | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[Progress], None] | None = None,
    workers: int | None = None,
    max_chars: int = 1000,
    target_chars: int = 700,
) -> Library:
    """Read every document of a folder tree, in processes of their own.

    What is wrong with one file is told in `Library.problems`, and the others are served.

    Args:
        folder: Its tree is read, without hidden files; links out of it are not followed.
        previous: What is in it already is not read again. The result is the same without it.
        limits: What one file, and the folder, may cost.
        progress: Called after each file and each second, in this thread. What it raises breaks
            off reading, at once, and is raised.
        workers: Files that are read at the same time; as many as there are processors if None.
        max_chars: Length of the longest passage, in code points; at least 1.
        target_chars: The length that passages are brought near to; at least 1.

    Raises:
        NotADirectoryError: If `folder` is not a folder.
        ChildNotStartedError: If there is something to read, and no process can be started for it.
        ValueError: If a length or `workers` is below 1.
    """
    files, found = find_files(folder, limits.max_files)
    library = read_files(
        files,
        previous=previous,
        limits=limits,
        progress=progress,
        workers=workers,
        max_chars=max_chars,
        target_chars=target_chars,
    )
    told = sorted((*library.problems, *found), key=lambda problem: problem.source)
    return replace(library, problems=tuple(told))


def read_files(  # noqa: PLR0913  # by name, and each has its default
    files: Iterable[SourceFile],
    *,
    previous: Library | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[Progress], None] | None = None,
    workers: int | None = None,
    max_chars: int = 1000,
    target_chars: int = 700,
) -> Library:
    """Read documents from wherever their bytes are.

    Args:
        files: In any order.
        previous: As for `load_library`, like all that follow.
        limits: `max_files` is not looked at.
        progress: Called after each file and each second.
        workers: Files that are read at the same time.
        max_chars: Length of the longest passage.
        target_chars: The length that passages are brought near to.

    Raises:
        ChildNotStartedError: As for `load_library`.
        ValueError: If two files have the same `doc_id`, or a length or `workers` is below 1.
    """
    workers = (os.cpu_count() or 1) if workers is None else workers
    if min(max_chars, target_chars, workers) < 1:
        message = f"lengths and workers must be at least 1: {max_chars}, {target_chars}, {workers}"
        raise ValueError(message)
    orders = Orders(limits=limits, max_chars=max_chars, target_chars=target_chars)
    ordered = sorted(files, key=lambda file: file.doc_id)
    if len({file.doc_id for file in ordered}) < len(ordered):
        message = "two files have the same doc_id"
        raise ValueError(message)
    gathered = gather(ordered, _known(previous, orders), orders, workers, progress)
    documents = {x.document.doc_id: x.document for x in gathered if x.document}
    return Library(
        version=_version(documents.values(), orders),
        documents=documents,
        passages=tuple(passage for x in gathered for passage in x.passages),
        problems=tuple(problem for x in gathered for problem in x.problems),
    )


def _known(previous: Library | None, orders: Orders) -> Known:
    """What can be taken over: nothing from a library that was made under other orders."""
    if previous is None or previous.version != _version(previous.documents.values(), orders):
        return Known((), (), ())
    return Known(previous.documents.values(), previous.passages, previous.problems)


def _version(documents: Iterable[Document], orders: Orders) -> str:
    served = hashlib.sha256(f"{FORMAT} {orders.model_dump_json()}".encode())
    for document in documents:
        served.update(f"\0{document.doc_id}\0{document.sha256}".encode())
    return served.hexdigest()[:12]
