"""How sure an answer may be: found, weak or none, with the reason in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p
from typing import Literal

from .answer_types import AnswerType
from .english import specificity

Status = Literal["found", "weak", "none"]

# Thresholds of the confidence, which is the probability that the first passage answers.
NOTHING = 0.03  # "weak" from here on; the closest passages below are not worth showing
FOUND = 0.54  # "found" from here on: right 4 times of 5 in classes that nothing was fitted on
LIKELY = FOUND  # "Likely answer" from here on
SURE = 0.85  # "Very likely" from here on: right 9 times of 10
_ENOUGH = 0.6  # specificity of a question that says what it asks
_ABSENT = 0.5  # part of the probability that is left where no date or number is, and one is wanted
_TELLING = 0.6  # specificity of a word that is worth naming: "something" isn't

_NO_WORDS = "No passage has any of the key words of the question."
_FOREIGN = "The question seems to be in another language than the documents."
_TYPE_WORDS: dict[AnswerType, str] = {
    "date": "mention a date",
    "occasion": "say when",
    "number": "mention a number",
    "cause": "mention a reason",
    "person": "mention a name",
    "speech": "say who said it",
    "place": "mention a place",
    "meaning": "say what it means",
    "definition": "say what it is",
}


@dataclass(frozen=True, slots=True)
class Calibration:
    """How probable the evidence makes it that the first passage answers: logistic regression.

    Attributes:
        weights: Of `Evidence.features()`, in that order.
        bias: Of a question without any evidence.
        nothing: Probability from which on the closest passages are worth showing.
        near: Cosine of the passage above which they are, however improbable, and without which
            they are not if they have no word of the question; cosines are measured from here.
        found: Probability from which on an answer counts as found.
    """

    weights: tuple[float, ...]
    bias: float
    nothing: float
    near: float
    found: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first excerpt, and against it.

    A concept of the question counts by its idf times its specificity; words around the question
    count nothing, and common words that no document has, little.

    Attributes:
        score: Of the passage, against the greatest idf that a term can have; at least 0.
        coverage: Part of the question that the excerpt has; 0 to 1.
        asked: Part of what is asked about the names in the question ("die", "wife") that the best
            sentence has; 0 to 1. It is 1 for a question of names only.
        margin: Part of the score by which it is ahead of the next passage; 0 to 1.
        heading: Whether the heading above has a part of the question.
        said: Specificity of the whole question; at least 0. "help" says hardly anything.
        absent: Whether a date is asked for that the excerpt lacks, or a number that the words in
            bold lack.
        missing: Kinds of answer that are wanted and that the best sentence lacks.
        unknown: Words of the question that no document has, as written; none around it.
        unmatched: Words of the question that the excerpt lacks, as written; none around it.
        elsewhere: Whether the question asks about something that no document has.
        cosines: How close in meaning the passage and its best sentence are, from the calibration's
            `near` on, in standard deviations; by how much the passage is ahead of the next one, by
            words and meaning. Empty without vectors.
        calibration: Of the model; None for words alone.
    """

    score: float
    coverage: float
    asked: float
    margin: float
    heading: bool
    said: float = 1.0
    absent: bool = False
    missing: Sequence[AnswerType] = ()
    unknown: Sequence[str] = ()
    unmatched: Sequence[str] = ()
    elsewhere: bool = False
    cosines: tuple[float, ...] = ()
    calibration: Calibration | None = None

    def features(self) -> tuple[float, ...]:
        """Return the numbers that the probability is made from."""
        return (
            log1p(self.score),
            self.coverage,
            self.coverage * self.asked,
            self.margin,
            float(self.heading),
            *self.cosines,
        )

    @property
    def told(self) -> float:
        """Part of the probability that is left, from 0 to 1.

        It is less where a question hardly says anything, and where what it wants is not shown.
        """
        return (_ABSENT if self.absent else 1.0) * min(1.0, self.said / _ENOUGH)


# Logistic regression on nine classes that count alike; benchmarks/confidence.py fits it again to
# those that are at hand. How much of the question is there counts twice as much if it is not the
# names alone: what is asked about them speaks for nothing by itself, without them.
WEIGHTS = (2.42, 1.24, 1.74, 0.94, 0.35)
BIAS = -5.52


def assess(evidence: Evidence | None, *, is_foreign: bool = False) -> tuple[Status, float, str]:
    """Return status, confidence and reason.

    Args:
        evidence: None if no document has a word of the question.
        is_foreign: Whether the question is in another language than the documents.
    """
    if evidence is None:
        return "none", 0.0, _FOREIGN if is_foreign else _NO_WORDS
    confidence = probability(evidence)
    model = evidence.calibration
    if confidence >= (model.found if model else FOUND):
        return "found", confidence, _found(evidence)
    is_near = model is not None and evidence.cosines[0] > 0  # 0 where vectors aren't ready
    has_words = model is None or evidence.coverage > 0
    least = min(NOTHING, model.nothing if model else NOTHING)
    is_elsewhere = is_foreign or (model is None and evidence.elsewhere)  # meaning knows better
    is_about_them = has_words and not is_elsewhere
    worth_showing = is_near or (is_about_them and confidence >= least)
    status: Status = "weak" if worth_showing else "none"
    return status, confidence, _FOREIGN if is_foreign else _doubt(evidence)


def probability(evidence: Evidence) -> float:
    """Return the probability that the first passage answers."""
    model = evidence.calibration
    weights, bias = (model.weights, model.bias) if model else (WEIGHTS, BIAS)
    z = bias + sum(w * x for w, x in zip(weights, evidence.features(), strict=True))
    return evidence.told / (1 + exp(-z))


def _found(evidence: Evidence) -> str:
    if evidence.unmatched:
        return f"A passage covers part of the question, but not {_listed(evidence.unmatched)}."
    return "A passage covers most of the question."


def _doubt(evidence: Evidence) -> str:
    if evidence.unknown:
        return f"No passage contains {_listed(evidence.unknown)}."
    if evidence.unmatched:
        return f"The closest passage doesn't mention {_listed(evidence.unmatched)}."
    if evidence.missing:
        return f"The closest sentence doesn't {_TYPE_WORDS[evidence.missing[0]]}."
    return "The question has too few words to tell."


def _listed(words: Sequence[str]) -> str:
    """Name up to three words, leaving out those that every text may lack if there are others."""
    telling = [word for word in words if specificity(word.lower()) > _TELLING]
    named = [f"“{word}”" for word in (telling or words)[:3]]
    return " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))
