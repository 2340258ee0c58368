"""Where the sentences of a library stand: what depends on the documents alone, for any question."""

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import accumulate, count
from typing import NamedTuple

from sources import Citation, Document, Library, Locator, Passage, cite_passage

_REMEMBERED = 4_000  # passages, of all libraries; some 5 kB each
_CLOSING = "\"'”’)*_ "
_STEM = re.compile(r"_{3,}|\bwhich of the following\b", re.IGNORECASE)  # of a quiz
_OPTION = 150  # characters of an answer to choose at most
_FULL_STOPS = frozenset(".!?")

# What books and web pages have around their text, and the words that ask for it.
_AROUND: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"""\W* (?: \d+[.)]\s* )? (?: (?: briefly\s )? (?: explain | describe | discuss | define
              | compare | identify | outline ) \b | which\sof\sthe\sfollowing\b | exercises?\b
              | review\squestions?\b | learning\s(?: objectives? | outcomes? )\b )""",
            re.VERBOSE | re.IGNORECASE,
        ),
        frozenset("exercise exercises review objective objectives outcome outcomes".split()),
    ),
    (
        re.compile(r"\W*(?:figure|fig\.|photo|image|credit)\b[\s\d.]*:?", re.IGNORECASE),
        frozenset("figure figures fig photo picture image caption credit".split()),
    ),
    (
        re.compile(
            r"""\W* (?: sources? | authors? | date | title | publisher | url | licen[sc]e
                | copyright | published | updated | accessed | isbn )\s?: | .* (?: creative\scommons
                | all\srights\sreserved | licen[sc]ed\sunder )""",
            re.VERBOSE | re.IGNORECASE | re.DOTALL,
        ),
        frozenset(
            """source sources author authors date title publisher published url link license licence
            copyright cite citation website isbn who when wrote written""".split()
        ),
    ),
)

_FIRST = re.compile(r"\W*(?:\d+[.)]\s*)?([A-Za-z]+)")
_FIRST_WORDS = frozenset(
    """briefly explain describe discuss define compare identify outline which exercise exercises
    review learning figure fig photo image credit source sources author authors date title publisher
    url licence license copyright published updated accessed isbn""".split()
)
_LICENSE = re.compile(r"creative\scommons|all\srights\sreserved|licen[sc]ed\sunder", re.IGNORECASE)
_OF_LICENSES = ("commons", "reserved", "censed", "cenced")
_ODD = frozenset("\u0130\u0131\u017f\u212a")  # that stand for an ASCII letter in another case

Place = tuple[int, int]
"""A passage's number and a sentence's place in it; -1 for the heading above."""


class Kind(NamedTuple):
    """What a sentence is by itself.

    Attributes:
        asked_by: The words that ask for it, by each thing around the text that it is.
        is_stem: Whether it is a question of a quiz, with answers to choose from.
        is_end: Whether it can be none of the answers, nor stand among them.
    """

    asked_by: tuple[frozenset[str], ...]
    is_stem: bool
    is_end: bool


_RUNNING = Kind((), is_stem=False, is_end=False), Kind((), is_stem=False, is_end=True)
"""What most sentences are, once each: whatever stays is looked through for garbage again."""

_ABOUT_TASKS, ABOUT_PICTURES, _ = (words for _, words in _AROUND)

_PICTURED = Kind((ABOUT_PICTURES,), is_stem=False, is_end=True)


