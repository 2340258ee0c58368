"""Which sentences of an excerpt answer: the best run of neighbors, shown in bold."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from . import weights
from .layout import Place, Sentence

LONGEST_QUOTE = 400  # characters in bold; a phone shows no more of it at once
_SENTENCES = 3
_TOGETHER = 350  # characters of the best sentence with the neighbors that are as close in meaning
_OPTIONS = 6
_ROUNDED = 1e-8  # more than rounding changes
_GAP = 2  # characters between sentences that are too few for a heading
_ANSWERS, _ASKS, _AROUND, _INTRODUCES, _ENDS_SO = 1, 2, 4, 8, 16
_MARKS = 5  # bits
_NOTHING: Sequence[int] = ()

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

    def quotable(self, number: int) -> Sequence[float]:
        """Return the score of each sentence of a passage; at least 0."""

    def having(self, number: int) -> Sequence[int]:
        """Return what a passage's heading, and then each of its sentences, has, in bits."""

    def part(self, having: int) -> float:
        """Return the part of the question that some bits are; 0 to 1."""

    def is_answer(self, sentence: Sentence) -> bool:
        """Return whether a sentence has the kind of answer wanted, such as a date."""


def closest_run(
    text: str,
    sentences: Sequence[Sentence],
    scores: Sequence[float],
    best: int,
    joins: float | None,
) -> tuple[int, int]:
    """Return the best sentence and the neighbors worth showing with it, by their scores alone.

    A question is answered by what follows it, not by itself; so, often, is what a sentence is about
    that has the words of the question.

    Args:
        text: Of the document.
        sentences: Neighbors.
        scores: Of each.
        best: The place of the best one.
        joins: See `Judge`.
    """
    first = last = best
    if best + 1 < len(sentences) and sentences[best].asks and not sentences[best + 1].asks:
        first = last = best + 1
    if joins is None:
        return first, last
    worths = [
        score * (weights.FOLLOWING if place > best else 1.0) * (not sentences[place].asks)
        for place, score in enumerate(scores)
    ]
    least = max((joins or 1.0) * scores[best], 1e-9)
    while last - first + 1 < _SENTENCES:
        around = [
            (-worths[place], place)
            for place, behind in ((first - 1, first), (last + 1, last + 1))
            if 0 <= place < len(sentences)
            and worths[place] >= least
            and sentences[max(last, place)].end - sentences[min(first, place)].start <= _TOGETHER
            and not _is_parted(text, sentences[behind - 1].end, sentences[behind])
        ]
        if not around:
            break
        _, place = min(around)
        first, last = min(first, place), max(last, place)
    return first, last


def best_run(
    text: str, sentences: Sequence[Sentence], scores: Sequence[float], judge: Judge
) -> tuple[int, int]:
    """Return the first and the last of the neighbors that answer best together.

    A run counts by its best sentence, by all of them, by the part of the question that they have
    together, and by the kind of answer; less if it asks something itself, or stands around the
    text.

    Args:
        text: Of the document.
        sentences: Of the excerpt; at least one.
        scores: Of each.
        judge: The question.
    """
    answering, marks = _answering(sentences, scores), _marks(sentences, judge)
    worths: dict[int, float] = {}
    strongest = answering.index(max(answering))
    most_worth = (weights.COVERED + weights.ANSWER_TYPE) * judge.worth
    # What the strongest sentence is worth alone tells which runs are not worth a closer look.
    least = (1 + weights.NEXT) * answering[strongest]
    least += judge.worth * _worth(_known(marks[strongest], marks[strongest]), judge) - _ROUNDED
    best, found = float("-inf"), (0, 0)
    for first, until in enumerate(_reaches(text, sentences)):
        run, most, total, inside = 0, 0.0, 0.0, answering[first:until]
        if max(inside) + weights.NEXT * sum(inside) + most_worth < least:
            continue
        for last in range(first, until):
            mark, score = marks[last], answering[last]
            run |= mark
            total += score
            most = max(most, score)
            known = _known(run, mark)
            worth = worths.get(known)
            if worth is None:
                worth = worths[known] = judge.worth * _worth(known, judge)
            exact = most + weights.NEXT * total + worth
            if exact < least:
                continue
            value = round(exact, 9)
            # Of equals the shortest, then the first.
            if value > best or (value == best and last - first < found[1] - found[0]):
                best, found = value, (first, last)
                least = max(least, value - _ROUNDED)
    return found


def _reaches(text: str, sentences: Sequence[Sentence]) -> list[int]:
    """Return the end of the longest run that begins with each sentence."""
    size = len(sentences)
    is_parted = [_is_parted(text, a.end, b) for a, b in pairwise(sentences)]
    ends = []
    for first, opening in enumerate(sentences):
        end, limit = first + 1, opening.start + LONGEST_QUOTE
        most = min(first + _SENTENCES, size)
        while end < most and sentences[end].end <= limit and not is_parted[end - 1]:
            end += 1
        ends.append(end)
    return ends


def _known(run: int, last: int) -> int:
    """Return the marks of a run, given those of its last sentence, too."""
    return run | _ENDS_SO if last & _INTRODUCES else run


def _worth(marks: int, judge: Judge) -> float:
    """Return what the marks of a run are worth."""
    worth = weights.COVERED * judge.part(marks >> _MARKS)
    worth += weights.ANSWER_TYPE * (marks & _ANSWERS > 0)
    worth -= weights.ASKING * (marks & _ASKS > 0) + weights.AROUND * (marks & _AROUND > 0)
    if marks & _INTRODUCES:  # it says little by itself, and nothing without what follows
        worth -= weights.ASKING * (1.0 if marks & _ENDS_SO else 0.5)
    return worth


def _is_parted(text: str, before: int, after: Sentence) -> bool:
    """Return whether a heading stands between the end of a sentence and the next one."""
    if after.start - before <= _GAP:
        return False
    between = text[before : after.start]
    return "\n\n" in between and bool(between.strip())


def _marks(sentences: Sequence[Sentence], judge: Judge) -> list[int]:
    """Return the marks of each sentence.

    Above the marks proper stand the bits that it has of the question; with them those of the
    heading above, if its passage begins.
    """
    marks, asked, is_answer = [], judge.asked, judge.is_answer
    number, having = -1, _NOTHING
    option = _OPTIONS  # sentences since the question of a quiz
    for sentence in sentences:
        here, place = sentence.key
        if here != number:
            number, having = here, judge.having(here)
        mark = (having[place + 1] if place else having[0] | having[1]) << _MARKS
        if sentence.asks:
            mark |= _ASKS
        if sentence.introduces:
            mark |= _INTRODUCES
        asked_by, is_stem, is_end = sentence.kind
        option = 0 if is_stem else _OPTIONS if is_end else option + 1
        if option < _OPTIONS or (asked_by and any(map(asked.isdisjoint, asked_by))):
            mark |= _AROUND
        if is_answer(sentence):
            mark |= _ANSWERS
        marks.append(mark)
    return marks


def _answering(sentences: Sequence[Sentence], scores: Sequence[float]) -> list[float]:
    """Let what follows a question answer it: it scores as much as the question."""
    asking = [sentence.asks or sentence.introduces for sentence in sentences]
    answering = [*scores]
    for place in range(1, len(scores)):
        if asking[place - 1] and not asking[place]:
            answering[place] = max(scores[place], scores[place - 1])
    return answering
