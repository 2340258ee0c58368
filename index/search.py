"""The whole path of a question: Searcher.answer."""

from collections.abc import Iterable

import numpy as np

from sources import Library

from .answer_types import given, wanted
from .answers import Answer, Hit
from .confidence import Evidence, assess
from .english import is_rare
from .guidance import Guidance, Pin
from .library_index import LibraryIndex
from .query import Query
from .quotes import best_quote
from .ranking import Ranked, Ranker
from .rescoring import Rescored
from .synonyms import SynonymTable, gather, shipped_names
from .view import View

_SUGGESTIONS = 3


class Searcher:
    """Answers questions from one immutable view; safe to share between threads.

    Attributes:
        library: What is searched and quoted.
        lost_pins: Whose passage is not in the library, or not as it was.
    """

    def __init__(
        self,
        searched: View | Library,
        synonyms: SynonymTable | None = None,
        guidance: Guidance | None = None,
    ) -> None:
        """Get ready to answer; quick for a view, while a library is analysed first.

        Args:
            searched: What is searched and quoted.
            synonyms: The class's own, besides those that come with the bot.
            guidance: What the moderators have decided about single questions.
        """
        self.view = (
            View([LibraryIndex.build(searched)]) if isinstance(searched, Library) else searched
        )
        self.library = self.view.library
        self._synonyms = synonyms
        self._guidance = guidance or Guidance()
        self.lost_pins: tuple[Pin, ...] = ()
        tables = (self.view.learnt, synonyms or SynonymTable())
        self._ranker = Ranker(self.view, gather(tables, shipped_names()))

    def answer(self, question: str, *, limit: int = 10, correct: bool = True) -> Answer:
        """Quote the passages that best match a question.

        Args:
            question: Any text.
            limit: Passages at most; at least 1.
            correct: Whether words that look misspelled are read as the library's.
        """
        query = self._ranker.reader.read(question, correct=correct)
        best = self._ranker.rank(query, limit)
        status, confidence, reason = assess(self._evidence(query, best[0].found) if best else None)
        if status == "none":
            best = []
        return Answer(
            question=question,
            status=status,
            confidence=confidence,
            reason=reason,
            hits=self._hits(query, best),
            quotes=tuple(
                best_quote(
                    self.library,
                    self.library.passages[ranked.found.number],
                    ranked.found.sentences,
                )
                for ranked in best
            ),
            corrections=query.corrections,
            library_version=self.library.version,
            suggestions=() if status == "found" else self._suggestions(query),
            titles=() if best else tuple(d.title for d in self.library.documents.values()),
        )

    def within(self, doc_ids: Iterable[str]) -> "Searcher":
        """The same for some documents alone; those that are not in the library are passed over."""
        return Searcher(self.view.within(frozenset(doc_ids)), self._synonyms, self._guidance)

    def asked_words(self, question: str) -> tuple[str, ...]:
        """The terms of a question as it is read."""
        return self._ranker.reader.read(question).terms

    def rank(self, question: str, *, limit: int = 10) -> list[int]:
        """The numbers of the best passages, best first, however sure: for measuring."""
        query = self._ranker.reader.read(question)
        return [ranked.found.number for ranked in self._ranker.rank(query, limit)]

    def evidence(self, question: str) -> Evidence | None:
        """What speaks for the first passage; None without one: for measuring."""
        query = self._ranker.reader.read(question)
        best = self._ranker.rank(query, 1)
        return self._evidence(query, best[0].found) if best else None

    def _suggestions(self, query: Query) -> tuple[str, ...]:
        unknown = [
            word
            for concept in query.concepts
            if not self._ranker.matcher.blend(concept).names
            for word in concept.written.lower().split()
            if is_rare(word)
        ]
        near = [found for word in unknown for found in self._ranker.speller.near(word, 2)]
        return tuple(dict.fromkeys(near))[:_SUGGESTIONS]

    def _hits(self, query: Query, best: list[Ranked]) -> tuple[Hit, ...]:
        numbers = np.array([ranked.found.number for ranked in best], np.int32)
        has: dict[str, list[bool]] = {}
        for concept in query.concepts:  # words written as one, read as two, are both to be there
            there = self._ranker.have(concept, numbers)
            before = has.get(concept.written, there)
            has[concept.written] = [a and b for a, b in zip(before, there, strict=True)]
        asides = {concept.written for concept in query.concepts if concept.aside}
        return tuple(
            Hit(
                self.library.passages[ranked.found.number],
                ranked.found.score,
                place + 1,
                tuple(written for written, there in has.items() if there[place]),
                tuple(w for w, there in has.items() if not there[place] and w not in asides),
                tuple(self.library.citation(self.library.passages[o]) for o in ranked.repeats),
            )
            for place, ranked in enumerate(best)
        )

    def _evidence(self, query: Query, found: Rescored) -> Evidence:
        best = max(range(len(found.sentences)), key=lambda i: found.sentences[i])
        worth = {c: c.weight * self._ranker.matcher.blend(c).idf for c in query.concepts}
        number = np.array([found.number], np.int32)
        inside = [c for c in query.concepts if self._ranker.have(c, number)[0]]
        quoted = [c for c in inside if self._ranker.rescorer.has(found.number, best, c)]
        lacking = [c for c in query.concepts if c not in inside]
        unknown = [c for c in lacking if not len(self._ranker.matcher.blend(c).passages)]
        total = sum(worth.values()) or 1.0
        asked = frozenset(query.asked)
        passage = self.library.passages[found.number]
        sentence = passage.text[slice(*passage.sentences[best])]
        return Evidence(
            coverage=sum(worth[c] for c in inside) / total,
            sentence_coverage=sum(worth[c] for c in quoted) / total,
            specifics=sum(c.weight for c in quoted),
            strange=sum(any(map(is_rare, c.written.lower().split())) for c in unknown),
            missing=[k for k in wanted(query.asked) if not given(k, sentence, asked)],
            unknown=[c.written for c in unknown],
            unmatched=[c.written for c in lacking if not c.aside],
            said=sum(c.weight for c in query.concepts),
            asides=frozenset(c.written for c in lacking if c.aside),
        )
