"""Page furniture: running heads, footers and printed page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from statistics import median

from .values import Page, Segment, find_rows

_EDGE = 3  # rows at the top and at the foot of a page
_LARGE = 1.4  # of the body size; what is larger is a repeated heading
_HEADING = 1.12  # of the body size; what is larger may be the heading of a slide
_LEVEL = 6.0  # points between running heads of different pages
_SMALLER = 0.93  # of the size of the adjacent row
_APART = 1.4  # of the size of the type, between furniture and text
_FEW_PAGES = 6
_LONGEST_HEAD = 80  # characters
_LONGEST_LABEL = 12
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+")
_NUMBER = r"(?P<number>\d{1,4}|(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))"
_AROUND = r"[^\w$€£¥%°=<>+]*"  # neither a sum nor a result
_ALONE = re.compile(
    rf"{_AROUND}(?:page|seite|p\.|s\.)?{_AROUND}{_NUMBER}(?:\W*(?:of|von|/)\W*\d{{1,4}})?{_AROUND}",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"{_NUMBER}\s*(?:of|von|/)\s*(?P<last>\d{{1,4}})", re.IGNORECASE)
_AT_END = (
    re.compile(rf"{_NUMBER}\s+\D.*"),
    re.compile(rf".*\S\s+{_NUMBER}(?:\s*(?:of|von|/)\s*\d{{1,4}})?"),
)
# Browsers and offices print address and time around a single page.
_ORIGIN = re.compile(r"\b(?:https?|file)://|\bwww\.|\b\d{1,2}[:.]\d\d\b")
_YEARS = range(1500, 2100)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_NUMERALS = (
    *(("c", 100), ("xc", 90), ("l", 50), ("xl", 40)),
    *(("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)),
)

_Sequence = tuple[bool, int]


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page without its furniture.

    Attributes:
        label: As printed or as in the file, else its number.
        furniture: The rows removed, one line each.
    """

    page: Page
    label: str
    furniture: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """Segments side by side.

    Attributes:
        first: Whether it is the top row of its page.
        last: Whether it is the bottom row of its page.
    """

    segments: tuple[Segment, ...]
    first: bool
    last: bool

    @property
    def outermost(self) -> bool:
        """Whether the row is the first or the last of its page."""
        return self.first or self.last

    @property
    def text(self) -> str:
        return "\t".join(segment.text for segment in self.segments)

    @property
    def key(self) -> str:
        """The part of the row that repeats from page to page."""
        return _DIGITS.sub("#", self.text.casefold())

    @property
    def size(self) -> float:
        return max(segment.size for segment in self.segments)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A printed page number; `ahead` is how much it exceeds the page's place in the file."""

    words: str
    ahead: int

    @property
    def sequence(self) -> _Sequence:
        """Equal for all pages of one numbering."""
        return self.words.isdigit(), self.ahead


@dataclass(frozen=True, slots=True)
class _Known:
    """How furniture is recognised.

    Attributes:
        heading: Type size from which a row may be a heading.
        largest: Type size from which a row is a heading.
        smallest: Type size below which an edge row of a one-page file is furniture; 0 if the file
            has more pages.
        alike: Keys of the rows repeated at the same edge of other pages, numbers aside.
        repeated: Texts of rows that are the same on several pages.
        everywhere: Texts of rows that are the same on most pages.
        sequences: Numberings that continue from page to page.
    """

    heading: float
    largest: float
    smallest: float
    alike: frozenset[str]
    repeated: frozenset[str]
    everywhere: frozenset[str]
    sequences: frozenset[_Sequence] = frozenset()

    def numbers(self, row: _Row, place: int) -> Iterator[_Printed]:
        """Yield the page number that a row consists of, begins with or ends with."""
        head = row.key in self.alike or (row.outermost and len(row.text) <= _LONGEST_HEAD)
        for pattern in (_ALONE, *_AT_END) if head else (_ALONE,):
            if match := pattern.fullmatch(row.text):
                words = match["number"]
                yield _Printed(words, _value(words) - place)

    def holds(self, row: _Row, page: Page, label: str) -> bool:
        """Whether a row at the edge of a page is furniture."""
        if row.size >= self.largest:
            return False
        alone = _ALONE.fullmatch(row.text)
        if alone and alone["number"] in {label, str(page.number)}:
            return True
        if row.text in (self.repeated if row.size < self.heading else self.everywhere):
            return True
        # A footnote is as small, but never the top row.
        if row.size < self.smallest and (row.first or (row.last and _ORIGIN.search(row.text))):
            return True
        if row.size >= self.heading and not alone:
            return False
        return any(number.sequence in self.sequences for number in self.numbers(row, _place(page)))


