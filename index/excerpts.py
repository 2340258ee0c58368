"""What is shown: whole sentences around those that answer, with the answering ones in bold."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple

from sources import Document, Library, Locator, Passage

from .answers import Quote
from .bold import LONGEST_QUOTE, Judge, Place, best_run, closest_run
from .stored import held

LONGEST = 1000  # characters shown
_CLOSING = "\"'”’)*_ "

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


class _Sentence(NamedTuple):
    """A sentence in its document: the place-th of the passage with a number."""

    start: int
    end: int
    score: float
    number: int
    place: int
    passage: Passage

    @property
    def begin(self) -> int:
        """Where it begins with the list mark before it."""
        if not self.place:
            return self.passage.locator.start
        before = self.passage.sentences[self.place - 1][1]
        start = self.start - self.passage.locator.start
        line = bisect_right(self.passage.breaks, start) - 1
        is_mark = line >= 0 and self.passage.breaks[line] >= before
        return self.passage.locator.start + (self.passage.breaks[line] if is_mark else start)

    @property
    def key(self) -> Place:
        """The number of its passage, and its place there."""
        return self.number, self.place

    def is_item(self, text: str) -> bool:
        """Return whether it is an item of a list: behind a mark, or a line without a full stop."""
        if self.begin < self.start:
            return True
        starts_line = (
            not self.place or self.start - self.passage.locator.start in self.passage.breaks
        )
        return starts_line and not self.ends_with(text, ".", "!", "?")

    def ends_with(self, text: str, *marks: str) -> bool:
        """Return whether it ends with one of some punctuation marks, quotation marks aside."""
        return text[self.end - 1] in marks or (
            text[self.end - 1] in _CLOSING
            and text[self.start : self.end].rstrip(_CLOSING).endswith(marks)
        )


class Excerpts:
    """Cuts excerpts of one library for one answer; they never overlap."""

    def __init__(self, library: Library) -> None:
        self._library = library
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
        passage = self._library.passages[number]
        document = held(self._library.documents[passage.doc_id])
        sentences: Sequence[_Sentence] = self._around(number, document, judge)
        own = [place for place, sentence in enumerate(sentences) if sentence.number == number]
        best = max(own, key=lambda place: (sentences[place].score, -place))
        if self._is_shown(passage.doc_id, sentences[best]):
            return None
        key = sentences[best].key
        if whole:
            sentences, best = sentences[own[0] : own[-1] + 1], best - own[0]
        else:
            sentences, best = self._free(passage.doc_id, sentences, best)
        around = closest_run(document.text, sentences, best, judge)
        begin, end = (
            (0, len(own) - 1) if whole else _widened(document.text, sentences, around, number)
        )
        shown = self._excerpt(document, passage, sentences[begin : end + 1])
        self._shown.setdefault(passage.doc_id, []).append((shown.locator.start, shown.locator.end))
        while end > begin and sentences[end].start >= shown.locator.end:
            end -= 1  # cut off: there was no room for it
        if judge.joins is None:
            first, last = best_run(document.text, sentences[begin : end + 1], judge)
            around = begin + first, begin + last
        bold = sentences[min(around[0], end) : min(around[1], end) + 1]
        closest = max(
            (s for s in bold if not s.ends_with(document.text, "?")),
            key=lambda sentence: sentence.score,
            default=bold[0],
        )
        quote = replace(self._quote(shown, bold), closest=self._quote(shown, [closest]))
        return Cut(shown, quote, sentences[begin].key, sentences[end].key, key)

    def _around(self, number: int, document: Document, judge: Judge) -> list[_Sentence]:
        """Return the sentences of a passage, and those within reach of its best sentence."""
        passages = self._library.passages
        own = [*self._sentences(number, judge)]
        best = max(own, key=lambda sentence: sentence.score)
        first = last = number
        while (
            first
            and passages[first].locator.start > best.end - LONGEST
            and _goes_on(document, passages[first - 1], passages[first])
        ):
            first -= 1
        while (
            last + 1 < len(passages)
            and passages[last].locator.end < best.start + LONGEST
            and _goes_on(document, passages[last], passages[last + 1])
        ):
            last += 1
        before = [s for n in range(first, number) for s in self._sentences(n, judge)]
        after = [s for n in range(number + 1, last + 1) for s in self._sentences(n, judge)]
        return [*before, *own, *after]

    def _sentences(self, number: int, judge: Judge) -> Iterator[_Sentence]:
        passage = self._library.passages[number]
        start = passage.locator.start
        scores = judge.quotable(number).tolist()
        for place, ((a, b), score) in enumerate(zip(passage.sentences, scores, strict=True)):
            yield _Sentence(start + a, start + b, score, number, place, passage)

    def _is_shown(self, doc_id: str, sentence: _Sentence) -> bool:
        spans = self._shown.get(doc_id, ())
        return any(start < sentence.end and sentence.start < end for start, end in spans)

    def _free(
        self, doc_id: str, sentences: Sequence[_Sentence], best: int
    ) -> tuple[Sequence[_Sentence], int]:
        """Keep the sentences next to the best one that no earlier excerpt shows."""
        if doc_id not in self._shown:
            return sentences, best
        first = last = best
        while first and not self._is_shown(doc_id, sentences[first - 1]):
            first -= 1
        while last + 1 < len(sentences) and not self._is_shown(doc_id, sentences[last + 1]):
            last += 1
        return sentences[first : last + 1], best - first

    def _excerpt(
        self, document: Document, passage: Passage, sentences: Sequence[_Sentence]
    ) -> Excerpt:
        start, end = sentences[0].begin, sentences[-1].end
        end = min(end, _cut(document.text, start, end, LONGEST))
        section, paragraph = passage.locator.section, passage.locator.paragraph
        page = self._library.citation(passage, Locator(start, end)).page
        numbers = range(sentences[0].number, sentences[-1].number + 1)
        inside = (self._library.passages[number] for number in numbers)
        breaks = {line for one in inside for line in _lines(document, one)}
        marks = (span for span in document.marks if start <= span[0] and span[1] <= end)
        return Excerpt(
            doc_id=passage.doc_id,
            locator=Locator(start, end, page, section, paragraph),
            text=document.text[start:end],
            sentences=tuple(
                (s.start - start, min(s.end, end) - start) for s in sentences if s.start < end
            ),
            breaks=tuple(line - start for line in sorted(breaks) if start < line < end),
            kind=passage.kind,
            marks=tuple((a - start, b - start) for a, b in marks),
            passage=passage,
        )

    def _quote(self, shown: Excerpt, sentences: Sequence[_Sentence]) -> Quote:
        begin = shown.locator.start
        start, end = sentences[0].start - begin, min(sentences[-1].end - begin, len(shown.text))
        end = min(end, _cut(shown.text, start, end, LONGEST_QUOTE))
        source = self._library.passages[sentences[0].number]
        span = begin + start, begin + end
        citation = self._library.citation(source, Locator(*span))
        locator = Locator(*span, citation.page, citation.section, citation.paragraph)
        return Quote(shown.text[start:end], start, end, locator, citation)


def _goes_on(document: Document, before: Passage, after: Passage) -> bool:
    """Return whether the text goes on from passage to passage, headings aside."""
    if before.doc_id != after.doc_id or before.kind != after.kind:
        return False
    gap = bisect_left(document.left_out, before.locator.end, key=lambda span: span.start)
    return gap == len(document.left_out) or document.left_out[gap].start >= after.locator.start


def _lines(document: Document, passage: Passage) -> Iterator[int]:
    """Yield where a line begins in a passage, at its start, and at the headings above it."""
    start = begin = passage.locator.start
    yield from (start + line for line in passage.breaks)
    above = bisect_left(document.headings, start, key=lambda heading: heading.start)
    for heading in reversed(document.headings[:above]):
        if document.text[heading.end : begin].strip():
            break
        begin = heading.start
        yield begin
    gap = document.text[len(document.text[:start].rstrip()) : start]
    if begin < start or "\n\n" in gap or passage.breaks:
        yield start


def _widened(
    text: str, sentences: Sequence[_Sentence], best: tuple[int, int], number: int
) -> tuple[int, int]:
    """Return the first and last sentence to show: those with the highest scores that fit.

    The text never ends with a colon, and begins with the sentence that introduces a list.
    """
    first, last = best
    sums = [*accumulate((s.score for s in sentences), initial=0.0)]
    introduced = _introduction(text, sentences, first)
    own = [*accumulate(((s.end - s.start) * (s.number == number) for s in sentences), initial=0)]
    options = []
    for begin in range(first + 1):
        limit = sentences[begin].begin + LONGEST
        if begin < first and sentences[last].end > limit:
            continue
        end = last
        while end + 1 < len(sentences) and sentences[end + 1].end <= limit:
            end += 1
        while end > last and sentences[end].ends_with(text, ":"):
            end -= 1
        if sentences[end].ends_with(text, ":") and end + 1 < len(sentences):
            end += 1  # as much of it as there is room for
        orphaned = begin > 0 and sentences[begin - 1].ends_with(text, ":")
        score, most = sums[end + 1] - sums[begin], own[end + 1] - own[begin]
        options.append((begin <= introduced, not orphaned, score, most, begin, end))
    *_, begin, end = max(options)
    return begin, end


def _introduction(text: str, sentences: Sequence[_Sentence], place: int) -> int:
    """Return which sentence introduces the list that a sentence is an item of, or is itself."""
    before = place
    while before and sentences[before].is_item(text):
        before -= 1
        if sentences[before].ends_with(text, ":"):
            return before
    return place


def _cut(text: str, start: int, end: int, longest: int) -> int:
    """Cut a span that is too long at white space, if it has some."""
    if end - start <= longest:
        return end
    last = start + longest
    space = next((k for k in range(last, last - longest // 2, -1) if text[k].isspace()), last)
    return start + len(text[start:space].rstrip())
