"""Which sentences of an excerpt answer: the best run of neighbors, shown in bold."""

from collections.abc import Sequence
from typing import Protocol

from . import weights
from .layout import Place, Sentence

LONGEST_QUOTE = 400  # characters in bold; a phone shows no more of it at once
_SENTENCES = 3
_TOGETHER = 350  # characters of the best sentence with the neighbors that are as close in meaning
_OPTIONS = 6
_ROUNDED = 1e-8  # more than rounding changes
_GAP = 2  # characters between sentences that are too few for a heading
_NOTHING: Sequence[int] = ()

Run = tuple[Place, Place]
"""The first and the last of neighboring sentences."""


class Judge(Protocol):
    """A question, as far as sentences are judged by it."""

    @property
    def asked(self) -> frozenset[str]:
        """Its lower-case words."""

    @property
    def types(self) -> Sequence[str]:
        """The kinds of answer wanted, such as a date."""

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
        """Return whether a sentence has the kind of answer wanted."""


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
    most = (weights.ANSWER_TYPE if judge.types else 0.0) * judge.worth + _ROUNDED
    best = float("-inf"), 0, 0
    for bound, first, last, scored, covered in _runs(text, sentences, scores, judge):
        if bound + most < best[0]:
            break
        worth = judge.worth * _worth(sentences, range(first, last + 1), judge, covered)
        value = round(scored + worth, 9)
        best = max(best, (value, first - last, -first))  # of equals the shortest, then the first
    _, before, first = best
    return -first, -first - before


def _runs(
    text: str, sentences: Sequence[Sentence], scores: Sequence[float], judge: Judge
) -> list[tuple[float, int, int, float, float]]:
    """Return all runs of neighbors, those first that may be worth most.

    Returns:
        For each what it is worth unless it has marks; its first and its last sentence; what they
        score; and what the part of the question counts that they have together.
    """
    answering, having = _answering(sentences, scores), _having(sentences, judge)
    worth, runs = judge.worth, []
    parts: dict[int, float] = {}
    for first, opening in enumerate(sentences):
        limit = opening.start + LONGEST_QUOTE
        has, most, total, before = 0, 0.0, 0.0, opening.start
        for last, sentence in enumerate(sentences[first : first + _SENTENCES], first):
            if sentence.start - before > _GAP and _is_parted(text, before, sentence):
                break
            if last > first and (sentence.end > limit or sentence.defines):
                break
            has |= having[last]
            score, before = answering[last], sentence.end
            total += score
            most = max(most, score)
            covered = parts.get(has)
            if covered is None:
                covered = parts[has] = weights.COVERED * judge.part(has)
            scored = most + weights.NEXT * total
            runs.append((scored + worth * covered, first, last, scored, covered))
            if not (most or has or judge.types):
                break  # whatever follows is worth no less without it
    runs.sort(reverse=True)
    return runs


def _worth(sentences: Sequence[Sentence], run: range, judge: Judge, covered: float) -> float:
    """Return what a run is worth besides its scores, given what it has of the question."""
    inside = sentences[run.start : run.stop]
    is_answer = bool(judge.types) and any(map(judge.is_answer, inside))
    worth, asks = covered + weights.ANSWER_TYPE * is_answer, True in [s.asks for s in inside]
    worth -= weights.ASKING * asks + weights.AROUND * _is_around(sentences, run, judge)
    if True in [s.introduces for s in inside]:
        # It says little by itself, and nothing without what follows.
        worth -= weights.ASKING * (1.0 if inside[-1].introduces else 0.5)
    return worth


def _is_around(sentences: Sequence[Sentence], run: range, judge: Judge) -> bool:
    """Return whether a sentence of a run only stands around the text, and isn't asked for."""
    for place in run:
        asked_by, is_stem, is_end = sentences[place].kind
        if asked_by and any(map(judge.asked.isdisjoint, asked_by)):
            return True
        if is_stem or (not is_end and _is_option(sentences, place)):
            return True
    return False


def _is_parted(text: str, before: int, after: Sentence) -> bool:
    """Return whether a heading stands between the end of a sentence and the next one."""
    if after.start - before <= _GAP:
        return False
    between = text[before : after.start]
    return "\n\n" in between and bool(between.strip())


def _having(sentences: Sequence[Sentence], judge: Judge) -> list[int]:
    """Return which bits each sentence has of the question.

    With them those of the heading above, if its passage begins.
    """
    number, having, found = -1, _NOTHING, []
    for sentence in sentences:
        here, place = sentence.key
        if here != number:
            number, having = here, judge.having(here)
        found.append(having[place + 1] if place else having[0] | having[1])
    return found


def _is_option(sentences: Sequence[Sentence], place: int) -> bool:
    """Return whether a sentence that may be an answer of a quiz stands soon after its question."""
    for before in range(place - 1, max(place - _OPTIONS, -1), -1):
        kind = sentences[before].kind
        if kind.is_stem or kind.is_end:
            return kind.is_stem
    return False


def _answering(sentences: Sequence[Sentence], scores: Sequence[float]) -> list[float]:
    """Let what follows a question answer it: it scores as much as the question."""
    asking = [sentence.asks or sentence.introduces for sentence in sentences]
    answering = [*scores]
    if True not in asking:
        return answering
    for place in range(1, len(scores)):
        if asking[place - 1] and not asking[place]:
            answering[place] = max(scores[place], scores[place - 1])
    return answering
