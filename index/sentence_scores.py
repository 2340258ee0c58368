"""What the sentences of some passages score for a question, exactly, whatever engine found them."""

import re
from collections.abc import Callable, Sequence
from itertools import chain, compress
from typing import Any

import numpy as np
import numpy.typing as npt

from . import weights
from .arrays import Longs, sums
from .bm25 import Floats, Ints, Mask, saturation, term_idf, term_weight
from .first_stage import Blend, FirstStage, Tokens
from .postings import changed
from .query import Query

_BITS = 63  # of a number; questions with more concepts are rare
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")  # of a section, an article or a rule
_K1, _B = weights.SENTENCE_K1, weights.SENTENCE_B
_TWO = 2  # terms

Counts = npt.NDArray[np.int64]
Bits = npt.NDArray[Any]
"""Numbers of 64 bits, or of any number of them."""


class SentenceScores:
    """Headings and sentences of some passages in the light of one query."""

    __slots__ = ("_first", "_having", "_scores")

    def __init__(self, first: Ints, scores: Floats, having: Bits) -> None:
        """Take scores.

        Args:
            first: The place of each passage's heading, which its sentences follow; then the end.
            scores: Of each heading and sentence; then any number.
            having: Which concepts each of them has a whole name of: bit n for the n-th.
        """
        self._first, self._scores, self._having = first, scores, having

    def within(self, places: npt.NDArray[np.integer[Any]]) -> Floats:
        """Return what the best sentence of each of some passages scores, with the heading above."""
        first, end = self._first[places], self._first[places + 1]
        spans = np.stack((first + 1, end), axis=1).ravel()
        best: Floats = np.maximum.reduceat(self._scores, spans)[::2]  # not those between
        best += weights.HEADING * self._scores[first]
        return best

    def of(self, place: int) -> tuple[list[float], list[int]]:
        """Return scores and concepts of a passage's heading, then of each of its sentences."""
        here = slice(self._first.item(place), self._first.item(place + 1))
        return self._scores[here].tolist(), self._having[here].tolist()


class SentenceScorer:
    """Scores sentences for one query; what depends on the query alone is worked out once."""

    def __init__(
        self,
        query: Query,
        blends: Sequence[Blend],
        engine: FirstStage,
        frequency: Callable[[str], int],
    ) -> None:
        """Get ready.

        Args:
            query: What is asked.
            blends: What each of its concepts is worth.
            engine: Has the terms of the passages.
            frequency: Tells how many headings and sentences have a pair of terms.
        """
        self._query, self._engine, self._frequency = query, engine, frequency
        named = [(c, *name, blend) for c, blend in enumerate(blends) for name in blend.names]
        names = [name for _, name, _, _ in named]
        self._rows = _Rows((*names, *query.pairs))
        self._weights = [concept.weight for concept in query.concepts]
        self._is_number = [_NUMBER.fullmatch(c.written) is not None for c in query.concepts]
        self._idf = np.array([blend.idf for blend in blends], np.float64).reshape(-1, 1)
        self._concept_of = np.array([concept for concept, _, _, _ in named], np.intp)
        self._parts = np.array([part for _, _, part, _ in named], np.float64)
        self._bits = _powers(len(blends))
        self._is_whole = np.array([name in blend.whole for _, name, _, blend in named], np.bool_)

    def read(self, numbers: Sequence[int]) -> SentenceScores:
        """Score the sentences of some passages, given ascending; at least one."""
        return self._scored(self._engine.tokens(numbers, self._rows.terms))

    def read_all(self) -> SentenceScores | None:
        """Score the sentences of all passages, if that takes no longer than of some."""
        tokens = self._engine.all_tokens(self._rows.terms)
        return self._scored(tokens, is_all=True) if tokens else None

    def _scored(self, tokens: Tokens, *, is_all: bool = False) -> SentenceScores:
        """Score headings and sentences; most have no word of the question, and score 0."""
        every = tokens.part_starts.searchsorted(tokens.places, side="right") - 1
        is_first = changed(every)
        parts = every[is_first]
        scores, having = self._scores(tokens, parts, is_first.cumsum() - 1, is_all=is_all)
        all_scores = np.zeros(len(tokens.part_starts))
        all_having = np.zeros(len(all_scores) - 1, having.dtype)
        all_scores[parts], all_having[parts] = scores, having
        return SentenceScores(tokens.passage_starts, all_scores, all_having)

    def _scores(
        self, tokens: Tokens, parts: Longs, part_of: Longs, *, is_all: bool
    ) -> tuple[Floats, Bits]:
        """Return the scores of headings and sentences with words of the question, and their bits.

        Args:
            tokens: The words.
            parts: Those that have some, ascending.
            part_of: For each word, its heading's or sentence's place among these.
            is_all: Whether these are those of all passages.
        """
        sizes = tokens.part_starts[parts + 1] - tokens.part_starts[parts]
        saturated = saturation(sizes / self._engine.sizes.sentence_length, k1=_K1, b=_B)
        counts = self._rows.counted(tokens, part_of, len(parts))
        named, paired = counts[: len(self._parts)], counts[len(self._parts) :]
        tf, whole = self._blended(named)
        scores = np.zeros(len(parts))
        worths = self._idf * term_weight(tf, saturated, k1=_K1)
        for weight, is_number, worth in zip(self._weights, self._is_number, worths, strict=True):
            scores += weight * worth
            if is_number:
                headings = np.isin(parts, tokens.passage_starts)
                scores[headings] += weights.HEADING_NUMBER * weight * worth[headings]
        is_there: list[bool] = np.logical_or.reduce(paired, axis=1).tolist()
        for pair, there in compress(zip(self._query.pairs, paired, strict=True), is_there):
            having = int(np.count_nonzero(there)) if is_all else self._frequency(pair)
            idf = term_idf(self._engine.sizes.sentences, having)
            worth = term_weight(there.astype(np.float64), saturated, k1=_K1)
            scores += weights.PAIRS * (idf * worth)
        return scores, self._bits @ whole

    def _blended(self, counts: Counts) -> tuple[Floats, Mask]:
        """Return the frequency of each concept in each part, and whether a whole name is there.

        Args:
            counts: Of each name, concept after concept, in each part.
        """
        size, concepts = counts.shape[1], len(self._weights)
        every = counts.ravel()
        here = every.nonzero()[0]
        name, part = np.divmod(here, size)
        at = self._concept_of[name] * size + part
        # In the order of the names, so that sums come out the same wherever they are made.
        worth = self._parts[name] * every[here]
        tf = sums(at, worth, concepts * size)
        whole = np.zeros(concepts * size, np.bool_)
        whole[at[self._is_whole[name]]] = True
        return tf.reshape(concepts, size), whole.reshape(concepts, size)


