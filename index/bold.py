"""Which sentences of an excerpt answer: the best run of neighbors, shown in bold."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from . import weights
from .bm25 import Floats

LONGEST_QUOTE = 400  # characters in bold; a phone shows no more of it at once
_SENTENCES = 3
_TOGETHER = 350  # characters of the best sentence with the neighbors that are as close in meaning
_CLOSING = "\"'”’)*_ "
_STEM = re.compile(r"_{3,}|\bwhich of the following\b", re.IGNORECASE)  # of a quiz
_OPTION = 150  # characters of an answer to choose at most
_OPTIONS = 6

# What books and web pages have around their text, and the words that ask for it.
_AROUND: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"""\W* (?: \d+[.)]\s* )? (?: (?: briefly\s )? (?: explain | describe | discuss | define
              | compare | identify | outline ) \b | which\sof\sthe\sfollowing\b | exercises?\b
              | review\squestions?\b | learning\s(?: objectives? | outcomes? )\b )""",
            re.VERBOSE | re.IGNORECASE,
        ),
        frozenset("exercise exercises review objective objectives outcome outcomes".split()),
    ),
    (
        re.compile(r"\W*(?:figure|fig\.|photo|image|credit)\b[\s\d.]*:?", re.IGNORECASE),
        frozenset("figure figures fig photo picture image caption credit".split()),
    ),
    (
        re.compile(
            r"""\W* (?: sources? | authors? | date | title | publisher | url | licen[sc]e
                | copyright | published | updated | accessed | isbn )\s?: | .* (?: creative\scommons
                | all\srights\sreserved | licen[sc]ed\sunder )""",
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
        frozenset(
            """source sources author authors date title publisher published url link license licence
            copyright cite citation website isbn who when wrote written""".split()
        ),
    ),
)

Place = tuple[int, int]
"""A passage's number and a sentence's place in it; -1 for the heading above."""
Run = tuple[Place, Place]
"""The first and the last of neighboring sentences."""


class Judge(Protocol):
    """A question, as far as sentences are judged by it."""

    @property
    def asked(self) -> frozenset[str]:
        """Its lower-case words."""

    @property
    def worth(self) -> float:
        """What a sentence scores that has all of the question; more than 0."""

    @property
    def joins(self) -> float | None:
        """Part of the best sentence's score from which on a neighbor is in bold, too, by meaning.

        None if sentences are judged by words alone.
        """

    def quotable(self, number: int) -> Floats:
        """Return the score of each sentence of a passage."""

    def covered(self, runs: Sequence[Run]) -> Sequence[float]:
        """Return the part of the question that each of some runs has; 0 to 1."""

    def is_answer(self, sentence: str) -> bool:
        """Return whether a sentence has the kind of answer wanted, such as a date."""


class Sentence(Protocol):
    """A sentence of a document."""

    @property
    def start(self) -> int:
        """Where it begins in the document."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def score(self) -> float:
        """What it scores for the question; at least 0."""

    @property
    def key(self) -> Place:
        """The number of its passage, and its place there."""


def closest_run(
    text: str, sentences: Sequence[Sentence], best: int, judge: Judge
) -> tuple[int, int]:
    """Return the best sentence and the neighbors worth showing with it, by their scores alone.

    A question is answered by what follows it, not by itself.
    """
    asks = [_ends_with(text, sentence, "?") for sentence in sentences]
    first = last = best
    if best + 1 < len(sentences) and asks[best] and not asks[best + 1]:
        first = last = best + 1
    least = max((judge.joins or 1.0) * sentences[best].score, 1e-9)
    while judge.joins is not None and last - first + 1 < _SENTENCES:
        around = [
            place
            for place in (first - 1, last + 1)
            if 0 <= place < len(sentences) and sentences[place].score >= least and not asks[place]
        ]
        around.sort(key=lambda place: (-sentences[place].score, place))
        for place in around:
            low, high = min(first, place), max(last, place)
            if sentences[high].end - sentences[low].start <= _TOGETHER:
                first, last = low, high
                break
        else:
            break
    return first, last


