"""The first stage in this process: postings of one or more indexes side by side."""

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock

import numpy as np

from . import weights
from .arrays import ranges, starts
from .bm25 import Floats, Ints, PostingsBM25, top
from .first_stage import Candidates, Sizes, Tokens, Wanted
from .library_index import LibraryIndex
from .postings import MANY, Bytes, Windows, changed
from .pruning import (
    Concepts,
    Listed,
    Named,
    Own,
    all_scores,
    best_windows,
    exact,
    list_stretches,
    machine_code,
)

_LEAST_ROOM, _MOST_ROOM = 1 << 20, 1 << 28  # bytes for names; between them, one for each posting
_OVERHEAD = 1_000  # bytes of objects
_MANY_WINDOWS = 20_000  # from which on machine code is worth its memory
_FEW_WINDOWS = 20_000  # up to which all are scored, which takes less than choosing among them
_WINDOWS = 3  # looked at for each passage that is wanted: some have the same passages


class _Indexed:
    """One index, with the names that were asked for."""

    def __init__(self, index: LibraryIndex, *, is_large: bool) -> None:
        self.index = index
        self._windows: Windows = index.windows
        self._own = Own.of(index.windows, machine_code() if is_large else None)
        self._lock = Lock()
        self._room = min(max(len(index.windows.windows), _LEAST_ROOM), _MOST_ROOM)
        self._is_small = len(index.windows.lengths) <= _FEW_WINDOWS
        self._spans: Ints | None = None
        self._saturated: Floats | None = None
        self._known: OrderedDict[str, Listed] = OrderedDict()
        self._left = self._room

    @property
    def lengths(self) -> Ints:
        """Terms in each window."""
        return self._windows.lengths

    def postings(self, name: str) -> tuple[Ints, Ints]:
        """Return the windows with a term or phrase, ascending, and its frequency in each."""
        return self._windows.at(self.index.occurrences.positions(name))

    def candidates(
        self, wanted: Wanted, count: int, by: PostingsBM25, least: float = 0.0
    ) -> tuple[Ints, Floats]:
        """Return the best passages, `count` at most, of those that score at least `least`."""
        names, concepts = self._names(wanted, by), _concepts(wanted)
        if self._is_small:
            return self._best_of_all(names, concepts, count, by)

        def least_of(windows: Ints, scores: Floats) -> float:
            if len(windows) > (most := _WINDOWS * count):
                few = np.argpartition(scores, -most)[-most:]
                windows, scores = windows[few], scores[few]
            _, best = self._best_around(windows, scores)
            return float(np.partition(best, -count)[-count]) if len(best) >= count else 0.0

        found = best_windows(names, concepts, self._own, by, least_of, least)
        passages, best = self._best_around(*found)
        chosen = np.lexsort((passages, -best))[:count]
        return passages[chosen], best[chosen]

    def _best_of_all(
        self, names: Sequence[Named], concepts: Concepts, count: int, by: PostingsBM25
    ) -> tuple[Ints, Floats]:
        """Return the best passages by the scores of all windows."""
        if self._spans is None or self._saturated is None:
            every = np.arange(len(self._windows.firsts), dtype=np.int32)
            self._saturated = by.saturation(self._windows.lengths)
            self._spans = np.stack(self._windows.around(every), axis=1).ravel()
        scores = all_scores(names, concepts, self._saturated, by.k1)
        if not len(self._spans):
            return _NO_INTS, scores
        best = np.maximum.reduceat(np.append(scores, 0.0), self._spans)[::2]
        chosen = top(best, count)
        return np.array(chosen, np.int32), best[chosen]

    def around(self, wanted: Wanted, passages: Ints, by: PostingsBM25) -> Floats:
        first, end = self._windows.around(passages)
        windows = ranges(first, end)
        concepts = _concepts(wanted)
        scores = exact(windows, self._names(wanted, by), concepts, self._windows.lengths, by)
        best: Floats = np.maximum.reduceat(scores, starts(end - first)[:-1])
        return best

    def tokens(self, passages: Ints, terms: Sequence[str]) -> Tokens:
        numbers = [self.index.numbers.get(term, -1) for term in terms]
        return Tokens(*self.index.occurrences.among(passages, numbers))

    def _best_around(self, windows: Ints, scores: Floats) -> tuple[Ints, Floats]:
        """Return the passages that some windows overlap, and the best score of each."""
        first, end = self._windows.overlapping(windows)
        passages = ranges(first, end)
        every = np.repeat(scores, end - first)
        order = np.lexsort((-every, passages))
        order = order[changed(passages[order])]
        return passages[order], every[order]

    def _names(self, wanted: Wanted, by: PostingsBM25) -> list[Named]:
        return [
            Named(concept, part, self._recall(name, by))
            for concept, (_, blend) in enumerate(wanted)
            for name, part in blend.names
        ]

    def _recall(self, name: str, by: PostingsBM25) -> Listed:
        """Return the postings of a name; those asked for last are remembered."""
        found = self._known.get(name)
        if found is not None:
            with suppress(KeyError):  # another thread may have forgotten it
                self._known.move_to_end(name)
            return found
        found = self._find(name, by)
        with self._lock:
            if found.size < self._room and name not in self._known:
                self._known[name] = found
                self._left -= found.size + _OVERHEAD
                while self._left < 0:
                    _, first = self._known.popitem(last=False)
                    self._left += first.size + _OVERHEAD
        return found

    def _find(self, name: str, by: PostingsBM25) -> Listed:
        have, start = self._windows, self._windows.start or 0
        number = self.index.numbers.get(name)
        if number is None:
            windows, found = self.postings(name)
            fits = not len(found) or found.max() < MANY
            few: Bytes | Floats = found.astype(np.uint8) if fits else found.astype(np.float64)
            return self._listed(windows, few, 0, None, by)
        first, last = have.span(number)
        windows = have.windows[first:last]
        if have.has_many(first, last):
            counts = have.frequencies(first, last)
            return self._listed(windows, counts, start, None, by)
        return self._listed(windows, have.counts[first:last], start, first, by)

    def _listed(  # as `list_stretches`
        self,
        windows: Ints,
        counts: Bytes | Floats,
        start: int,
        first: int | None,
        by: PostingsBM25,
    ) -> Listed:
        if self._is_small:
            return Listed(windows, counts, start, first, _NO_INTS, _NO_INTS, _NO_SINGLES)
        own = self._own
        return list_stretches(windows, counts, start, first, own.lengths, by, own.code)


