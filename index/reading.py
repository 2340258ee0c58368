"""The passages of a view in the light of one query: what their sentences and headings score."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, count, repeat

import numpy as np

from sources import Document

from . import weights
from .analysis import terms
from .answer_types import given, wanted
from .authors import is_author
from .bm25 import Floats
from .first_stage import Candidates
from .headings import is_of_glossary
from .layout import Place, Sentence
from .meaning import Nearness, Space
from .query import Query
from .rows import Rows
from .sentence_scores import SentenceScores
from .view import View

_SHORT = 60  # characters of a line that may say nothing new
_AROUND = 2  # neighbors on each side whose sentences are scored with a passage's
_LIKELY = 30  # best passages of the first stage whose neighbors are, too


class Reading:
    """The passages of a view in the light of one query.

    Attributes:
        near: How close in meaning they are; None without vectors.
        ideal: The score of a passage with every concept once, in a text of average length.
        wanted: What is looked for.
        types: Kinds of answer that the question asks for.
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
        self._scorer = matcher.scorer(query, [blend for _, blend in self.wanted])
        self.types = wanted(query.asked)
        self._rows = Rows(query.asked)
        self.asked = frozenset(query.asked)
        # What is said around the question is no part of it, as long as something else is asked.
        every = [*zip(query.concepts, self.wanted, strict=True)]
        is_only_chat = all(concept.aside for concept in query.concepts)
        self._worths = [
            weight * blend.idf if is_only_chat or not concept.aside else 0.0
            for concept, (weight, blend) in every
        ]
        self.worth = sum(self._worths) or 1.0
        self.ideal = (1 + weights.SENTENCE) * self.worth
        self._found: dict[int, Candidates] = {}
        self._around: dict[int, float] = {}
        self._read: dict[int, tuple[SentenceScores, int]] = {}
        self._passages: dict[int, tuple[list[float], list[int]]] = {}
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
        self.look_at([number])
        return self._around[number]

    def look_at(self, numbers: Sequence[int]) -> None:
        """Score some passages all at once, as far as they aren't, with their sentences."""
        missing = [number for number in numbers if number not in self._around]
        if missing:
            found = self.view.matcher.engine.around(self.wanted, missing)
            self._around.update(zip(missing, found.tolist(), strict=True))
            self.prepare(self._beside(missing))

    def within(self, numbers: Sequence[int]) -> Floats:
        """Return what the best sentence of each of some passages scores, with its heading.

        Args:
            numbers: Of the passages, those first that are likeliest to be shown.
        """
        if self._whole:
            return self._whole.within(np.array(numbers))
        # Many neighbors of the best are looked at later, and two times take longer than one.
        ordered = sorted({*numbers, *self._beside(numbers[:_LIKELY])})
        return self._scored(ordered).within(np.searchsorted(ordered, numbers))

    def _beside(self, numbers: Iterable[int]) -> Iterator[int]:
        """Return passages with their neighbors; some of them several times."""
        size = len(self.view.library.passages)
        every = (range(max(n - _AROUND, 0), min(n + _AROUND + 1, size)) for n in numbers)
        return chain.from_iterable(every)

    def answering(self, number: int) -> list[float]:
        """Return the score of each sentence of a passage; more for the kind of answer wanted.

        The first sentence below a heading counts more if the heading has a part of the question,
        and one that asks something itself, or says nothing new, less.
        """
        found = self._answering.get(number)
        if found is None:
            found = self._answering[number] = self._weighed(number)
        return found

    def quotable(self, number: int) -> list[float]:
        """Return what speaks for showing each sentence of a passage, and for printing it in bold.

        Kinds of answer count where `answering` has looked for them. With vectors these are words
        and meaning together.
        """
        scores = self._answering.get(number) or self._plain(number)
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
        return self._of(number)[0][0]

    def by_author(self, document: Document) -> int:
        """Return which concepts name an author of a document: bit n for one."""
        if not document.authors:
            return 0
        has = self._by_author.get(document.doc_id)
        if has is None:
            has = 0
            for place, concept in enumerate(self.query.concepts):
                whole = (name for name, part in concept.names if part > weights.PART_OF_NAME)
                has |= any(is_author(name, document.authors) for name in whole) << place
            self._by_author[document.doc_id] = has
        return has

    def having(self, number: int) -> list[int]:
        """Return which concepts a passage's heading, and then each sentence, has: bit n for one."""
        return self._of(number)[1]

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
        """Score the sentences of some passages, as far as they aren't, all at once."""
        if self._whole is None and (missing := sorted(set(numbers) - self._read.keys())):
            self._scored(missing)

    @cached_property
    def _whole(self) -> SentenceScores | None:
        """The scores of all passages, if that takes no longer than those of some."""
        return self._scorer.read_all()

    def _scored(self, numbers: Sequence[int]) -> SentenceScores:
        """Score the sentences of some passages, ascending, and remember them."""
        found = self._scorer.read(numbers)
        self._read.update(zip(numbers, zip(repeat(found), count()), strict=False))
        return found

    def _of(self, number: int) -> tuple[list[float], list[int]]:
        """Return the scores of a passage's heading and sentences, and which concepts they have."""
        found = self._passages.get(number)
        if found is None:
            if self._whole is None and number not in self._read:
                self.prepare(self._beside([number]))
            scores, place = (self._whole, number) if self._whole else self._read[number]
            found = self._passages[number] = scores.of(place)
        return found

    def is_answer(self, sentence: Sentence) -> bool:
        """Return whether a sentence has the kind of answer wanted."""
        for kind in self.types:  # noqa: SIM110  # a generator takes twice as long
            if given(kind, sentence.text, self.asked):
                return True
        return False

    def _plain(self, number: int) -> list[float]:
        return self._of(number)[0][1:]

    def _weighed(self, number: int) -> list[float]:
        above, *scores = self._of(number)[0]
        worth, layout = self.worth, self.view.layout
        sentences = layout[number].sentences
        types, rows, has_rows = self.types, self._rows, len(self._rows) > 0
        for place, score in enumerate(scores):
            if not score:
                continue
            sentence = sentences[place]
            text, weighed = sentence.text, score
            if sentence.asks or (sentence.kind.asked_by and self._is_beside(sentence)):
                weighed *= weights.QUESTION
            kinds = self._kinds(text) if types else 0.0
            if not kinds and len(text) <= _SHORT and self._is_echo(sentence):
                weighed *= weights.ECHO
            weighed += worth * kinds
            if has_rows:
                weighed += weights.ROW * worth * rows.part(text)
            scores[place] = weighed
        if scores and above and layout.begins_section(number):
            scores[0] += weights.LEAD * above
        if "definition" in types and is_of_glossary(layout[number].passage.locator.section or ""):
            self._define(sentences, scores)
        return scores

    def _define(self, sentences: Sequence[Sentence], scores: list[float]) -> None:
        """Let what a glossary says of the term that is asked for count more, and no other term."""
        asked = sum(len(c.names[0][0].split(" ")) for c in self.query.concepts if not c.aside)
        found = [n for n, one in enumerate(sentences) if self._begins(one, asked)]
        if not found:
            return
        before = [*scores]
        scores[:] = [0.0] * len(scores)
        for place in found:
            # Without a colon, nothing was counted for a definition so far.
            times = 1 if self._kinds(sentences[place].text) else 2
            scores[place] = before[place] + times * weights.DEFINITION * self.worth

    def _begins(self, sentence: Sentence, asked: int) -> bool:
        """Return whether a sentence begins with so many terms that are asked for, and goes on."""
        first = terms(sentence.text)[:asked]
        return len(first) == asked > 0 and {*first} <= self._names and not self._is_echo(sentence)

    def _is_beside(self, sentence: Sentence) -> bool:
        """Return whether a sentence tells a reader to do something, or describes a picture.

        What is asked for does not.
        """
        is_beside = sentence.is_mark or sentence.is_exercise
        return is_beside and any(map(self.asked.isdisjoint, sentence.kind.asked_by))

    def _is_echo(self, sentence: Sentence) -> bool:
        """Return whether the question has all terms of a line or a word, by any name."""
        text = sentence.text
        return (sentence.is_item or " " not in text) and _terms(text) <= self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        """All terms of the question, and of the other names of what it asks for."""
        names = (name.split(" ") for concept in self.query.concepts for name, _ in concept.names)
        return frozenset(self.query.terms).union(*names)

    def _kinds(self, sentence: str) -> float:
        """Weigh the kinds of answer wanted that a sentence has."""
        worth = 0.0
        for kind in self.types:
            if given(kind, sentence, self.asked):
                worth += weights.DEFINITION if kind == "definition" else weights.ANSWER_TYPE
        return worth


@lru_cache(maxsize=1 << 13)
def _terms(sentence: str) -> frozenset[str]:
    return frozenset(terms(sentence))
