"""Which sentences of an excerpt answer: the best run of neighbors, shown in bold."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from . import weights
from .layout import Place, Sentence

LONGEST_QUOTE = 400  # characters in bold; a phone shows no more of it at once
_SENTENCES = 3
_TOGETHER = 350  # characters of the best sentence with the neighbors that are as close in meaning
_OPTIONS = 6
_ANSWERS, _ASKS, _AROUND, _INTRODUCES = 1, 2, 4, 8
_MARKS = 4  # bits

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
    sentences: Sequence[Sentence], scores: Sequence[float], best: int, joins: float | None
) -> tuple[int, int]:
    """Return the best sentence and the neighbors worth showing with it, by their scores alone.

    A question is answered by what follows it, not by itself.

    Args:
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
    least = max((joins or 1.0) * scores[best], 1e-9)
    while last - first + 1 < _SENTENCES:
        around = [
            place
            for place in (first - 1, last + 1)
            if 0 <= place < len(sentences) and scores[place] >= least and not sentences[place].asks
        ]
        around.sort(key=lambda place: (-scores[place], place))
        for place in around:
            low, high = min(first, place), max(last, place)
            if sentences[high].end - sentences[low].start <= _TOGETHER:
                first, last = low, high
                break
        else:
            break
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
    answering = _answering(sentences, scores)
    best, found = (float("-inf"), 0, 0), (0, 0)
    for first, last, marks in _runs(text, sentences, judge):
        inside = answering[first : last + 1]
        worth = weights.COVERED * judge.part(marks >> _MARKS)
        worth += weights.ANSWER_TYPE * (marks & _ANSWERS > 0)
        worth -= weights.ASKING * (marks & _ASKS > 0) + weights.AROUND * (marks & _AROUND > 0)
        if marks & _INTRODUCES:  # it says little by itself, and nothing without what follows
            worth -= weights.ASKING * (1.0 if sentences[last].introduces else 0.5)
        total = max(inside) + weights.NEXT * sum(inside) + judge.worth * worth
        value = round(total, 9), first - last, -first  # of equals the shortest, then the first
        if value > best:
            best, found = value, (first, last)
    return found


def _runs(text: str, sentences: Sequence[Sentence], judge: Judge) -> Iterator[tuple[int, int, int]]:
    """Yield all runs that fit, with the marks that any sentence has; none crosses a heading."""
    marks, above = _marks(sentences, judge)
    for first, opening in enumerate(sentences):
        found = marks[first]
        yield first, first, found
        for last in range(first + 1, min(first + _SENTENCES, len(sentences))):
            is_long = sentences[last].end - opening.start > LONGEST_QUOTE
            if is_long or _is_parted(text[sentences[last - 1].end : sentences[last].start]):
                break
            found |= above[last] | marks[last]
            yield first, last, found


def _is_parted(between: str) -> bool:
    """Return whether what stands between two sentences is a heading."""
    return "\n\n" in between and bool(between.strip())


def _marks(sentences: Sequence[Sentence], judge: Judge) -> tuple[list[int], list[int]]:
    """Return the marks of each sentence, and those of the heading above if a passage begins.

    Above the marks proper stand the bits that it has of the question.
    """
    marks, above, number = [], [], -1
    having: Sequence[int] = ()
    for at, sentence in enumerate(sentences):
        if sentence.key[0] != number:
            number = sentence.key[0]
            having = judge.having(number)
        place = sentence.key[1]
        mark = having[place + 1] << _MARKS
        mark += _ASKS * sentence.asks + _INTRODUCES * sentence.introduces
        mark += _ANSWERS * judge.is_answer(sentence) + _AROUND * _is_aside(sentences, at, judge)
        marks.append(mark)
        above.append(0 if place else having[0] << _MARKS)
    return marks, above


def _answering(sentences: Sequence[Sentence], scores: Sequence[float]) -> list[float]:
    """Let what follows a question answer it: it scores as much as the question."""
    asking = [sentence.asks or sentence.introduces for sentence in sentences]
    answering = [*scores]
    for place in range(1, len(scores)):
        if asking[place - 1] and not asking[place]:
            answering[place] = max(scores[place], scores[place - 1])
    return answering


def _is_aside(sentences: Sequence[Sentence], place: int, judge: Judge) -> bool:
    """Return whether a sentence stands around the text, or is one of a quiz's answers."""
    asked_by = sentences[place].asked_by
    is_around = bool(asked_by) and any(judge.asked.isdisjoint(words) for words in asked_by)
    return is_around or _is_option(sentences, place)


def _is_option(sentences: Sequence[Sentence], place: int) -> bool:
    """Return whether a sentence is one of a quiz's answers to choose from."""
    for before in range(place, max(place - _OPTIONS, -1), -1):
        is_stem, is_end = sentences[before].stem_or_end
        if is_stem or is_end:
            return is_stem
    return False
