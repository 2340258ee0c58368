"""Sentences, by the library sentencex, with what citing needs put right."""

import re
from collections.abc import Iterable, Iterator

from sentencex import segment

from .blocks import Span

# What cannot stand alone belongs to the sentence before it: "(Bell 14).", "[12]", a closing quote.
_TAIL = re.compile(r"[^\w(\[]*(?:[(\[][^()\[\]]{1,60}[)\]][^\w(\[]*)?\Z")
# A work that was cited after the closing quote, before a new sentence: "(Bell 14) Then ...".
_CITATION = re.compile(r"\s*\((?=[^\W\d])(?=[^()]*\d)[^()]{1,60}\)\s+(?=\W{0,2}[A-Z])")
# After these, a small letter goes on with the sentence: "Come in!" he said.
_OPEN_END = re.compile(r"(?:\.\.\.|…|[.!?,][\"'”’»)\]]+)\s*\Z")
# After these, a small letter or a number does; the library takes some of them for the end.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[])(?:vols?|pp?|nos?|chs?|eds?|figs?|approx|ca?|cf|etc|vs|incl|esp|resp|Nr|Bd)\.\s*\Z"
)
_MARK = re.compile(
    r"(?:\s*>)*\s*(?:[-*+•‣▪◦●○·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s+(?=\S)|(?:\s*>)+\s*(?=\S)"
)
# The library takes n * n steps for n quotation marks that are not closed.
_LONGEST = 5000  # code points
_CLEAR_END = re.compile(r"(?<=[a-z]{3}[.!?]) +(?=\W{0,2}[A-Z])")
_SPACE = re.compile(" +")
_WHITE_SPACE = re.compile(r"\s")


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences of `text[start:end]`, without the white space around them.

    A list mark at the beginning belongs to none of them. Everything else that is not white
    space belongs to exactly one.
    """
    if mark := _MARK.match(text, start, end):
        start = mark.end()
    spans: list[Span] = []
    # A line end inside a paragraph is a space to the eye, but an end to the splitter.
    for piece in _joined(_segments(_WHITE_SPACE.sub(" ", text[start:end]))):
        words = piece.strip()
        if words:
            first = start + piece.index(words)
            spans.append((first, first + len(words)))
        start += len(piece)
    return spans


def _segments(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        part = text[start : start + _LONGEST]
        if start + len(part) < len(text):
            ends = [*_CLEAR_END.finditer(part, _LONGEST // 2)] or [*_SPACE.finditer(part)]
            part = part[: ends[-1].end()] if ends else part
        for piece in segment("en", part):
            citation = _CITATION.match(piece)
            yield from (piece[: citation.end()], piece[citation.end() :]) if citation else (piece,)
        start += len(part)


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for piece in pieces:
        if held and not _goes_on(held[-1], piece):
            yield "".join(held)
            held = []
        held.append(piece)
    if held:
        yield "".join(held)


def _goes_on(before: str, piece: str) -> bool:
    if not before.strip() or _TAIL.match(piece):
        return True
    first, end = piece.lstrip(" \"'“‘«([")[:1], before[-12:]
    if first.islower() and _OPEN_END.search(end):
        return True
    return (first.islower() or first.isdigit()) and _ABBREVIATED.search(end) is not None
