"""How sure an answer may be: found, weak or none, with the reason in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from .answer_types import AnswerType
from .answers import Status

FOUND = 0.5  # confidence from which on an answer counts as found
_NOTHING = 0.15  # and below which the closest passages are not worth showing
_TYPE_WORDS: dict[AnswerType, str] = {
    "date": "a date",
    "number": "a number",
    "cause": "a reason",
    "person": "a name",
    "speech": "who said it",
    "place": "a place",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first passage.

    Attributes:
        coverage: Part of the question's idf that the passage has; 0 to 1.
        sentence: Part of it that the best sentence has; 0 to 1.
        concepts: How many things are asked for, chat aside.
        unknown: Words of the question that no passage has.
        unmatched: Words of the question that the first passage lacks.
        missing: Kinds of answer that are wanted and that the passage lacks.
    """

    coverage: float
    sentence: float
    concepts: int
    unknown: Sequence[str]
    unmatched: Sequence[str]
    missing: Sequence[AnswerType]


def assess(evidence: Evidence | None) -> tuple[Status, float, str]:
    """Status, confidence and reason; no evidence means that no passage has a word asked for."""
    if evidence is None:
        return "none", 0.0, "No passage has any of the question's words."
    confidence = _probability(evidence)
    if confidence >= FOUND:
        return "found", confidence, "A passage has most of what the question asks for."
    status: Status = "weak" if confidence >= _NOTHING else "none"
    return status, confidence, _doubt(evidence)


def _probability(evidence: Evidence) -> float:
    """Logistic regression over the evidence; weights as fitted by benchmarks/confidence.py."""
    z = -2.0 + 4.0 * evidence.coverage + 2.0 * evidence.sentence - 0.8 * bool(evidence.missing)
    z -= 0.1 * len(evidence.unknown) + 2.0 * (evidence.concepts == 0)
    return 1 / (1 + exp(-z))


def _doubt(evidence: Evidence) -> str:
    if evidence.unknown:
        return f"No passage contains {_listed(evidence.unknown)}."
    if evidence.missing:
        return f"The closest passages do not mention {_TYPE_WORDS[evidence.missing[0]]}."
    if evidence.unmatched:
        return f"No passage has all of it: the closest one lacks {_listed(evidence.unmatched)}."
    return "The question has too few words to tell."


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words[:3]]
    return " or ".join(quoted)
