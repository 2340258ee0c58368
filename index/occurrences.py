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
        return len(self._positions(name)) > 0

    def of(self, name: str) -> Ints:
        """Return the part of each occurrence of a term, or of terms joined by spaces, ascending."""
        return self.parts[self._positions(name)]

    def _positions(self, name: str) -> Ints:
        """Return the positions of a term, or of the rarest term of a phrase."""
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
        found = self.occurrences.of(name)
        if not len(found):
            return found, found
        is_last = np.ones(len(found), np.bool_)
        np.not_equal(found[1:], found[:-1], out=is_last[:-1])
        last = np.flatnonzero(is_last).astype(np.int32)
        counts = last.copy()
        counts[1:] -= last[:-1]
        counts[0] += 1
        return found[last], counts


class Windows:
    """Postings of the windows of n passages, numbered from 0; one window begins at each block.

    Attributes:
        lengths: Terms in each window.
    """

    __slots__ = ("_blocks", "_documents", "_goes_on", "_occurrences", "_overlapping", "lengths")

    def __init__(self, analysed: Analysed, occurrences: Occurrences) -> None:
        self._occurrences = occurrences
        self._blocks = (np.cumsum(analysed.opens) - 1).astype(np.int32)
        passage_of = np.repeat(_counting(analysed.passage_sizes), analysed.passage_sizes)
        document_of = np.repeat(_counting(analysed.document_sizes), analysed.document_sizes)
        self._documents = document_of[passage_of[analysed.opens]]
        self._goes_on = [
            (self._documents[distance:] == self._documents[:-distance]).astype(np.int32)
            for distance in range(1, _WIDTH)
        ]
        self._overlapping = self._windows_around(starts(analysed.passage_sizes))
        sizes = np.repeat(self._blocks, analysed.part_sizes)
        self.lengths = self._summed(_bincount(sizes, len(self._documents)))

    def postings(self, name: str) -> tuple[Ints, Ints]:
        """Return the windows with a term or phrase, ascending, and its frequency in each."""
        blocks = self._blocks[self._occurrences.of(name)]
        if not len(blocks):
            return blocks, blocks
        counts = self._summed(_bincount(blocks, len(self._documents)))
        windows = np.flatnonzero(counts > 0).astype(np.int32)
        return windows, counts[windows]

    def best_around(self, scores: Floats) -> Floats:
        """Return the best score of the windows that overlap each passage."""
        best: Floats = scores[self._overlapping[0][1]]
        for passages, windows in self._overlapping[1:]:
            best[passages] = np.maximum(best[passages], scores[windows])
        return best

    def _summed(self, blocks: Ints) -> Ints:
        """Add up a value of each block over each window."""
        windows = blocks.copy()
        for distance, goes_on in enumerate(self._goes_on, start=1):
            windows[:-distance] += blocks[distance:] * goes_on
        return windows

    def _windows_around(self, passages: Ints) -> list[tuple[Ints, Ints]]:
        """Return the first window that overlaps each passage, the second of those with one, ..."""
        first, last = self._blocks[passages[:-1]], self._blocks[passages[1:] - 1]
        opening = np.searchsorted(self._documents, self._documents).astype(np.int32)
        begin = np.maximum(first - (_WIDTH - 1), opening[first])
        overlapping: list[tuple[Ints, Ints]] = []
        numbers = _counting(begin)
        while len(numbers) or not overlapping:
            overlapping.append((numbers, begin[numbers] + len(overlapping)))
            numbers = numbers[last[numbers] >= begin[numbers] + len(overlapping)]
        return overlapping


def _bincount(numbers: Ints, size: int) -> Ints:
    return np.bincount(numbers, minlength=size).astype(np.int32)


def _counting(sizes: Ints) -> Ints:
    return np.arange(len(sizes), dtype=np.int32)
