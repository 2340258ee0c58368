"""Kinds of answer: which a question asks for, and whether a sentence has one of a kind."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from .analysis import plain, terms
from .english import between_chat
from .synonyms import learn_abbreviations

AnswerType = Literal[
    "date", "occasion", "number", "cause", "person", "speech", "place", "meaning", "definition"
]

_CUES: dict[AnswerType, re.Pattern[str]] = {
    "date": re.compile(
        # "When bees of one hive meet, what do they do?" tells when, and asks no date.
        r"^when\b(?=(?: \S+){0,5}$)|\bwhen$"
        r"|\bwhen(?:s| (?:do|does|did|is|are|was|were|will|would|has|have|had))\b"
        r"|\b(?:know|say|tell|remember|idea|since|and)(?: me| us)? when\b"
        r"|\b(?:what|which) (?:year|date|day|month|decade|century)\b|\bhow long ago\b"
    ),
    # What always happens has no date: "when do goggles stay on".
    "occasion": re.compile(r"\bwhen (?:do|does|can|may|must|should|to)\b"),
    "number": re.compile(
        r"\bhow (?:many|much|long|big|large|far|old|high|tall|often|thick|wide|deep|heavy|hot|cold"
        r"|fast|close|small|massive|late)\b|\bnumber of\b"
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
    r"|\bwhat(?:'?s| is) an? |^defin\w+|\bstands? for\b"
    r"|^what (?:do|does|did) (?:[\w'-]+ ){1,4}(?:mean|refer to)\b"
    r"|^(?:what(?:'?s| is) )?the (?:meaning|definition) of\b"
    r"|\bwho(?:'?s| is| was| are| were) (?:the )?(?:[\w'-]+ ){0,2}[\w'-]+$"
    r"|^[\w'-]+$"
)
_FILLERS = frozenset("even actually exactly basically really literally again rly legit".split())
_GIVEN: dict[AnswerType, re.Pattern[str]] = {
    "occasion": re.compile(
        r"""\b(?: when(?:ever)? | while | until | till | before | during | once | unless | if
          | (?<! look\ ) (?<! looks\ ) (?<! looked\ ) (?<! looking\ ) after | as\ soon\ as
          | every | daily | weekly | noon | (?:mid)?night | morning | afternoon | evening
          | o['’]clock )\b | \d\ ?[ap]\.?m\b""",
        re.VERBOSE | re.IGNORECASE,
    ),
    "date": re.compile(
        r"""\b(?: 1\d{3} | 20\d\d ) s? \b | \b(?: January | February | March\ \d+ | April | May\ \d+
          | June | July | August | September | October | November | December
          | (?: Jan | Feb | Mar | Apr | Jun | Jul | Aug | Sept? | Oct | Nov | Dec )\.?\ \d+
          | (?<![/\d]) (?: 0?[1-9] | 1[0-2] ) / (?: 0?[1-9] | [12]\d | 3[01] ) (?: /\d\d )? (?! / )
          | (?: Mon | Tues | Wednes | Thurs | Fri | Satur | Sun )days? )\b
          | \b(?: centur | decade )""",
        re.VERBOSE,
    ),
    "number": re.compile(
        # A year by itself says neither how many nor how old.
        r"""(?<![\d.,]) (?! (?: 1[5-9] | 20 )\d\d s?\b
              (?! [.,]\d | \ ?% | \ (?: men | women | people | [a-z]+s )\b ) ) \d
          | \b(?: two | three | four | five | six | seven | eight | nine | ten | eleven | twelve
          | (?: thir | four | fif | six | seven | eigh | nine )teen | twenty | thirty | forty
          | fifty | sixty | seventy | eighty | ninety | hundred | thousand | million | billion
          | half | quarter | third | fifth | dozen | percent ) s? \b""",
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
        r"""^\W* [A-Z][A-Z.&]+ \s* [-–—:=] | \( [A-Z][A-Z\d.&]+ s? \)
          | \b [A-Z][A-Z\d.&]+ s?\ \( [A-Za-z-]{3}
          | \b(?: means? | known\ as | called | stands?\ for | short\ for | defined )\b""",
        re.VERBOSE,
    ),
    "place": re.compile(r"\b(?:in|at|to|from|near|on|across) (?:the )?[A-Z]"),
}
# The same, which are written in lower case, for texts in lower case: words are found much faster.
_GIVEN_LOWER = {
    kind: re.compile(pattern.pattern, re.VERBOSE)
    for kind, pattern in _GIVEN.items()
    if pattern.flags & re.IGNORECASE
}
_DEFINING = re.compile(
    r"""\W* (.{2,50}?) (?: :\ | \ [–—-]\  | \ (?: is | are | was | were | can\ be | may\ be )
        \ (?: an? | the | any | one | when | what | defined | known | called )\b
      | \ (?: refers? | means? | involves? | describes? | consists? | denotes? | occurs?
        | stands?\ for | is\ short\ for )\b )""",
    re.VERBOSE,
)
_UNDERSTOOD = re.compile(
    r"\W*by (?:an? |the )?(.{2,40}?),? (?:I|we|is|are) (?:mean|meant|understand|understood)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\W*in (?:an? |the )?([^,]{2,40}), ", re.IGNORECASE)