def _ends_with(text: str, sentence: Sentence, *marks: str) -> bool:
    return text[sentence.start : sentence.end].rstrip(_CLOSING).endswith(marks)


def best_run(text: str, sentences: Sequence[Sentence], judge: Judge) -> tuple[int, int]:
    """Return the first and the last of the neighbors that answer best together.

    A run counts by its best sentence, by all of them, by the part of the question that they have
    together, and by the kind of answer; less if it asks something itself, or stands around the
    text.

    Args:
        text: Of the document.
        sentences: Of the excerpt; at least one.
        judge: The question.
    """
    texts = [text[sentence.start : sentence.end] for sentence in sentences]
    runs = [*_runs(text, sentences)]
    parts = judge.covered([(sentences[a].key, sentences[b].key) for a, b in runs])
    aside = [_is_around(one, judge.asked) or _is_option(texts, n) for n, one in enumerate(texts)]
    asks, introduces = ([one.rstrip(_CLOSING).endswith(mark) for one in texts] for mark in "?:")
    asking = [a or b for a, b in zip(asks, introduces, strict=True)]
    answers = [judge.is_answer(one) for one in texts]

    answering = _answering([sentence.score for sentence in sentences], asking)

    def value(run: tuple[int, int], part: float) -> tuple[float, int, int]:
        first, last = run
        inside = slice(first, last + 1)
        scores = answering[inside]
        worth = weights.COVERED * part + weights.ANSWER_TYPE * any(answers[inside])
        worth -= weights.ASKING * any(asks[inside]) + weights.AROUND * any(aside[inside])
        if any(introduces[inside]):  # it says little by itself, and nothing without what follows
            worth -= weights.ASKING * (1.0 if introduces[last] else 0.5)
        total = max(scores) + weights.NEXT * sum(scores) + judge.worth * worth
        return round(total, 9), first - last, -first  # of equals the shortest, then the first

    valued = [value(run, part) for run, part in zip(runs, parts, strict=True)]
    return runs[valued.index(max(valued))]


def _runs(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield all runs that fit, the first and shortest first; none crosses a heading."""
    for first in range(len(sentences)):
        yield first, first
        for last in range(first + 1, min(first + _SENTENCES, len(sentences))):
            between = text[sentences[last - 1].end : sentences[last].start]
            is_long = sentences[last].end - sentences[first].start > LONGEST_QUOTE
            if is_long or ("\n\n" in between and between.strip()):
                break
            yield first, last


def _answering(scores: Sequence[float], asking: Sequence[bool]) -> list[float]:
    """Let what follows a question answer it: it scores as much as the question."""
    answering = [*scores]
    for place in range(1, len(scores)):
        if asking[place - 1] and not asking[place]:
            answering[place] = max(scores[place], scores[place - 1])
    return answering


def _is_around(sentence: str, asked: frozenset[str]) -> bool:
    """Return whether a sentence stands around the text, such as an exercise or a license."""
    return any(asked.isdisjoint(words) for words in _words_asking_for(sentence))


@lru_cache(maxsize=1 << 14)  # sentences that are good candidates are so for many questions
def _words_asking_for(sentence: str) -> tuple[frozenset[str], ...]:
    """Return the words that ask for a sentence, by each thing around the text that it is."""
    return tuple(words for pattern, words in _AROUND if pattern.match(sentence) is not None)


def _is_option(texts: Sequence[str], place: int) -> bool:
    """Return whether a sentence is one of a quiz's answers to choose from."""
    for before in range(place, max(place - _OPTIONS, -1), -1):
        if _STEM.search(texts[before]):
            return True
        if len(texts[before]) > _OPTION or texts[before].endswith("."):
            return False
    return False
