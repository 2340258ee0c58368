"""The whole path of a question: Searcher.answer."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from threading import Lock

from sources import Library

from .answers import Answer, Hit
from .confidence import Evidence, assess, given, wanted
from .english import is_rare
from .excerpts import Cut, Excerpts
from .guidance import NO_GUIDANCE, Guidance, Guide, OutOfScope
from .library_index import LibraryIndex
from .query import Query
from .ranking import Ranked, Ranker, Reading, Run
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
        self._guide = Guide(guidance, self.ranker, self.library)
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
        reading = Reading(query, self.view)
        best = self.ranker.rank(reading, limit)
        if pinned:
            best = self.ranker.pinned(best, pinned)
        cuts = self._cuts(best, limit, reading)
        evidence = _evidence(reading, cuts[0][1]) if cuts else None
        status, confidence, reason = assess(evidence)
        if pinned:
            status, confidence, reason = "found", 1.0, _PINNED
        elif status == "none":
            cuts = []
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
            titles=() if cuts else tuple(d.title for d in self.library.documents.values()),
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
        """Return the numbers of the best passages, best first, whatever the confidence."""
        query = self.ranker.reader.read(question)
        ranked = self.ranker.rank(Reading(query, self.view), limit)
        return [found.number for found in ranked[:limit]]

    def evidence(self, question: str) -> Evidence | None:
        """Return the evidence for the first passage; None without one."""
        query = self.ranker.reader.read(question)
        reading = Reading(query, self.view)
        cuts = self._cuts(self.ranker.rank(reading, 1), 1, reading)
        return _evidence(reading, cuts[0][1]) if cuts else None

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

    def _cuts(
        self, best: Sequence[Ranked], limit: int, reading: Reading
    ) -> list[tuple[Ranked, Cut]]:
        """Cut the excerpts to show, which never overlap."""
        excerpts = Excerpts(self.library, reading.sentences)
        cuts: list[tuple[Ranked, Cut]] = []
        for ranked in best:
            cut = excerpts.cut(ranked.number, whole=ranked.pinned)
            if cut:
                cuts.append((ranked, cut))
            elif ranked.repeats:
                cuts = [_with_repeats(shown, ranked) for shown in cuts]
            if len(cuts) == limit:
                break
        return cuts

    def _hits(self, cuts: Sequence[tuple[Ranked, Cut]], reading: Reading) -> tuple[Hit, ...]:
        query = reading.query
        asides = {concept.written for concept in query.concepts if concept.aside}
        hits = []
        found = _having((cut for _, cut in cuts), reading)
        for rank, ((ranked, cut), having) in enumerate(zip(cuts, found, strict=True), start=1):
            has: dict[str, bool] = {}
            for place, concept in enumerate(query.concepts):
                # One word read as two: both must be there.
                has[concept.written] = has.get(concept.written, True) and place in having
            hit = Hit(
                cut.excerpt,
                ranked.score,
                rank,
                tuple(written for written, there in has.items() if there),
                tuple(w for w, there in has.items() if not there and w not in asides),
                tuple(self.library.citation(self.library.passages[o]) for o in ranked.repeats),
                ranked.pinned,
            )
            hits.append(hit)
        return tuple(hits)


def _with_repeats(shown: tuple[Ranked, Cut], part: Ranked) -> tuple[Ranked, Cut]:
    """Name what repeats a part of an excerpt with the excerpt; others stay as they are."""
    ranked, cut = shown
    if not cut.first[0] <= part.number <= cut.last[0]:
        return shown
    return replace(ranked, repeats=ranked.repeats + part.repeats), cut


def _having(cuts: Iterable[Cut], reading: Reading) -> list[frozenset[int]]:
    """Return which of the query's concepts each excerpt, or the heading above it, has."""
    runs: list[Run] = []
    for cut in cuts:
        heading = (cut.best[0], -1)
        runs += [(cut.first, cut.last), (heading, heading)]
    found = reading.concepts(runs)
    return [a | b for a, b in zip(found[::2], found[1::2], strict=True)]


def _evidence(reading: Reading, cut: Cut) -> Evidence:
    """Weigh what speaks for an excerpt, and against it."""
    query, matcher = reading.query, reading.view.matcher
    [having], [quoted] = _having([cut], reading), reading.concepts([(cut.best, cut.best)])
    concepts = list(enumerate(query.concepts))
    worth = [concept.weight * matcher.blend(concept).idf for concept in query.concepts]
    lacking = [concept for at, concept in concepts if at not in having]
    unknown = [concept for concept in lacking if not matcher.blend(concept).names]
    total = sum(worth) or 1.0
    asked = frozenset(query.asked)
    number, place = cut.best
    passage = reading.view.library.passages[number]
    sentence = passage.text[slice(*passage.sentences[place])]
    return Evidence(
        coverage=sum(worth[at] for at in having) / total,
        sentence_coverage=sum(worth[at] for at in quoted) / total,
        specifics=sum(query.concepts[at].weight for at in quoted),
        strange=sum(any(map(is_rare, c.written.lower().split())) for c in unknown),
        missing=[k for k in wanted(query.asked) if not given(k, sentence, asked)],
        unknown=[concept.written for concept in unknown],
        unmatched=[concept.written for concept in lacking if not concept.aside],
        said=sum(concept.weight for concept in query.concepts),
        asides=frozenset(concept.written for concept in lacking if concept.aside),
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
