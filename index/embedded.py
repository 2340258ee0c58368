"""The first stage in this process: postings of one or more indexes side by side."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from . import weights
from .bm25 import Floats, Ints, PostingsBM25, top
from .first_stage import Candidates, Sizes, Tokens, Wanted
from .library_index import LibraryIndex

_LAST = "\U0010ffff"  # after every letter


class Embedded:
    """Scores windows from the postings of their terms; implements `FirstStage`."""

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        """Put the windows and sentences of indexes side by side; at least one."""
        self._indexes = indexes
        self._sentences = [index.sentences for index in indexes]
        self._windows = [index.windows for index in indexes]
        self.words = PostingsBM25(self._windows, k1=weights.K1, b=weights.B)
        counts = [len(index.library.passages) for index in indexes]
        self._firsts = np.cumsum([0, *counts]).tolist()
        lengths = [sentences.lengths for sentences in self._sentences]
        size, total = sum(map(len, lengths)), sum(int(some.sum()) for some in lengths)
        self.sizes = Sizes(size, total / size if total else 1.0)

    def frequencies(self, names: Sequence[str]) -> list[int]:
        """Return how many headings and sentences have each name."""
        return [sum(one.frequency(name) for one in self._sentences) for name in names]

    def beginning(self, letters: str) -> Sequence[str]:
        """Return the terms of all documents that begin with some letters, each once."""
        found: dict[str, None] = {}
        for index in self._indexes:
            vocabulary = index.parts.vocabulary
            first = bisect_left(vocabulary, letters)
            found.update(
                dict.fromkeys(vocabulary[first : bisect_left(vocabulary, letters + _LAST)])
            )
        return tuple(found)

    def candidates(self, wanted: Wanted, count: int) -> Candidates:
        """Return the best passages by the best window around, `count` at most."""
        scores = self._scores(wanted)
        numbers = top(scores, count)
        return Candidates(numbers, scores[numbers])

    def around(self, wanted: Wanted, numbers: Sequence[int]) -> Floats:
        """Return the score of the best window that overlaps each of some passages."""
        return self._scores(wanted)[np.asarray(numbers, np.int32)]

    def tokens(self, numbers: Sequence[int], terms: Sequence[str]) -> Tokens:
        """Return the terms of some passages, told by their places in `terms`."""
        owners = np.searchsorted(self._firsts, numbers, side="right") - 1
        if len(self._indexes) == 1 or len(set(owners.tolist())) == 1:
            which = int(owners[0]) if len(owners) else 0
            own = np.asarray(numbers, np.int32) - self._firsts[which]
            index = self._indexes[which]
            return Tokens(*index.parts.among(own, [index.numbers.get(t, -1) for t in terms]))
        each = [self.tokens([number], terms) for number in numbers]
        return Tokens(
            np.concatenate([one.terms for one in each]),
            np.concatenate([one.part_sizes for one in each]),
            np.concatenate([one.passage_sizes for one in each]),
        )

    def having(self, name: str) -> Ints:
        """Return the passages with a name in a sentence or the heading, ascending."""
        every = zip(self._sentences, self._firsts, strict=False)
        return np.concatenate([one.passages(name) + np.int32(first) for one, first in every])

    def _scores(self, wanted: Wanted) -> Floats:
        windows = np.zeros(self.words.corpus_size)
        for weight, blend in wanted:
            tf = np.zeros(self.words.corpus_size)
            for name, part in blend.names:
                places, counts = self.words.frequencies(name)
                tf[places] += part * counts
            places = np.flatnonzero(tf).astype(np.int32)
            windows[places] += weight * self.words.weigh((places, tf[places]), blend.idf)[1]
        ends = np.cumsum([len(one.lengths) for one in self._windows])[:-1]
        parts = zip(self._windows, np.split(windows, ends), strict=True)
        return np.concatenate([one.best_around(part) for one, part in parts])
