"""Second stage: the sentences of the best passages, each held against the query.

The first stage gives candidates; another rescorer can take this one's place without touching it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sources import Passage

from . import weights
from .answer_types import wanted
from .matching import Matcher, Terms
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

_Names = list[tuple[str, float]]
_Sought = tuple[_Names, _Names, float]
"""Words and pairs, longer phrases, and what having one of them is worth."""


@dataclass(frozen=True, slots=True)
class Rescored:
    """A candidate with its final score and the score of each of its sentences."""

    number: int
    score: float
    sentences: tuple[float, ...]


class SentenceRescorer:
    """Scores sentences as small passages, with what kind of answer they give."""

    def __init__(self, passages: Sequence[Passage], terms: Sequence[Terms], first: Matcher) -> None:
        self._passages = passages
        self._matcher = first
        self._sentences = [Sentences(p, t) for p, t in zip(passages, terms, strict=True)]

    def rescore(self, query: Query, candidates: Sequence[tuple[int, float]]) -> list[Rescored]:
        """Order candidates, given by passage number and first score, best first."""
        sought = self._sought(query)
        types = wanted(query.asked)
        bonus = weights.ANSWER_TYPE * self._worth(query)
        asks = sum(concept.weight >= _ASKS for concept in query.concepts)
        weight = weights.SENTENCE * min(1.0, _ONE_SENTENCE / max(asks, 1))
        sources = not _ABOUT_SOURCES.isdisjoint(query.asked)
        asked = frozenset(query.asked)
        rescored = []
        for number, score in candidates:
            sentences = self._scores(self._sentences[number], sought)
            for place in [p for p, found in enumerate(sentences) if found] if types else ():
                gives = [self._sentences[number].gives(kind, place, asked) for kind in types]
                sentences[place] += bonus * sum(gives)
            total = score + weight * max(sentences, default=0.0)
            if self._passages[number].kind != "text" and not sources:
                total *= weights.ASIDE
            rescored.append(Rescored(number, total, tuple(sentences)))
        return sorted(rescored, key=lambda r: (-r.score, r.number))

    def has(self, number: int, sentence: int, concept: Concept) -> bool:
        """Whether a sentence of a passage has a concept by one of its names."""
        return any(
            place == sentence
            for name in self._matcher.blend(concept).whole
            for place, _ in self._sentences[number].having(name)
        )

    def _sought(self, query: Query) -> list[_Sought]:
        """What sentences are searched for, with what it is worth."""
        idf = self._matcher.pairs.idf
        sought: list[_Sought] = [
            ([(pair, 1.0)], [], weights.PAIRS * idf[pair]) for pair in query.pairs if pair in idf
        ]
        for concept in query.concepts:
            blend = self._matcher.blend(concept)
            short = [(name, weight) for name, weight in blend.names if name.count(" ") <= 1]
            long = [(name, weight) for name, weight in blend.names if name.count(" ") > 1]
            sought.append((short, long, concept.weight * blend.idf))
        return sought

    def _worth(self, query: Query) -> float:
        return sum(c.weight * self._matcher.blend(c).idf for c in query.concepts)

    @staticmethod
    def _scores(sentences: Sentences, sought: list[_Sought]) -> list[float]:
        """BM25 of each sentence, with the idf of passages."""
        k1, b, lengths = weights.K1, weights.B, sentences.lengths
        scores = [0.0] * len(lengths)
        having = sentences.places.get
        for short, long, worth in sought:
            frequencies: dict[int, float] = {}
            for name, weight in short:
                for place, count in having(name, ()):
                    frequencies[place] = frequencies.get(place, 0.0) + weight * count
            for name, weight in long:
                for place, count in sentences.having(name):
                    frequencies[place] = frequencies.get(place, 0.0) + weight * count
            for place, tf in frequencies.items():
                saturation = k1 * (1 - b + b * lengths[place] / _TYPICAL)
                scores[place] += worth * tf * (k1 + 1) / (tf + saturation)
        return scores