class Sentence:
    """A sentence in its document.

    Attributes:
        start: Where it begins in the document.
        end: Where it ends.
        begin: Where it begins with the list mark before it.
        key: The number of its passage, and its place there.
        text: Its words, as they stand in the document.
        asks: Whether it ends with a question mark, quotation marks aside.
        introduces: Whether it ends with a colon.
        is_item: Whether it is an item of a list: behind a mark, or a line without a full stop.
        defines: Whether it is a term, and what it means on the next line.
        is_mark: Whether it is part of an editorial mark, such as what describes a picture.
    """

    __slots__ = (
        *("_kind", "asks", "begin", "defines", "end", "introduces", "is_item", "is_mark", "key"),
        *("start", "text"),
    )

    def __init__(self, passage: Passage, key: Place, span: tuple[int, int], before: int) -> None:
        """Look at a sentence.

        Args:
            passage: Has it.
            key: The number of the passage, and the sentence's place there.
            span: Where it begins and ends in the passage.
            before: Where the sentence before it ends there.
        """
        (start, end), breaks, first = span, passage.breaks, passage.locator.start
        lines = bisect_right(breaks, start)  # that begin up to there
        line = breaks[lines - 1] if lines else -1
        mark = line if line >= before else start
        begin = mark if key[1] else 0
        text = passage.text[start:end]
        last = text[-1]
        if last in _CLOSING:
            last = text.rstrip(_CLOSING)[-1:]
        self.key, self.text = key, text
        self.start, self.end, self.begin = first + start, first + end, first + begin
        self.asks, self.introduces = last == "?", last == ":"
        self.is_item = begin < start or (last not in _FULL_STOPS and (line == start or not key[1]))
        self.defines = line == start and lines < len(breaks) and breaks[lines] < end
        self.is_mark = any(one <= start and end <= other for one, other in passage.marks)
        self._kind: Kind | None = None

    @property
    def is_exercise(self) -> bool:
        """Whether it tells a reader to explain, describe or compare something."""
        return _ABOUT_TASKS in self.kind.asked_by

    @property
    def kind(self) -> "Kind":
        """What it is by itself."""
        if self._kind is None:
            self._kind = _PICTURED if self.is_mark else _kind(self.text)
        return self._kind


class Stretch(NamedTuple):
    """Neighboring sentences, the n within reach of one of them.

    Attributes:
        place: Of the one among them.
        begins: Where each begins, with the list mark before it.
        ends: Where each ends.
        own: Characters in sentences of its passage before each, then all; n + 1 numbers.
    """

    sentences: tuple[Sentence, ...]
    place: int
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    own: tuple[int, ...]

    @classmethod
    def of(cls, sentences: Sequence[Sentence], place: int) -> "Stretch":
        """Return the stretch of some sentences around one of them."""
        number = sentences[place].key[0]
        sizes = [s.end - s.start if s.key[0] == number else 0 for s in sentences]
        return cls(
            tuple(sentences),
            place,
            tuple([sentence.begin for sentence in sentences]),
            tuple([sentence.end for sentence in sentences]),
            tuple(accumulate(sizes, initial=0)),
        )


class Laid:
    """A passage with its sentences.

    Attributes:
        around: What is within a reach of one of its sentences, by both, as far as somebody asked.
        begins_section: Whether no passage before it has the same heading above; None as long as
            nobody asked.
        goes_on: Whether the text goes on to it from the passage before, headings aside; None as
            long as nobody asked.
    """

    __slots__ = (
        *("_cited", "_lines", "around", "begins_section", "document", "goes_on", "passage"),
        "sentences",
    )

    def __init__(self, document: Document, passage: Passage, number: int) -> None:
        """Look at a passage, given with its document and its number."""
        self.document, self.passage = document, passage
        sentences, before = [], 0
        for place, span in enumerate(passage.sentences):
            sentences.append(Sentence(passage, (number, place), span, before))
            before = span[1]
        self.sentences = tuple(sentences)
        self.around: dict[tuple[int, int], Stretch] = {}
        self.goes_on: bool | None = None
        self.begins_section: bool | None = None
        self._lines: tuple[int, ...] | None = None
        self._cited: dict[tuple[int, int], Citation] = {}

    @property
    def lines(self) -> tuple[int, ...]:
        """Where a line begins in it, at its start, and at the headings above it; ascending."""
        if self._lines is None:
            self._lines = tuple(sorted(set(_lines(self.document, self.passage))))
        return self._lines

    def cite(self, start: int, end: int) -> Citation:
        """Return the citation of a part of the passage, from its beginning to its end."""
        document = self.document
        known = (start, end) if document.pages or document.parts else (0, 0)
        found = self._cited.get(known)
        if found is None:
            found = cite_passage(document, self.passage, Locator(start, end))
            self._cited[known] = found
        return found


