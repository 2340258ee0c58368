"""Find the sentences of a document's blocks, with the library sentencex, and drop repeats."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sentencex import segment

from .boilerplate import REPEATED, repeated, word_key
from .documents import LeftOut
from .draft import Block, Span
from .phrases import opens_objectives

# Around a heading's words: "## ... ##", and the line under it.
_HEADING_MARKS = re.compile(r"\A#{1,6}(?=\s)|\s#+\Z|\n[ \t]*(?:=+|-+)\Z")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)([^*_]+)(?<=\S)\1")
_LONG_SENTENCE = 8  # words; a shorter one may recur by chance

# Cost of a cut before a sentence; a passage twice as long as the target costs 1.
NEXT_SENTENCE = 0.3
_NEW_PARAGRAPH, _NEW_LIST, _NEXT_ENTRY, _GLUED = 0.0, -0.15, 0.1, 3.0

# Joined to the sentence before: "(Bell 14).", "[12]", a closing quotation mark.
_TAIL = re.compile(r"[^\w(\[]*(?:[(\[][^()\[\]]{1,60}[)\]][^\w(\[]*)?\Z")
# A citation after the closing quote, before a new sentence: "(Bell 14) Then ...".
_CITATION = re.compile(r"\s*\((?=[^\W\d])(?=[^()]*\d)[^()]{1,60}\)\s+(?=\W{0,2}[A-Z])")
# After these, a small letter continues the sentence: "Come in!" he said.
_OPEN_END = re.compile(r"(?:\.\.\.|…|[.!?,][\"'”’»)\]]+)\s*\Z")
# After these, a small letter or a number does; the library ends the sentence at some of them.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[])(?:vols?|pp?|nos?|chs?|eds?|figs?|approx|ca?|cf|etc|vs|incl|esp|resp|Nr|Bd)\.\s*\Z"
)
# The name of a character before its speech: "ANNA.", "KING HENRY [rising]."
_SPEAKER = re.compile(r"\s*[A-Z][A-Z'’ -]{1,30}(?:[ ]?[\[(][^()\[\]]{1,60}[)\]])?\.\s*")
_MARK = re.compile(
    r"(?:\s*>)*\s*(?:[-*+•‣▪◦●○·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s+(?=\S)|(?:\s*>)+\s*(?=\S)"
)
# The library takes n * n steps for n unclosed quotation marks.
_LONGEST = 5000  # code points
_CLEAR_END = re.compile(r"(?<=[a-z]{3}[.!?]) +(?=\W{0,2}[A-Z])")
_SPACE = re.compile(" +")
_THAI_SPACE = re.compile("(?<=[\u0e00-\u0eff\u1780-\u17ff]) +(?=[\u0e00-\u0eff\u1780-\u17ff])")
_LEAST_THAI = 40  # code points; a shorter clause does not stand alone
_WHITE_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place: [start, end) in the document's text.

    Attributes:
        words: Start of its words, after any list mark.
        opens: Begins a paragraph, a list entry or a line of verse.
        part: Sentences of different parts never share a passage.
        cost: Cost of a cut before it.
    """

    start: int
    end: int
    words: int
    opens: bool
    block: Block
    section: str | None
    paragraph: int
    part: int
    cost: float


def find_sentences(
    text: str, blocks: Sequence[Block], sections: Sequence[str | None]
) -> list[Sentence]:
    """Return the sentences of all blocks in order, except headings that are no text.

    Args:
        text: Of the document.
        blocks: In order.
        sections: The name of the section of each block.
    """
    sentences: list[Sentence] = []
    part = paragraph = 0
    before: Block | None = None
    in_objectives = False
    for block, section in zip(blocks, sections, strict=True):
        if in_objectives and block.kind != "entry":
            before = None if before and before.kind == "entry" else before
            in_objectives = False
        if block.is_heading:
            before = None
            if not block.quotable:
                continue
        paragraph += 1
        noted = before is not None and (before.kind == "note") != (block.kind == "note")
        if before is None or noted or before.role != block.role or block.role == "reference":
            part += 1
        place = (block, section, paragraph, part)
        sentences += _sentences_of(text, place, _cost(before, block))
        before = block
        in_objectives = in_objectives or opens_objectives(text[block.start : block.end])
    return sentences


