"""Second stage: query -> ranked passages, by their best sentences; no repeats."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sources import Passage

from . import weights
from .analysis import plain, terms
from .bm25 import top
from .headings import is_of_exercises
from .layout import ABOUT_PICTURES
from .query import QueryReader
from .reading import Reading
from .synonyms import Synonyms
from .view import View

_LOOKED_AT = 100  # best passages of the first stage, whose best sentences are looked up
_CANDIDATES = 20  # best of these, whose sentences are read for the kind of answer
_COMPARED = 200  # best passages by words, whose meaning is compared if there are too many
_EQUAL = 0.98  # of the score: close enough for another document to come first
_ONE_SENTENCE = 4  # concepts that one sentence may well have; of more it has only some
_ASKS = 0.5  # weight from which on a concept is asked for
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]+)[\"“”«»]")
_LEAST_QUOTED = 3  # terms of a quotation that is looked for word by word
_ABOUT_SOURCES = frozenset(
    """author authors wrote written writer publisher published publication cite citation source
    sources reference references bibliography website page url link book books article title
    accessed copyright reading readings""".split()
)
_ABOUT_EXERCISES = frozenset(
    """exercise exercises problem problems question questions quiz review homework practice
    objective objectives outcome outcomes goal goals""".split()
)


class Ranked(NamedTuple):
    """A passage, by its number, with passages that repeat it elsewhere.

    Attributes:
        words: The score by words alone.
    """

    number: int
    score: float
    repeats: tuple[int, ...] = ()
    pinned: bool = False
    words: float = 0.0


class Ranker:
    """Ranks the passages of a view; knows its words, names and phrases."""

    def __init__(self, view: View, synonyms: Synonyms) -> None:
        self.view = view
        self.matcher = view.matcher
        self.speller = view.speller
        self.reader = QueryReader(view.knows, self.matcher.family, self.speller, synonyms)
        self._passages = view.library.passages
        self._originals = view.originals

    def rank(self, reading: Reading, limit: int) -> list[Ranked]:
        """Rank the best passages for a query.

        Args:
            reading: The query and what the first stage gave.
            limit: Passages to show at most; at least 1. More are ranked.
        """
        ranked = self._varied(self._merged(self._best(reading, limit)), limit)
        for number in reversed(self.answering_parts(reading)):
            if number not in {r.number for r in ranked[: len(reading.parts)]}:
                ranked = _second(ranked, number)
        return ranked

    def answering_parts(self, reading: Reading) -> dict[int, Reading]:
        """Return the best passage for each part of a question, with how that part reads it."""
        best = ((part, self._best(part, 1)) for part in reading.parts)
        return {ranked[0].number: part for part, ranked in best if ranked}

    def pinned(self, ranked: list[Ranked], numbers: Sequence[int]) -> list[Ranked]:
        """Put some passages before all others, in the order given.

        Their scores are not below the others'; passages that repeat them are named with them.
        """
        score = max((r.score for r in ranked), default=0.0)
        first = []
        for number in dict.fromkeys(numbers):
            original, *others = self._originals([number, *(r.number for r in ranked)])
            repeating = [other == original for other in others]
            alike = [r for r, repeats in zip(ranked, repeating, strict=True) if repeats]
            ranked = [r for r, repeats in zip(ranked, repeating, strict=True) if not repeats]
            repeats = (n for r in alike for n in (r.number, *r.repeats) if n not in numbers)
            first.append(Ranked(number, score, tuple(repeats), pinned=True))
        return first + ranked

    def with_exact(self, ranked: list[Ranked], question: str) -> tuple[list[Ranked], bool]:
        """Put the passage with words that the question quotes first, and tell whether there is one.

        Args:
            ranked: The best passages.
            question: Words in quotation marks count, from three that aren't stop words on.
        """
        for quoted in _QUOTED.findall(plain(question)):
            name = " ".join(terms(quoted))
            if name.count(" ") + 1 < _LEAST_QUOTED:
                continue
            numbers = self.matcher.engine.having(name)
            if not len(numbers):
                continue
            there = [r for r in ranked if r.number in numbers]
            score = max((r.score for r in ranked), default=1.0)
            first = there[0] if there else Ranked(int(numbers[0]), score)
            return [first, *(r for r in ranked if r is not first)], True
        return ranked, False

    def _best(self, reading: Reading, limit: int) -> list[Ranked]:
        """Rank the candidates by words and, where there are vectors, by meaning."""
        count = max(_CANDIDATES, limit)
        by_words, weight = self._by_words(reading, count, max(_LOOKED_AT, limit))
        near = reading.near
        if near is None:
            scored = ((n, self._score(reading, n, weight)) for n in by_words)
            best = [Ranked(number, score, words=score) for number, score in scored]
        else:
            by_meaning = near.best(count, among=lambda: reading.candidates(_COMPARED).numbers)
            reading.look_at(by_meaning)
            union = dict.fromkeys((*by_words, *by_meaning))
            scored = ((n, self._score(reading, n, weight)) for n in union)
            best = [
                Ranked(
                    n,
                    s / reading.ideal + _aside(reading, self._passages[n]) * near.worth(n),
                    words=s,
                )
                for n, s in scored
            ]
        return sorted(best, key=lambda r: (-r.score, r.number))

    def _by_words(self, reading: Reading, count: int, looked_at: int) -> tuple[list[int], float]:
        """Return the candidates of the first stage, and what their best sentences count."""
        asks = sum(concept.weight >= _ASKS for concept in reading.query.concepts)
        weight = weights.SENTENCE * min(1.0, _ONE_SENTENCE / max(asks, 1))
        found = reading.candidates(looked_at)
        if not found.numbers:
            return [], weight
        within = reading.within(found.numbers)
        first = found.scores + weight * within
        # Without any word, its neighbors have the words, and are found themselves.
        return [found.numbers[place] for place in top(first, count) if within[place]], weight

    def _score(self, reading: Reading, number: int, weight: float) -> float:
        """Return the score of a passage by words, with its best sentence."""
        heading = weights.HEADING * reading.heading(number)
        sentence = max(reading.answering(number)) + heading
        score = reading.around(number) + weight * sentence
        laid = self.view.layout[number]
        if named := reading.by_author(laid.document):
            score += weights.AUTHOR * reading.worth * reading.part(named)
        return _aside(reading, laid.passage) * score

    def _merged(self, best: Sequence[Ranked]) -> list[Ranked]:
        """Name passages that repeat a better one with it, instead of showing them again."""
        groups: dict[int, list[Ranked]] = {}
        originals = self._originals([found.number for found in best])
        for found, original in zip(best, originals, strict=True):
            groups.setdefault(original, []).append(found)
        return [
            first._replace(repeats=tuple(other.number for other in others)) if others else first
            for first, *others in groups.values()
        ]

    def _varied(self, ranked: list[Ranked], limit: int) -> list[Ranked]:
        """Among the first passages of about the same score, put new documents first."""
        left = [(self._passages[r.number].doc_id, r) for r in ranked]
        varied: list[Ranked] = []
        shown: set[str] = set()
        while left and len(varied) < limit:
            least = _EQUAL * left[0][1].score
            new = (n for n, (d, r) in enumerate(left) if d not in shown and r.score >= least)
            doc_id, following = left.pop(next(new, 0))
            shown.add(doc_id)
            varied.append(following)
        return varied + [r for _, r in left]


def _aside(reading: Reading, passage: Passage) -> float:
    """Return what a passage counts that only stands around the text, unless it is asked for."""
    if passage.kind != "text":
        return weights.ASIDE if _ABOUT_SOURCES.isdisjoint(reading.asked) else 1.0
    is_picture = 2 * sum(end - start for start, end in passage.marks) > len(passage.text)
    if is_picture:
        return weights.PICTURE if ABOUT_PICTURES.isdisjoint(reading.asked) else 1.0
    is_exercise = is_of_exercises(passage.locator.section or "")
    return weights.EXERCISES if is_exercise and _ABOUT_EXERCISES.isdisjoint(reading.asked) else 1.0


def _second(ranked: list[Ranked], number: int) -> list[Ranked]:
    """Move one passage behind the first, if it is there."""
    moved = [r for r in ranked if r.number == number]
    rest = [r for r in ranked if r.number != number]
    return [*rest[:1], *moved, *rest[1:]]
