"""What is shown: whole sentences around those that answer, with the answering ones in bold."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from sources import Document, Locator, Passage, find_pages

from .answers import Quote
from .bold import LONGEST_QUOTE, Judge, best_run, closest_run
from .layout import Laid, Layout, Sentence, Stretch

LONGEST = 1000  # characters shown

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt(Passage):
    """A passage as it is shown: with sentences around it, or without its ends.

    Attributes:
        passage: The passage that was found; it gives the id.
    """

    passage: Passage = field(kw_only=True)

    @property
    def passage_id(self) -> str:
        """The id of the passage that was found."""
        return self.passage.passage_id


class Cut(NamedTuple):
    """An excerpt with its bold words.

    Attributes:
        first: The first sentence, by its passage's number and its place there.
        last: The last sentence.
        best: The best sentence.
        document: Whose words it shows.
    """

    excerpt: Excerpt
    quote: Quote
    first: tuple[int, int]
    last: tuple[int, int]
    best: tuple[int, int]
    document: Document

    def shows(self, other: "Cut") -> bool:
        """Return whether the excerpt has all of another one's bold words."""
        shown, bold = self.excerpt.locator, other.quote.locator
        is_inside = shown.start <= bold.start and bold.end <= shown.end
        return is_inside and self.excerpt.doc_id == other.excerpt.doc_id