class _Rows:
    """Counts names, which are terms, or terms joined by spaces, in headings and sentences.

    Attributes:
        terms: All terms of the names, each once.
    """

    def __init__(self, names: Sequence[str]) -> None:
        split = [name.split(" ") for name in names]
        self.terms = list(dict.fromkeys(chain.from_iterable(split)))
        numbers = {term: number for number, term in enumerate(self.terms)}
        self._single = np.array([numbers[first] for first, *_ in split], np.intp)
        phrases = [
            (row, [numbers[term] for term in name])
            for row, name in enumerate(split)
            if len(name) > 1
        ]
        self._longer = [(row, name) for row, name in phrases if len(name) > _TWO]
        pairs = {row: self._code(*name) for row, name in phrases if len(name) == _TWO}
        self._paired, codes = np.array([*pairs], np.intp), [*pairs.values()]
        self._codes = np.array(sorted({*codes}), np.int64)
        self._code_of = self._codes.searchsorted(codes)

    def counted(self, tokens: Tokens, parts: Longs, size: int) -> Counts:
        """Return how often each name stands in each of so many parts; `parts` has each term's."""
        terms = tokens.terms
        every = np.bincount(terms * size + parts, minlength=len(self.terms) * size)
        counts: Counts = every.reshape(len(self.terms), size)[self._single]
        if len(self._paired):
            self._count_pairs(counts, tokens, parts)
        for row, name in self._longer:
            counts[row] = _phrase(name, tokens, parts, size)
        return counts

    def _code(self, left: int, right: int) -> int:
        return left * len(self.terms) + right

    def _count_pairs(self, counts: Counts, tokens: Tokens, parts: Longs) -> None:
        """Count the names of two terms, in their rows."""
        places, terms = tokens.places, tokens.terms
        is_next = (places[1:] == places[:-1] + 1) & (parts[1:] == parts[:-1])
        at = is_next.nonzero()[0]
        codes = terms[at] * len(self.terms) + terms[at + 1]
        code = self._codes.searchsorted(codes)
        is_there = self._codes.take(code, mode="clip") == codes
        size = counts.shape[1]
        found = np.bincount(
            code[is_there] * size + parts[at[is_there]], minlength=len(self._codes) * size
        ).reshape(len(self._codes), size)
        counts[self._paired] = found[self._code_of]


def _phrase(name: Sequence[int], tokens: Tokens, parts: Longs, size: int) -> Counts:
    """Count a name of several terms in each part."""
    places, terms = tokens.places, tokens.terms
    first, *others = name
    at = np.flatnonzero(terms == first)
    for distance, term in enumerate(others, start=1):
        at = at[at + distance < len(terms)]
        after = at + distance
        is_next = places[after] == places[at] + distance
        is_next &= parts[after] == parts[at]
        at = at[is_next & (terms[after] == term)]
    return np.bincount(parts[at], minlength=size)


def _powers(count: int) -> Bits:
    """Return the numbers that have one bit each, the n-th one for the n-th."""
    return np.array([1 << place for place in range(count)], np.int64 if count < _BITS else object)
