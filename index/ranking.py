"""Query -> ranked passages: both stages, a passage for each part of a question, no repeats."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sources import Passage

from . import weights
from .bm25 import Ints, saturation, term_weight, top
from .confidence import given, wanted
from .library_index import LibraryIndex
from .matching import Matcher
from .query import Concept, Query, QueryReader
from .synonyms import Synonyms
from .view import View


class Sentences:
    """The sentences of one passage, as the numbers of their terms.

    Attributes:
        lengths: How many terms each has.
    """

    __slots__ = ("_every", "_sentences", "lengths")

    def __init__(self, sentences: Sequence[Sequence[int]]) -> None:
        self._sentences = sentences
        self._every = {term for sentence in sentences for term in sentence}
        self.lengths = [len(sentence) for sentence in sentences]

    def having(self, name: Sequence[int]) -> Sequence[tuple[int, int]]:
        """The sentences that have a term or a phrase, ascending, and how often each has it."""
        if not self._every.issuperset(name):
            return ()
        numbered = enumerate(self._sentences)
        if len(name) == 1:
            return [(n, found) for n, sentence in numbered if (found := sentence.count(name[0]))]
        return [(n, found) for n, sentence in numbered if (found := _count(sentence, name))]


def _count(sentence: Sequence[int], phrase: Sequence[int]) -> int:
    """How often the pair of neighbours stands in a sentence that is the rarest of a phrase."""
    if phrase[0] not in sentence:
        return 0
    beside = list(pairwise(sentence))
    return min(beside.count(pair) for pair in pairwise(phrase))


_ONE_SENTENCE = 4  # concepts that one sentence may well have; of more it has but a part
_ASKS = 0.5  # weight from which on a concept counts as one that is asked for
_TYPICAL = 12  # terms of a sentence
_ABOUT_SOURCES = frozenset(
    """author authors wrote written writer publisher published publication cite citation source
    sources reference references bibliography website page url link book books article title
    accessed copyright reading readings""".split()
)

_Sought = tuple[Sequence[tuple[tuple[int, ...], float]], float]
"""Terms and phrases by the numbers of their terms, each with its weight, and their worth."""


@dataclass(frozen=True, slots=True)
class Rescored:
    """A candidate with its final score and the score of each of its sentences."""

    number: int
    score: float
    sentences: tuple[float, ...]


class SentenceRescorer:
    """Scores sentences as small passages, with what kind of answer they give."""

    def __init__(
        self, indexes: Sequence[LibraryIndex], passages: Sequence[Passage], first: Matcher
    ) -> None:
        """Hold the passages of indexes against what is asked for.

        Args:
            indexes: At least one.
            passages: Of all of them, one after the other.
            first: The first stage, which knows what concepts are worth.
        """
        self._indexes = indexes
        self._passages = passages
        self._matcher = first
        sizes = [len(index.library.passages) for index in indexes]
        self._firsts = [sum(sizes[:place]) for place in range(len(sizes))]

    def rescore(self, query: Query, candidates: Sequence[tuple[int, float]]) -> list[Rescored]:
        """Order candidates, given by passage number and first score, best first."""
        sought = [self._sought(query, index) for index in self._indexes]
        types = wanted(query.asked)
        bonus = weights.ANSWER_TYPE * self._worth(query)
        asks = sum(concept.weight >= _ASKS for concept in query.concepts)
        weight = weights.SENTENCE * min(1.0, _ONE_SENTENCE / max(asks, 1))
        sources = not _ABOUT_SOURCES.isdisjoint(query.asked)
        asked = frozenset(query.asked)
        rescored = []
        for number, score in candidates:
            passage = self._passages[number]
            place = self._index_of(number)
            scores = _scores(self._sentences(number, place), sought[place])
            for at in [at for at, found in enumerate(scores) if found] if types else ():
                sentence = passage.text[slice(*passage.sentences[at])]
                scores[at] += bonus * sum(given(kind, sentence, asked) for kind in types)
            total = score + weight * max(scores, default=0.0)
            if passage.kind != "text" and not sources:
                total *= weights.ASIDE
            rescored.append(Rescored(number, total, tuple(scores)))
        return sorted(rescored, key=lambda r: (-r.score, r.number))

    def has(self, number: int, sentence: int, concept: Concept) -> bool:
        """Whether a sentence of a passage has a concept by one of its names."""
        place = self._index_of(number)
        sentences = self._sentences(number, place)
        numbers = self._indexes[place].words.numbers
        return any(
            there == sentence
            for name in self._matcher.blend(concept).whole
            for there, _ in sentences.having(_numbers(name, numbers))
        )

    def _index_of(self, number: int) -> int:
        return bisect(self._firsts, number) - 1

    def _sentences(self, number: int, place: int) -> Sentences:
        _heading, *sentences = self._indexes[place].parts.of(number - self._firsts[place])
        return Sentences(sentences)

    def _sought(self, query: Query, index: LibraryIndex) -> list[_Sought]:
        """What the sentences of an index are searched for, with what it is worth."""
        idf, numbers = self._matcher.pairs.idf, index.words.numbers
        sought: list[_Sought] = [
            ([(_numbers(pair, numbers), 1.0)], weights.PAIRS * idf[pair])
            for pair in query.pairs
            if pair in idf
        ]
        for concept in query.concepts:
            blend = self._matcher.blend(concept)
            names = [(_numbers(name, numbers), weight) for name, weight in blend.names]
            sought.append((names, concept.weight * blend.idf))
        return sought

    def _worth(self, query: Query) -> float:
        return sum(c.weight * self._matcher.blend(c).idf for c in query.concepts)


def _numbers(name: str, numbers: Mapping[str, int]) -> tuple[int, ...]:
    """The numbers of a name's terms; one that an index lacks has a number that it does not use."""
    return tuple(numbers.get(term, -1) for term in name.split(" "))


def _scores(sentences: Sentences, sought: Sequence[_Sought]) -> list[float]:
    """BM25 of each sentence, with the idf of passages."""
    k1, b, lengths = weights.K1, weights.B, sentences.lengths
    scores = [0.0] * len(lengths)
    for names, worth in sought:
        frequencies: dict[int, float] = {}
        for name, weight in names:
            for place, count in sentences.having(name):
                frequencies[place] = frequencies.get(place, 0.0) + weight * count
        for place, tf in frequencies.items():
            saturated = saturation(lengths[place] / _TYPICAL, k1=k1, b=b)
            scores[place] += worth * term_weight(tf, saturated, k1=k1)
    return scores


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
        self.rescorer = SentenceRescorer(view.indexes, self._passages, self.matcher)
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
