"""What a question scores: concepts weighed by what the engine counts, sentences read exactly."""

from collections.abc import Sequence

from . import weights
from .bm25 import term_idf
from .first_stage import Blend, FirstStage, Wanted
from .query import Concept, Names, Query
from .sentence_scores import SentenceScorer

_REMEMBERED = 1_000  # concepts that were weighed
_COUNTED = 4_000  # names whose frequencies are known, and terms whose families are
_SHORTEST_BEGINNING, _BEGINNING = 5, 0.7  # letters, at least and of all, that a family shares
_LONGER = 5  # letters that another word of the family may have more
_MOST_ALIKE = 8


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
        count = self._counted.get(term)
        return (self._frequency(term) if count is None else count) > 0

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

    def scorer(self, query: Query, blends: Sequence[Blend]) -> SentenceScorer:
        """Return what scores the sentences of passages for a query, with what is wanted."""
        return SentenceScorer(query, blends, self.engine, self._frequency)

    def _frequency(self, name: str) -> int:
        return self._frequencies([name])[0]

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