def clean_pages(pages: Sequence[Page], body_size: float) -> list[CleanPage]:
    """Remove running heads, footers and page numbers, and find each page's label.

    A row is furniture if it repeats at the edge of other pages, or if a number in it counts the
    pages; and if all rows further out are furniture. That may be all there is on a page, as before
    a new chapter, but not on most pages.
    """
    rows = {page.number: _rows(page) for page in pages}
    known = _known(rows, body_size)
    numbers = {
        page.number: {
            printed
            for _, row in _edges(rows[page.number])
            if row.size < known.largest
            for printed in known.numbers(row, _place(page))
        }
        for page in pages
    }
    counts = Counter(p.sequence for printed in numbers.values() for p in printed)
    if len(pages) == 1:
        numbers = {page: set(_only_number(page_rows, page)) for page, page_rows in rows.items()}
    labels = _labels(pages, numbers, counts)
    known = replace(known, sequences=frozenset(s for s, count in counts.items() if count > 1))
    cleaned = [_cleaned(page, rows[page.number], known, labels[page.number]) for page in pages]
    emptied = [
        bool(page.segments) and not (c.page.segments or c.page.has_picture)
        for page, c in zip(pages, cleaned, strict=True)
    ]
    if 2 * sum(emptied) <= sum(bool(page.segments) for page in pages):
        return cleaned
    # Slides may differ in a number only.
    return [
        CleanPage(page, labels[page.number], ()) if is_empty else c
        for page, c, is_empty in zip(pages, cleaned, emptied, strict=True)
    ]


def _place(page: Page) -> int:
    """Return the number that counts a page, or the slide that it shows a step of."""
    return page.place or page.number


def _rows(page: Page) -> list[_Row]:
    rows = [tuple(row) for row in find_rows(page.segments)]
    if rows:
        rows[-1:] = _with_count_below(rows[-1])
    return [_Row(row, i == 0, i == len(rows) - 1) for i, row in enumerate(rows)]


def _with_count_below(row: tuple[Segment, ...]) -> Iterator[tuple[Segment, ...]]:
    """Part a page number such as "3 / 20" from a note beside it."""
    *note, count = row
    is_note = bool(note) and not any(_ORIGIN.search(segment.text) for segment in row)
    if is_note and _COUNTED.fullmatch(count.text):
        yield tuple(note)
        yield (count,)
    else:
        yield row


def _edges(rows: Sequence[_Row]) -> Iterator[tuple[str, _Row]]:
    yield from (("top", row) for row in rows[:_EDGE])
    yield from (("foot", row) for row in rows[_EDGE:][-_EDGE:])


def _known(rows: Mapping[int, Sequence[_Row]], body_size: float) -> _Known:
    alike: Counter[tuple[str, str]] = Counter()
    heights: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for page in rows.values():
        edges = {(edge, row.text): row for edge, row in _edges(page) if _LETTER.search(row.text)}
        alike.update({(edge, row.key) for (edge, _), row in edges.items()})
        for found, row in edges.items():
            heights[found].append(row.segments[0].y)
    counts = {found: _most_level(ys) for found, ys in heights.items()}
    filled = sum(map(bool, rows.values()))
    least = 2 if filled <= _FEW_PAGES else 3
    return _Known(
        heading=_HEADING * body_size,
        largest=_LARGE * body_size,
        smallest=_SMALLER * body_size if len(rows) == 1 else 0,
        alike=frozenset(key for (_, key), count in alike.items() if count >= least),
        repeated=frozenset(text for (_, text), count in counts.items() if count >= least),
        everywhere=frozenset(
            text for (_, text), count in counts.items() if count >= max(least, filled / 2)
        ),
    )


