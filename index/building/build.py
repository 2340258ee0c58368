"""A library of any size -> an index on disk, with all processors and in bounded memory.

Documents are written to the index as they come, cut into segments, and analysed in processes of
their own; what these found is merged at the end. The index is the same as `LibraryIndex.build`
makes, to the last byte of it.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import mkdtemp
from typing import Self

from index.arrays import Abbreviations
from index.drafts import Draft, sync
from index.library_index import LibraryIndex, Progress
from index.pieces import Vocabulary
from index.saving import (
    Contents,
    Raw,
    raw_documents,
    read_index,
    writing_arrays,
    writing_contents,
)
from sources import DEFAULT_LIMITS, Library, Limits

from .analysts import MOST_PIECES, Analyst, EndedError, Found, Orders, Task, analyse_segment
from .merging import Merger
from .segments import Stored, kept_segment

_MOST_PASSAGES, _MOST_BYTES = 5_000, 16_000_000  # of a segment, unless one document has more
_LEAST_PASSAGES = 500  # of documents analysed before that are taken over by themselves
_FEW_PASSAGES = 2_000  # analysed sooner than a process is started
_TICK = 0.2  # seconds
_ANALYSED = 0.85  # of the time of a build; the rest is merging


def build_index(  # noqa: PLR0913  # by name, and four have their defaults
    library: Library,
    folder: Path,
    *,
    previous: LibraryIndex | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> LibraryIndex:
    """Analyse a library, and write its index to a folder that must not be there yet.

    A crash may leave a folder beside it whose name begins with a dot and the folder's own name.

    Args:
        library: What to search and quote. Of its documents and passages, one is looked at at a
            time, so they may be made only when asked for.
        folder: Of the index, which is then mapped into memory.
        previous: Documents that are unchanged since are not analysed again, unless few of them
            stand between others.
        progress: Is told how much is done, as documents; called in this thread.
        workers: Processes that analyse; as many as there are processors if None. With one, and
            for few passages, this process does it.
        limits: On the memory and the time of such a process.

    Raises:
        OSError: If it cannot be written, or something is there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    orders = Orders(memory_bytes=limits.memory_bytes, seconds=limits.seconds)
    told = _Told(progress, len(library.documents))
    try:
        draft = Draft(aside)
        with _Analysts(workers or os.cpu_count() or 1, orders, aside, told) as analysts:
            _build(library, previous, draft, analysts)
        shutil.rmtree(analysts.folder)
        aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    sync(folder.parent)
    return read_index(folder, draft.places)


def _build(
    library: Library, previous: LibraryIndex | None, draft: Draft, analysts: "_Analysts"
) -> None:
    with writing_contents(draft) as contents:
        keeper = _Keeper(previous)
        for part in _parts(_written(library, keeper, contents)):
            if part.kept is None:
                contents.flush()
                analysts.give(part)
            else:
                analysts.keep(keeper, *part.kept)
        segments, known = analysts.result()
    with writing_arrays(draft, library, known, contents) as file:
        Merger(segments, analysts.folder).write(draft, file, analysts.told.merged)


@dataclass(slots=True)
class _Part:
    """Documents that become a segment.

    Attributes:
        at: The first byte of their passages, and of their texts.
        documents: Passages of each, and the bytes of its text.
        kept: The first and the last place of the same documents in the previous index, if all of
            them stand there in this order.
    """

    at: tuple[int, int]
    documents: list[tuple[int, int]]
    kept: tuple[int, int] | None

    @property
    def passages(self) -> int:
        return sum(passages for passages, _ in self.documents)

    @property
    def is_full(self) -> bool:
        size = sum(text for _, text in self.documents)
        return self.passages >= _MOST_PASSAGES or size >= _MOST_BYTES

    def takes(self, other: "_Part") -> bool:
        """Return whether the next document may be analysed with these, or be kept with them."""
        if self.is_full:
            return False
        is_next = other.kept and self.kept and self.kept[1] == other.kept[0]
        alike = bool(is_next) or (self.kept, other.kept) == (None, None)
        return alike or self.passages < _LEAST_PASSAGES

    def add(self, other: "_Part") -> None:
        """Add the next document."""
        self.documents += other.documents
        if self.kept and other.kept and self.kept[1] == other.kept[0]:
            self.kept = self.kept[0], other.kept[1]
        else:
            self.kept = None


def _written(library: Library, keeper: "_Keeper", contents: Contents) -> Iterator[_Part]:
    """Write the documents of a library, and tell of each."""
    for raw in raw_documents(library):
        place = keeper.find(raw)
        _, passages, texts = (file.size for file in contents.files)
        contents.add(raw)
        kept = None if place is None else (place, place + 1)
        yield _Part((passages, texts), [(len(raw.passages), len(raw.text))], kept)


