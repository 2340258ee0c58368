"""The segments of a page -> its lines, in reading order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from .values import Line, Segment, find_rows

MOST_COLUMNS = 1_000_000  # of one page

_MIN_ROWS = 4  # that start at one x, to make a column
_MANY_ROWS = 10  # whose ends show a column, however short its neighbour
_RAGGED = 0.15  # of a column's width by which its lines may fall short
_MIN_BAND = 3  # rows; fewer are lines with wide word spaces
_MIN_CHARS = 14  # of a column's rows on average; tables and lists have fewer
_ALIGNED = 2.0  # points
_MOST_TRIED = 12  # places
_GUTTER = 0.4  # sizes of the type left empty before a column
_TAB, _SPACE = 1.0, 0.1  # sizes of the type between segments of a line
_UNEVEN = 0.05  # sizes of the type between gaps meant to be equal
_INITIAL = 1.8  # sizes of the type, at least
_FAR = 1.9  # sizes of the type from the line above


@dataclass(frozen=True, slots=True)
class _Area:
    """Segments from top to bottom, between two edges."""

    segments: Sequence[Segment]
    left: float
    right: float


class ColumnReader:
    """Reads the pages of one document, whose columns tend to keep their places."""

    def __init__(self) -> None:
        self._gutters: list[float] = []  # found so far

    def lines(self, segments: Sequence[Segment], page: int) -> list[Line]:
        """Return the lines of a page, column by column.

        Args:
            segments: In any order.
            page: Its number.
        """
        if not segments:
            return []
        ordered = sorted(_with_initials(segments), key=lambda s: (s.y, s.x0))
        whole = _Area(ordered, min(s.x0 for s in segments), max(s.x1 for s in segments))
        lines: list[Line] = []
        for number, area in enumerate(self._columns(whole), page * MOST_COLUMNS):
            edges = (area.left, area.right)
            lines += (make_line(row, edges, number, page) for row in find_rows(area.segments))
        return lines

    def _columns(self, area: _Area) -> Iterator[_Area]:
        """Split an area at its gutter, if any; segments across the gutter split it into bands."""
        gutter = self._find_gutter(area)
        if gutter is None:
            yield area
            return
        plain: list[Segment] = []
        bands = list(_bands(area.segments, gutter))
        for i, band in enumerate(bands):
            left, right = _sides(band, gutter)
            if not _is_parted(left, right):
                plain += band
                continue
            if plain:
                yield replace(area, segments=plain)
            # Columns can only have ended above the next segment across the gutter.
            end = _end_of_columns(left, right) if i + 1 < len(bands) else len(left)
            left, plain = left[:end], left[end:]
            yield from self._columns(_Area(left, area.left, max(s.x1 for s in left)))
            yield from self._columns(_Area(right, gutter, area.right))
        if plain:
            yield replace(area, segments=plain)

    def _find_gutter(self, area: _Area) -> float | None:
        """Return the x where the right one of two columns starts, at the best such place."""
        starts = Counter(round(s.x0 / _ALIGNED) for s in area.segments)
        tried = dict.fromkeys(
            # A whole step to the left: the starts of letters vary by hundredths.
            (start - 1) * _ALIGNED
            for start, _ in starts.most_common(_MOST_TRIED)
        )
        best, gutter = 0, None
        for place in (*tried, *self._gutters[-_MOST_TRIED:]):
            known = place in self._gutters
            score = _count_parted_rows(area, place, known=known) if place > area.left else 0
            if score > best:
                best, gutter = score, place
        if gutter is not None and gutter not in self._gutters:
            self._gutters.append(gutter)
        return gutter


def _with_initials(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Move a drop cap, which spans several lines, into the first of them."""
    size = median(segment.size for segment in segments)
    for segment in segments:
        if len(segment.text) > 1 or segment.size < _INITIAL * size or not segment.text.isupper():
            yield segment
            continue
        beside = [
            s
            for s in segments
            if 0 <= s.x0 - segment.x1 < segment.size and 0 < segment.y - s.y < segment.size
        ]
        first = min(beside, key=lambda s: s.y, default=None)
        yield replace(segment, y=first.y, size=first.size, x1=first.x0) if first else segment


