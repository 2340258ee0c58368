"""The sentences of a document's blocks, each in its place and once."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .blocks import Block
from .documents import LeftOut
from .repeats import STANDS_TWICE, repeated, word_key
from .splitting import split_sentences

# Around a heading's words: "## ... ##", and the line under it.
_HEADING_MARKS = re.compile(r"\A#{1,6}(?=\s)|\s#+\Z|\n[ \t]*(?:=+|-+)\Z")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)([^*_]+)(?<=\S)\1")
_LONG_SENTENCE = 8  # words; a shorter one may stand twice by chance

# What a cut before a sentence costs, where a passage twice as long as the target costs 1.
NEXT_SENTENCE = 0.3
_NEW_PARAGRAPH, _NEW_LIST, _NEXT_ENTRY, _GLUED = 0.0, -0.15, 0.1, 3.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its place; [start, end) in the document's text.

    Attributes:
        words: Where it begins without the list mark that stands before it.
        opens: Begins a paragraph, a list entry or a line of verse.
        part: Sentences of different parts never share a passage.
        cost: Of a cut before it.
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


def find_sentences(text: str, blocks: Sequence[Block]) -> list[Sentence]:
    """All sentences of all blocks but headings, in order."""
    sentences: list[Sentence] = []
    section: str | None = None
    part = paragraph = 0
    before: Block | None = None
    for block in blocks:
        if block.is_heading:
            section = heading_text(text, block) if block.kind == "heading" else None
            before = None
            continue
        paragraph += 1
        noted = before is not None and (before.kind == "note") != (block.kind == "note")
        if before is None or noted or before.role != block.role or block.role == "reference":
            part += 1
        place = (block, section, paragraph, part)
        sentences += _sentences_of(text, place, _cost(before, block))
        before = block
    return sentences


def heading_text(text: str, block: Block) -> str:
    """The words of a heading or title, without its marks."""
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
        spans = split_sentences(text, *unit)
        if block.role == "reference" and spans:
            spans = [(spans[0][0], spans[-1][1])]  # one work, however many full stops it has
        start = unit[0]
        for words, end in spans or [unit]:
            opens = start == unit[0]
            yield Sentence(start if opens else words, end, words, opens, *place, cost)
            start, cost = end, NEXT_SENTENCE
        cost = _GLUED if text[unit[1] - 1] in "?:" else _NEXT_ENTRY


def without_repeats(
    text: str, sentences: Sequence[Sentence], left_out: Sequence[LeftOut]
) -> tuple[list[Sentence], list[LeftOut]]:
    """Keep long sentences, and short ones among them, at their first place only.

    Args:
        text: Of the document.
        sentences: In order.
        left_out: What is left out already, in order.

    Returns:
        The sentences that are kept, and all that is left out, both in order.
    """
    keys = [word_key(text[s.start : s.end]) for s in sentences]
    flags = repeated(keys, longest=_LONG_SENTENCE)
    kept = [sentence for sentence, flag in zip(sentences, flags, strict=True) if not flag]
    gaps = [span.start for span in left_out]
    repeats: list[LeftOut] = []
    for (flag, *_), group in groupby(
        zip(sentences, flags, strict=True),
        lambda pair: (pair[1], pair[0].part, bisect(gaps, pair[0].start)),
    ):
        if flag:
            run = [sentence for sentence, _ in group]
            repeats.append(LeftOut(start=run[0].start, end=run[-1].end, reason=STANDS_TWICE))
    return kept, sorted((*left_out, *repeats), key=lambda span: span.start)
