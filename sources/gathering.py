"""Reading many files at once, and none again whose bytes are as before."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from queue import Empty, SimpleQueue
from typing import TypeVar

from . import problems
from .child_messages import Orders
from .children import Children
from .documents import Document, Passage, Problem
from .files import SourceFile
from .limits import Limits
from .readers import READERS
from .reading import NotServedError

_TICK = 1  # seconds
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading is: `done` of `total` files, the last of them `source`, if any."""

    done: int
    total: int
    source: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of one file.

    Attributes:
        document: None if it is not served.
        passages: In order.
        problems: Why it is not served, or what of it is not.
    """

    document: Document | None = None
    passages: Sequence[Passage] = ()
    problems: tuple[Problem, ...] = ()


class Known:
    """What became of each file last time, by its name and its bytes."""

    def __init__(
        self, documents: Iterable[Document], passages: Iterable[Passage], found: Sequence[Problem]
    ) -> None:
        self._gathered = {
            (problem.source, problem.sha256): Gathered(problems=(problem,)) for problem in found
        }
        cut = _grouped(passages, lambda passage: passage.doc_id)
        notes = _grouped(found, lambda problem: problem.source)
        for document in documents:
            doc_id = document.doc_id
            gathered = Gathered(document, cut[doc_id], notes.get(doc_id, ()))
            self._gathered[doc_id, document.sha256] = gathered

    def find(self, doc_id: str, sha256: str) -> Gathered | None:
        """What became of the same bytes under the same name; None if there were no such."""
        return self._gathered.get((doc_id, sha256))


def gather(
    files: Sequence[SourceFile],
    known: Known,
    orders: Orders,
    workers: int,
    progress: Callable[[Progress], None] | None,
) -> list[Gathered]:
    """Read files, several at a time.

    Args:
        files: Whose bytes are known is not read again.
        known: What became of files before, under the same orders.
        orders: For the processes that read.
        workers: How many of them there may be; at least 1.
        progress: Called in this thread after each file, and each second. What it raises breaks
            off reading, and is raised.

    Returns:
        What became of each file, in the order of the files.

    Raises:
        ChildNotStartedError: If no process can be started, and one is needed.
    """

    def read(file: SourceFile) -> Gathered:
        try:
            return _read(file, known, children, orders.limits)
        except NotServedError as error:
            return Gathered(problems=(Problem(file.doc_id, str(error)),))

    with ThreadPoolExecutor(workers) as threads, Children(orders) as children:
        coming = {threads.submit(read, file): file.doc_id for file in files}
        try:
            for to in _follow(coming):
                if progress:
                    progress(to)
        except BaseException:  # Ctrl-C as well: nobody waits for the files that are left
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in coming]


def _follow(coming: Mapping[Future[Gathered], str]) -> Iterator[Progress]:
    finished: SimpleQueue[Future[Gathered]] = SimpleQueue()
    for future in coming:
        future.add_done_callback(finished.put)
    to = Progress(0, len(coming), "")
    while to.done < to.total:
        with suppress(Empty):
            future = finished.get(timeout=_TICK)
            future.result()
            to = Progress(to.done + 1, to.total, coming[future])
        yield to


def _read(file: SourceFile, known: Known, children: Children, limits: Limits) -> Gathered:
    ending = PurePosixPath(file.doc_id).suffix.casefold()
    if ending not in READERS:
        raise NotServedError(problems.unknown_format(ending, READERS))
    raw = file.read(limits.max_file_bytes)
    sha256 = hashlib.sha256(raw).hexdigest()
    if gathered := known.find(file.doc_id, sha256):
        return gathered
    try:
        served = children.read(file.doc_id, raw)
    except NotServedError as error:
        lasting = sha256 if error.lasting else None
        return Gathered(problems=(Problem(file.doc_id, str(error), lasting),))
    notes = tuple(Problem(file.doc_id, note) for note in served.notes)
    return Gathered(served.document, served.passages, notes)


def _grouped(
    values: Iterable[_Value], key: Callable[[_Value], str]
) -> dict[str, tuple[_Value, ...]]:
    """Values that stand in the order of their keys, by these."""
    return {name: tuple(group) for name, group in groupby(values, key)}
