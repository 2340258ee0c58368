"""The whole path of a question: Searcher.answer."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property
from threading import Lock

from sources import Library

from .answers import Answer, AnswerPart, Comparison, Hit, Quote
from .confidence import NOTHING, SURE, Evidence, Status, assess
from .english import is_rare
from .evidence import WordsShown, bits_asked, concepts_shown, weigh, words_shown
from .excerpts import Cut, Excerpts
from .guidance import NO_GUIDANCE, Guidance, Guide, OutOfScope
from .kinds import REPLIES
from .library_index import LibraryIndex
from .meaning import Meaning, Space
from .query import Query
from .ranking import Ranked, Ranker
from .reading import Reading
from .same_question import AskedReader, KnownQuestions
from .synonyms import Synonyms, SynonymTable, gather, shipped_names
from .view import View

_SUGGESTIONS = 3
_SCOPES = 4  # that are kept ready, with what was asked in them
NO_DOCUMENTS = "There are no documents to search yet."
_EXACT = "A passage has the words in quotation marks."
_PINNED = "Moderators pinned this passage to the question."


class Searcher:
    """Answers questions from one immutable view; safe to share between threads.

    Attributes:
        view: What is searched, with everything that does not depend on synonyms and guidance.
        library: What is searched and quoted, as one snapshot.
        ranker: Reads questions and ranks passages.
        lost_pins: Whose passage is not there, or not as it was; they count for nothing.
        meaning: What passages are compared by besides words; None for words alone.
    """

    def __init__(
        self,
        searched: View | Library,
        synonyms: SynonymTable | None = None,
        guidance: Guidance = NO_GUIDANCE,
        meaning: Meaning | None = None,
        names: Synonyms | None = None,
    ) -> None:
        """Get ready to answer: at once for a view, while a library is analysed first.

        Args:
            searched: What is searched and quoted.
            synonyms: The class's own, besides those that come with the bot.
            guidance: What the moderators have decided about single questions.
            meaning: Orders passages by meaning, too, as soon as their vectors are ready.
            names: All other names, if they were gathered before from the same tables.
        """
        if isinstance(searched, Library):
            searched = View([LibraryIndex.build(searched)])
        self.view = searched
        self.library = self.view.library
        tables = (self.view.learnt, synonyms or SynonymTable())
        self._names = names or gather(tables, shipped_names())
        self.ranker = Ranker(self.view, self._names)
        self._guide = Guide(guidance, self.ranker, self.library)
        self.lost_pins = self._guide.lost
        self._synonyms, self._guidance, self.meaning = synonyms, guidance, meaning
        self._space = self._ready()
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
        if outside or (query.kind != "question" and not pinned):
            return self._without_hits(query, outside)
        reading = self._reading(query)
        best, is_exact = self.ranker.with_exact(self.ranker.rank(reading, limit), question)
        if pinned:
            best = self.ranker.pinned(best, pinned)
        cuts = self._cuts(best, max(limit, 2), reading)
        evidence = weigh(reading, cuts) if cuts else None
        status, confidence, reason = assess(evidence, is_foreign=query.is_foreign)
        if not self.library.passages:
            reason = NO_DOCUMENTS
        parts = self._parts(cuts[:limit], reading)
        if parts and cuts:
            status, confidence, reason = _together(parts, (status, confidence, reason))
        if pinned:
            status, confidence, reason = "found", 1.0, _PINNED
        elif is_exact:
            status, confidence, reason = "found", max(confidence, SURE), _EXACT
        elif status == "none":
            cuts = []
        cuts = cuts[:limit]
        return Answer(
            question=question,
            status=status,
            confidence=confidence,
            reason=reason,
            hits=self._hits(cuts, reading),
            quotes=tuple(cut.quote for _, cut in cuts),
            corrections=query.corrections,
            library_version=self.library.version,
            suggestions=() if status == "found" else self._suggestions(query),
            titles=() if cuts else self._titles,
            meaning=self._compared(reading),
            parts=tuple(part for part, _ in parts),
        )

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        return tuple(document.title for document in self.library.documents.values())

    def within(self, doc_ids: Iterable[str]) -> "Searcher":
        """The same for some documents alone: what is rare or unknown is so among these.

        Args:
            doc_ids: Those that are not in the library are passed over.
        """
        chosen = frozenset(doc_ids)
        with self._lock:
            if chosen in self._scopes:
                self._scopes.move_to_end(chosen)
                return self._scopes[chosen]
        view = self.view.within(chosen)
        if view is self.view:
            return self
        found = Searcher(view, self._synonyms, self._guidance, self.meaning, self._names)
        with self._lock:
            self._scopes[chosen] = found
            if len(self._scopes) > _SCOPES:
                self._scopes.popitem(last=False)
        return found

    @property
    def prepared(self) -> float:
        """The part of the library that can be compared by meaning; 1 without a model."""
        if self.meaning is None or ((space := self._ready()) and space.is_whole):
            return 1.0
        done, total = self.meaning.encoding.progress
        return done / total if total else 0.0

    def rank(self, question: str, *, limit: int = 10) -> list[int]:
        """Return the numbers of the best passages, best first, whatever the confidence."""
        query = self.ranker.reader.read(question)
        ranked = self.ranker.rank(self._reading(query), limit)
        return [found.number for found in ranked[:limit]]

    def closest(
        self, question: str, *, limit: int = 10, correct: bool = True
    ) -> list[tuple[Hit, Quote]]:
        """Quote the best passages, best first, whatever the confidence; as `answer`."""
        reading = self._reading(self.ranker.reader.read(question, correct=correct))
        cuts = self._cuts(self.ranker.rank(reading, limit), limit, reading)
        return list(zip(self._hits(cuts, reading), (cut.quote for _, cut in cuts), strict=True))

    def evidence(self, question: str) -> Evidence | None:
        """Return the evidence for the first passage; None without one."""
        query = self.ranker.reader.read(question)
        reading = self._reading(query)
        cuts = self._cuts(self.ranker.rank(reading, 2), 2, reading)
        return weigh(reading, cuts) if cuts else None

    def _reading(self, query: Query) -> Reading:
        """Read the passages by words and, if their vectors are ready, by meaning."""
        if self._space is None or not self._space.is_whole:
            self._space = self._ready()
        return Reading(query, self.view, self._space)

    def _compared(self, reading: Reading) -> Comparison:
        if self.meaning is None:
            return "off"
        return "compared" if reading.space and reading.space.is_whole else "preparing"

    def _ready(self) -> Space | None:
        return self.meaning.space(self.view.indexes) if self.meaning else None

    def _without_hits(self, query: Query, outside: OutOfScope | None) -> Answer:
        """Reply to what moderators ruled out, or to a message that is no question."""
        return Answer(
            question=query.question,
            status="none",
            confidence=0.0,
            reason=outside.sentence if outside else REPLIES[query.kind],
            hits=(),
            quotes=(),
            corrections=query.corrections if outside else (),
            library_version=self.library.version,
            out_of_scope=outside is not None,
            kind="question" if outside else query.kind,
        )

    def _parts(
        self, shown: Sequence[tuple[Ranked, Cut]], reading: Reading
    ) -> list[tuple[AnswerPart, float]]:
        """Answer each part of a question by itself; return its confidence, too."""
        parts = []
        for part in reading.parts:
            cuts = self._cuts(self.ranker.rank(part, 2), 2, part)
            evidence = weigh(part, cuts) if cuts else None
            status, confidence, _ = assess(evidence, is_foreign=part.query.is_foreign)
            cut = cuts[0][1] if cuts and status != "none" else None
            ranks = (rank for rank, (_, other) in enumerate(shown, 1) if cut and other.shows(cut))
            asked = part.query.question
            passage, quote = (cut.excerpt, cut.quote) if cut else (None, None)
            parts.append((AnswerPart(asked, status, passage, quote, next(ranks, None)), confidence))
        return parts

    def _suggestions(self, query: Query) -> tuple[str, ...]:
        unknown = [
            word
            for concept in query.concepts
            if not (concept.aside or self.ranker.matcher.blend(concept).is_known)
            for word in concept.written.lower().split()
            if is_rare(word)
        ]
        near = [found for word in unknown for found in self.ranker.speller.near(word, 2)]
        return tuple(dict.fromkeys(near))[:_SUGGESTIONS]

    def _cuts(
        self, best: Sequence[Ranked], limit: int, reading: Reading
    ) -> list[tuple[Ranked, Cut]]:
        """Cut the excerpts to show, which never overlap."""
        # Behind the first, a passage that answers a part shows what answers it.
        leading = self.ranker.answering_parts(reading)
        if best:
            leading.pop(best[0].number, None)
        excerpts = Excerpts(self.view.layout)
        reading.prepare(
            n for ranked in best[:limit] for n in excerpts.around(ranked.number, reading)
        )
        cuts: list[tuple[Ranked, Cut]] = []
        for ranked in best:
            judge = leading.get(ranked.number, reading)
            cut = excerpts.cut(ranked.number, judge, whole=ranked.pinned)
            if cut:
                cuts.append((ranked, cut))
            elif ranked.repeats:
                cuts = [_with_repeats(shown, ranked) for shown in cuts]
            if len(cuts) == limit:
                break
        return cuts

    def _hits(self, cuts: Sequence[tuple[Ranked, Cut]], reading: Reading) -> tuple[Hit, ...]:
        words: dict[int, WordsShown] = {}
        asked, hits = bits_asked(reading.query), []
        for rank, (ranked, cut) in enumerate(cuts, start=1):
            having = concepts_shown(cut, reading)
            if having not in words:
                words[having] = words_shown(asked, having)
            matched, unmatched = words[having]
            hit = Hit(
                cut.excerpt,
                ranked.score,
                rank,
                matched,
                unmatched,
                tuple(self.library.citation(self.library.passages[o]) for o in ranked.repeats),
                ranked.pinned,
            )
            hits.append(hit)
        return tuple(hits)


def _together(
    parts: Sequence[tuple[AnswerPart, float]], whole: tuple[Status, float, str]
) -> tuple[Status, float, str]:
    """Return status, confidence and reason for several questions at once: found if each of them is.

    Args:
        parts: Each with its confidence.
        whole: Status, confidence and reason of all their words together.
    """
    status, confidence, reason = whole
    least = min(confidence for _, confidence in parts)
    open_parts = [part.question for part, _ in parts if part.status != "found"]
    if not open_parts:
        return "found", least, "Passages cover most of each question."
    if status == "found":
        reason = f"No passage clearly answers “{open_parts[0]}”."
        return "weak", max(NOTHING, min(confidence, least)), reason
    return status, confidence, reason


def _with_repeats(shown: tuple[Ranked, Cut], part: Ranked) -> tuple[Ranked, Cut]:
    """Name what repeats a part of an excerpt with the excerpt; others stay as they are."""
    ranked, cut = shown
    if not cut.first[0] <= part.number <= cut.last[0]:
        return shown
    return ranked._replace(repeats=ranked.repeats + part.repeats), cut


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
