"""Where each term occurs: postings of sentences, and of windows of text.

A passage of 700 characters often lacks words of the question that its neighbors have, so it is
matched by the best window around it. The sentences of a document are grouped into blocks, free to
cross headings, pages and passages; a window is a block with the two that follow. Occurrences are
kept in reading order, which gives the postings of terms and phrases alike.
"""

from collections.abc import Mapping

import numpy as np

from .arrays import Analysed, starts
from .bm25 import Floats, Ints

_WIDTH = 3  # blocks in a window; the last windows of a document have fewer


class Occurrences:
    """The positions of terms among all tokens of n passages."""

    __slots__ = ("_numbers", "_order", "_starts", "_tokens", "parts")

    def __init__(self, analysed: Analysed, numbers: Mapping[str, int]) -> None:
        """Sort the occurrences of all terms.

        Args:
            analysed: Documents as numbers.
            numbers: The number of each term.
        """
        self.parts = np.repeat(_counting(analysed.part_sizes), analysed.part_sizes)
        self._numbers = numbers
        self._tokens = analysed.tokens
        self._order = np.argsort(analysed.tokens, kind="stable").astype(np.int32)
        self._starts = starts(_bincount(analysed.tokens, len(numbers)))

    def __contains__(self, name: str) -> bool:
        return len(self.positions(name)) > 0

    def of(self, name: str) -> Ints:
        """Return the part of each occurrence of a term, or of terms joined by spaces, ascending."""
        return self.parts[self.positions(name)]

    def positions(self, name: str) -> Ints:
        """Return the positions of a term among all tokens, or of the rarest term of a phrase."""
        terms = [self._numbers.get(term, -1) for term in name.split(" ")]
        if min(terms) < 0:
            return self._order[:0]
        every = [self._order[self._starts[term] : self._starts[term + 1]] for term in terms]
        rarest = min(range(len(terms)), key=lambda place: len(every[place]))
        found = every[rarest]
        for place, term in enumerate(terms):
            if place != rarest and len(found):
                distance = place - rarest
                found = found[(found >= -distance) & (found < len(self._tokens) - distance)]
                same_part = self.parts[found + distance] == self.parts[found]
                found = found[same_part & (self._tokens[found + distance] == term)]
        return found


class Sentences:
    """Postings of the headings and sentences of n passages, numbered from 0 in reading order.

    Attributes:
        lengths: Terms in each heading and sentence.
        first: The number of each passage's heading, which its sentences follow; then the end.
    """

    __slots__ = ("first", "lengths", "occurrences")

    def __init__(self, analysed: Analysed, occurrences: Occurrences) -> None:
        self.occurrences = occurrences
        self.lengths = analysed.part_sizes
        self.first = starts(analysed.passage_sizes)

    def postings(self, name: str) -> tuple[Ints, Ints]:
        """Return the sentences with a term or phrase, ascending, and its frequency in each."""
        return _counted(self.occurrences.of(name))

    def frequency(self, name: str) -> int:
        """Return how many sentences and headings have a term or phrase."""
        return len(self.postings(name)[0])

    def passages(self, name: str) -> Ints:
        """Return the passages with a term or phrase in a sentence or heading, ascending."""
        places = self.first.searchsorted(self.occurrences.of(name), side="right") - 1
        return np.unique(places.astype(np.int32))


class Windows:
    """Postings of the windows of n passages, numbered from 0; one window begins at each block.

    Attributes:
        lengths: Terms in each window.
    """

    __slots__ = ("_blocks", "_occurrences", "_opening", "_passages", "lengths")

    def __init__(self, analysed: Analysed, occurrences: Occurrences) -> None:
        self._occurrences = occurrences
        self._blocks = (np.cumsum(analysed.opens) - 1).astype(np.int32)
        passage_of = np.repeat(_counting(analysed.passage_sizes), analysed.passage_sizes)
        document_of = np.repeat(_counting(analysed.document_sizes), analysed.document_sizes)
        documents = document_of[passage_of[analysed.opens]]
        self._opening = np.searchsorted(documents, documents).astype(np.int32)
        self._passages = self._blocks_of(starts(analysed.passage_sizes))
        every = np.repeat(self._blocks, analysed.part_sizes)
        windows, sizes = _counted(self._around(every))
        self.lengths = np.zeros(len(documents), np.int32)
        self.lengths[windows] = sizes

    def postings(self, name: str) -> tuple[Ints, Ints]:
        """Return the windows with a term or phrase, ascending, and its frequency in each."""
        return _counted(self._around(self._blocks[self._occurrences.of(name)]))

    def best_around(self, scores: Floats) -> Floats:
        """Return the best score of the windows that overlap each passage."""
        blocks = scores.copy()
        for distance in range(1, _WIDTH):
            same = self._opening[distance:] == self._opening[:-distance]
            np.maximum(blocks[distance:], scores[:-distance] * same, out=blocks[distance:])
        best: Floats = blocks[self._passages[0][1]]
        for passages, following in self._passages[1:]:
            best[passages] = np.maximum(best[passages], blocks[following])
        return best

    def _around(self, blocks: Ints) -> Ints:
        """Return the windows that have each of some blocks, ascending."""
        if not len(blocks):
            return blocks
        opening = self._opening[blocks]
        before = (blocks - distance for distance in range(1, _WIDTH))
        windows = np.concatenate([blocks, *(some[some >= opening] for some in before)])
        windows.sort()
        return windows

    def _blocks_of(self, passages: Ints) -> list[tuple[Ints, Ints]]:
        """Return the first block of each passage, the second of those with one, and so on."""
        first, last = self._blocks[passages[:-1]], self._blocks[passages[1:] - 1]
        found: list[tuple[Ints, Ints]] = []
        numbers = _counting(first)
        while len(numbers) or not found:
            found.append((numbers, first[numbers] + len(found)))
            numbers = numbers[last[numbers] >= first[numbers] + len(found)]
        return found


def _counted(ascending: Ints) -> tuple[Ints, Ints]:
    """Return each different number, and how often it occurs."""
    if not len(ascending):
        return ascending, ascending
    is_last = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=is_last[:-1])
    last = np.flatnonzero(is_last).astype(np.int32)
    counts = last.copy()
    counts[1:] -= last[:-1]
    counts[0] += 1
    return ascending[last], counts


def _bincount(numbers: Ints, size: int) -> Ints:
    return np.bincount(numbers, minlength=size).astype(np.int32)


def _counting(sizes: Ints) -> Ints:
    return np.arange(len(sizes), dtype=np.int32)