_SHORT_FOR = re.compile(r"\(([A-Z][A-Z\d.&]+s?)\)")
_CALLED = re.compile(
    r"\b(?:known as|referred to as|called|termed|dubbed) (?:the |an? )?([\w'’-]+(?: [\w'’-]+)?)"
)
_NAME = re.compile(r"[A-Z](?<=[a-z,;] [A-Z])[\w'’-]+")  # a capital first, which is found fast


def wanted(asked: Sequence[str]) -> tuple[AnswerType, ...]:
    """The kinds of answer that a question asks for, given as its lower-case words."""
    asked = [word for word in asked if word not in _FILLERS]
    question = " ".join(asked)
    kinds = [kind for kind, cue in _CUES.items() if cue.search(question)]
    if "occasion" in kinds and "date" in kinds:
        kinds.remove("date")
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
        defined, within = _defined(sentence)
        words = _terms(asked)
        return not words.isdisjoint(defined) or (len(within) > 0 and within <= words)
    return _has(kind, sentence) or (kind == "occasion" and _has("date", sentence))


@lru_cache(maxsize=1 << 14)
def _names(sentence: str) -> frozenset[str]:
    found = _NAME.findall(_on_one_line(sentence))
    return frozenset(plain(name).lower().removesuffix("'s") for name in found)


@lru_cache(maxsize=1 << 14)  # sentences that are good candidates are so for many questions
def _has(kind: AnswerType, sentence: str) -> bool:
    sentence = _on_one_line(sentence)
    if kind in _GIVEN_LOWER and sentence.isascii():
        return _GIVEN_LOWER[kind].search(sentence.lower()) is not None
    return _GIVEN[kind].search(sentence) is not None


@lru_cache(maxsize=1 << 14)
def _defined(sentence: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the terms that a sentence says the meaning of, any of them or only all together."""
    explained = (short for short, _ in learn_abbreviations([sentence]))
    sentence = _on_one_line(sentence)
    defining = _UNDERSTOOD.match(sentence) or _DEFINING.match(sentence)
    within = _WITHIN.match(sentence)
    subject = defining[1] if defining else ""
    named = (subject, *explained, *_SHORT_FOR.findall(sentence), *_CALLED.findall(sentence))
    return frozenset(terms(" ".join(named))), frozenset(terms(within[1] if within else ""))


def _on_one_line(sentence: str) -> str:
    """Return a sentence with a space for each run of white space: in a file, lines end anywhere."""
    if sentence.isprintable() and "  " not in sentence:  # no white space but single spaces
        return sentence.strip(" ")
    return " ".join(sentence.split())


@lru_cache(maxsize=1 << 8)
def _terms(words: frozenset[str]) -> frozenset[str]:
    return frozenset(terms(" ".join(words)))
