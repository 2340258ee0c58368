"""How sure an answer may be: found, weak or none, with the reason in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log1p
from typing import Literal

from .analysis import plain, terms
from .english import between_chat, specificity

Status = Literal["found", "weak", "none"]

# Thresholds of the confidence, which is the probability that the first passage answers.
NOTHING = 0.03  # "weak" from here on; the closest passages below are not worth showing
FOUND = 0.51  # "found" from here on: right 4 times of 5 in classes that nothing was fitted on
LIKELY = FOUND  # "Likely answer" from here on
SURE = 0.85  # "Very likely" from here on: right 9 times of 10
_ENOUGH = 0.6  # specificity of a question that says what it asks
_TELLING = 0.6  # specificity of a word that is worth naming: "something" isn't
_MOST_LACKING = 4  # things asked for that a sentence lacks; more say no more

AnswerType = Literal[
    "date", "number", "cause", "person", "speech", "place", "meaning", "definition"
]

_CUES: dict[AnswerType, re.Pattern[str]] = {
    "date": re.compile(
        r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|decade|century)\b|\bhow long ago\b"
    ),
    "number": re.compile(
        r"\bhow (?:many|much|long|big|large|far|old|high|tall|often)\b|\bnumber of\b"
        r"|\b(?:what|which) (?:share|percentage|number|proportion|amount|percent)\b"
    ),
    "cause": re.compile(r"\bwhy\b|\bhow come\b|\bwhat (?:made|caused)\b|\b(?:reason|cause)s?\b"),
    "person": re.compile(r"\bwho(?:se|m|s)?\b|\b(?:what|which) (?:person|leader|man|woman)\b"),
    "speech": re.compile(r"\b(?:said|say|says|wrote|called|quote|quoted|according)\b"),
    "meaning": re.compile(r"\b(?:stands? for|means?|meaning|defin\w+|abbreviation|acronym)\b"),
    "place": re.compile(
        r"\bwhere\b"
        r"|\b(?:what|which) (?:city|town|place|country|region|river|island|continent)\b"
    ),
}
_DEFINED = re.compile(
    r"\bwhat(?:'?s| is| are| was| were) (?:an? |the )?(?:[\w'-]+ ){0,2}[\w'-]+(?: about)?$"
    r"|\bwhat(?:'?s| is) an? |^defin\w+"
    r"|\bwho(?:'?s| is| was| are| were) (?:the )?(?:[\w'-]+ ){0,2}[\w'-]+$"
)
_GIVEN: dict[AnswerType, re.Pattern[str]] = {
    "date": re.compile(
        r"""\b(?: 1\d{3} | 20\d\d ) s? \b | \b(?: January | February | March\ \d | April | May\ \d
          | June | July | August | September | October | November | December )\b
          | \b(?: centur | decade )""",
        re.VERBOSE,
    ),
    "number": re.compile(
        r"""\d | \b(?: two | three | four | five | six | seven | eight | nine | ten | eleven
          | twelve | twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety
          | hundred | thousand | million | billion | half | quarter | third | fifth | dozen
          | percent | most | several ) s? \b""",
        re.VERBOSE | re.IGNORECASE,
    ),
    "cause": re.compile(
        r"""\b(?: because | since | due\ to | owing\ to | as\ a\ result | in\ order\ to | so\ that
          | therefore | thus | hence | led\ to | leading\ to | causes? | caused | reasons?
          | result(?:ed|ing)?\ (?:in|of|from) | fear(?:ed|ing|s)? | wish(?:ed|ing)? | wanted | felt
          | believ\w+ | consider\w+ | regard\w+ | saw )\b""",
        re.VERBOSE | re.IGNORECASE,
    ),
    "speech": re.compile(
        r"""\b(?: said | says | according\ to | claim\w* | argu\w* | wrote | written
          | call(?:ed|ing) | comment\w* | stated | declar\w+ | accus\w* | describ\w*
          | suggest\w* | refer\w* | author\w* )\b""",
        re.VERBOSE | re.IGNORECASE,
    ),
    "meaning": re.compile(
        r"""^\W* [A-Z][A-Z.&]+ \s* [-–—:=] | \( [A-Z][A-Z.&]+ s? \)
          | \b(?: means? | known\ as | called | stands?\ for | short\ for | defined )\b""",
        re.VERBOSE,
    ),
    "place": re.compile(r"\b(?:in|at|to|from|near|on|across) (?:the )?[A-Z]"),
}
_DEFINING = re.compile(
    r"""\W* (.{2,50}?) (?: :\ | \ [–—-]\  | \ (?: is | are | was | were | can\ be | may\ be )
        \ (?: an? | the | any | one | when | what | defined | known | called )\b
      | \ (?: refers? | means? | involves? | describes? | consists? | denotes? | occurs?
        | stands?\ for | is\ short\ for )\b )""",
    re.VERBOSE,
)
_SHORT_FOR = re.compile(r"\(([A-Z][A-Z.&]+s?)\)")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]+")


def wanted(asked: Sequence[str]) -> tuple[AnswerType, ...]:
    """The kinds of answer that a question asks for, given as its lower-case words."""
    question = " ".join(asked)
    kinds = (kind for kind, cue in _CUES.items() if cue.search(question))
    # What is defined is the whole question, whatever is said around it.
    first, last = between_chat(asked)
    is_defined = _DEFINED.search(" ".join(asked[first:last])) is not None
    return (*kinds, "definition") if is_defined else tuple(kinds)


def given(kind: AnswerType, sentence: str, asked: frozenset[str]) -> bool:
    """Whether a sentence has an answer of a kind.

    Args:
        kind: What is wanted.
        sentence: As it stands in the document.
        asked: Lower-case words of the question; a name among them is no answer to "who".
    """
    if kind == "person":
        return not _names(sentence) <= asked
    if kind == "definition":
        return not _terms(asked).isdisjoint(_defined(sentence))
    return _has(kind, sentence)


@lru_cache(maxsize=1 << 14)
def _names(sentence: str) -> frozenset[str]:
    found = _NAME.findall(_on_one_line(sentence))
    return frozenset(plain(name).lower().removesuffix("'s") for name in found)


@lru_cache(maxsize=1 << 14)  # sentences that are good candidates are so for many questions
def _has(kind: AnswerType, sentence: str) -> bool:
    return _GIVEN[kind].search(_on_one_line(sentence)) is not None


@lru_cache(maxsize=1 << 14)
def _defined(sentence: str) -> frozenset[str]:
    """Return the terms that a sentence says the meaning of."""
    sentence = _on_one_line(sentence)
    defining = _DEFINING.match(sentence)
    subject = defining[1] if defining else ""
    return frozenset(terms(" ".join((subject, *_SHORT_FOR.findall(sentence)))))


def _on_one_line(sentence: str) -> str:
    """Return a sentence with a space for each run of white space: in a file, lines end anywhere."""
    return " ".join(sentence.split())


@lru_cache(maxsize=1 << 8)
def _terms(words: frozenset[str]) -> frozenset[str]:
    return frozenset(terms(" ".join(words)))


_TYPE_WORDS: dict[AnswerType, str] = {
    "date": "mention a date",
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
        lacking: How many things that are asked for the best sentence lacks; at least 0.
        said: Specificity of the whole question; at least 0. "help" says hardly anything.
        missing: Kinds of answer that are wanted and that the best sentence lacks.
        unknown: Words of the question that no document has, as written; none around it.
        unmatched: Words of the question that the excerpt lacks, as written; none around it.
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
    lacking: int = 0
    said: float = 1.0
    missing: Sequence[AnswerType] = ()
    unknown: Sequence[str] = ()
    unmatched: Sequence[str] = ()
    cosines: tuple[float, ...] = ()
    calibration: Calibration | None = None

    def features(self) -> tuple[float, ...]:
        """Return the numbers that the probability is made from."""
        return (
            log1p(self.score),
            self.coverage,
            self.margin,
            float(self.heading),
            self.asked,
            float(min(self.lacking, _MOST_LACKING)),
            *self.cosines,
        )


# Logistic regression on seven classes that count alike; benchmarks/confidence.py fits it again to
# those that are at hand. Of two questions whose sentences have the same part of them, the one that
# lacks more of it is the longer one, so more of it is there, too: what is lacking counts for it.
WEIGHTS = (2.34, 3.16, 0.83, 0.48, 1.74, 0.46)
BIAS = -8.01


def assess(evidence: Evidence | None) -> tuple[Status, float, str]:
    """Return status, confidence and reason; None if no document has a word of the question."""
    if evidence is None:
        return "none", 0.0, "No passage has any of the key words of the question."
    confidence = probability(evidence)
    model = evidence.calibration
    if confidence >= (model.found if model else FOUND):
        return "found", confidence, _found(evidence)
    is_near = model is not None and evidence.cosines[0] > 0  # 0 where vectors aren't ready
    has_words = model is None or evidence.coverage > 0
    least = min(NOTHING, model.nothing if model else NOTHING)
    worth_showing = is_near or (has_words and confidence >= least)
    return ("weak" if worth_showing else "none"), confidence, _doubt(evidence)


def probability(evidence: Evidence) -> float:
    """Return the probability that the first passage answers."""
    model = evidence.calibration
    weights, bias = (model.weights, model.bias) if model else (WEIGHTS, BIAS)
    z = bias + sum(w * x for w, x in zip(weights, evidence.features(), strict=True))
    return min(1.0, evidence.said / _ENOUGH) / (1 + exp(-z))


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