def _parts(every: Iterable[_Part]) -> Iterator[_Part]:
    part = None
    for one in every:
        if part is None:
            part = one
        elif part.takes(one):
            part.add(one)
        else:
            yield part
            part = one
    yield part or _Part((0, 0), [], None)


class _Keeper:
    """Knows which documents a previous index has; both are in the order of their ids."""

    def __init__(self, previous: LibraryIndex | None) -> None:
        self._rest = enumerate(raw_documents(previous.library)) if previous else iter(())
        self._cut = previous.analysed.cutter() if previous else None
        self._words = (previous.numbers.words, previous.wordlist.words) if previous else None
        self._next = next(self._rest, None)

    def find(self, raw: Raw) -> int | None:
        """Return the place of the same document, if it is unchanged."""
        while self._next and self._next[1].doc_id < raw.doc_id:
            self._next = next(self._rest, None)
        return self._next[0] if self._next and self._next[1] == raw else None

    def write(self, path: Path, first: int, last: int) -> Found:
        """Write some documents of the previous index as a segment."""
        assert self._cut is not None  # noqa: S101  # there is one if anything was found
        assert self._words is not None  # noqa: S101
        analysed = self._cut(first, last)
        stored = kept_segment(path, analysed, *self._words)
        return Found(places=dict(stored.places), abbreviations=analysed.abbreviations)


class _Told:
    """Tells how much is done of so many documents, each time in the thread that asks."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._last = progress, total, 0
        self._new: SimpleQueue[int] = SimpleQueue()
        self._done = 0

    def add(self, documents: int) -> None:
        """Note that more documents are analysed; from any thread."""
        self._new.put(documents)

    def look(self) -> None:
        """Tell what was noted."""
        with suppress(Empty):
            while True:
                self._done += self._new.get_nowait()
        self._tell(_ANALYSED * self._done)

    def merged(self, part: float) -> None:
        """Tell how much is merged, from 0 to 1."""
        self._tell(self._total * (_ANALYSED + (1 - _ANALYSED) * part))

    def _tell(self, done: float) -> None:
        if self._progress and int(done) > self._last:
            self._last = int(done)
            self._progress(self._last, self._total)


class _Analysts:
    """Analyses segments in several processes, or in this one.

    Attributes:
        folder: For the segments.
        told: Is told of each document.
    """

    def __init__(self, workers: int, orders: Orders, aside: Path, told: _Told) -> None:
        self.folder, self.told = aside / "segments", told
        self.folder.mkdir()
        self._aside, self._workers, self._orders = aside, workers, orders
        self._threads = ThreadPoolExecutor(workers)
        self._idle: SimpleQueue[Analyst] = SimpleQueue()
        self._analysts = [Analyst(orders) for _ in range(workers)]
        for analyst in self._analysts:
            self._idle.put(analyst)
        self._coming: list[tuple[Path, Future[Found] | Found]] = []
        self._known = Vocabulary()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for analyst in self._analysts:
            analyst.stop()
        self._threads.shutdown()
        for analyst in self._analysts:
            analyst.close()

    def give(self, part: _Part) -> None:
        """Have documents analysed whose files are written."""
        path = self._path()
        task = Task(path=path, folder=self._aside, at=part.at, documents=tuple(part.documents))
        if self._workers > 1 and part.passages > _FEW_PASSAGES:
            self._coming.append((path, self._threads.submit(self._analyse, task)))
        else:
            self._coming.append((path, self._analyse_here(task)))
        self.told.look()

    def keep(self, keeper: _Keeper, first: int, last: int) -> None:
        """Take documents over from the previous index."""
        path = self._path()
        self._coming.append((path, keeper.write(path, first, last)))
        self.told.add(last - first)
        self.told.look()

    def result(self) -> tuple[list[Stored], list[Abbreviations]]:
        """Wait for all segments, and return them with the abbreviations of each document."""
        segments: list[Stored] = []
        known: list[Abbreviations] = []
        for path, coming in self._coming:
            found = coming if isinstance(coming, Found) else self._wait(coming)
            segments.append(Stored(path, found.places or {}))
            known += found.abbreviations
        for analyst in self._analysts:
            analyst.stop()  # what it knows takes memory
        return segments, known

    def _path(self) -> Path:
        return self.folder / str(len(self._coming))

    def _wait(self, coming: Future[Found]) -> Found:
        while not wait([coming], timeout=_TICK).done:
            self.told.look()
        self.told.look()
        return coming.result()

    def _analyse(self, task: Task) -> Found:
        analyst = self._idle.get()
        try:
            return analyst.analyse(task, self.told.add)
        except EndedError:
            if analyst.is_over:
                raise
            return analyse_segment(task, Vocabulary(), self.told.add)
        finally:
            self._idle.put(analyst)

    def _analyse_here(self, task: Task) -> Found:
        if len(self._known) > MOST_PIECES:
            self._known = Vocabulary()
        return analyse_segment(task, self._known, self.told.add)
