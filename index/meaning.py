"""How close in meaning passages and sentences are to a question, by a sentence encoder."""

from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from cachetools import LRUCache

from .bm25 import Floats
from .encoder import Encoder, Vector
from .encoding import Encoding
from .library_index import LibraryIndex
from .models import Model
from .vectors import Rows, document_passages

_REMEMBERED = 1_000  # questions, whose vectors take 1.5 kB each
_MOST_COMPARED = 50_000  # passages of an index; of more, only the best by words are compared


class Meaning:
    """A sentence encoder with the vectors that are ready; shared by all searchers of a process.

    Attributes:
        encoding: Makes the vectors that are missing.
    """

    def __init__(self, encoder: Encoder, encoding: Encoding) -> None:
        """Put both together.

        Args:
            encoder: Encodes questions.
            encoding: Encodes documents in the background, with the same model.
        """
        self.encoding = encoding
        self._encoder = encoder
        self._store = encoding.orders.store()
        self._questions: LRUCache[str, Vector] = LRUCache(_REMEMBERED)
        self._ready: WeakKeyDictionary[LibraryIndex, IndexVectors] = WeakKeyDictionary()
        self._tried: WeakKeyDictionary[LibraryIndex, int] = WeakKeyDictionary()
        self._arrivals = 0
        self._lock = Lock()
        encoding.saved = self._arrived

    @property
    def model(self) -> Model:
        """Which model it is."""
        return self._encoder.model

    def question(self, text: str) -> Vector:
        """Encode a question, once."""
        with self._lock:
            found = self._questions.get(text)
        if found is None:
            found = self._encoder.question(text)
            with self._lock:
                self._questions[text] = found
        return found

    def space(self, indexes: Sequence[LibraryIndex]) -> "Space | None":
        """Return the vectors of indexes side by side; those that are missing are requested.

        None as long as no document has any.
        """
        found = [self._of(index) for index in indexes]
        is_any = any(one.is_any for one in found) or all(one.is_whole for one in found)
        return Space(self, found) if is_any else None

    def forget_but(self, indexes: Iterable[LibraryIndex]) -> None:
        """Remove the vectors of documents that none of these indexes has.

        Raises:
            OSError: If their folder can't be read.
        """
        self._store.forget(self._keys(indexes) | self.encoding.keys)

    def forget(self, gone: Sequence[LibraryIndex], kept: Sequence[LibraryIndex]) -> None:
        """Remove the vectors of documents that some indexes have, and others don't.

        Args:
            gone: Those that are searched no longer.
            kept: Those that still are.

        Raises:
            OSError: If one can't be removed.
        """
        known = {id(index) for index in kept}
        if gone := [index for index in gone if id(index) not in known]:
            self._store.remove(self._keys(gone) - self._keys(kept))

    def _keys(self, indexes: Iterable[LibraryIndex]) -> set[str]:
        every = (p for index in indexes for p in document_passages(index.library))
        return {self._store.key(passages) for passages in every}

    def _arrived(self) -> None:
        with self._lock:
            self._arrivals += 1

    def _of(self, index: LibraryIndex) -> "IndexVectors":
        with self._lock:
            found = self._ready.get(index)
            if found and (found.is_whole or self._tried.get(index) == self._arrivals):
                return found
            self._tried[index] = self._arrivals
        found = IndexVectors(self._load(index, found), self.model.calibration.near)
        with self._lock:
            self._ready[index] = found
        return found

    def _load(self, index: LibraryIndex, before: "IndexVectors | None") -> "list[_Document]":
        """Map the vectors of an index into memory; the first time, request the missing ones."""
        if before:
            return [one if one.rows is not None else self._mapped(one) for one in before.documents]
        documents = []
        for passages in document_passages(index.library):
            sizes = [len(passage.sentences) for passage in passages]
            document = self._mapped(_Document(self._store.key(passages), sizes))
            if document.rows is None:
                self.encoding.add(document.key, passages)
            documents.append(document)
        return documents

    def _mapped(self, document: "_Document") -> "_Document":
        rows = self._store.load(document.key, len(document.sizes) + sum(document.sizes))
        return replace(document, rows=rows)


@dataclass(frozen=True, slots=True)
class _Document:
    """The vectors of one document.

    Attributes:
        key: Names them.
        sizes: How many sentences each passage has.
        rows: Of the passages, then of the sentences; None until they are ready.
    """

    key: str
    sizes: Sequence[int]
    rows: Rows | None = None


