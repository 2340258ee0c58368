"""Where each term stands, in reading order: the postings of terms and phrases alike.

A passage of 700 characters often lacks words of the question that its neighbors have, so it is
matched by the best window around it. The sentences of a document are grouped into blocks, free to
cross headings, pages and passages; a window is a block with the two that follow: see `postings`.
"""

from collections.abc import Mapping

import numpy as np

from .arrays import Analysed, starts
from .bm25 import Ints
from .postings import changed


class Occurrences:
    """The positions of terms among all tokens of the headings and sentences of n passages.

    Attributes:
        order: Positions by their terms, ascending within a term.
        term_starts: Those of term t are those from `term_starts[t]` to `term_starts[t + 1]`.
        part_starts: The first token of each heading and sentence; then the end.
        passage_starts: The heading of each passage, which its sentences follow; then the end.
        sentences: Headings and sentences that have each term.
    """

    __slots__ = (
        "_numbers",
        "_tokens",
        "order",
        "part_starts",
        "passage_starts",
        "sentences",
        "term_starts",
    )

    def __init__(self, analysed: Analysed, numbers: Mapping[str, int]) -> None:
        """Sort the occurrences of all terms.

        Args:
            analysed: Documents as numbers.
            numbers: The number of each term.
        """
        self._numbers = numbers
        self._tokens = analysed.tokens
        self.part_starts = starts(analysed.part_sizes)
        self.passage_starts = starts(analysed.passage_sizes)
        self.order = np.argsort(analysed.tokens, kind="stable").astype(np.int32)
        self.term_starts = starts(_bincount(analysed.tokens, len(numbers)))
        parts = np.repeat(_counting(analysed.part_sizes), analysed.part_sizes)[self.order]
        terms = analysed.tokens[self.order]
        once = terms[changed(parts) | changed(terms)]
        self.sentences = _bincount(once, len(numbers))

    def __contains__(self, name: str) -> bool:
        return len(self.positions(name)) > 0

    def frequency(self, name: str) -> int:
        """Return how many headings and sentences have a term, or terms joined by spaces."""
        number = self._numbers.get(name)
        return int(self.sentences[number]) if number is not None else len(self.of(name))

    def of(self, name: str) -> Ints:
        """Return the headings and sentences that have a term or phrase, ascending."""
        parts = self.parts(self.positions(name))
        return parts[changed(parts)]

    def passages(self, name: str) -> Ints:
        """Return the passages with a term or phrase in a sentence or heading, ascending."""
        found = self.passage_starts.searchsorted(self.of(name), side="right") - 1
        places = found.astype(np.int32)
        return places[changed(places)]

    def parts(self, positions: Ints) -> Ints:
        """Return the headings and sentences in which some positions are."""
        return (self.part_starts.searchsorted(positions, side="right") - 1).astype(np.int32)

    def positions(self, name: str) -> Ints:
        """Return the positions of a term among all tokens, or of the rarest term of a phrase."""
        terms = [self._numbers.get(term, -1) for term in name.split(" ")]
        if min(terms) < 0:
            return self.order[:0]
        bounds = [self.term_starts[term : term + 2].tolist() for term in terms]
        rarest = min(range(len(terms)), key=lambda place: bounds[place][1] - bounds[place][0])
        found = self.order[slice(*bounds[rarest])]
        for place, term in enumerate(terms):
            if place != rarest and len(found):
                distance = place - rarest
                found = found[(found >= -distance) & (found < len(self._tokens) - distance)]
                found = found[self._tokens[found + distance] == term]
                found = found[self.parts(found + distance) == self.parts(found)]
        return found


def _bincount(numbers: Ints, size: int) -> Ints:
    return np.bincount(numbers, minlength=size).astype(np.int32)


def _counting(sizes: Ints) -> Ints:
    return np.arange(len(sizes), dtype=np.int32)
