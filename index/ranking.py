"""Query -> ranked passages: both stages, a passage for each part of a question, no repeats."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .bm25 import top
from .postings import Ints
from .query import Concept, Query, QueryReader
from .rescoring import Rescored
from .synonyms import Synonyms
from .view import View

_CANDIDATES = 20  # passages that the second stage looks at
_EQUAL = 0.98  # of the score: near enough for another document to come first


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in its place, with those that repeat it elsewhere."""

    found: Rescored
    repeats: tuple[int, ...] = ()
    pinned: bool = False


class Ranker:
    """Ranks the passages of a view; knows its words, names and phrases."""

    def __init__(self, view: View, synonyms: Synonyms) -> None:
        self._passages = view.library.passages
        self._originals = view.originals
        self.matcher = view.matcher
        self.rescorer = view.rescorer
        self.speller = view.speller
        self.reader = QueryReader(self.matcher.knows, self.speller, synonyms)

    def rank(self, query: Query, limit: int) -> list[Ranked]:
        """The best passages for a query, best first; `limit` at most, at least 1."""
        ranked = self._varied(self._merged(self._best(query, limit)), limit)
        for part in reversed(query.parts):
            answering = self._best(part, 1)
            leading = {r.found.number for r in ranked[: len(query.parts)]}
            if answering and answering[0].number not in leading:
                ranked = _second(ranked, answering[0].number)
        return ranked[:limit]

    def pinned(self, query: Query, ranked: list[Ranked], numbers: Sequence[int]) -> list[Ranked]:
        """The same with some passages before all others, in the order given.

        They are never below the others in score; what repeats them is named with them.
        """
        scores = self.matcher.scores(query)
        found = self.rescorer.rescore(query, [(n, float(scores[n])) for n in numbers])
        by_number = {rescored.number: rescored for rescored in found}
        best = max((r.found.score for r in ranked), default=0.0)
        first = []
        for number in dict.fromkeys(numbers):
            original = self._originals[number]
            alike = [r for r in ranked if self._originals[r.found.number] == original]
            ranked = [r for r in ranked if self._originals[r.found.number] != original]
            repeats = (n for r in alike for n in (r.found.number, *r.repeats) if n not in numbers)
            score = max(best, by_number[number].score)
            rescored = replace(by_number[number], score=score)
            first.append(Ranked(rescored, tuple(repeats), pinned=True))
        return first + ranked

    def have(self, concept: Concept, numbers: Ints) -> list[bool]:
        """Whether passages, given by their numbers, have a concept by one of its names."""
        passages = self.matcher.blend(concept).having
        if not len(passages):
            return [False] * len(numbers)
        places = passages.searchsorted(numbers).clip(max=len(passages) - 1)
        there: list[bool] = (passages[places] == numbers).tolist()
        return there

    def _best(self, query: Query, limit: int) -> list[Rescored]:
        scores = self.matcher.scores(query)
        candidates = [(n, float(scores[n])) for n in top(scores, max(_CANDIDATES, limit))]
        return self.rescorer.rescore(query, candidates)

    def _merged(self, best: Sequence[Rescored]) -> list[Ranked]:
        """Passages that repeat a better one are named with it, not shown again."""
        groups: dict[int, list[Rescored]] = {}
        for found in best:
            groups.setdefault(int(self._originals[found.number]), []).append(found)
        return [
            Ranked(first, tuple(other.number for other in others))
            for first, *others in groups.values()
        ]

    def _varied(self, ranked: list[Ranked], limit: int) -> list[Ranked]:
        """Among the first passages of about the same score, new documents come first."""
        varied: list[Ranked] = []
        shown: set[str] = set()
        while ranked and len(varied) < limit:
            least = _EQUAL * ranked[0].found.score
            equals = (r for r in ranked if r.found.score >= least)
            new = (r for r in equals if self._document(r) not in shown)
            following = next(new, ranked[0])
            ranked = [r for r in ranked if r is not following]
            shown.add(self._document(following))
            varied.append(following)
        return varied + ranked

    def _document(self, ranked: Ranked) -> str:
        return self._passages[ranked.found.number].doc_id


def _second(ranked: list[Ranked], number: int) -> list[Ranked]:
    """The same with one passage moved behind the first, if it is there at all."""
    moved = [r for r in ranked if r.found.number == number]
    rest = [r for r in ranked if r.found.number != number]
    return [*rest[:1], *moved, *rest[1:]]