class Embedded:
    """Scores windows from the postings of their terms; implements `FirstStage`."""

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        """Put indexes side by side; at least one."""
        is_large = sum(len(index.windows.lengths) for index in indexes) >= _MANY_WINDOWS
        self._indexes = [_Indexed(index, is_large=is_large) for index in indexes]
        counts = [len(index.library.passages) for index in indexes]
        self._firsts = np.cumsum([0, *counts]).tolist()
        sentences = sum(len(index.analysed.part_sizes) for index in indexes)
        tokens = sum(len(index.analysed.tokens) for index in indexes)
        self.sizes = Sizes(sentences, tokens / sentences if tokens else 1.0)
        self.words = PostingsBM25(self._indexes, k1=weights.K1, b=weights.B)

    def frequencies(self, names: Sequence[str]) -> list[int]:
        """Return how many headings and sentences have each name."""
        every = [one.index.occurrences for one in self._indexes]
        return [sum(one.frequency(name) for one in every) for name in names]

    def beginning(self, letters: str) -> Sequence[str]:
        """Return the terms of all documents that begin with some letters, each once."""
        every = (one.index.numbers.beginning(letters) for one in self._indexes)
        return tuple(dict.fromkeys(term for some in every for term in some))

    def candidates(self, wanted: Wanted, count: int) -> Candidates:
        """Return the best passages by the best window around, `count` at most."""
        numbers, scores = np.zeros(0, np.int32), np.zeros(0)
        for one, first in zip(self._indexes, self._firsts, strict=False):
            least = float(scores[-1]) if len(scores) == count else 0.0
            found, their_scores = one.candidates(wanted, count, self.words, least)
            numbers = np.concatenate((numbers, found + np.int32(first)))
            scores = np.concatenate((scores, their_scores))
            best = np.lexsort((numbers, -scores))[:count]
            numbers, scores = numbers[best], scores[best]
        return Candidates(numbers.tolist(), scores)

    def around(self, wanted: Wanted, numbers: Sequence[int]) -> Floats:
        """Return the score of the best window that overlaps each of some passages."""
        scores = np.zeros(len(numbers))
        for one, places, own in self._shared(numbers):
            scores[places] = one.around(wanted, own, self.words)
        return scores

    def tokens(self, numbers: Sequence[int], terms: Sequence[str]) -> Tokens:
        """Return the terms of some passages, told by their places in `terms`."""
        shared = self._shared(numbers)
        if len(shared) == 1:
            [(one, _, own)] = shared
            return one.tokens(own, terms)
        each = [self.tokens([number], terms) for number in numbers]
        return Tokens(
            np.concatenate([one.terms for one in each]),
            np.concatenate([one.part_sizes for one in each]),
            np.concatenate([one.passage_sizes for one in each]),
        )

    def having(self, name: str) -> Ints:
        """Return the passages with a name in a sentence or the heading, ascending."""
        every = zip(self._indexes, self._firsts, strict=False)
        found = [one.index.occurrences.passages(name) + np.int32(first) for one, first in every]
        return np.concatenate(found)

    def _shared(self, numbers: Sequence[int]) -> list[tuple[_Indexed, Ints, Ints]]:
        """Return the indexes of some passages, with their places and their numbers there."""
        every = np.asarray(numbers, np.int32)
        if len(self._indexes) == 1:
            return [(self._indexes[0], np.arange(len(every), dtype=np.int32), every)]
        owners = np.searchsorted(self._firsts, every, side="right") - 1
        shared = []
        for which in sorted(set(owners.tolist())) or [0]:
            places = np.flatnonzero(owners == which).astype(np.int32)
            own = every[places] - np.int32(self._firsts[which])
            shared.append((self._indexes[which], places, own))
        return shared


_NO_INTS = np.zeros(0, np.int32)
_NO_SINGLES = np.zeros(0, np.float32)


def _concepts(wanted: Wanted) -> Concepts:
    return [(weight, blend.idf) for weight, blend in wanted]
