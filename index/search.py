"""The whole path of a question: Searcher.answer."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from sources import Library, Passage

from .analysis import Token, tokens
from .analysis import terms as terms_of
from .answer_types import given, wanted
from .answers import Answer, Hit
from .bm25 import top
from .confidence import Evidence, assess
from .english import is_rare
from .matching import K1, Matcher, Terms
from .query import Concept, Query, QueryReader
from .quotes import best_quote
from .rescoring import Rescored, SentenceRescorer
from .spelling import Speller
from .synonyms import Synonyms, gather, learn_abbreviations, shipped_groups

_CANDIDATES = 20  # passages that the second stage looks at


class Searcher:
    """Answers questions from one immutable library; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self.library = library
        words: Counter[str] = Counter()
        terms = [_analyse(passage, words) for passage in library.passages]
        numbers = {doc_id: number for number, doc_id in enumerate(library.documents)}
        documents = [numbers[p.doc_id] for p in library.passages]
        titles = [terms_of(document.title) for document in library.documents.values()]
        self._matcher = Matcher(terms, documents, titles)
        self._rescorer = SentenceRescorer(library.passages, terms, self._matcher)
        speller = Speller(words, self._side_by_side)
        self._reader = QueryReader(self._matcher.knows, speller, _synonyms(library))

    def answer(self, question: str, *, limit: int = 10) -> Answer:
        """Quote the passages that best match a question.

        Args:
            question: Any text.
            limit: Passages at most; at least 1.
        """
        query = self._reader.read(question)
        scores = self._matcher.scores(query)
        candidates = [(n, float(scores[n])) for n in top(scores, max(_CANDIDATES, limit))]
        best = self._rescorer.rescore(query, candidates)[:limit]
        status, confidence, reason = assess(self._evidence(query, best[0]) if best else None)
        if status == "none":
            best = []
        passages = [self.library.passages[found.number] for found in best]
        return Answer(
            question=question,
            status=status,
            confidence=confidence,
            reason=reason,
            hits=tuple(self._hit(query, found, rank) for rank, found in enumerate(best, start=1)),
            quotes=tuple(
                best_quote(self.library, passage, found.sentences)
                for passage, found in zip(passages, best, strict=True)
            ),
            corrections=query.corrections,
            library_version=self.library.version,
        )

    def _side_by_side(self, left: str, right: str) -> bool:
        pair = " ".join(token.term for token in tokens(f"{left} {right}"))
        return pair in self._matcher.pairs.idf

    def _has(self, concept: Concept, number: int) -> bool:
        passages = self._matcher.blend(concept).passages
        place = int(np.searchsorted(passages, number))
        return place < len(passages) and bool(passages[place] == number)

    def _hit(self, query: Query, found: Rescored, rank: int) -> Hit:
        has = {c.written: self._has(c, found.number) for c in query.concepts}
        return Hit(
            self.library.passages[found.number],
            found.score,
            rank,
            tuple(written for written, there in has.items() if there),
            tuple(written for written, there in has.items() if not there),
        )

    def _evidence(self, query: Query, found: Rescored) -> Evidence:
        best = max(range(len(found.sentences)), key=lambda i: found.sentences[i])
        worth = {c: c.weight * self._matcher.blend(c).idf for c in query.concepts}
        inside = [c for c in query.concepts if self._has(c, found.number)]
        quoted = [c for c in inside if self._rescorer.has(found.number, best, c)]
        lacking = [c for c in query.concepts if c not in inside]
        unknown = [c for c in lacking if not len(self._matcher.blend(c).passages)]
        total = sum(worth.values()) or 1.0
        asked = frozenset(query.asked)
        passage = self.library.passages[found.number]
        return Evidence(
            coverage=sum(worth[c] for c in inside) / total,
            sentence_coverage=sum(worth[c] for c in quoted) / total,
            sentence_score=found.sentences[best] / (total * (K1 + 1)),
            specifics=sum(c.weight for c in quoted),
            strange=sum(any(map(is_rare, c.written.lower().split())) for c in unknown),
            missing=[k for k in wanted(query.asked) if not given(k, passage.text, asked)],
            unknown=[c.written for c in unknown],
            unmatched=[c.written for c in lacking],
        )


def _analyse(passage: Passage, words: Counter[str]) -> Terms:
    """The terms of a passage; its words are counted on the way."""
    heading = tokens(passage.locator.section or "")
    sentences = [tokens(passage.text[start:end]) for start, end in passage.sentences]
    for sentence in (heading, *sentences):
        words.update(token.word for token in sentence)
    return Terms(_content(heading), tuple(_content(sentence) for sentence in sentences))


def _content(found: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.term for token in found if not token.stop)


def _synonyms(library: Library) -> Synonyms:
    groups, rules = shipped_groups()
    learnt = learn_abbreviations(document.text for document in library.documents.values())
    return gather([*groups, *(list(pair) for pair in learnt)], rules)
