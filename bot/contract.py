"""Answer -> the JSON object that scripts rely on; its keys and their order are a contract."""

import json

from index import Answer, Hit, Quote
from sources import Citation, citation_line

JsonObject = dict[str, object]

_ESCAPED = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}  # json escapes those below 32


def answer_object(answer: Answer, *, answer_id: str | int, latency_ms: float) -> JsonObject:
    """One answer as `ask --json` and each line of `answer` give it.

    Args:
        answer: With status "none" its passages are an empty list.
        answer_id: The question's id in a batch, else the answer's own.
        latency_ms: How long the search took, in milliseconds; rounded to 3 decimals.
    """
    pairs = zip(answer.hits, answer.quotes, strict=True)
    return {
        "id": answer_id,
        "question": answer.question,
        "status": answer.status,
        "confidence": answer.confidence,
        "reason": answer.reason,
        "corrections": [{"from": c.original, "to": c.corrected} for c in answer.corrections],
        "library_version": answer.library_version,
        "latency_ms": round(latency_ms, 3),
        "passages": [_passage_object(hit, quote) for hit, quote in pairs],
    }


def json_line(value: JsonObject) -> bytes:
    """A JSON object on one line, as UTF-8, its line end included.

    A lone surrogate, which UTF-8 cannot hold, is written as JSON's own escape for it: Python's
    backslash escape of a surrogate is the same six characters. So is each control character, for
    the line may be read in a terminal.
    """
    line = json.dumps(value, ensure_ascii=False).translate(_ESCAPED)
    return line.encode("utf-8", "backslashreplace") + b"\n"


def _passage_object(hit: Hit, quote: Quote) -> JsonObject:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": hit.score,
        "source": passage.doc_id,
        "passage": passage.shown(),
        "quote": passage.shown(quote.start, quote.end),
        "start": passage.locator.start,
        "end": passage.locator.end,
        "matched": list(hit.matched),
        "unmatched": list(hit.unmatched),
        "citation": _citation_object(quote.citation),
    }


def _citation_object(citation: Citation) -> JsonObject:
    return {
        "title": citation.title,
        "authors": list(citation.authors),
        "published": citation.published,
        "section": citation.section,
        "paragraph": citation.paragraph,
        "page": citation.page,
        "url": citation.url,
        "text": citation_line(citation),
    }
