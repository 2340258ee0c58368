"""Sentences, by the library sentencex, with what citing needs put right."""

import re
from collections.abc import Iterable, Iterator

from sentencex import segment

from .blocks import Span

# What cannot stand alone belongs to the sentence before it: "(Li 14).", "[12]", a closing quote.
_TAIL = re.compile(r"[^\w(\[]*(?:[(\[][^()\[\]]{1,60}[)\]][^\w(\[]*)?\s*\Z")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:vols?|pp?|nos?|chs?|eds?|figs?|approx|ca|c|cf|vs|eq|esp|incl|z\. ?B|bzw|usw|Nr|Bd|S"
    r"|[A-Z]|\d{1,2})\.\s*\Z"
)
_OPENER = re.compile(r"\s*(?:[-*+•‣▪◦●○·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+(?=\S)")


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences of `text[start:end]`, without white space at their ends.

    A list mark at the beginning belongs to none of them. Everything else that is not white
    space belongs to exactly one.
    """
    if opener := _OPENER.match(text, start, end):
        start = opener.end()
    spans: list[Span] = []
    here = start
    # A line end inside a paragraph is a space to the eye, but an end to the splitter.
    for piece in _joined(segment("en", re.sub(r"\s", " ", text[start:end]))):
        spans.append(_strip(text, here, here + len(piece)))
        here += len(piece)
    if here < end:
        spans.append(_strip(text, here, end))
    return [span for span in spans if span[0] < span[1]]


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    held = ""
    for piece in pieces:
        if held and not _goes_on(held, piece):
            yield held
            held = ""
        held += piece
    if held:
        yield held


def _goes_on(before: str, piece: str) -> bool:
    first = piece.lstrip()[:3]
    if not before.strip() or not first or _TAIL.match(piece):
        return True
    if first[0].islower() or (len(first) > 1 and not first[0].isalnum() and first[1].islower()):
        return True
    return first[0].isdigit() and _ABBREVIATED.search(before[-12:]) is not None


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
