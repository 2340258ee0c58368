"""Choosing the sentences of a passage to show in bold: one to three that answer."""

from collections.abc import Sequence
from dataclasses import replace

from sources import Library, Locator, Passage

from .answers import Quote

LONGEST = 400  # characters in bold; longer is no longer a quotation that a phone shows whole
_TOGETHER = 350  # and what is taken along to the best sentence ends here
_SENTENCES = 3
_NEXT = 0.15  # a neighbour is taken along from this part of the best sentence's score on


def best_quote(library: Library, passage: Passage, scores: Sequence[float]) -> Quote:
    """The part of a passage that answers best: whole sentences, side by side.

    A single sentence longer than `LONGEST` is cut at white space, if it has some.

    Args:
        library: Gives the citation.
        passage: Has at least one sentence.
        scores: One for each sentence of the passage.
    """
    first, last = _window(passage.sentences, scores)
    start, end = passage.sentences[first][0], passage.sentences[last][1]
    end = min(end, _cut(passage.text, start, end))
    place = passage.locator
    locator = Locator(
        place.start + start, place.start + end, place.page, place.section, place.paragraph
    )
    citation = library.citation(passage, locator)
    locator = replace(locator, page=citation.page)
    return Quote(passage.text[start:end], start, end, locator, citation)


def _window(sentences: Sequence[tuple[int, int]], scores: Sequence[float]) -> tuple[int, int]:
    """The best sentence, and the neighbours worth showing with it."""
    first = last = max(range(len(scores)), key=lambda i: (scores[i], -i))
    least = _NEXT * scores[first]
    while last - first + 1 < _SENTENCES:
        around = [i for i in (first - 1, last + 1) if 0 <= i < len(scores) and scores[i] >= least]
        around.sort(key=lambda i: (-scores[i], i))
        for i in around:
            low, high = min(first, i), max(last, i)
            if sentences[high][1] - sentences[low][0] <= _TOGETHER:
                first, last = low, high
                break
        else:
            break
    return first, last


def _cut(text: str, start: int, end: int) -> int:
    if end - start <= LONGEST:
        return end
    last = start + LONGEST
    space = next((k for k in range(last, last - LONGEST // 2, -1) if text[k].isspace()), last)
    return start + len(text[start:space].rstrip())
