"""What a question scores: concepts weighed by what the engine counts, sentences read exactly."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from . import weights
from .arrays import starts
from .bm25 import Floats, Ints, Mask, saturation, term_idf, term_weight
from .first_stage import Blend, FirstStage, Tokens, Wanted
from .query import Concept, Names, Query

_BITS = 63  # of a number; questions with more concepts are rare
_REMEMBERED = 1_000  # concepts that were weighed
_COUNTED = 4_000  # names whose frequencies are known, and terms whose families are
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")  # of a section, an article or a rule
_SHORTEST_BEGINNING, _BEGINNING = 5, 0.7  # letters, at least and of all, that a family shares
_LONGER = 5  # letters that another word of the family may have more
_MOST_ALIKE = 8
_K1, _B = weights.SENTENCE_K1, weights.SENTENCE_B


class Matcher:
    """Weighs concepts, and scores the sentences of passages that an engine has proposed.

    Attributes:
        engine: Has the passages.
    """

    def __init__(self, engine: FirstStage) -> None:
        self.engine = engine
        self._blended: dict[Names, Blend] = {}
        self._counted: dict[str, int] = {}
        self._families: dict[str, list[str]] = {}

    def knows(self, term: str) -> bool:
        """Return whether a term, or a phrase of terms joined by spaces, is in any document."""
        return self._frequencies([term])[0] > 0

    def family(self, term: str) -> list[str]:
        """Return other terms that begin like one: "legislatur" and "legisl", "photosynthet".

        They are often other forms of the word; the closest in length come first, a few at most.
        """
        found = self._families.get(term)
        if found is None:
            if len(self._families) > _COUNTED:
                self._families.clear()
            found = self._families[term] = self._family(term)
        return found

    def _family(self, term: str) -> list[str]:
        if len(term) < _SHORTEST_BEGINNING or not term.isalpha():
            return []
        begins = term[: max(_SHORTEST_BEGINNING, round(_BEGINNING * len(term)))]
        others = (o for o in self.engine.beginning(begins) if o != term and o.isalpha())
        alike = sorted(
            (abs(len(o) - len(term)), o) for o in others if len(o) <= len(term) + _LONGER
        )
        return [other for _, other in alike[:_MOST_ALIKE]]

    def blend(self, concept: Concept) -> Blend:
        """Weigh a concept as if all its names were one term."""
        found = self._blended.get(concept.names)
        if found is None:
            if len(self._blended) > _REMEMBERED:
                self._blended.clear()
            found = self._blended[concept.names] = self._blend(concept.names)
        return found

    def wanted(self, query: Query) -> Wanted:
        """Return the concepts of a query, weighed."""
        return [(concept.weight, self.blend(concept)) for concept in query.concepts]

    def read(self, query: Query, numbers: Sequence[int]) -> "SentenceScores":
        """Score the sentences of some passages; at least one."""
        blends = [self.blend(concept) for concept in query.concepts]
        names = [name for blend in blends for name, _ in blend.names]
        terms = list(dict.fromkeys(t for name in (*names, *query.pairs) for t in name.split(" ")))
        found = _Occurrences(self.engine.tokens(numbers, terms), terms)
        sizes = self.engine.sizes
        saturated = saturation(found.lengths / sizes.sentence_length, k1=_K1, b=_B)
        parts = [part for blend in blends for _, part in blend.names]
        of = [place for place, blend in enumerate(blends) for _ in blend.names]
        is_whole = [name in blend.whole for blend in blends for name, _ in blend.names]
        tf, whole = found.of_all(names, parts, of, is_whole, len(blends))
        scores = np.zeros(len(found.lengths))
        for place, (concept, blend) in enumerate(zip(query.concepts, blends, strict=True)):
            worth = blend.idf * term_weight(tf[place], saturated, k1=_K1)
            scores += concept.weight * worth
            if _NUMBER.fullmatch(concept.written):
                headings = found.first[:-1]
                scores[headings] += weights.HEADING_NUMBER * concept.weight * worth[headings]
        for pair in query.pairs:
            counts = found.of(pair)
            if counts.any():
                idf = term_idf(sizes.sentences, self._frequencies([pair])[0])
                scores += weights.PAIRS * (idf * term_weight(counts, saturated, k1=_K1))
        return SentenceScores(found.first, scores, _bits(whole))

    def _frequencies(self, names: Sequence[str]) -> list[int]:
        """Return how many headings and sentences have each name, and remember it."""
        known = self._counted
        missing = [name for name in names if name not in known]
        if missing:
            if len(known) > _COUNTED:
                known = self._counted = {name: known[name] for name in names if name in known}
            known.update(zip(missing, self.engine.frequencies(missing), strict=True))
        return [known[name] for name in names]

    def _blend(self, names: Names) -> Blend:
        """Weigh names as if they were one term.

        The concept is as rare among sentences as the name asked for, or as its rarest other name
        if no document has that. A more common name ("America", asked for as "USA") counts less
        accordingly.
        """
        size = self.engine.sizes.sentences
        counts = self._frequencies([name for name, _ in names])
        idf = {n: term_idf(size, count) for (n, _), count in zip(names, counts, strict=True)}
        rarest = idf[names[0][0]] or max(idf.values()) or term_idf(size, 1)
        there = tuple((n, weight * min(1.0, idf[n] / rarest)) for n, weight in names if idf[n])
        whole = (n for n, weight in names if idf[n] and weight > weights.PART_OF_NAME)
        return Blend(there, rarest, tuple(whole))


class SentenceScores:
    """Headings and sentences of some passages in the light of one query.

    Attributes:
        first: The place of each passage's heading, which its sentences follow; then the end.
        scores: Of each heading and sentence.
        having: Which concepts each of them has a whole name of: bit n for the n-th.
    """

    __slots__ = ("_first", "_scores", "first", "having", "scores")

    def __init__(self, first: Ints, scores: Floats, having: list[int]) -> None:
        self._first, self._scores = first, scores
        self.first: list[int] = first.tolist()
        self.scores: list[float] = scores.tolist()
        self.having = having

    def best(self) -> Floats:
        """Return the best score of the sentences of each passage, headings left out."""
        spans = np.stack((self._first[:-1] + 1, self._first[1:]), axis=1).ravel()
        best: Floats = np.maximum.reduceat(np.append(self._scores, 0.0), spans)[::2]
        return best

    def headings(self) -> Floats:
        """Return the score of each passage's heading."""
        return self._scores[self._first[:-1]]


