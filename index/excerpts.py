"""What is shown: whole sentences around those that answer, with the answering ones in bold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from sources import Locator, Passage, find_pages

from .answers import Quote
from .bold import LONGEST_QUOTE, Judge, best_run, closest_run
from .layout import Laid, Layout, Sentence

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


@dataclass(frozen=True, slots=True)
class Cut:
    """An excerpt with its bold words.

    Attributes:
        first: The first sentence, by its passage's number and its place there.
        last: The last sentence.
        best: The best sentence.
    """

    excerpt: Excerpt
    quote: Quote
    first: tuple[int, int]
    last: tuple[int, int]
    best: tuple[int, int]

    def shows(self, other: "Cut") -> bool:
        """Return whether the excerpt has all of another one's bold words."""
        shown, bold = self.excerpt.locator, other.quote.locator
        is_inside = shown.start <= bold.start and bold.end <= shown.end
        return is_inside and self.excerpt.doc_id == other.excerpt.doc_id


class Excerpts:
    """Cuts excerpts of one library for one answer; they never overlap."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._library = layout, layout.library
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
        laid = self._layout[number]
        own, scores = laid.sentences, judge.quotable(number)
        best = scores.index(max(scores))
        if self._is_shown(laid.passage.doc_id, own[best]):
            return None
        text, key = laid.document.text, own[best].key
        if whole:
            sentences: Sequence[Sentence] = own
        else:
            sentences, best = self._around(number, best)
            sentences, best = self._free(laid.passage.doc_id, sentences, best)
            scores = _scores(sentences, judge)
        around = closest_run(sentences, scores, best, judge.joins)
        begin, end = 0, len(sentences) - 1
        if not whole:
            begin, end = _widened(sentences, scores, around, number)
        shown = self._excerpt(laid, text, sentences[begin : end + 1])
        self._shown.setdefault(shown.doc_id, []).append((shown.locator.start, shown.locator.end))
        while end > begin and sentences[end].start >= shown.locator.end:
            end -= 1  # cut off: there was no room for it
        if judge.joins is None:
            inside = slice(begin, end + 1)
            first, last = best_run(text, sentences[inside], scores[inside], judge)
            around = begin + first, begin + last
        bold = range(min(around[0], end), min(around[1], end) + 1)
        closest = max(
            (place for place in bold if not sentences[place].asks),
            key=lambda place: scores[place],
            default=bold[0],
        )
        quote = self._quote(shown, sentences, bold, closest)
        return Cut(shown, quote, sentences[begin].key, sentences[end].key, key)

    def _around(self, number: int, best: int) -> tuple[list[Sentence], int]:
        """Return the sentences within reach of the best one of a passage, and its place there."""
        layout = self._layout
        middle = layout[number].sentences[best]
        first = last = number
        while (
            first
            and layout[first].passage.locator.start > middle.end - LONGEST
            and layout.goes_on(first)
        ):
            first -= 1
        while (
            last + 1 < len(self._library.passages)
            and layout[last].passage.locator.end < middle.start + LONGEST
            and layout.goes_on(last + 1)
        ):
            last += 1
        every = [layout[one].sentences for one in range(first, last + 1)]
        best += sum(len(some) for some in every[: number - first])
        return [sentence for some in every for sentence in some], best

    def _is_shown(self, doc_id: str, sentence: Sentence) -> bool:
        spans = self._shown.get(doc_id, ())
        return any(start < sentence.end and sentence.start < end for start, end in spans)

    def _free(
        self, doc_id: str, sentences: list[Sentence], best: int
    ) -> tuple[list[Sentence], int]:
        """Keep the sentences next to the best one that no earlier excerpt shows."""
        spans = self._shown.get(doc_id)
        if not spans:
            return sentences, best
        middle = sentences[best]
        first = max((end for _, end in spans if end <= middle.start), default=0)
        after = (start for start, _ in spans if start >= middle.end)
        last = min(after, default=sentences[-1].end)
        best -= sum(sentence.start < first for sentence in sentences)
        return [one for one in sentences if first <= one.start and one.end <= last], best

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
        marks = (span for span in document.marks if start <= span[0] and span[1] <= end)
        return Excerpt(
            doc_id=passage.doc_id,
            locator=Locator(start, end, page, section, paragraph),
            text=text[start:end],
            sentences=tuple(
                (s.start - start, min(s.end, end) - start) for s in sentences if s.start < end
            ),
            breaks=tuple(sorted(breaks)),
            kind=passage.kind,
            marks=tuple((a - start, b - start) for a, b in marks),
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


def _scores(sentences: Sequence[Sentence], judge: Judge) -> list[float]:
    """Return the scores of neighboring sentences."""
    (first, begin), last = sentences[0].key, sentences[-1].key[0]
    scores = [score for number in range(first, last + 1) for score in judge.quotable(number)]
    return scores[begin : begin + len(sentences)]


def _widened(
    sentences: Sequence[Sentence], scores: Sequence[float], best: tuple[int, int], number: int
) -> tuple[int, int]:
    """Return the first and last sentence to show: those with the highest scores that fit.

    The text never ends with a colon, and begins with the sentence that introduces a list.
    """
    first, last = best
    sums = [*accumulate(scores, initial=0.0)]
    introduced = _introduction(sentences, first)
    sizes = [s.end - s.start if s.key[0] == number else 0 for s in sentences]
    own = [*accumulate(sizes, initial=0)]
    options = []
    end = len(sentences) - 1
    for begin in range(first, -1, -1):
        limit = sentences[begin].begin + LONGEST
        if begin < first and sentences[last].end > limit:
            break
        while end > last and sentences[end].end > limit:
            end -= 1
        until = end
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
