"""Changes to what a server's moderators taught the bot: from one `Guidance` to the next."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from bot.errors import AlreadyTaughtError, TooMuchTaughtError, UnusableWordsError
from bot.storage.entries import asked_as
from bot.storage.lessons import (
    MOST_OF_A_KIND,
    GoldenQuestion,
    Guidance,
    OutsideQuestion,
    OwnSynonym,
    PinnedPassage,
    Taught,
)
from index import Searcher
from index.english import specificity

MOST_WORD_CHARS = 100

MOST_WORDS = 5  # a longer name is not looked for in questions

_SAME = "both are the same"

_LENGTH = f"each must have one to {MOST_WORDS} words and at most {MOST_WORD_CHARS} characters"

_WORD = re.compile(r"\w+")

_KEY_BYTES = 6

_Lesson = TypeVar("_Lesson", bound=Taught)

_AboutQuestion = TypeVar("_AboutQuestion", PinnedPassage, GoldenQuestion, OutsideQuestion)


def key_of(lesson: Taught) -> str:
    """What Discord sends when it was chosen from a list: twelve hexadecimal digits."""
    content = lesson.model_dump_json().encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=_KEY_BYTES).hexdigest()


def with_synonym(guidance: Guidance, synonym: OwnSynonym) -> Guidance:
    """Teach that words may stand for one another.

    Raises:
        UnusableWordsError: If one of them is none, or too long, or both are the same.
        AlreadyTaughtError: If they may already.
        TooMuchTaughtError: If there are too many synonyms.
    """
    same = {asked_as(word) for word in synonym.words}
    if len(same) < len(synonym.words):
        raise UnusableWordsError(_SAME)
    for word in same:
        if not 0 < len(_WORD.findall(word)) <= MOST_WORDS or len(word) > MOST_WORD_CHARS:
            raise UnusableWordsError(_LENGTH)
    if any(same == {*map(asked_as, known.words)} for known in guidance.synonyms):
        raise AlreadyTaughtError
    return guidance.model_copy(update={"synonyms": _and(guidance.synonyms, synonym)})


def with_pin(guidance: Guidance, pin: PinnedPassage) -> Guidance:
    """Teach which passage answers a question, in the place of what was taught of it before.

    Raises:
        TooMuchTaughtError: If there are too many pins.
    """
    others = _without_question(guidance.pins, pin.question)
    outside = _without_question(guidance.outside, pin.question)
    return guidance.model_copy(update={"pins": _and(others, pin), "outside": outside})


def with_outside(guidance: Guidance, outside: OutsideQuestion) -> Guidance:
    """Teach that a question is out of scope, in the place of what was taught of it before.

    Raises:
        TooMuchTaughtError: If there are too many questions out of scope.
    """
    others = _without_question(guidance.outside, outside.question)
    pins = _without_question(guidance.pins, outside.question)
    return guidance.model_copy(update={"outside": _and(others, outside), "pins": pins})


def with_golden(guidance: Guidance, golden: GoldenQuestion) -> Guidance:
    """Remember a question's right answer; of too many the oldest is forgotten."""
    others = _without_question(guidance.golden, golden.question)[1 - MOST_OF_A_KIND :]
    return guidance.model_copy(update={"golden": (*others, golden)})


def without_moment(guidance: Guidance, at: datetime) -> Guidance:
    """Forget all that was taught in one moment: a fix with its golden question."""
    return Guidance(
        synonyms=_not_of(guidance.synonyms, at),
        pins=_not_of(guidance.pins, at),
        golden=_not_of(guidance.golden, at),
        outside=_not_of(guidance.outside, at),
    )


def _and(known: tuple[_Lesson, ...], lesson: _Lesson) -> tuple[_Lesson, ...]:
    if len(known) >= MOST_OF_A_KIND:
        raise TooMuchTaughtError(MOST_OF_A_KIND)
    return (*known, lesson)


def _without_question(
    lessons: Iterable[_AboutQuestion], question: str
) -> tuple[_AboutQuestion, ...]:
    words = asked_as(question)
    return tuple(lesson for lesson in lessons if asked_as(lesson.question) != words)


def _not_of(lessons: Iterable[_Lesson], at: datetime) -> tuple[_Lesson, ...]:
    return tuple(lesson for lesson in lessons if lesson.at != at)


_PASSAGES = 3

_MOST = 5

_LEAST_CHARS = 4

_ADDRESS = re.compile(r"\S+://\S+")

_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def lacking_word(searcher: Searcher, question: str) -> str:
    """The word of a question that the sources most likely have another one for; "" if none."""
    evidence = searcher.evidence(question)
    found = [*evidence.unknown, *evidence.unmatched] if evidence else _LETTERS.findall(question)
    return max(found, key=lambda word: (specificity(word.lower()), len(word)), default="")


def likely_words(searcher: Searcher, question: str) -> list[str]:
    """Words of the sources that may be meant, the likeliest first; at most five."""
    said = {word.lower() for word in _LETTERS.findall(question)}
    alike = searcher.answer(question, limit=1).suggestions
    words: Counter[str] = Counter()
    for number in searcher.rank(question, limit=_PASSAGES):
        text = _ADDRESS.sub(" ", searcher.library.passages[number].text)
        there = {word.lower() for word in _LETTERS.findall(text)}
        words.update(word for word in there if len(word) >= _LEAST_CHARS and word not in said)
    near = sorted(words, key=lambda word: (-words[word], -specificity(word), word))
    return [*dict.fromkeys((*alike, *near))][:_MOST]
