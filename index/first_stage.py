"""The seam between an engine that keeps postings and everything that comes after.

An engine proposes passages and counts in how many texts a name stands. What a sentence scores,
which concepts it has and all that follows is worked out by the same code for every engine, from
the terms of the few passages that are looked at. So engines whose own scores differ a little give
the same answers, as long as the right passages are among their candidates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .arrays import Longs, starts
from .bm25 import Floats, Ints
from .query import Names


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much an engine has.

    Attributes:
        sentences: Headings, which may be empty, and sentences.
        sentence_length: Their terms on average; above 0.
    """

    sentences: int
    sentence_length: float


@dataclass(frozen=True, slots=True)
class Blend:
    """What a concept is worth by all its names together.

    Attributes:
        names: Names that occur in any document, with what they count here; above 0.
        idf: Of the concept as a whole; ln(N + 1) if no document has it.
        whole: Those of the names that stand for all of the concept.
    """

    names: Names
    idf: float
    whole: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether any document has a whole name of the concept."""
        return bool(self.whole)


Wanted = Sequence[tuple[float, Blend]]
"""Concepts of a question, each with its weight.

A window with f occurrences of a concept's names, each times what the name counts, scores
weight * idf * f * (k1 + 1) / (f + saturation) for it: see `bm25` and `weights.K1`, `weights.B`.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Passages for a question, best first, of equals the first.

    Attributes:
        numbers: Of the passages.
        scores: Of the best window that overlaps each; above 0.
    """

    numbers: list[int]
    scores: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Where the terms that were asked for stand in some passages, in reading order.

    Attributes:
        terms: The place of each among the terms that were asked for.
        places: Its place among all terms of these passages, from 0; ascending.
        part_starts: The first term of each heading, which may be empty, and of each sentence; then
            the end.
        passage_starts: The heading of each passage, which its sentences follow; then the end.
    """

    terms: Ints
    places: Longs
    part_starts: Ints
    passage_starts: Ints

    @classmethod
    def of(cls, terms: Ints, part_sizes: Ints, passage_sizes: Ints) -> "Tokens":
        """Find terms among all of some passages.

        Args:
            terms: The place of each term among those that were asked for; -1 for all others.
            part_sizes: Terms in each heading and each sentence.
            passage_sizes: Parts of each passage.
        """
        places = (terms >= 0).nonzero()[0]
        return cls(terms[places], places, starts(part_sizes), starts(passage_sizes))

    @classmethod
    def joined(cls, several: Sequence["Tokens"]) -> "Tokens":
        """Put passages behind those before them."""
        if len(several) == 1:
            return several[0]
        terms, places = [_NO_INTS], [_NO_INTS.astype(np.int64)]
        part_starts, passage_starts = [starts(_NO_INTS)], [starts(_NO_INTS)]
        for one in several:
            terms.append(one.terms)
            places.append(one.places + part_starts[-1][-1])
            part_starts.append(one.part_starts[1:] + part_starts[-1][-1])
            passage_starts.append(one.passage_starts[1:] + passage_starts[-1][-1])
        return cls(
            np.concatenate(terms),
            np.concatenate(places),
            np.concatenate(part_starts),
            np.concatenate(passage_starts),
        )


class FirstStage(Protocol):
    """An engine; safe to share between threads. Its passages are numbered from 0.

    A name is a term, or terms joined by spaces for a phrase.
    """

    @property
    def sizes(self) -> Sizes:
        """How much it has."""

    def frequencies(self, names: Sequence[str]) -> list[int]:
        """Return how many headings and sentences have each name, counted over all documents."""

    def beginning(self, letters: str) -> Sequence[str]:
        """Return the terms of all documents that begin with some letters, each once."""

    def candidates(self, wanted: Wanted, count: int) -> Candidates:
        """Return the best passages by the best window around, `count` at most."""

    def around(self, wanted: Wanted, numbers: Sequence[int]) -> Floats:
        """Return the score of the best window that overlaps each of some passages."""

    def tokens(self, numbers: Sequence[int], terms: Sequence[str]) -> Tokens:
        """Return where terms, each different, stand in some passages; `numbers` are ascending."""

    def all_tokens(self, terms: Sequence[str]) -> Tokens | None:
        """Return where they stand in all passages, if that takes no longer than in some."""

    def having(self, name: str) -> Ints:
        """Return the passages with a name in a sentence or the heading, ascending."""


_NO_INTS = np.zeros(0, np.int32)