class Excerpts:
    """Cuts excerpts of one library for one answer; they never overlap."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._shown: dict[str, list[Span]] = {}

    def cut(self, number: int, judge: Judge, *, whole: bool = False) -> Cut | None:
        """Cut an excerpt around the best sentences of a passage.

        Args:
            number: The passage's.
            judge: The question.
            whole: Whether to show just this passage, and all of it.

        Returns:
            None if the best sentence is part of an earlier excerpt.
        """
        laid, own = self._layout[number], judge.quotable(number)
        doc_id, best = laid.passage.doc_id, own.index(max(own))
        if self._is_shown(doc_id, laid.sentences[best]):
            return None
        stretch = self._layout.around(number, best, 0 if whole else LONGEST)
        if not whole and doc_id in self._shown:
            stretch = self._free(doc_id, stretch)
        sentences, scores = stretch.sentences, _scores(stretch.sentences, judge)
        text = laid.document.text
        around = closest_run(text, sentences, scores, stretch.place, judge.joins)
        begin, end = (0, len(sentences) - 1) if whole else _widened(stretch, scores, around)
        shown = self._excerpt(laid, text, sentences[begin : end + 1])
        self._shown.setdefault(doc_id, []).append((shown.locator.start, shown.locator.end))
        while end > begin and sentences[end].start >= shown.locator.end:
            end -= 1  # cut off: there was no room for it
        if judge.joins is None:
            inside = slice(begin, end + 1)
            first, last = best_run(text, sentences[inside], scores[inside], judge)
            around = begin + first, begin + last
        bold = range(min(around[0], end), min(around[1], end) + 1)
        quote = self._quote(shown, sentences, bold, _closest(sentences, scores, bold))
        ends = sentences[begin].key, sentences[end].key
        return Cut(shown, quote, *ends, (number, best), laid.document)

    def around(self, number: int, judge: Judge) -> range:
        """Return the passages that an excerpt around the best sentence of one may show."""
        scores = judge.quotable(number)
        stretch = self._layout.around(number, scores.index(max(scores)), LONGEST)
        return range(stretch.sentences[0].key[0], stretch.sentences[-1].key[0] + 1)

    def _is_shown(self, doc_id: str, sentence: Sentence) -> bool:
        for start, end in self._shown.get(doc_id, ()):
            if start < sentence.end and sentence.start < end:
                return True
        return False

    def _free(self, doc_id: str, stretch: Stretch) -> Stretch:
        """Keep the sentences next to the best one that no earlier excerpt shows."""
        sentences, place = stretch.sentences, stretch.place
        spans, middle = self._shown[doc_id], sentences[place]
        first = max([end for _, end in spans if end <= middle.start], default=0)
        last = min([start for start, _ in spans if start >= middle.end], default=sentences[-1].end)
        if first <= sentences[0].start and sentences[-1].end <= last:
            return stretch
        free = [one for one in sentences if first <= one.start and one.end <= last]
        return Stretch.of(free, place - sum([one.start < first for one in sentences]))

    def _excerpt(self, laid: Laid, text: str, sentences: Sequence[Sentence]) -> Excerpt:
        document, passage = laid.document, laid.passage
        start, end = sentences[0].begin, sentences[-1].end
        end = min(end, _cut(text, start, end, LONGEST))
        pages = find_pages(document.pages, start, end)
        page = pages[0].label if pages else None
        section, paragraph = passage.locator.section, passage.locator.paragraph
        inside = range(sentences[0].key[0], sentences[-1].key[0] + 1)
        breaks = {
            line - start
            for number in inside
            for line in self._layout[number].lines
            if start < line < end
        }
        marks = [span for span in document.marks if start <= span[0] and span[1] <= end]
        return Excerpt(
            doc_id=passage.doc_id,
            locator=Locator(start, end, page, section, paragraph),
            text=text[start:end],
            sentences=tuple(
                [(s.start - start, min(s.end, end) - start) for s in sentences if s.start < end]
            ),
            breaks=tuple(sorted(breaks)),
            kind=passage.kind,
            marks=tuple([(first - start, last - start) for first, last in marks]),
            passage=passage,
        )

    def _quote(
        self, shown: Excerpt, sentences: Sequence[Sentence], bold: range, closest: int
    ) -> Quote:
        """Quote a run of sentences, and the one of them that matches best."""
        one = self._span(shown, sentences[closest], sentences[closest], None)
        if len(bold) == 1:
            return Quote(one.text, one.start, one.end, one.locator, one.citation, one)
        return self._span(shown, sentences[bold[0]], sentences[bold[-1]], one)

    def _span(
        self, shown: Excerpt, first: Sentence, last: Sentence, closest: Quote | None
    ) -> Quote:
        begin = shown.locator.start
        start, end = first.start - begin, min(last.end - begin, len(shown.text))
        end = min(end, _cut(shown.text, start, end, LONGEST_QUOTE))
        span = begin + start, begin + end
        citation = self._layout[first.key[0]].cite(*span)
        locator = Locator(*span, citation.page, citation.section, citation.paragraph)
        return Quote(shown.text[start:end], start, end, locator, citation, closest)


def _closest(sentences: Sequence[Sentence], scores: Sequence[float], bold: range) -> int:
    """Return the best of the sentences in bold; one that asks only if all do."""
    if len(bold) == 1:
        return bold[0]
    answering = [place for place in bold if not sentences[place].asks]
    return max(answering, key=scores.__getitem__, default=bold[0])


def _scores(sentences: Sequence[Sentence], judge: Judge) -> list[float]:
    """Return the scores of neighboring sentences."""
    (first, begin), last = sentences[0].key, sentences[-1].key[0]
    scores: list[float] = []
    for number in range(first, last + 1):
        scores += judge.quotable(number)
    return scores[begin : begin + len(sentences)]


def _widened(stretch: Stretch, scores: Sequence[float], best: tuple[int, int]) -> tuple[int, int]:
    """Return the first and last sentence to show: those with the highest scores that fit.

    The text never ends with a colon, and begins with the sentence that introduces a list.
    """
    sentences, _, begins, ends, own = stretch
    first, last = best
    sums = [*accumulate(scores, initial=0.0)]
    introduced = _introduction(sentences, first)
    options = []
    for begin in range(first, -1, -1):
        limit = begins[begin] + LONGEST
        if begin < first and ends[last] > limit:
            break
        until = bisect_right(ends, limit, last + 1) - 1
        while until > last and sentences[until].introduces:
            until -= 1
        if sentences[until].introduces and until + 1 < len(sentences):
            until += 1  # as much of it as there is room for
        orphaned = begin > 0 and sentences[begin - 1].introduces
        score, most = sums[until + 1] - sums[begin], own[until + 1] - own[begin]
        options.append((begin <= introduced, not orphaned, score, most, begin, until))
    *_, begin, end = max(options)
    return begin, end


def _introduction(sentences: Sequence[Sentence], place: int) -> int:
    """Return which sentence introduces the list that a sentence is an item of, or is itself."""
    before = place
    while before and sentences[before].is_item:
        before -= 1
        if sentences[before].introduces:
            return before
    return place


def _cut(text: str, start: int, end: int, longest: int) -> int:
    """Cut a span that is too long at white space, if it has some."""
    if end - start <= longest:
        return end
    last = start + longest
    space = next((k for k in range(last, last - longest // 2, -1) if text[k].isspace()), last)
    return start + len(text[start:space].rstrip())
