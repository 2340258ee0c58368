"""What is kept of an answer, and the answer from that, whatever became of its sources."""

from bot.log.entry import Entry, LoggedPassage, Quoted
from index import Answer, Hit, Quote
from sources import Citation, Library, Locator, Passage

_UNKNOWN = Quoted(text="", breaks=(), citation=Citation(title=""), document="")


def kept_passages(answer: Answer, library: Library) -> tuple[LoggedPassage, ...]:
    """All that an answer shows, by rank, with the words of the library that it was made from."""
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
