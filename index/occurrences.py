"""Where each term stands, in reading order: the postings of terms and phrases alike.

A passage of 700 characters often lacks words of the question that its neighbors have, so it is
matched by the best window around it. The sentences of a document are grouped into blocks, free to
cross headings, pages and passages; a window is a block with the two that follow: see `postings`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .arrays import Analysed, Longs, ranges, starts
from .bm25 import Ints
from .postings import changed
from .scope import Scope
from .stored import Lexicon

_LAST_DIGITS = 0x3FFF  # of a number; a table of them fits into the nearest cache
_NO_INTS = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """The positions of terms among all tokens of the headings and sentences of n passages.

    Attributes:
        numbers: The number of each term.
        tokens: The number of each token's term, in reading order.
        order: Positions by their terms, ascending within a term.
        term_starts: Those of term t are those from `term_starts[t]` to `term_starts[t + 1]`.
        part_starts: The first token of each heading and sentence; then the end.
        passage_starts: The heading of each passage, which its sentences follow; then the end.
        sentences: Headings and sentences that have each term.
        scope: Where some of the documents are, if names are looked for in them alone. Passages are
            numbered on from 0 in them; all else is that of all documents, and so are positions.
    """

    numbers: Lexicon
    tokens: Ints
    order: Ints
    term_starts: Ints
    part_starts: Ints
    passage_starts: Ints
    sentences: Ints
    scope: Scope | None = None

    @classmethod
    def build(cls, analysed: Analysed, numbers: Lexicon) -> "Occurrences":
        """Sort the occurrences of all terms.

        Args:
            analysed: Documents as numbers.
            numbers: The number of each term.
        """
        order, term_starts, sentences = sort_terms(analysed, len(numbers))
        return cls(
            numbers,
            analysed.tokens,
            order,
            term_starts,
            starts(analysed.part_sizes),
            starts(analysed.passage_sizes),
            sentences,
        )

    def __contains__(self, name: str) -> bool:
        return len(self.positions(name)) > 0

    def frequency(self, name: str) -> int:
        """Return how many headings and sentences have a term, or terms joined by spaces."""
        number = self.numbers.get(name) if self.scope is None else None
        return int(self.sentences[number]) if number is not None else len(self.of(name))

    def of(self, name: str) -> Ints:
        """Return the headings and sentences that have a term or phrase, ascending."""
        parts = self._standing(name)[1]
        return parts[changed(parts)]

    def passages(self, name: str) -> Ints:
        """Return the passages with a term or phrase in a sentence or heading, ascending."""
        found = self.passage_starts.searchsorted(self.of(name), side="right") - 1
        places = found.astype(np.int32)
        places = places[changed(places)]
        return self.scope.passages.here(places) if self.scope else places

    def parts(self, positions: Ints) -> Ints:
        """Return the headings and sentences in which some positions are."""
        return (self.part_starts.searchsorted(positions, side="right") - 1).astype(np.int32)

    def among(self, numbers: Ints, terms: Sequence[int]) -> tuple[Ints, Longs, Ints, Ints]:
        """Return where terms, each different, stand in some passages, in reading order.

        Args:
            numbers: Of the passages.
            terms: Numbers of the terms; below 0 for those that are in no document.

        Returns:
            The place of each in `terms`; its place among all terms of these passages; the first
            term of each heading and sentence, then the end; and the heading of each passage, then
            the end.
        """
        tokens, part_sizes, passage_sizes = self.read(numbers)
        return *self._find(tokens, terms), starts(part_sizes), starts(passage_sizes)

    def read(self, numbers: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the numbers of all terms of some passages, in reading order.

        Returns:
            Those; how many each heading and sentence has; and how many of these each passage has.
        """
        if self.scope:
            numbers = self.scope.passages.there(numbers)
        first, last = self.passage_starts[numbers], self.passage_starts[numbers + 1]
        parts = ranges(first, last)
        part_sizes = self.part_starts[parts + 1] - self.part_starts[parts]
        tokens = self.tokens[ranges(self.part_starts[first], self.part_starts[last])]
        return tokens, part_sizes, last - first

    def everywhere(self, terms: Sequence[int]) -> tuple[Ints, Longs, Ints, Ints]:
        """Return the same for all passages of a whole index, from what is kept of each term."""
        numbers = np.array(terms, np.int32)
        there = (numbers >= 0).nonzero()[0].astype(np.int32)
        first, last = self.term_starts[numbers[there]], self.term_starts[numbers[there] + 1]
        places = self.order[ranges(first, last)]
        in_order = places.argsort()
        found = there.repeat(last - first)[in_order]
        return found, places[in_order].astype(np.int64), self.part_starts, self.passage_starts

    def _find(self, tokens: Ints, terms: Sequence[int]) -> tuple[Ints, Longs]:
        """Return the place in `terms` of each token that is one of them, and the token's place."""
        known = {term & _LAST_DIGITS: place for place, term in enumerate(terms) if term >= 0}
        place_of = np.full(min(len(self.numbers), _LAST_DIGITS + 1), -1, np.int16)
        place_of[[*known]] = [*known.values()]
        # Most tokens are none of the terms, which their last digits tell quickly.
        alike = place_of.take(tokens & _LAST_DIGITS)
        at = (alike >= 0).nonzero()[0]
        if len(known) < sum([term >= 0 for term in terms]):  # two end alike
            place_in = {term: place for place, term in enumerate(terms)}
            places = np.array([place_in.get(one, -1) for one in tokens[at].tolist()], np.int32)
        else:
            places = alike[at].astype(np.int32)
            if len(self.numbers) > len(place_of):
                places[np.array(terms, np.int32)[places] != tokens[at]] = -1
        is_one = places >= 0
        return places[is_one], at[is_one]

    def codes(self, number: int) -> frozenset[int]:
        """Return the numbers of a passage's terms, and a number below 0 for each pair of them."""
        parts = self._parts(number)
        pairs = (~(a << 32 | b) for part in parts for a, b in pairwise(part))
        return frozenset((*pairs, *(token for part in parts for token in part)))

    def terms(self, number: int) -> frozenset[str]:
        """Return the terms of a passage, and its neighboring pairs joined by a space."""
        parts = [[self.numbers.words[token] for token in part] for part in self._parts(number)]
        pairs = (f"{a} {b}" for part in parts for a, b in pairwise(part))
        return frozenset((*pairs, *(term for part in parts for term in part)))

    def _parts(self, number: int) -> list[list[int]]:
        """Return the numbers of the terms of a passage's heading, and of each sentence."""
        if self.scope:
            number = int(self.scope.passages.there(np.array([number], np.int32))[0])
        first, last = self.passage_starts[number : number + 2].tolist()
        cuts = self.part_starts[first : last + 1].tolist()
        tokens = self.tokens[cuts[0] : cuts[-1]].tolist()
        return [tokens[a - cuts[0] : b - cuts[0]] for a, b in pairwise(cuts)]

    def positions(self, name: str) -> Ints:
        """Return the positions of a term among all tokens, or of the rarest term of a phrase."""
        return self._standing(name)[0]

    def _standing(self, name: str) -> tuple[Ints, Ints]:
        """Return these positions, and the headings and sentences in which they are."""
        terms = [self.numbers.get(term, -1) for term in name.split(" ")]
        if min(terms) < 0:
            return _NO_INTS, _NO_INTS
        bounds = [self.term_starts[term : term + 2].tolist() for term in terms]
        rarest = min(range(len(terms)), key=lambda place: bounds[place][1] - bounds[place][0])
        found = self.order[slice(*bounds[rarest])]
        if self.scope:
            found = found[self.scope.tokens.places(found)]
        for place, term in enumerate(terms):
            if place != rarest and len(found):
                # Beyond both ends of the tokens there is no part that a position is in.
                there = self.tokens.take(found + (place - rarest), mode="clip")
                found = found[there == term]
        parts = self.parts(found - rarest)
        if len(terms) > 1:  # it must not reach from one to the next
            whole = parts == self.parts(found + (len(terms) - 1 - rarest))
            found, parts = found[whole], parts[whole]
        return found, parts


def sort_terms(analysed: Analysed, size: int) -> tuple[Ints, Ints, Ints]:
    """Sort the occurrences of so many terms.

    Returns:
        `order`, `term_starts` and `sentences` of `Occurrences`.
    """
    order = np.argsort(analysed.tokens, kind="stable").astype(np.int32)
    parts = np.repeat(_counting(analysed.part_sizes), analysed.part_sizes)[order]
    terms = analysed.tokens[order]
    once = terms[changed(parts) | changed(terms)]
    return order, starts(_bincount(analysed.tokens, size)), _bincount(once, size)


def _bincount(numbers: Ints, size: int) -> Ints:
    return np.bincount(numbers, minlength=size).astype(np.int32)


def _counting(sizes: Ints) -> Ints:
    return np.arange(len(sizes), dtype=np.int32)
