"""Second stage: query -> ranked passages, by their best sentences; no repeats."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from . import weights
from .analysis import plain, terms
from .authors import is_author
from .bm25 import top
from .confidence import given, wanted
from .first_stage import Candidates
from .layout import Place, Sentence, ending
from .meaning import Nearness, Space
from .query import Query, QueryReader
from .rows import Rows
from .sentence_scores import SentenceScores
from .synonyms import Synonyms
from .view import View

_LOOKED_AT = 100  # best passages of the first stage, whose best sentences are looked up
_CANDIDATES = 20  # best of these, whose sentences are read for the kind of answer
_AROUND = 2  # neighbors on each side whose sentences are scored with a passage's
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


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage, by its number, with passages that repeat it elsewhere.

    Attributes:
        words: The score by words alone.
    """

    number: int
    score: float
    repeats: tuple[int, ...] = ()
    pinned: bool = False
    words: float = 0.0


class Reading:
    """The passages of a view in the light of one query.

    Attributes:
        near: How close in meaning they are; None without vectors.
        ideal: The score of a passage with every concept once, in a text of average length.
        asked: Lower-case words of the question, stop words included.
        worth: What a sentence scores that has all of the question.
        parts: The same for each part of a question that asks several things.
    """

    def __init__(self, query: Query, view: View, space: Space | None = None) -> None:
        """Score everything.

        Args:
            query: What is asked.
            view: What is searched.
            space: Its vectors, if a model is installed and they are ready.
        """
        self.query = query
        self.view = view
        self.space = space
        self.near: Nearness | None = space.near(query.said) if space else None
        matcher = view.matcher
        self.wanted = matcher.wanted(query)
        self._scorer = matcher.scorer(query)
        self._types = wanted(query.asked)
        self._rows = Rows(query.asked)
        self.asked = frozenset(query.asked)
        self._worths = [weight * blend.idf for weight, blend in self.wanted]
        self.worth = sum(self._worths) or 1.0
        self.ideal = (1 + weights.SENTENCE) * self.worth
        self._found: dict[int, Candidates] = {}
        self._around: dict[int, float] = {}
        self._read: dict[int, tuple[SentenceScores, int]] = {}
        self._answering: dict[int, list[float]] = {}
        self._parts: dict[int, float] = {}
        self._by_author: dict[str, int] = {}
        self.parts = tuple(Reading(part, view, space) for part in query.parts)

    def candidates(self, count: int) -> Candidates:
        """Return the best passages of the first stage, `count` at most."""
        found = self._found.get(count)
        if found is None:
            found = self.view.matcher.engine.candidates(self.wanted, count)
            self._found[count] = found
            self._around.update(zip(found.numbers, found.scores.tolist(), strict=True))
        return found

    def around(self, number: int) -> float:
        """Return the score of the best window that overlaps a passage."""
        if number not in self._around:
            [found] = self.view.matcher.engine.around(self.wanted, [number])
            self._around[number] = float(found)
        return self._around[number]

    def read(self, numbers: Sequence[int]) -> SentenceScores:
        """Score the sentences of some passages, and remember them; at least one."""
        found = self._scorer.read(numbers)
        self._read.update((number, (found, place)) for place, number in enumerate(numbers))
        return found

    def sentences(self, number: int) -> list[float]:
        """Return the score of each sentence of a passage; more for the kind of answer wanted."""
        found = self._answering.get(number)
        return self._plain(number) if found is None else found

    def answering(self, number: int) -> list[float]:
        """Return the same, and remember which sentences have the kind of answer wanted.

        The first sentence below a heading counts more if the heading has a part of the question,
        and one that asks something itself, less.
        """
        found = self._answering.get(number)
        if found is None:
            found = self._answering[number] = self._weighed(number)
        return found

    def quotable(self, number: int) -> list[float]:
        """Return what speaks for showing each sentence of a passage, and for printing it in bold.

        With vectors these are words and meaning together.
        """
        scores = self.sentences(number)
        if self.near is None:
            return scores
        model = self.near.model
        cosines = self.near.sentences(number)
        near = (model.bold * np.maximum(cosines - model.least, 0.0)).tolist()
        return [score / self.ideal + close for score, close in zip(scores, near, strict=True)]

    @property
    def joins(self) -> float | None:
        """Part of the best sentence's score from which on a neighbor is in bold, too, by meaning.

        None if sentences are judged by words alone.
        """
        return None if self.near is None else self.near.model.joins

    def heading(self, number: int) -> float:
        """Return the score of the heading above a passage."""
        found, first, _ = self._place(number)
        return found.scores[first]

    def by_author(self, doc_id: str) -> int:
        """Return which concepts name an author of a document: bit n for one."""
        has = self._by_author.get(doc_id)
        if has is None:
            authors = self.view.library.documents[doc_id].authors
            has = 0
            for place, concept in enumerate(self.query.concepts if authors else ()):
                whole = (name for name, part in concept.names if part > weights.PART_OF_NAME)
                has |= any(is_author(name, authors) for name in whole) << place
            self._by_author[doc_id] = has
        return has

    def having(self, number: int) -> list[int]:
        """Return which concepts a passage's heading, and then each sentence, has: bit n for one."""
        found, heading, end = self._place(number)
        return found.having[heading:end]

    def shown(self, first: Place, last: Place) -> int:
        """Return which concepts sentences from the first to the last have, headings between too.

        A place of -1 is the heading above.
        """
        has = 0
        for number in range(first[0], last[0] + 1):
            end = last[1] + 2 if number == last[0] else None
            for having in self.having(number)[first[1] + 1 if number == first[0] else 0 : end]:
                has |= having
        return has

    def part(self, having: int) -> float:
        """Return the part of the question that some of its concepts are; 0 to 1."""
        if having not in self._parts:
            has = (worth for c, worth in enumerate(self._worths) if having >> c & 1)
            self._parts[having] = sum(has) / self.worth
        return self._parts[having]

    def prepare(self, numbers: Iterable[int]) -> None:
        """Score the sentences of some passages and of their neighbors, all at once."""
        size = len(self.view.library.passages)
        around = {n + d for n in numbers for d in range(-_AROUND, _AROUND + 1)}
        if missing := sorted(n for n in around - self._read.keys() if 0 <= n < size):
            self.read(missing)

    def _place(self, number: int) -> tuple[SentenceScores, int, int]:
        """Return the scores of a passage's sentences, with where its heading is and they end."""
        if number not in self._read:
            self.prepare([number])
        found, place = self._read[number]
        return found, found.first[place], found.first[place + 1]

    def is_answer(self, sentence: Sentence) -> bool:
        """Return whether a sentence has the kind of answer wanted."""
        return any(given(kind, sentence.text, self.asked) for kind in self._types)

    def _plain(self, number: int) -> list[float]:
        found, heading, end = self._place(number)
        return found.scores[heading + 1 : end]

    def _weighed(self, number: int) -> list[float]:
        passage, scores = self.view.library.passages[number], [*self._plain(number)]
        asks = "?" in passage.text
        for place, score in enumerate(scores):
            if not score:
                continue
            start, end = passage.sentences[place]
            if asks and ending(passage.text, start, end) == "?":
                scores[place] *= weights.QUESTION
            if self._types:
                scores[place] += self.worth * self._kinds(passage.text[start:end])
            if len(self._rows):
                scores[place] += weights.ROW * self.worth * self._rows.part(passage.text[start:end])
        if scores and (above := self.heading(number)) and self._begins_section(number):
            scores[0] += weights.LEAD * above
        return scores

    def _kinds(self, sentence: str) -> float:
        """Weigh the kinds of answer wanted that a sentence has."""
        there = (kind for kind in self._types if given(kind, sentence, self.asked))
        return sum(
            weights.DEFINITION if kind == "definition" else weights.ANSWER_TYPE for kind in there
        )

    def _begins_section(self, number: int) -> bool:
        """Return whether no passage before one has the same heading above."""
        if not number:
            return True
        before, after = (self.view.library.passages[n] for n in (number - 1, number))
        same = before.doc_id == after.doc_id
        return not same or before.locator.section != after.locator.section


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
            original = self._originals[number]
            alike = [r for r in ranked if self._originals[r.number] == original]
            ranked = [r for r in ranked if self._originals[r.number] != original]
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
            union = dict.fromkeys((*by_words, *by_meaning))
            scored = ((n, self._score(reading, n, weight)) for n in union)
            best = [
                Ranked(n, s / reading.ideal + self._aside(reading, n) * near.worth(n), words=s)
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
        sentences = reading.read(found.numbers)
        within = sentences.best() + weights.HEADING * sentences.headings()
        first = found.scores + weight * within
        # Without any word, its neighbors have the words, and are found themselves.
        return [found.numbers[place] for place in top(first, count) if within[place]], weight

    def _score(self, reading: Reading, number: int, weight: float) -> float:
        """Return the score of a passage by words, with its best sentence."""
        heading = weights.HEADING * reading.heading(number)
        sentence = max(reading.answering(number)) + heading
        score = reading.around(number) + weight * sentence
        author = reading.part(reading.by_author(self._passages[number].doc_id))
        score += weights.AUTHOR * reading.worth * author
        return self._aside(reading, number) * score

    def _aside(self, reading: Reading, number: int) -> float:
        """Return what a passage counts that is no running text, if the question isn't about it."""
        about_sources = not _ABOUT_SOURCES.isdisjoint(reading.query.asked)
        is_aside = self._passages[number].kind != "text" and not about_sources
        return weights.ASIDE if is_aside else 1.0

    def _merged(self, best: Sequence[Ranked]) -> list[Ranked]:
        """Name passages that repeat a better one with it, instead of showing them again."""
        groups: dict[int, list[Ranked]] = {}
        for found in best:
            groups.setdefault(int(self._originals[found.number]), []).append(found)
        return [
            replace(first, repeats=tuple(other.number for other in others)) if others else first
            for first, *others in groups.values()
        ]

    def _varied(self, ranked: list[Ranked], limit: int) -> list[Ranked]:
        """Among the first passages of about the same score, put new documents first."""
        varied: list[Ranked] = []
        shown: set[str] = set()
        while ranked and len(varied) < limit:
            least = _EQUAL * ranked[0].score
            equals = (r for r in ranked if r.score >= least)
            new = (r for r in equals if self._document(r) not in shown)
            following = next(new, ranked[0])
            ranked = [r for r in ranked if r is not following]
            shown.add(self._document(following))
            varied.append(following)
        return varied + ranked

    def _document(self, ranked: Ranked) -> str:
        return self._passages[ranked.number].doc_id


def _second(ranked: list[Ranked], number: int) -> list[Ranked]:
    """Move one passage behind the first, if it is there."""
    moved = [r for r in ranked if r.number == number]
    rest = [r for r in ranked if r.number != number]
    return [*rest[:1], *moved, *rest[1:]]