def _most_level(heights: Sequence[float]) -> int:
    """Return how many rows are level with the one in the middle."""
    return sum(abs(y - median(heights)) < _LEVEL for y in heights)


def _value(words: str) -> int:
    if words.isdigit():
        return int(words)
    values = [_ROMAN[letter] for letter in words.casefold()]
    return sum(
        -v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True)
    )


def _roman(value: int) -> str:
    """Return a number below 400 in lower-case Roman numerals."""
    words = ""
    for letters, worth in _NUMERALS:
        words += value // worth * letters
        value %= worth
    return words


def _labels(
    pages: Sequence[Page],
    numbers: Mapping[int, Collection[_Printed]],
    counts: Mapping[_Sequence, int],
) -> dict[int, str]:
    least = max(2, min(3, len(pages) // 3)) if len(pages) > 1 else 0
    found = {
        _place(page): max(likely, key=lambda p: (counts[p.sequence], p.words))
        for page in pages
        if (likely := [p for p in numbers[page.number] if counts[p.sequence] >= least])
    }
    given = {page.number: page.label[:_LONGEST_LABEL].strip() for page in pages}
    labelled = any(label not in {"", str(number)} for number, label in given.items())
    if labelled and not _contradicted(pages, found):
        return {number: label or str(number) for number, label in given.items()}
    return {page.number: _label(page, found) for page in pages}


def _contradicted(pages: Sequence[Page], found: Mapping[int, _Printed]) -> bool:
    """Whether most pages have another number in print than in the file's labels."""
    others = [found[_place(p)].words != p.label for p in pages if _place(p) in found]
    return 2 * sum(others) > len(pages)


def _only_number(rows: Sequence[_Row], page: int) -> Iterator[_Printed]:
    """Yield the number printed on the only page of a file, such as a copy from a book."""
    for row, beside in (rows[:2], rows[:-3:-1]) if len(rows) > 1 else ():
        match = _ALONE.fullmatch(row.text)
        if match and _is_apart(row, beside) and _value(match["number"]) not in _YEARS:
            yield _Printed(match["number"], _value(match["number"]) - page)


def _label(page: Page, found: Mapping[int, _Printed]) -> str:
    """Return the printed label, or derive it from a neighbour as chapters often open without."""
    place = _place(page)
    if printed := found.get(place):
        return printed.words
    beside = found.get(place - 1) or found.get(place + 1)
    counted_on = place + beside.ahead if beside else 0
    if beside is None or counted_on <= 0:
        steps = page.first and page.first != page.number
        return f"{page.first}–{page.number}" if steps else str(page.number)
    return str(counted_on) if beside.words.isdigit() else _roman(counted_on)


def _cleaned(page: Page, rows: Sequence[_Row], known: _Known, label: str) -> CleanPage:
    def is_furniture(row: _Row) -> bool:
        return known.holds(row, page, label)

    top = _count_edge(rows, is_furniture)
    foot = _count_edge(rows[top:][::-1], is_furniture)
    end = len(rows) - foot
    kept = tuple(segment for row in rows[top:end] for segment in row.segments)
    furniture = tuple(row.text for row in (*rows[:top], *rows[end:]))
    return CleanPage(replace(page, segments=kept), label, furniture)


def _count_edge(rows: Sequence[_Row], is_furniture: Callable[[_Row], bool]) -> int:
    """Count the outermost rows that are furniture and are set smaller or apart."""
    edge = list(takewhile(is_furniture, rows[:_EDGE]))
    while edge and len(edge) < len(rows):
        outer, inner = edge[-1], rows[len(edge)]
        is_count = _COUNTED.fullmatch(outer.text) is not None
        if is_count or outer.size < _SMALLER * inner.size or _is_apart(outer, inner):
            break
        edge.pop()
    return len(edge)


def _is_apart(row: _Row, beside: _Row) -> bool:
    """Whether two rows have more than the usual space between them."""
    inner = beside.segments[0]
    return abs(inner.y - row.segments[0].y) > _APART * inner.size
