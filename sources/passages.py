"""Packing a document's sentences into the passages that are indexed and quoted."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .blocks import Block
from .documents import LeftOut, Locator, Passage
from .repeats import STANDS_TWICE, repeated, word_key
from .sentences import split_sentences

# Around a heading's words: "## ... ##", and the line under it.
_HEADING_MARKS = re.compile(r"\A#{1,6}(?=\s)|\s#+\Z|\n[ \t]*(?:=+|-+)\Z")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)([^*_]+)(?<=\S)\1")
_LONG_SENTENCE = 8  # words; a shorter one may stand twice by chance
_CHUNK = 60  # code points; sentences of a paragraph are kept together up to this length

# What a cut costs, where a passage twice as long as the target costs 1.
_NEW_PARAGRAPH, _NEW_LIST, _NEXT_ENTRY, _NEXT_SENTENCE, _GLUED = 0.0, -0.15, 0.1, 0.3, 3.0


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
        if before is None or before.role != block.role or block.role == "reference":
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
            start, cost = end, _NEXT_SENTENCE
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


def cut_passages(
    doc_id: str,
    text: str,
    sentences: Iterable[Sentence],
    left_out: Iterable[LeftOut],
    sizes: tuple[int, int],
) -> Iterator[Passage]:
    """Pack sentences into passages; none reaches across a heading or what is left out.

    Args:
        doc_id: Of the document.
        text: Of the document.
        sentences: In order.
        left_out: Spans of the document that no passage may hold, in order.
        sizes: The aim and the limit of a passage's length, in code points, both at least 1.
    """
    target, limit = sizes
    gaps = [span.start for span in left_out]
    for _, part in groupby(sentences, lambda s: (s.part, bisect(gaps, s.start))):
        fitting = [piece for sentence in part for piece in _fit(text, sentence, limit)]
        for group in _pack(list(_chunks(fitting, limit)), target, limit):
            yield _passage(doc_id, text, group)


def _fit(text: str, sentence: Sentence, limit: int) -> Iterator[Sentence]:
    """Cut a sentence that is too long for any passage at white space, if it has some."""
    while sentence.end - sentence.start > limit:
        last = sentence.start + limit
        spaces = (k for k in range(last, sentence.start + limit // 2, -1) if text[k].isspace())
        cut = next(spaces, last)
        end = sentence.start + len(text[sentence.start : cut].rstrip())
        if end > sentence.start:
            words = sentence.words if sentence.words < end else sentence.start
            yield replace(sentence, end=end, words=words)
        start = cut + len(text[cut : sentence.end]) - len(text[cut : sentence.end].lstrip())
        words = max(start, sentence.words)
        sentence = replace(sentence, start=start, words=words, opens=False, cost=_NEXT_SENTENCE)
    if sentence.start < sentence.end:
        yield sentence


def _chunks(sentences: Sequence[Sentence], limit: int) -> Iterator[list[Sentence]]:
    """Neighbouring sentences that are too short to be cut apart."""
    held: list[Sentence] = []
    for sentence in sentences:
        if held:
            long = held[-1].end - held[0].start >= _CHUNK
            too_long = sentence.end - held[0].start > limit
            if long or too_long or sentence.block is not held[0].block:
                yield held
                held = []
        held.append(sentence)
    if held:
        yield held


def _pack(chunks: Sequence[list[Sentence]], target: int, limit: int) -> Iterator[list[Sentence]]:
    """Group neighbouring chunks at the least cost: shortest path over the places to cut."""
    costs, begins = [0.0], [0]
    for end in range(1, len(chunks) + 1):
        best, begin = float("inf"), end - 1
        for start in range(end - 1, -1, -1):
            length = chunks[end - 1][-1].end - chunks[start][0].start
            if length > limit and start < end - 1:
                break
            cost = costs[start] + chunks[start][0].cost + (length / target - 1) ** 2
            if cost < best:
                best, begin = cost, start
        costs.append(best)
        begins.append(begin)
    cuts = [len(chunks)]
    while cuts[-1]:
        cuts.append(begins[cuts[-1]])
    for end, start in zip(cuts[-2::-1], cuts[:0:-1], strict=True):
        yield [sentence for chunk in chunks[start:end] for sentence in chunk]


def _passage(doc_id: str, text: str, group: Sequence[Sentence]) -> Passage:
    first, start, end = group[0], group[0].start, group[-1].end
    locator = Locator(start, end, section=first.section, paragraph=first.paragraph)
    lines = {sentence.start for sentence in group[1:] if sentence.opens}
    for block, _ in groupby(sentence.block for sentence in group):
        lines.update(block.lines[bisect(block.lines, start) : bisect(block.lines, end - 1)])
    return Passage(
        doc_id=doc_id,
        locator=locator,
        text=text[start:end],
        sentences=tuple((s.words - start, s.end - start) for s in group),
        breaks=tuple(line - start for line in sorted(lines)),
        kind=first.block.role,
    )
