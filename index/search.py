"""The whole path of a question: Searcher.answer."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock

import numpy as np

from sources import Library

from .answers import Answer, Hit, best_quote
from .confidence import Evidence, assess, given, wanted
from .english import is_rare
from .guidance import NO_GUIDANCE, Guidance, Guide, OutOfScope
from .library_index import LibraryIndex
from .query import Query
from .ranking import Ranked, Ranker, Rescored
from .same_question import AskedReader, KnownQuestions
from .synonyms import SynonymTable, gather, shipped_names
from .view import View

_SUGGESTIONS = 3
_SCOPES = 4  # that are kept ready: each may take nearly as much memory as the whole
_PINNED = "Moderators pinned this passage to the question."


class Searcher:
    """Answers questions from one immutable view; safe to share between threads.

    Attributes:
        view: What is searched, with everything that does not depend on synonyms and guidance.
        library: What is searched and quoted, as one snapshot.
        ranker: Reads questions and ranks passages.
        lost_pins: Whose passage is not there, or not as it was; they count for nothing.
    """

    def __init__(
        self,
        searched: View | Library,
        synonyms: SynonymTable | None = None,
        guidance: Guidance = NO_GUIDANCE,
    ) -> None:
        """Get ready to answer: at once for a view, while a library is analysed first.

        Args:
            searched: What is searched and quoted.
            synonyms: The class's own, besides those that come with the bot.
            guidance: What the moderators have decided about single questions.
        """
        if isinstance(searched, Library):
            searched = View([LibraryIndex.build(searched)])
        self.view = searched
        self.library = self.view.library
        tables = (self.view.learnt, synonyms or SynonymTable())
        self.ranker = Ranker(self.view, gather(tables, shipped_names()))
        self._guide = Guide(guidance, self.ranker, self.library.passages)
        self.lost_pins = self._guide.lost
        self._synonyms, self._guidance = synonyms, guidance
        self._scopes: OrderedDict[frozenset[str], Searcher] = OrderedDict()
        self._lock = Lock()

    def answer(self, question: str, *, limit: int = 10, correct: bool = True) -> Answer:
        """Quote the passages that best match a question.

        Args:
            question: Any text.
            limit: Passages at most; at least 1.
            correct: Whether words that look misspelled are read as the library's.
        """
        query = self.ranker.reader.read(question, correct=correct)
        pinned, outside = self._guide.decide(query)
        if outside:
            return self._outside(query, outside)
        best = self.ranker.rank(query, limit)
        status, confidence, reason = assess(self._evidence(query, best[0].found) if best else None)
        if status == "none":
            best = []
        if pinned:
            best = self.ranker.pinned(query, best, pinned)[:limit]
            status, confidence, reason = "found", 1.0, _PINNED
        passages = self.library.passages
        return Answer(
            question=question,
            status=status,
            confidence=confidence,
            reason=reason,
            hits=self._hits(query, best),
            quotes=tuple(
                best_quote(self.library, passages[ranked.found.number], ranked.found.sentences)
                for ranked in best
            ),
            corrections=query.corrections,
            library_version=self.library.version,
            suggestions=() if status == "found" else self._suggestions(query),
            titles=() if best else tuple(d.title for d in self.library.documents.values()),
        )

    def within(self, doc_ids: Iterable[str]) -> "Searcher":
        """The same for some documents alone: what is rare or unknown is so among these.

        Args:
            doc_ids: Those that are not in the library are passed over.
        """
        chosen = frozenset(doc_ids).intersection(self.library.documents)
        if len(chosen) == len(self.library.documents):
            return self
        with self._lock:
            if chosen in self._scopes:
                self._scopes.move_to_end(chosen)
                return self._scopes[chosen]
        found = Searcher(self.view.within(chosen), self._synonyms, self._guidance)
        with self._lock:
            self._scopes[chosen] = found
            if len(self._scopes) > _SCOPES:
                self._scopes.popitem(last=False)
        return found

    def rank(self, question: str, *, limit: int = 10) -> list[int]:
        """The numbers of the best passages, best first, however sure: for measuring."""
        query = self.ranker.reader.read(question)
        return [ranked.found.number for ranked in self.ranker.rank(query, limit)]

    def evidence(self, question: str) -> Evidence | None:
        """What speaks for the first passage; None without one: for measuring."""
        query = self.ranker.reader.read(question)
        best = self.ranker.rank(query, 1)
        return self._evidence(query, best[0].found) if best else None

    def _outside(self, query: Query, outside: OutOfScope) -> Answer:
        return Answer(
            question=query.question,
            status="none",
            confidence=0.0,
            reason=outside.sentence,
            hits=(),
            quotes=(),
            corrections=query.corrections,
            library_version=self.library.version,
            out_of_scope=True,
        )

    def _suggestions(self, query: Query) -> tuple[str, ...]:
        unknown = [
            word
            for concept in query.concepts
            if not self.ranker.matcher.blend(concept).names
            for word in concept.written.lower().split()
            if is_rare(word)
        ]
        near = [found for word in unknown for found in self.ranker.speller.near(word, 2)]
        return tuple(dict.fromkeys(near))[:_SUGGESTIONS]

    def _hits(self, query: Query, best: list[Ranked]) -> tuple[Hit, ...]:
        numbers = np.array([ranked.found.number for ranked in best], np.int32)
        has: dict[str, list[bool]] = {}
        for concept in query.concepts:  # words written as one, read as two, are both to be there
            there = self.ranker.have(concept, numbers)
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
                ranked.pinned,
            )
            for place, ranked in enumerate(best)
        )

    def _evidence(self, query: Query, found: Rescored) -> Evidence:
        best = max(range(len(found.sentences)), key=lambda i: found.sentences[i])
        worth = {c: c.weight * self.ranker.matcher.blend(c).idf for c in query.concepts}
        number = np.array([found.number], np.int32)
        inside = [c for c in query.concepts if self.ranker.have(c, number)[0]]
        quoted = [c for c in inside if self.ranker.rescorer.has(found.number, best, c)]
        lacking = [c for c in query.concepts if c not in inside]
        unknown = [c for c in lacking if not len(self.ranker.matcher.blend(c).passages)]
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


def group_questions(questions: Sequence[str], searcher: Searcher) -> list[list[int]]:
    """Put questions that ask the same thing together.

    A question joins the group whose first question it is most like.

    Args:
        questions: Any texts.
        searcher: Its library's words, names and synonyms count.

    Returns:
        Positions in `questions`, each once: groups in the order of their first question, each
        ascending.
    """
    places: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        places.setdefault(question, []).append(place)
    ranker = searcher.ranker
    reader = AskedReader(ranker, [ranker.reader.read(question) for question in places])
    first = KnownQuestions()
    groups: list[list[int]] = []
    for same_words, asked in zip(places.values(), reader.known, strict=True):
        found = first.find(asked)
        if found:
            groups[found[0]] += same_words
        else:
            first.add(asked)
            groups.append(same_words)
    return [sorted(group) for group in groups]