class _Occurrences:
    """How often names stand in each heading and sentence of some passages."""

    def __init__(self, tokens: Tokens, terms: Sequence[str]) -> None:
        self.first = starts(tokens.passage_sizes)
        self.lengths = tokens.part_sizes
        self._numbers = {term: number for number, term in enumerate(terms)}
        places = np.flatnonzero(tokens.terms >= 0)
        parts = starts(self.lengths).searchsorted(places, side="right") - 1
        self._places, self._terms, self._parts = places, tokens.terms[places], parts
        shape = len(terms), len(self.lengths)
        counts = np.bincount(self._terms * shape[1] + self._parts, minlength=shape[0] * shape[1])
        self._counts = counts.reshape(shape)

    def of_all(
        self,
        names: Sequence[str],
        parts: Sequence[float],
        of: Sequence[int],
        is_whole: Sequence[bool],
        concepts: int,
    ) -> tuple[Floats, Mask]:
        """Return the frequency of each concept in each part, and whether a whole name is there.

        Args:
            names: Of all concepts, one concept after the other.
            parts: What each counts.
            of: The place of its concept.
            is_whole: Whether it stands for all of the concept.
            concepts: How many there are.
        """
        size = len(self.lengths)
        counts = np.array([self._row(name) for name in names]).ravel()
        there = counts.nonzero()[0]
        name = there // size
        at = there + (np.array(of, np.intp) - np.arange(len(of)))[name] * size
        # In the order of the names, so that sums come out the same wherever they are made.
        worth = np.array(parts, np.float64)[name] * counts[there]
        tf = np.bincount(at, worth, concepts * size).astype(np.float64, copy=False)
        whole = np.zeros(concepts * size, np.bool_)
        whole[at[np.array(is_whole, np.bool_)[name]]] = True
        return tf.reshape(concepts, size), whole.reshape(concepts, size)

    def of(self, name: str) -> Floats:
        """Return the frequency of a term, or of terms joined by spaces, in each part."""
        return self._row(name).astype(np.float64)

    def _row(self, name: str) -> npt.NDArray[np.int64]:
        first, *others = (self._numbers[term] for term in name.split(" "))
        if not others:
            counts: npt.NDArray[np.int64] = self._counts[first]
            return counts
        at = np.flatnonzero(self._terms == first)
        for distance, term in enumerate(others, start=1):
            if not len(at):
                break
            at = at[at + distance < len(self._terms)]
            after = at + distance
            is_next = self._places[after] == self._places[at] + distance
            is_next &= self._parts[after] == self._parts[at]
            at = at[is_next & (self._terms[after] == term)]
        return np.bincount(self._parts[at], minlength=len(self.lengths))


def _bits(having: Mask) -> list[int]:
    """Turn rows that tell where something is into a number for each column: bit n for the n-th."""
    kind = np.int64 if len(having) < _BITS else object
    bits: list[int] = (np.array([1 << row for row in range(len(having))], kind) @ having).tolist()
    return bits
