"""How sure an answer may be: found, weak or none, with the reason in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from typing import Literal

from .analysis import plain

Status = Literal["found", "weak", "none"]

# Thresholds of the confidence, which is the probability that the first passage answers.
NOTHING = 0.1  # "weak" from here on; the closest passages below are not worth showing
FOUND = 0.28  # "found" from here on: 17 of 20 answerable questions
LIKELY = 0.5  # "Likely answer" from here on
SURE = 0.8  # "Very likely" from here on
_ENOUGH = 0.6  # specificity of a question that says what it asks

AnswerType = Literal["date", "number", "cause", "person", "speech", "place", "meaning"]

_ASKED: dict[AnswerType, re.Pattern[str]] = {
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
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]+")


def wanted(asked: Sequence[str]) -> tuple[AnswerType, ...]:
    """The kinds of answer that a question asks for, given as its lower-case words."""
    question = " ".join(asked)
    return tuple(kind for kind, cue in _ASKED.items() if cue.search(question))


def given(kind: AnswerType, sentence: str, asked: frozenset[str]) -> bool:
    """Whether a sentence has an answer of a kind.

    Args:
        kind: What is wanted.
        sentence: As it stands in the document.
        asked: Lower-case words of the question; a name among them is no answer to "who".
    """
    if kind == "person":
        names = (plain(name).lower().removesuffix("'s") for name in _NAME.findall(sentence))
        return any(name not in asked for name in names)
    return _has(kind, sentence)


@lru_cache(maxsize=1 << 14)  # sentences that are good candidates are so for many questions
def _has(kind: AnswerType, sentence: str) -> bool:
    return _GIVEN[kind].search(sentence) is not None


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
