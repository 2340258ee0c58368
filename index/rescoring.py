"""Second stage: the sentences of the best passages, each held against the query.

The first stage gives candidates; another rescorer can take this one's place without touching it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sources import Passage

from .answer_types import AnswerType, given, wanted
from .matching import K1, PAIRS, B, Matcher, Terms, pairs
from .query import Concept, Query

SENTENCE = 1.0  # weight of the best sentence, against its whole passage
ANSWER_TYPE = 0.2  # a date for "when" and so on, as a part of the ideal score
ASIDE = 0.5  # what works cited and citation blocks count, unless they are asked for
_TYPICAL = 12  # terms of a sentence
_ABOUT_SOURCES = frozenset(
    """author authors wrote written writer publisher published publication cite citation source
    sources reference references bibliography website page url link book books article title
    accessed copyright reading readings""".split()
)


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
        self._counts = [[Counter([*s, *pairs(s)]) for s in p.sentences] for p in terms]
        self._lengths = [[len(s) for s in p.sentences] for p in terms]

    def rescore(self, query: Query, candidates: Sequence[tuple[int, float]]) -> list[Rescored]:
        """Order candidates, given by passage number and first score, best first."""
        concepts = [
            (concept.names, concept.weight * self._matcher.blend(concept).idf)
            for concept in query.concepts
            if concept.weight
        ]
        idf = self._matcher.pairs.idf
        phrases = [(p, PAIRS * idf[p]) for p in pairs(query.terms) if p in idf]
        types = wanted(query.asked)
        bonus = ANSWER_TYPE * sum(weight for _, weight in concepts)
        sources = not _ABOUT_SOURCES.isdisjoint(query.asked)
        asked = frozenset(query.asked)
        rescored = []
        for number, score in candidates:
            passage = self._passages[number]
            sentences = self._sentences(number, concepts, phrases)
            if types:
                sentences = self._with_types(passage, sentences, types, bonus, asked)
            total = score + SENTENCE * max(sentences, default=0.0)
            if passage.kind != "text" and not sources:
                total *= ASIDE
            rescored.append(Rescored(number, total, tuple(sentences)))
        return sorted(rescored, key=lambda r: (-r.score, r.number))

    def terms(self, number: int) -> frozenset[str]:
        """The different terms of a passage, pairs of them included."""
        return frozenset().union(*self._counts[number])

    def has(self, number: int, sentence: int, concept: Concept) -> bool:
        """Whether a sentence of a passage has a concept by one of its names."""
        counts = self._counts[number][sentence]
        return any(
            name in counts
            if name.count(" ") <= 1
            else all(pair in counts for pair in pairs(name.split(" ")))
            for name, _ in concept.names
        )

    def _sentences(
        self,
        number: int,
        concepts: list[tuple[tuple[tuple[str, float], ...], float]],
        phrases: list[tuple[str, float]],
    ) -> list[float]:
        scores = []
        for counts, length in zip(self._counts[number], self._lengths[number], strict=True):
            saturation = K1 * (1 - B + B * length / _TYPICAL)
            score = 0.0
            for names, idf in concepts:
                tf = 0.0
                for name, weight in names:
                    if name in counts:
                        tf += weight * counts[name]
                if tf:
                    score += idf * tf * (K1 + 1) / (tf + saturation)
            for phrase, idf in phrases:
                if phrase in counts:
                    tf = counts[phrase]
                    score += idf * tf * (K1 + 1) / (tf + saturation)
            scores.append(score)
        return scores

    @staticmethod
    def _with_types(
        passage: Passage,
        scores: list[float],
        types: tuple[AnswerType, ...],
        bonus: float,
        asked: frozenset[str],
    ) -> list[float]:
        return [
            score + bonus * sum(given(kind, passage.text[start:end], asked) for kind in types)
            if score
            else score
            for score, (start, end) in zip(scores, passage.sentences, strict=True)
        ]