def heading_text(text: str, block: Block) -> str:
    """Return the words of a heading or title, without its marks."""
    words = _HEADING_MARKS.sub("", text[block.start : block.end])
    words = _EMPHASIS.sub(r"\2", words)
    return " ".join(words.split()).removesuffix(":")


def _cost(before: Block | None, block: Block) -> float:
    if before and before.glued:
        return _GLUED
    if block.kind == "entry":
        return _NEXT_ENTRY if before and before.kind == "entry" else _NEW_LIST
    return _NEW_PARAGRAPH


def _sentences_of(
    text: str, place: tuple[Block, str | None, int, int], cost: float
) -> Iterator[Sentence]:
    block = place[0]
    for unit in block.units or ((block.start, block.end),):
        spans = split_sentences(text, _words_start(block, unit), unit[1])
        if block.role == "reference" and spans:
            spans = [(spans[0][0], spans[-1][1])]  # one work, with any number of full stops
        start = unit[0]
        for words, end in spans or [unit]:
            opens = start == unit[0]
            yield Sentence(start if opens else words, end, words, opens, *place, cost)
            start, cost = end, NEXT_SENTENCE
        cost = _GLUED if text[unit[1] - 1] in "?:" else _NEXT_ENTRY


def _words_start(block: Block, unit: Span) -> int:
    """Return where the words begin, after the number of an entry."""
    return unit[0] + (block.number if unit[0] == block.start else 0)


def without_repeats(
    text: str, sentences: Sequence[Sentence], left_out: Sequence[LeftOut]
) -> tuple[list[Sentence], list[LeftOut]]:
    """Keep only the first occurrence of long sentences, and of short ones among them.

    Rows of tables are always kept: what is equal in two tables is said of two things.

    Args:
        text: The document's text.
        sentences: In order.
        left_out: Spans left out so far, in order.

    Returns:
        The sentences kept, and all spans left out, both in order.
    """
    rows = [bool(s.block.units) and "\t" in text[s.start : s.end] for s in sentences]
    keys = [
        "" if row else word_key(text[s.start : s.end])
        for row, s in zip(rows, sentences, strict=True)
    ]
    flags = [
        flag and not row
        for flag, row in zip(repeated(keys, longest=_LONG_SENTENCE), rows, strict=True)
    ]
    kept = [sentence for sentence, flag in zip(sentences, flags, strict=True) if not flag]
    gaps = [span.start for span in left_out]
    repeats: list[LeftOut] = []
    for (flag, *_), group in groupby(
        zip(sentences, flags, strict=True),
        lambda pair: (pair[1], pair[0].part, bisect(gaps, pair[0].start)),
    ):
        if flag:
            run = [sentence for sentence, _ in group]
            repeats.append(LeftOut(start=run[0].start, end=run[-1].end, reason=REPEATED))
    return kept, sorted((*left_out, *repeats), key=lambda span: span.start)


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of the sentences in `text[start:end]`, without surrounding white space.

    A list mark at the beginning belongs to none of them. Every other character that is not
    white space belongs to exactly one.
    """
    if mark := _MARK.match(text, start, end):
        start = mark.end()
    spans: list[Span] = []
    # A reader takes a line end inside a paragraph for a space; the splitter would end there.
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
        for piece in _unpunctuated(segment("en", part)):
            citation = _CITATION.match(piece)
            yield from (piece[: citation.end()], piece[citation.end() :]) if citation else (piece,)
        start += len(part)


def _unpunctuated(pieces: Iterable[str]) -> Iterator[str]:
    """Split where Thai and Khmer end a sentence or clause: at a space, without a full stop."""
    for piece in pieces:
        start = 0
        for space in _THAI_SPACE.finditer(piece):
            if space.end() - start >= _LEAST_THAI and space.end() < len(piece):
                yield piece[start : space.end()]
                start = space.end()
        yield piece[start:]


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for piece in pieces:
        if held and not _continues(held[-1], piece):
            yield "".join(held)
            held = []
        held.append(piece)
    if held:
        yield "".join(held)


def _continues(before: str, piece: str) -> bool:
    if not before.strip() or _TAIL.match(piece) or _SPEAKER.fullmatch(before):
        return True
    first, end = piece.lstrip(" \"'“‘«([")[:1], before[-12:]
    if first.islower() and _OPEN_END.search(end):
        return True
    return (first.islower() or first.isdigit()) and _ABBREVIATED.search(end) is not None