def _count_parted_rows(area: _Area, gutter: float, *, known: bool) -> int:
    """Return the number of rows of prose on the side with fewer; 0 if `gutter` is none.

    Args:
        area: The area to split.
        gutter: The x to try.
        known: Whether earlier pages have this gutter, so that a few rows are enough.
    """
    parted = [_sides(band, gutter) for band in _bands(area.segments, gutter)]
    parted = [sides for sides in parted if _is_parted(*sides)]
    left = [row for sides in parted for row in find_rows(sides[0])]
    right = [row for sides in parted for row in find_rows(sides[1])]
    rows = min(len(left), len(right)) if _is_prose(left) and _is_prose(right) else 0
    return rows if known or rows >= _MIN_ROWS or _is_filled(left) else 0


def _bands(segments: Sequence[Segment], gutter: float) -> Iterator[list[Segment]]:
    """Group neighbouring segments by whether they reach across the gutter."""
    band: list[Segment] = []
    before = None
    for segment in segments:
        across = segment.x0 < gutter < segment.x1 + _GUTTER * segment.size
        if across != before and band:
            yield band
            band = []
        band.append(segment)
        before = across
    yield band


def _sides(band: Sequence[Segment], gutter: float) -> tuple[list[Segment], list[Segment]]:
    return [s for s in band if s.x0 < gutter], [s for s in band if s.x0 >= gutter]


def _end_of_columns(left: Sequence[Segment], right: Sequence[Segment]) -> int:
    """Return how many segments of the left side are level with the right one.

    A heading, say, far below both columns belongs to what follows them; more lines than a heading
    has still belong to the left column.
    """
    for i in range(1, len(left)):
        below = left[i].y > right[-1].y and len({round(s.y) for s in left[i:]}) < _MIN_BAND
        if below and left[i].y - left[i - 1].y > _FAR * left[i].size:
            return i
    return len(left)


def _is_parted(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    if not (left and right):
        return False
    across = left[0].x0 < right[0].x0 < left[0].x1
    return (
        not across and max(len({round(s.y) for s in side}) for side in (left, right)) >= _MIN_BAND
    )


def _is_prose(rows: Sequence[Sequence[Segment]]) -> bool:
    chars = sum(len(segment.text) for row in rows for segment in row)
    return chars >= _MIN_CHARS * len(rows)


def _is_filled(rows: Sequence[Sequence[Segment]]) -> bool:
    """Whether there are enough rows, and enough full ones, to be a column by themselves."""
    ends = [row[-1].x1 for row in rows]
    left = min((row[0].x0 for row in rows), default=0.0)
    most = max(ends, default=0.0) - _RAGGED * (max(ends, default=0.0) - left)
    return len(rows) >= _MANY_ROWS and 2 * sum(end >= most for end in ends) > len(rows)


def _is_spread(row: Sequence[Segment]) -> bool:
    """Whether words are equally far apart, as in a justified line.

    The cells of a table are so only by chance, mostly where all of them are numbers.
    """
    gaps = [segment.x0 - before.x1 for before, segment in pairwise(row)]
    words = sum(segment.text[0].isalpha() for segment in row)
    alike = len(gaps) > 1 and max(gaps) - min(gaps) < _UNEVEN * row[0].size
    return alike and 2 * words > len(row) and not any(" " in segment.text for segment in row)


def make_line(row: Sequence[Segment], edges: tuple[float, float], column: int, page: int) -> Line:
    """Join segments side by side to a line; a tab separates those that are far apart.

    Args:
        row: From left to right.
        edges: Of its column, left and right.
        column: Its number.
        page: Number of the page.
    """
    main = max(row, key=lambda s: len(s.text))
    text = row[0].text
    tab = " " if _is_spread(row) else "\t"
    for before, segment in pairwise(row):
        gap = (segment.x0 - before.x1) / main.size
        space = " " if segment.is_field else tab  # a value belongs to its label
        text += (space if gap > _TAB else " " if gap > _SPACE else "") + segment.text
    return Line(
        text=text,
        x0=row[0].x0,
        x1=row[-1].x1,
        y=main.y,
        size=main.size,
        bold=all(segment.bold for segment in row),
        left=edges[0],
        right=edges[1],
        column=column,
        page=page,
        numbers=tuple(segment.number for segment in row if segment.number is not None),
    )
