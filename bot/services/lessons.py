"""Add lessons to those of a server, and suggest words for a synonym."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from bot.errors import AlreadyTaughtError, TooMuchTaughtError, UnusableWordsError
from bot.storage.entries import asked_as
from bot.storage.lessons import (
    MOST_OF_A_KIND,
    ClassAnswer,
    GoldenQuestion,
    Lesson,
    Lessons,
    OutsideQuestion,
    OwnSynonym,
    PinnedPassage,
)
from bot.storage.masking import masked
from index import Searcher
from index.english import specificity

MOST_WORD_CHARS = 100

MOST_WORDS = 5  # a longer name is not looked for in questions

_SAME = "both are the same"

_PERSONAL = "email addresses, phone numbers and ids aren't stored"

_LENGTH = f"each must have one to {MOST_WORDS} words and at most {MOST_WORD_CHARS} characters"

_WORD = re.compile(r"\w+")

_Lesson = TypeVar("_Lesson", bound=Lesson)

_AboutQuestion = TypeVar("_AboutQuestion", PinnedPassage, GoldenQuestion, OutsideQuestion)


def with_synonym(lessons: Lessons, synonym: OwnSynonym) -> Lessons:
    """Add words that are interchangeable.

    Raises:
        UnusableWordsError: If one has no word or too many, or both are the same.
        AlreadyTaughtError: If they are interchangeable already.
        TooMuchTaughtError: If there are too many synonyms.
    """
    same = {asked_as(word) for word in synonym.words}
    if len(same) < len(synonym.words):
        raise UnusableWordsError(_SAME)
    for word in same:
        if not 0 < len(_WORD.findall(word)) <= MOST_WORDS or len(word) > MOST_WORD_CHARS:
            raise UnusableWordsError(_LENGTH)
    if any(same == {*map(asked_as, known.words)} for known in lessons.synonyms):
        raise AlreadyTaughtError
    return lessons.model_copy(update={"synonyms": _and(lessons.synonyms, synonym)})


def without_personal_data(words: tuple[str, str]) -> tuple[str, str]:
    """Return the words of a synonym unchanged.

    Raises:
        UnusableWordsError: If one would be stored otherwise than it was typed.
    """
    if any(masked(word) != word for word in words):
        raise UnusableWordsError(_PERSONAL)
    return words


def with_pin(lessons: Lessons, pin: PinnedPassage) -> Lessons:
    """Add the passage that answers a question, replacing what was taught about it before.

    Raises:
        TooMuchTaughtError: If there are too many pins.
    """
    others = _without_question(lessons.pins, pin.question)
    outside = _without_question(lessons.outside, pin.question)
    return lessons.model_copy(update={"pins": _and(others, pin), "outside": outside})


def with_outside(lessons: Lessons, outside: OutsideQuestion) -> Lessons:
    """Put a question out of scope, replacing what was taught about it before.

    Raises:
        TooMuchTaughtError: If there are too many questions out of scope.
    """
    others = _without_question(lessons.outside, outside.question)
    pins = _without_question(lessons.pins, outside.question)
    return lessons.model_copy(update={"outside": _and(others, outside), "pins": pins})


def with_answer(lessons: Lessons, answer: ClassAnswer) -> Lessons:
    """Add an answer that somebody in the class wrote.

    Raises:
        TooMuchTaughtError: If there are too many.
    """
    return lessons.model_copy(update={"answers": _and(lessons.answers, answer)})


def with_proposal(lessons: Lessons, proposal: ClassAnswer) -> Lessons:
    """Add an answer that waits for its writer's consent.

    Raises:
        TooMuchTaughtError: If too many are waiting.
    """
    return lessons.model_copy(update={"proposals": _and(lessons.proposals, proposal)})


def with_golden(lessons: Lessons, golden: GoldenQuestion) -> Lessons:
    """Add the right answer to a question; beyond the limit, the oldest one is dropped."""
    others = _without_question(lessons.golden, golden.question)[1 - MOST_OF_A_KIND :]
    return lessons.model_copy(update={"golden": (*others, golden)})


def _and(known: tuple[_Lesson, ...], lesson: _Lesson) -> tuple[_Lesson, ...]:
    if len(known) >= MOST_OF_A_KIND:
        raise TooMuchTaughtError(MOST_OF_A_KIND)
    return (*known, lesson)


def _without_question(
    lessons: Iterable[_AboutQuestion], question: str
) -> tuple[_AboutQuestion, ...]:
    words = asked_as(question)
    return tuple(lesson for lesson in lessons if asked_as(lesson.question) != words)


_PASSAGES = 3

_MOST = 5

_LEAST_CHARS = 4

_ADDRESS = re.compile(r"\S+://\S+")

_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def lacking_word(searcher: Searcher, question: str) -> str:
    """Return the word that the sources most likely have a synonym for; "" if there is none."""
    evidence = searcher.evidence(question)
    found = [*evidence.unknown, *evidence.unmatched] if evidence else _LETTERS.findall(question)
    return max(found, key=lambda word: (specificity(word.lower()), len(word)), default="")


def likely_words(searcher: Searcher, question: str) -> list[str]:
    """Return words of the sources that may be meant, at most five, the likeliest first."""
    said = {word.lower() for word in _LETTERS.findall(question)}
    alike = searcher.answer(question, limit=1).suggestions
    words: Counter[str] = Counter()
    for number in searcher.rank(question, limit=_PASSAGES):
        text = _ADDRESS.sub(" ", searcher.library.passages[number].text)
        there = {word.lower() for word in _LETTERS.findall(text)}
        words.update(word for word in there if len(word) >= _LEAST_CHARS and word not in said)
    near = sorted(words, key=lambda word: (-words[word], -specificity(word), word))
    return [*dict.fromkeys((*alike, *near))][:_MOST]
