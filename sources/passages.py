"""Cutting a document's blocks into the passages that are indexed and quoted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .blocks import Block, Draft, Span
from .documents import LeftOut, Locator, Passage
from .repeats import repeated, word_key
from .sentences import split_sentences

_CHUNK = 60  # code points; shorter sentences are never cut from the next one in their paragraph
_IN_PARAGRAPH, _IN_LIST, _GLUED = 0.3, 0.05, 3.0  # what a cut there costs, in squared deviations


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its block; [start, end) with a list mark before it, `words` without."""

    start: int
    end: int
    words: int
    block: Block
    section: str | None
    paragraph: int
    opens: bool  # a paragraph, a list entry or a line of verse
    run: int  # sentences of different runs never share a passage
    cost: float = 0.0  # of a cut before it


def find_sentences(draft: Draft, blocks: Sequence[Block]) -> list[Sentence]:
    """All sentences of all blocks but headings, in order."""
    sentences: list[Sentence] = []
    section: str | None = None
    paragraph = run = 0
    before: Block | None = None
    for block in blocks:
        if block.kind in {"title", "heading"}:
            if block.kind == "heading":
                section = " ".join(draft.text[block.start : block.end].split()).rstrip(":")
            run, before = run + 1, None
            continue
        paragraph += not block.follows
        if block.cut or block.role == "reference" or (before and before.role != block.role):
            run += 1
        cost = _cost(before, block)
        for unit in block.units or ((block.start, block.end),):
            for start, end, words in _sentences_of(draft.text, unit):
                opens = start == unit[0]
                sentences.append(
                    Sentence(start, end, words, block, section, paragraph, opens, run, cost)
                )
                cost = _IN_PARAGRAPH
            cost = _IN_LIST
        before = block
    return sentences


def _cost(before: Block | None, block: Block) -> float:
    if before is None:
        return 0.0
    if before.glued:
        return _GLUED
    return _IN_LIST if before.kind == block.kind == "entry" else 0.0


def _sentences_of(text: str, unit: Span) -> Iterator[tuple[int, int, int]]:
    start = unit[0]
    for words, end in split_sentences(text, *unit) or [unit]:
        yield (start if start == unit[0] else words), end, words
        start = end


def without_repeats(
    text: str, sentences: Sequence[Sentence]
) -> tuple[list[Sentence], list[LeftOut]]:
    """Keep each sentence at its first place only, if it is long enough to be no chance."""
    flags = repeated([word_key(text[s.start : s.end]) for s in sentences], longest=8, total=40)
    kept: list[Sentence] = []
    left_out: list[LeftOut] = []
    shift = 0
    for i, sentence in enumerate(sentences):
        if not flags[i]:
            kept.append(_moved(sentence, shift))
        elif i and flags[i - 1] and sentences[i - 1].run == sentence.run:
            left_out[-1] = left_out[-1].model_copy(update={"end": sentence.end})
        else:
            shift += 1
            left_out.append(LeftOut(start=sentence.start, end=sentence.end, reason="stands twice"))
    return kept, left_out


def _moved(sentence: Sentence, shift: int) -> Sentence:
    from dataclasses import replace

    return replace(sentence, run=sentence.run * 1 + shift * 10**9)


def cut_passages(
    doc_id: str, text: str, sentences: Sequence[Sentence], *, max_chars: int, target_chars: int
) -> Iterator[Passage]:
    """Pack whole sentences into passages, best near `target_chars`, at most `max_chars` long."""
    for _, run in groupby(sentences, key=lambda s: s.run):
        chunks = list(_chunks(list(_fitted(text, run, max_chars)), max_chars))
        for group in _pack(chunks, max_chars, target_chars):
            yield _passage(doc_id, text, group)


def _fitted(text: str, run: Iterator[Sentence], max_chars: int) -> Iterator[Sentence]:
    from dataclasses import replace

    for sentence in run:
        start, words, opens, cost = sentence.start, sentence.words, sentence.opens, sentence.cost
        while sentence.end - start > max_chars:
            cut = next(
                (
                    k
                    for k in range(start + max_chars, start + max_chars // 2, -1)
                    if text[k].isspace()
                ),
                start + max_chars,
            )
            end = start + len(text[start:cut].rstrip())
            yield replace(sentence, start=start, end=end, words=words, opens=opens, cost=cost)
            start = cut
            while start < sentence.end and text[start].isspace():
                start += 1
            words, opens, cost = start, False, _IN_PARAGRAPH
        if start < sentence.end:
            yield replace(sentence, start=start, words=words, opens=opens, cost=cost)


def _chunks(sentences: Sequence[Sentence], max_chars: int) -> Iterator[list[Sentence]]:
    held: list[Sentence] = []
    for sentence in sentences:
        if held and (
            held[-1].end - held[0].start >= _CHUNK
            or sentence.end - held[0].start > max_chars
            or (sentence.opens and sentence.cost == 0.0)
        ):
            yield held
            held = []
        held.append(sentence)
    if held:
        yield held


def _pack(chunks: Sequence[list[Sentence]], max_chars: int, target: int) -> list[list[Sentence]]:
    """The cheapest way to group neighbouring chunks; a group is never longer than `max_chars`."""
    best = [0.0] + [float("inf")] * len(chunks)
    cut = [0] * (len(chunks) + 1)
    for end in range(1, len(chunks) + 1):
        for start in range(end - 1, -1, -1):
            length = chunks[end - 1][-1].end - chunks[start][0].start
            if length > max_chars and start < end - 1:
                break
            price = best[start] + ((length - target) / target) ** 2
            price += chunks[start][0].cost if start else 0.0
            if price < best[end]:
                best[end], cut[end] = price, start
    groups: list[list[Sentence]] = []
    end = len(chunks)
    while end:
        groups.append([s for chunk in chunks[cut[end] : end] for s in chunk])
        end = cut[end]
    return groups[::-1]


def _passage(doc_id: str, text: str, group: Sequence[Sentence]) -> Passage:
    first, start, end = group[0], group[0].start, group[-1].end
    return Passage(
        doc_id,
        Locator(start, end, section=first.section, paragraph=first.paragraph),
        text[start:end],
        tuple((s.words - start, s.end - start) for s in group),
        tuple(s.start - start for s in group[1:] if s.opens),
        first.block.role,
    )
