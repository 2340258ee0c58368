"""The first stage in this process: postings of one or more indexes side by side."""

from collections.abc import Sequence
from threading import Lock

import numpy as np

from . import weights
from .arrays import ranges, starts
from .bm25 import Floats, Ints, PostingsBM25, top
from .first_stage import Candidates, Sizes, Tokens, Wanted
from .library_index import LibraryIndex
from .postings import MANY, Bytes, Windows, changed
from .pruning import Concepts, Named, Scratch, Search, all_scores, best_windows, exact, machine_code

_REMEMBERED = 1_000  # names whose postings are known
_MANY_WINDOWS = 20_000  # from which on machine code is worth its memory
_SHORT = 2_000  # postings
_FEW_WINDOWS = 20_000  # up to which all are scored, which takes less than choosing among them
_UP = 1 + 1e-6  # a bound stays one when it is rounded
_WINDOWS = 3  # looked for at first for each passage that is wanted: some have the same passages


class _Indexed:
    """One index, with room to search it."""

    search: Search | None = None

    def __init__(self, index: LibraryIndex) -> None:
        self.index = index
        self._windows: Windows = index.windows
        self._free: list[Scratch] = []
        self._lock = Lock()
        self._mean = index.windows.mean
        self._is_small = len(index.windows.lengths) <= _FEW_WINDOWS
        self._spans: Ints | None = None
        self._saturated: Floats | None = None
        self._found: dict[str, tuple[Ints, Bytes | Floats, float]] = {}

    @property
    def lengths(self) -> Ints:
        """Terms in each window."""
        return self._windows.lengths

    def postings(self, name: str) -> tuple[Ints, Ints]:
        """Return the windows with a term or phrase, ascending, and its frequency in each."""
        return self._windows.at(self.index.occurrences.positions(name))

    def candidates(self, wanted: Wanted, count: int, by: PostingsBM25) -> tuple[Ints, Floats]:
        names, concepts = self._names(wanted, by), _concepts(wanted)
        if self._is_small:
            return self._best_of_all(names, concepts, count, by)
        lengths = self._windows.lengths
        sought = _WINDOWS * count
        with self._lock:
            scratch = self._free.pop() if self._free else Scratch(len(lengths))
        while True:
            windows, scores = best_windows(
                names, concepts, lengths, by, sought, scratch, self.search
            )
            passages, best = self._best_around(windows, scores)
            if len(windows) < sought:  # there are no more
                break
            sure = best > np.partition(scores, -sought)[-sought]
            if np.count_nonzero(sure) >= count:
                break
            sought *= 2
        with self._lock:
            self._free.append(scratch)
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
        found = []
        for concept, (_, blend) in enumerate(wanted):
            for name, part in blend.names:
                windows, counts, bound = self._found.get(name) or self._look_up(name, by)
                found.append(Named(concept, part, windows, counts, part * bound))
        return found

    def _look_up(self, name: str, by: PostingsBM25) -> tuple[Ints, Bytes | Floats, float]:
        """Find the postings of a name, and remember them."""
        found = self._find(name, by)
        if len(self._found) > _REMEMBERED:
            self._found.clear()
        # What is no part of the index itself takes memory: of that only short lists stay.
        is_own = self._windows.start is None and name in self.index.numbers
        if is_own or len(found[0]) < _SHORT:
            self._found[name] = found
        return found

    def _find(self, name: str, by: PostingsBM25) -> tuple[Ints, Bytes | Floats, float]:
        """Return the windows with a name, its frequencies, and the greatest f / saturation."""
        have = self._windows
        number = self.index.numbers.get(name)
        if number is None:
            windows, counts = self.postings(name)
            saturated = by.saturation(have.lengths[windows])
            most = float((counts / saturated).max()) if len(windows) else 0.0
            fits = not len(counts) or counts.max() < MANY
            told = counts.astype(np.uint8) if fits else counts.astype(np.float64)
            return windows, told, most * _UP
        first, last = have.span(number)
        bound = float(have.bounds[number]) * max(1.0, by.avgdl / self._mean)
        counted = have.counts[first:last]
        if have.has_many(first, last):
            return have.numbers(first, last), have.frequencies(first, last), bound
        return have.numbers(first, last), counted, bound


class Embedded:
    """Scores windows from the postings of their terms; implements `FirstStage`."""

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        """Put indexes side by side; at least one."""
        self._indexes = [_Indexed(index) for index in indexes]
        counts = [len(index.library.passages) for index in indexes]
        self._firsts = np.cumsum([0, *counts]).tolist()
        sentences = sum(len(index.analysed.part_sizes) for index in indexes)
        tokens = sum(len(index.analysed.tokens) for index in indexes)
        self.sizes = Sizes(sentences, tokens / sentences if tokens else 1.0)
        self.words = PostingsBM25(self._indexes, k1=weights.K1, b=weights.B)
        search = machine_code() if self.words.corpus_size >= _MANY_WINDOWS else None
        for one in self._indexes:
            one.search = search

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
        every = [one.candidates(wanted, count, self.words) for one in self._indexes]
        firsts = zip(every, self._firsts, strict=False)
        numbers = np.concatenate([found + np.int32(first) for (found, _), first in firsts])
        scores = np.concatenate([found for _, found in every])
        best = np.lexsort((numbers, -scores))[:count]
        return Candidates(numbers[best].tolist(), scores[best])

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


def _concepts(wanted: Wanted) -> Concepts:
    return [(weight, blend.idf) for weight, blend in wanted]
