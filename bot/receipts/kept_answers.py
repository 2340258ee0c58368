"""Answers from what is kept of them, whatever became of their sources."""

from bot.log.entry import Entry, LoggedPassage, Quoted
from index import Answer, Hit, Quote
from sources import Citation, Locator, Passage

_UNKNOWN = Quoted(text="", breaks=(), citation=Citation(title=""), document="")


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
    )
