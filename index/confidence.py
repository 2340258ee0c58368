"""How sure an answer may be: found, weak or none, with the reason in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from .answer_types import AnswerType
from .answers import Status

FOUND = 0.28  # confidence from which on an answer counts as found: about 17 of 20 that are there
NOTHING = 0.1  # and below which the closest passages are not worth showing
_ENOUGH = 0.6  # specificity of a question that says what it asks
_TYPE_WORDS: dict[AnswerType, str] = {
    "date": "a date",
    "number": "a number",
    "cause": "a reason",
    "person": "a name",
    "speech": "who said it",
    "place": "a place",
    "meaning": "what it means",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first passage, and against it.

    A concept of the question counts by its idf times how much it tells (specificity).

    Attributes:
        coverage: Part of the question that stands in the passage; 0 to 1.
        sentence_coverage: Part of it that stands in the best sentence; 0 to 1.
        specifics: How many concepts the best sentence has, each by its specificity; at least 0.
        strange: How many rare words and names of the question no passage has; at least 0.
        missing: Kinds of answer that are wanted and that the best sentence lacks.
        unknown: Words of the question that no passage has, as written.
        unmatched: Words of the question that the first passage lacks, as written; no asides.
        asides: Those that it lacks and that only stand around the question: never told as missing.
        said: Specificity of the whole question; at least 0. "help" says hardly anything.
    """

    coverage: float
    sentence_coverage: float
    specifics: float
    strange: int
    missing: Sequence[AnswerType]
    unknown: Sequence[str]
    unmatched: Sequence[str]
    asides: frozenset[str] = frozenset()
    said: float = 1.0

    def features(self) -> tuple[float, ...]:
        """The numbers that the probability is made from.

        Common words that no passage has lower the coverage more than they should: students say
        things in other words. The last feature makes up for that.
        """
        return (
            self.coverage,
            self.sentence_coverage,
            min(self.specifics, 4.0) / 4,
            float(min(self.strange, 2)),
            float(bool(self.missing)),
            min(len(self.unknown), 4) / 4,
        )


# Logistic regression on three question sets, weighed equally; benchmarks/confidence.py refits it.
WEIGHTS = (2.1, 1.78, 2.41, -1.11, -0.35, 1.71)
BIAS = -3.77


def assess(evidence: Evidence | None) -> tuple[Status, float, str]:
    """Status, confidence and reason; no evidence means that no passage has a word asked for."""
    if evidence is None:
        return "none", 0.0, "No passage has any of the words that tell what is asked."
    confidence = probability(evidence)
    if confidence >= FOUND:
        return "found", confidence, _found(evidence)
    return ("weak" if confidence >= NOTHING else "none"), confidence, _doubt(evidence)


def probability(evidence: Evidence) -> float:
    """That the first passage answers; from 0 to 1."""
    z = BIAS + sum(w * x for w, x in zip(WEIGHTS, evidence.features(), strict=True))
    return min(1.0, evidence.said / _ENOUGH) / (1 + exp(-z))


def _found(evidence: Evidence) -> str:
    if evidence.unmatched:
        return f"A passage has part of what is asked, but not {_listed(evidence.unmatched)}."
    return "A passage has most of what the question asks for."


def _doubt(evidence: Evidence) -> str:
    if absent := [word for word in evidence.unknown if word not in evidence.asides]:
        return f"No passage contains {_listed(absent)}."
    if evidence.missing:
        return f"The closest sentence does not mention {_TYPE_WORDS[evidence.missing[0]]}."
    if evidence.unmatched:
        return f"No passage has all of it: the closest one lacks {_listed(evidence.unmatched)}."
    return "The question has too few words to tell."


def _listed(words: Sequence[str]) -> str:
    return " or ".join(f"“{word}”" for word in words[:3])