class IndexVectors:
    """The vectors of all n passages of an index, and of their sentences; never changed.

    A document whose vectors aren't ready is as close in meaning as what comes first usually is,
    so that its words decide.
    """

    def __init__(self, documents: Sequence[_Document], usual: float) -> None:
        """Put documents one after the other.

        Args:
            documents: Of the index, in order.
            usual: The cosine of what isn't ready.
        """
        self.documents = documents
        self._usual = usual
        self._firsts = np.cumsum([0, *(len(one.sizes) for one in documents)]).tolist()
        self._bounds = [np.cumsum([len(one.sizes), *one.sizes]).tolist() for one in documents]
        self.size: int = self._firsts[-1]
        ready = [one.rows is not None for one in documents]
        self.is_whole, self.is_any = all(ready), any(ready)
        self._there = np.repeat(np.array(ready, np.bool_), np.diff(self._firsts))
        whole = [one.rows[: len(one.sizes)] for one in documents if one.rows is not None]
        # 1.5 kB each: to widen float16 for each question would take 30 times as long.
        self._passages = (
            np.concatenate(whole).astype(np.float32)
            if whole and self.size <= _MOST_COMPARED
            else None
        )

    def cosines(self, vector: Vector) -> Floats | None:
        """Return the cosine of each passage, shape (n,), nan for those that aren't ready.

        None if there are none, or too many to compare.
        """
        if self._passages is None:
            return None
        found = np.full(self.size, np.nan)
        # Not @, which wakes all processors for a tenth of a millisecond's work.
        found[self._there] = np.vecdot(self._passages, vector)
        return found

    def cosine(self, number: int, vector: Vector) -> float:
        """Return the cosine of one passage."""
        document, place = self._place(number)
        rows = self.documents[document].rows
        return self._usual if rows is None else float(rows[place] @ vector)

    def sentences(self, number: int, vector: Vector) -> Floats:
        """Return the cosine of each sentence of a passage."""
        document, place = self._place(number)
        first, last = self._bounds[document][place : place + 2]
        rows = self.documents[document].rows
        if rows is None:
            return np.full(last - first, self._usual)
        found: Floats = (rows[first:last] @ vector).astype(np.float64)
        return found

    def _place(self, number: int) -> tuple[int, int]:
        document = bisect(self._firsts, number) - 1
        return document, number - self._firsts[document]


class Space:
    """The vectors of everything that a searcher searches.

    Attributes:
        is_whole: Whether none is missing.
    """

    def __init__(self, meaning: Meaning, indexes: Sequence[IndexVectors]) -> None:
        """Put the vectors of indexes side by side.

        Args:
            meaning: Encodes questions.
            indexes: In the order of the view's.
        """
        self._meaning = meaning
        self.model = meaning.model
        self.indexes = indexes
        self.is_whole = all(one.is_whole for one in indexes)
        self.firsts = np.cumsum([0, *(one.size for one in indexes)]).tolist()

    def near(self, question: str) -> "Nearness":
        """Compare a question with all passages."""
        return Nearness(self, self._meaning.question(question))


class Nearness:
    """How close passages and sentences are to one question, as cosines.

    Attributes:
        passages: Shape (n,); nan for those that were not compared.
    """

    def __init__(self, space: Space, vector: Vector) -> None:
        self.model = space.model
        self._space = space
        self._vector = vector
        self._sentences: dict[int, Floats] = {}
        found = [one.cosines(vector) for one in space.indexes]
        unknown = (np.full(one.size, np.nan) for one in space.indexes)
        self.passages: Floats = np.concatenate(
            [rest if some is None else some for some, rest in zip(found, unknown, strict=True)]
        )

    def passage(self, number: int) -> float:
        """Return the cosine of a passage."""
        cosine = float(self.passages[number])
        if np.isnan(cosine):
            index, place = self._place(number)
            cosine = self.passages[number] = index.cosine(place, self._vector)
        return cosine

    def sentences(self, number: int) -> Floats:
        """Return the cosine of each sentence of a passage."""
        if number not in self._sentences:
            index, place = self._place(number)
            self._sentences[number] = index.sentences(place, self._vector)
        return self._sentences[number]

    def worth(self, number: int) -> float:
        """Return what the meaning of a passage counts, against a lexical score of 1 at best."""
        model = self.model
        passage = self.passage(number) - model.least
        sentence = float(self.sentences(number).max()) - model.least
        return model.passage * passage + model.sentence * sentence

    def best(self, count: int, among: Callable[[], Sequence[int]]) -> list[int]:
        """Return the passages that are closest, best first.

        Args:
            count: At most.
            among: Gives the passages to compare where there are too many for all.
        """
        if np.isnan(self.passages).any():
            for number in among():
                self.passage(number)
        compared = np.nan_to_num(self.passages, nan=-1.0)
        best = np.argpartition(-compared, min(count, len(compared) - 1))[:count]
        ordered = sorted(best.tolist(), key=lambda number: (-compared[number], number))
        return [number for number in ordered if compared[number] >= self.model.least]

    def _place(self, number: int) -> tuple[IndexVectors, int]:
        index = bisect(self._space.firsts, number) - 1
        return self._space.indexes[index], number - self._space.firsts[index]
