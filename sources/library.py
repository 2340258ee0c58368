"""Read a folder of files into a Library: an immutable snapshot of its documents, with a version."""

import hashlib
import os
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from queue import Empty, SimpleQueue
from typing import TypeVar

from . import problems
from .citations import CORRECTIONS, cite_passage, correct, digest, read_corrections
from .documents import (
    Citation,
    Correction,
    Document,
    Locator,
    Passage,
    Problem,
)
from .folder import SourceFile, find_files
from .limits import DEFAULT_LIMITS, Limits
from .pool import Pool
from .problems import NotServedError
from .protocol import Orders
from .readers import READERS
from .spool import Shelf, by_document

FORMAT = 8  # raised when the same files would be split or cited differently

_TICK = 1  # seconds
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Library:
    """An immutable snapshot of a folder of documents.

    Attributes:
        version: Twelve hexadecimal digits that change whenever anything served changes.
        documents: By `doc_id`, sorted by it.
        passages: All passages of all documents, in order; positions are stable. They may be made
            only when asked for.
        problems: One for each file that is not served, or only in part.
    """

    version: str
    documents: Mapping[str, Document]
    passages: Sequence[Passage]
    problems: tuple[Problem, ...] = ()

    def citation(self, passage: Passage, quoted: Locator | None = None) -> Citation:
        """Return the citation of a passage in this library, or of the part of it that is quoted."""
        return cite_passage(self.documents[passage.doc_id], passage, quoted)

    def cite_span(self, doc_id: str, start: int, end: int) -> Citation:
        """Return the citation of the span [start, end) of a document, in one passage or several."""
        order = {name: place for place, name in enumerate(self.documents)}
        wanted = order[doc_id], start
        number = bisect(self.passages, wanted, key=lambda p: (order[p.doc_id], p.locator.end))
        passage = self.passages[min(number, len(self.passages) - 1)]
        return replace(self.citation(passage, Locator(start, end)), passage_pages=None)

    def corrected(self, corrections: Mapping[str, Correction]) -> "Library":
        """Return the library with titles, authors and dates as people have corrected them.

        Args:
            corrections: By `doc_id`, in place of any earlier ones.
        """
        documents = {i: correct(d, corrections.get(i)) for i, d in self.documents.items()}
        changed = digest(self.documents.values()) ^ digest(documents.values())
        return replace(self, documents=documents, version=f"{int(self.version, 16) ^ changed:012x}")


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of reading: `done` of `total` files; `source` is the last one, if any."""

    done: int
    total: int
    source: str


def load_library(  # noqa: PLR0913  # by name, and each has its default
    folder: Path,
    *,
    previous: Library | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[Progress], None] | None = None,
    workers: int | None = None,
    aside: Path | None = None,
    max_chars: int = 1000,
    target_chars: int = 700,
) -> Library:
    """Read every document of a folder tree, in processes of their own.

    A file that cannot be read is named in `Library.problems`; the others are served. Titles,
    authors and dates are corrected by the folder's `corrections.toml`, if there is one.

    Args:
        folder: Root of the tree; hidden files are ignored, and links out of it not followed.
        previous: Files unchanged since then are not read again. The result is the same without it.
        limits: Limits on one file, and on the folder.
        progress: Called in this thread after each file and each second. An exception from it
            stops reading at once, and is raised.
        workers: Number of files to read at the same time; the number of processors if None.
        aside: A folder for the texts and passages of a large library, which then are not in
            memory. Nothing is left there once nobody uses the library.
        max_chars: Length of the longest passage, in code points; at least 1.
        target_chars: Preferred length of passages, in code points; at least 1.

    Raises:
        NotADirectoryError: If `folder` is not a folder.
        ChildNotStartedError: If a file has to be read, and no process can be started.
        OSError: If nothing more can be written aside.
        ValueError: If a length or `workers` is below 1.
    """
    files, found = find_files(folder, limits.max_files)
    library = read_files(
        files,
        previous=previous,
        limits=limits,
        progress=progress,
        workers=workers,
        aside=aside,
        max_chars=max_chars,
        target_chars=target_chars,
    )
    corrections, wrong = _read_corrections(folder, library)
    library = library.corrected(corrections)
    every = sorted((*library.problems, *found, *wrong), key=lambda problem: problem.source)
    return replace(library, problems=tuple(every))


def _read_corrections(
    folder: Path, library: Library
) -> tuple[Mapping[str, Correction], list[Problem]]:
    try:
        raw = (folder / CORRECTIONS).read_bytes()
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [Problem(CORRECTIONS, problems.unreadable(error))]
    corrections, wrong = read_corrections(raw)
    unknown = [i for i in corrections if i not in library.documents]
    wrong += [Problem(CORRECTIONS, problems.corrects_nothing(doc_id)) for doc_id in unknown]
    return corrections, wrong


def read_files(  # noqa: PLR0913  # by name, and each has its default
    files: Iterable[SourceFile],
    *,
    previous: Library | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[Progress], None] | None = None,
    workers: int | None = None,
    aside: Path | None = None,
    max_chars: int = 1000,
    target_chars: int = 700,
) -> Library:
    """Read documents from anywhere.

    Args:
        files: In any order.
        previous: As for `load_library`, like all that follow.
        limits: `max_files` is ignored.
        progress: Called after each file and each second.
        workers: Number of files to read at the same time.
        aside: A folder for what is read.
        max_chars: Length of the longest passage.
        target_chars: Preferred length of passages.

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
    shelf = Shelf(aside)
    outcomes = _read_all(ordered, _known(previous, orders), orders, workers, progress, shelf)
    outcomes = list(_within(outcomes, ordered, limits.max_library_passages))
    documents = {x.document.doc_id: x.document for x in outcomes if x.document}
    return Library(
        version=_version(documents.values(), orders),
        documents=documents,
        passages=shelf.joined([x.passages for x in outcomes]),
        problems=tuple(problem for x in outcomes for problem in x.problems),
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The outcome of reading one file.

    Attributes:
        document: None if it is not served.
        passages: In order.
        problems: Why it is not served, or which parts are not.
    """

    document: Document | None = None
    passages: Sequence[Passage] = ()
    problems: tuple[Problem, ...] = ()


class _Known:
    """Outcomes of an earlier load, by the name and the hash of each file."""

    def __init__(
        self, documents: Iterable[Document], passages: Sequence[Passage], found: Sequence[Problem]
    ) -> None:
        self._outcomes = {
            (problem.source, problem.sha256): _Outcome(problems=(problem,)) for problem in found
        }
        cut = by_document(passages)
        notes = _grouped(found, lambda problem: problem.source)
        for document in documents:
            doc_id = document.doc_id
            outcome = _Outcome(document, cut[doc_id], notes.get(doc_id, ()))
            self._outcomes[doc_id, document.sha256] = outcome

    def find(self, doc_id: str, sha256: str) -> _Outcome | None:
        """Return the outcome for the same bytes under the same name, if there is one."""
        return self._outcomes.get((doc_id, sha256))


def _read_all(  # noqa: PLR0913, PLR0917  # of one caller
    files: Sequence[SourceFile],
    known: _Known,
    orders: Orders,
    workers: int,
    progress: Callable[[Progress], None] | None,
    shelf: Shelf,
) -> list[_Outcome]:
    """Read files, several at a time, except those whose outcome is known."""

    def read(file: SourceFile) -> _Outcome:
        try:
            return _read(file, known, pool, orders.limits, shelf)
        except NotServedError as error:
            return _Outcome(problems=(Problem(file.doc_id, str(error)),))

    with ThreadPoolExecutor(workers) as threads, Pool(orders) as pool:
        coming = {threads.submit(read, file): file.doc_id for file in files}
        try:
            for to in _follow(coming):
                if progress:
                    progress(to)
        except BaseException:  # including Ctrl-C: don't wait for the files that are left
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in coming]


def _within(
    outcomes: Iterable[_Outcome], files: Iterable[SourceFile], most: int
) -> Iterator[_Outcome]:
    """Leave out documents that would bring the number of passages above the limit."""
    total = 0
    for outcome, file in zip(outcomes, files, strict=True):
        size = len(outcome.passages)
        if total + size > most:
            yield _Outcome(problems=(Problem(file.doc_id, problems.library_full(most)),))
        else:
            total += size
            yield outcome


def _follow(coming: Mapping[Future[_Outcome], str]) -> Iterator[Progress]:
    finished: SimpleQueue[Future[_Outcome]] = SimpleQueue()
    for future in coming:
        future.add_done_callback(finished.put)
    to = Progress(0, len(coming), "")
    while to.done < to.total:
        with suppress(Empty):
            future = finished.get(timeout=_TICK)
            future.result()
            to = Progress(to.done + 1, to.total, coming[future])
        yield to


def _read(file: SourceFile, known: _Known, pool: Pool, limits: Limits, shelf: Shelf) -> _Outcome:
    ending = PurePosixPath(file.doc_id).suffix.casefold()
    if ending not in READERS:
        raise NotServedError(problems.unknown_format(ending, READERS))
    raw = file.read(limits.max_file_bytes)
    sha256 = hashlib.sha256(raw).hexdigest()
    if outcome := known.find(file.doc_id, sha256):
        return outcome
    try:
        served = pool.read(file.doc_id, raw)
    except NotServedError as error:
        lasting = sha256 if error.lasting else None
        return _Outcome(problems=(Problem(file.doc_id, str(error), lasting),))
    notes = tuple(Problem(file.doc_id, note) for note in served.notes)
    return _Outcome(*shelf.put(served.document, served.passages), notes)


def _grouped(
    values: Iterable[_Value], key: Callable[[_Value], str]
) -> dict[str, tuple[_Value, ...]]:
    """Group values that are sorted by key."""
    return {name: tuple(group) for name, group in groupby(values, key)}


def _known(previous: Library | None, orders: Orders) -> _Known:
    """Return the outcomes to reuse: none from a library made under other orders."""
    if previous is not None:
        previous = previous.corrected({})
    if previous is None or previous.version != _version(previous.documents.values(), orders):
        return _Known((), (), ())
    return _Known(previous.documents.values(), previous.passages, previous.problems)


def _version(documents: Iterable[Document], orders: Orders) -> str:
    served = hashlib.sha256(f"{FORMAT} {orders.model_dump_json()}".encode())
    for document in documents:
        served.update(f"\0{document.doc_id}\0{document.sha256}".encode())
    return served.hexdigest()[:12]
