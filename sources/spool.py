"""Documents and passages in a file that nobody else sees, while a large library is read."""

from array import array
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import TypeVar
from weakref import finalize

from .documents import Document, Passage
from .lazy import Joined, Lazy, Part, StoredDocument
from .lines import passage_line, read_passage

_T = TypeVar("_T")
_IN_MEMORY = 10_000  # passages; of more, those that come later are put aside
_CODEC = "utf-8", "surrogatepass"  # a text may hold half of a surrogate pair


class Shelf:
    """Keeps what is read: the first passages in memory, more aside if there is a folder for it."""

    def __init__(self, aside: Path | None) -> None:
        """Keep nothing yet."""
        self._aside, self._lock = aside, Lock()
        self._spool: Spool | None = None
        self._size = 0

    def put(
        self, document: Document, passages: Sequence[Passage]
    ) -> tuple[Document, Sequence[Passage]]:
        """Return the same, which may be out of memory; from any thread. Errors as `Spool`."""
        with self._lock:
            self._size += len(passages)
            if self._aside and self._spool is None and self._size > _IN_MEMORY:
                self._spool = Spool(self._aside)
        return self._spool.put(document, passages) if self._spool else (document, passages)

    def joined(self, every: Sequence[Sequence[Passage]]) -> Sequence[Passage]:
        """Return the passages of all documents."""
        if self._aside and sum(map(len, every)) > _IN_MEMORY:
            return Joined(every)
        return tuple(passage for some in every for passage in some)


def by_document(passages: Sequence[Passage]) -> dict[str, Sequence[Passage]]:
    """Return the passages of each document, which stay where they are."""
    found: dict[str, Sequence[Passage]] = {}
    first = 0
    for doc_id, group in groupby(passages, lambda passage: passage.doc_id):
        last = first + sum(1 for _ in group)
        found[doc_id] = Part(passages, first, last)
        first = last
    return found


class Spool:
    """Takes texts and passages out of memory, and makes them again; for any number of threads."""

    def __init__(self, folder: Path) -> None:
        """Open a file that is gone when this is.

        Args:
            folder: Where there is room; it must be there.

        Raises:
            OSError: If no file can be made there.
        """
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115  # as long as anybody reads from it
        finalize(self, self._file.close)
        self._starts = array("q", [0])
        self._lock = Lock()

    def put(
        self, document: Document, passages: Sequence[Passage]
    ) -> tuple[Document, Sequence[Passage]]:
        """Return the same document and passages, which are read when they are asked for.

        Raises:
            OSError: If the disk is full.
        """
        records = [document.text.encode(*_CODEC), *map(passage_line, passages)]
        with self._lock:
            first = len(self._starts) - 1
            self._file.seek(self._starts[-1])
            self._file.writelines(records)
            for record in records:
                self._starts.append(self._starts[-1] + len(record))
        texts = _Records(self, first, 1, lambda raw: raw.decode(*_CODEC))
        cut = _Records(self, first + 1, len(passages), read_passage)
        return StoredDocument.of(document, texts, 0), cut

    def read(self, number: int) -> bytes:
        """Return what was put there as the record of a number, from 0."""
        with self._lock:
            begin, end = self._starts[number : number + 2]
            self._file.seek(begin)
            return self._file.read(end - begin)


class _Records(Lazy[_T]):
    def __init__(self, spool: Spool, first: int, size: int, decode: Callable[[bytes], _T]) -> None:
        super().__init__(size)
        self._spool, self._first, self._decode = spool, first, decode

    def _at(self, place: int) -> _T:
        return self._decode(self._spool.read(self._first + place))
