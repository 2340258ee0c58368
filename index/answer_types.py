"""What kind of answer a question wants, and whether a sentence has one.

General cues of English only: a date for "when", a number for "how many", a name that the
question lacks for "who", and so on.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from .analysis import plain

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
