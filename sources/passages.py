"""Pack a document's sentences into the passages that are indexed and quoted."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from .documents import LeftOut, Locator, Passage, find_pages
from .draft import Draft
from .sentences import NEXT_SENTENCE, Sentence

_CHUNK = 60  # code points; sentences of a paragraph are kept together up to this length


def cut_passages(
    doc_id: str,
    draft: Draft,
    sentences: Iterable[Sentence],
    left_out: Iterable[LeftOut],
    sizes: tuple[int, int],
) -> Iterator[Passage]:
    """Pack sentences into passages.

    No passage crosses a heading, a span that is left out, or the end of a slide or chapter; it may
    continue from one page to the next.

    Args:
        doc_id: The document's id.
        draft: The document's text and pages.
        sentences: In order.
        left_out: Spans that no passage may contain, in order.
        sizes: The preferred and the greatest length of a passage, in code points, at least 1.
    """
    target, limit = sizes
    chapters = (page.start for page in draft.pages if page.kind == "chapter")
    gaps = sorted((*(span.start for span in left_out), *draft.slides, *chapters))
    for _, part in groupby(sentences, lambda s: (s.part, bisect(gaps, s.start))):
        fitting = [piece for sentence in part for piece in _fit(draft.text, sentence, limit)]
        for group in _pack(list(_chunks(fitting, limit)), target, limit):
            yield _passage(doc_id, draft, group)


def _fit(text: str, sentence: Sentence, limit: int) -> Iterator[Sentence]:
    """Cut a sentence that is too long for any passage, at white space if it has any."""
    while sentence.end - sentence.start > limit:
        last = sentence.start + limit
        room = range(last, sentence.start + limit // 2, -1)
        cut = next((k for k in room if text[k].isspace()), last)
        end = sentence.start + len(text[sentence.start : cut].rstrip())
        if end > sentence.start:
            words = sentence.words if sentence.words < end else sentence.start
            yield replace(sentence, end=end, words=words)
        start = next(k for k in range(cut, sentence.end) if not text[k].isspace())
        words = max(start, sentence.words)
        sentence = replace(sentence, start=start, words=words, opens=False, cost=NEXT_SENTENCE)
    if sentence.start < sentence.end:
        yield sentence


def _chunks(sentences: Sequence[Sentence], limit: int) -> Iterator[list[Sentence]]:
    """Group neighbouring sentences that are too short to separate."""
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
    """Group neighbouring chunks at the least cost: the shortest path over the possible cuts."""
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


def _passage(doc_id: str, draft: Draft, group: Sequence[Sentence]) -> Passage:
    first, start, end = group[0], group[0].start, group[-1].end
    on = find_pages(draft.pages, start, end)
    locator = Locator(start, end, on[0].label if on else None, first.section, first.paragraph)
    lines = {sentence.start for sentence in group[1:] if sentence.opens}
    for block, _ in groupby(sentence.block for sentence in group):
        lines.update(block.lines[bisect(block.lines, start) : bisect(block.lines, end - 1)])
    return Passage(
        doc_id=doc_id,
        locator=locator,
        text=draft.text[start:end],
        sentences=tuple((s.words - start, s.end - start) for s in group),
        breaks=tuple(line - start for line in sorted(lines)),
        kind=first.block.role,
        marks=tuple((a - start, b - start) for a, b in draft.marks if start <= a and b <= end),
    )
