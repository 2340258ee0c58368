"""Second stage: the sentences of the best passages, each held against the query.

The first stage gives candidates; another rescorer can take this one's place without touching it.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sources import Passage

from . import weights
from .answer_types import given, wanted
from .library_index import LibraryIndex
from .matching import Matcher
from .query import Concept, Query
from .sentences import Sentences

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
            saturation = k1 * (1 - b + b * lengths[place] / _TYPICAL)
            scores[place] += worth * tf * (k1 + 1) / (tf + saturation)
    return scores