_known: OrderedDict[tuple[int, int], Laid] = OrderedDict()
_layouts = count()


class Layout:
    """The passages of a library as they were looked at.

    All libraries together remember some of them, however many there are.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._name = next(_layouts)

    def __getitem__(self, number: int) -> Laid:
        """Return a passage with its sentences."""
        found = _known.get((self._name, number))
        if found is None:
            passage = self.library.passages[number]
            found = Laid(self.library.documents[passage.doc_id], passage, number)
            _known[self._name, number] = found
            while len(_known) > _REMEMBERED:  # the first ones; to forget all takes milliseconds
                _known.popitem(last=False)
        return found

    def goes_on(self, number: int) -> bool:
        """Return whether the text goes on to a passage from the one before, headings aside."""
        there = self[number]
        if there.goes_on is None:
            before = self.library.passages[number - 1]
            there.goes_on = _goes_on(there.document, before, there.passage)
        return there.goes_on

    def around(self, number: int, place: int, reach: int) -> Stretch:
        """Return the sentences within reach of one of a passage, as far as the text goes on.

        Args:
            number: The passage's.
            place: The sentence's in it.
            reach: Characters; 0 for the passage alone.
        """
        there = self[number]
        found = there.around.get((place, reach))
        if found is None:
            found = there.around[place, reach] = self._around(number, place, reach)
        return found

    def _around(self, number: int, place: int, reach: int) -> Stretch:
        middle, size = self[number].sentences[place], len(self.library.passages)
        first = last = number
        start, end = middle.end - reach, middle.start + reach
        while first and self[first].passage.locator.start > start and self.goes_on(first):
            first -= 1
        while last + 1 < size and self[last].passage.locator.end < end and self.goes_on(last + 1):
            last += 1
        every: list[Sentence] = []
        for one in range(first, last + 1):
            if one == number:
                place += len(every)
            every += self[one].sentences
        return Stretch.of(every, place)

    def begins_section(self, number: int) -> bool:
        """Return whether no passage before one has the same heading above."""
        there = self[number]
        if there.begins_section is None:
            before = self.library.passages[number - 1] if number else None
            there.begins_section = not (
                before
                and before.doc_id == there.passage.doc_id
                and before.locator.section == there.passage.locator.section
            )
        return there.begins_section


def _kind(text: str) -> Kind:
    """Tell what a sentence is by itself.

    Whole patterns are looked for only where a part of them is, which is found much faster.
    """
    around: tuple[frozenset[str], ...] = ()
    first, folded = _FIRST.match(text), text.casefold()
    if (first and first[1].lower() in _FIRST_WORDS) or not (
        text.isascii() or _ODD.isdisjoint(text)
    ):
        around = tuple(words for begins, words in _AROUND if begins.match(text))
    if any(map(folded.__contains__, _OF_LICENSES)) and _LICENSE.search(text):
        around = tuple(dict.fromkeys((*around, _AROUND[-1][1])))
    may_be_stem = "___" in text or "of the foll" in folded
    is_stem = may_be_stem and _STEM.search(text) is not None
    is_end = len(text) > _OPTION or text.endswith(".")
    return Kind(around, is_stem, is_end) if around or is_stem else _RUNNING[is_end]


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
    text = document.text
    above = bisect_left(document.headings, start, key=lambda heading: heading.start)
    while above:
        above -= 1
        heading = document.headings[above]
        if text[heading.end : begin].strip():
            break
        begin = heading.start
        yield begin
    space = start
    while space and text[space - 1].isspace():
        space -= 1
    if begin < start or "\n\n" in text[space:start] or passage.breaks:
        yield start
