"""Stored answers: what to store, how to show them again, and whether their sources still agree."""

from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from bot.storage.entries import Entry, LoggedPassage, Quoted
from index import Answer, Hit, Quote
from sources import Citation, Library, Locator, Passage

_UNKNOWN = Quoted(text="", breaks=(), citation=Citation(title=""), document="")


def kept_passages(answer: Answer, library: Library) -> tuple[LoggedPassage, ...]:
    """Return the passages that an answer shows, by rank, with their text and citations."""
    pairs = zip(answer.hits, answer.quotes, strict=True)
    return tuple(_logged(hit, quote, library) for hit, quote in pairs)


def quoted_pair(logged: LoggedPassage, rank: int) -> tuple[Hit, Quote]:
    """A passage and the part of it in bold, as they were shown.

    What is not kept of a passage, which words of the question it has, is empty.
    """
    quoted = logged.quoted or _UNKNOWN
    start, end = logged.quote_start or 0, logged.quote_end or 0
    place = Locator(logged.start, logged.end)
    bold = Locator(logged.start + start, logged.start + end)
    passage = Passage(logged.source, place, quoted.text, (), quoted.breaks)
    hit = Hit(passage, logged.score, rank, (), ())
    return hit, Quote(quoted.text[start:end], start, end, bold, quoted.citation)


def answer_of(entry: Entry) -> Answer | None:
    """The answer that was given; None if its words were not kept, as in older versions."""
    if any(passage.quoted is None for passage in entry.passages):
        return None
    pairs = [quoted_pair(logged, rank) for rank, logged in enumerate(entry.passages, start=1)]
    return Answer(
        question=entry.question,
        status=entry.status,
        confidence=entry.confidence,
        reason="",
        hits=tuple(hit for hit, _ in pairs),
        quotes=tuple(quote for _, quote in pairs),
        corrections=(),
        library_version=entry.library_version,
        kind=entry.kind,
    )


def _logged(hit: Hit, quote: Quote, library: Library) -> LoggedPassage:
    passage = hit.passage
    return LoggedPassage(
        passage_id=passage.passage_id,
        source=passage.doc_id,
        start=passage.locator.start,
        end=passage.locator.end,
        score=hit.score,
        quoted=Quoted(
            text=passage.text,
            breaks=passage.breaks,
            citation=quote.citation,
            document=library.documents[passage.doc_id].sha256,
        ),
        quote_start=quote.start,
        quote_end=quote.end,
    )


State = Literal["unchanged", "moved", "changed", "gone"]
"""Word for word where it stood; word for word elsewhere; other words; the document is no more."""

_ALIKE = 70.0  # of 100; below it, two passages have a topic in common at the most
_SHORT = 100  # characters; a shorter passage is like a part of most texts


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether and where a quoted passage is in its source today.

    Attributes:
        now: What it reads like today, where it was changed; None if nothing is like it.
        citation: Of the place where it stands today, if it is another one.
    """

    state: State
    now: str | None = None
    citation: Citation | None = None


def standing_of(logged: LoggedPassage, quoted: Quoted, library: Library) -> Standing:
    """Compare a passage as it was quoted with a library; takes a while for a large one."""
    document = library.documents.get(logged.source)
    if document is None:
        return _elsewhere(quoted, library)
    if document.text[logged.start : logged.end] == quoted.text:
        return Standing("unchanged")
    start = document.text.find(quoted.text)
    if start >= 0:
        return Standing("moved", citation=_citation(library, logged.source, start, quoted))
    return _rewritten(logged.source, quoted, library)


def _elsewhere(quoted: Quoted, library: Library) -> Standing:
    """A document that was renamed, or put into another collection, is there all the same."""
    for doc_id, document in library.documents.items():
        start = document.text.find(quoted.text)
        if start >= 0:
            return Standing("moved", citation=_citation(library, doc_id, start, quoted))
    return Standing("gone")


def _rewritten(doc_id: str, quoted: Quoted, library: Library) -> Standing:
    """Find the passage that is most similar to a part of what was quoted, but not the same."""
    passages = [
        passage
        for passage in library.passages
        if passage.doc_id == doc_id and passage.text not in quoted.text
    ]
    alike = [_likeness(quoted.text, passage.text) for passage in passages]
    best = max(alike, default=0.0)
    if best < _ALIKE:
        return Standing("changed")
    passage = passages[alike.index(best)]
    return Standing("changed", passage.shown(), library.citation(passage))


def _likeness(quoted: str, passage: str) -> float:
    """Compare a passage with the most similar part of what was quoted, which may be longer."""
    alike = fuzz.partial_ratio(quoted, passage, score_cutoff=_ALIKE)
    return alike * min(1.0, len(passage) / min(_SHORT, len(quoted)))


def _citation(library: Library, doc_id: str, start: int, quoted: Quoted) -> Citation | None:
    """The citation of the passage in which the words begin today."""
    end = start + len(quoted.text)
    for passage in library.passages:
        if passage.doc_id == doc_id and passage.locator.end > start:
            return library.citation(passage, Locator(start, end))
    return None
