"""The reading order of a page, checked against the order of its text in the file.

Columns are found by where lines are on the page, which can go wrong. Most programs write a page
in the order in which it is read, so lines joined to a paragraph should follow each other in the
file, too. Where they don't, the page is read in the order of the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from .columns import MOST_COLUMNS, make_line
from .paragraphs import Paragraph
from .style import is_mark
from .values import Line, Segment, find_rows

# Distances in sizes of the type.
_SAME_LINE = 0.45
_CELL_GAP, _MARK_GAP = 1.5, 4.0
_PITCH = 1.75
_INDENT = 2.5
_BACK = 0.3
_ALIGNED = 3.0  # points
_BY_ROWS = 0.9  # of the neighbours in a row that follow each other in the file
_PROSE = 25  # characters of a line, on average
_MOST_LINES = 12  # of a cell of a table


def pages_out_of_order(
    paragraphs: Iterable[Paragraph], pages: Mapping[int, Sequence[Segment]]
) -> frozenset[int]:
    """Return the numbers of pages with a paragraph whose letters don't follow each other there.

    Columns of prose that the file has row by row are no such paragraphs.

    Args:
        paragraphs: Of the document.
        pages: The segments of each page, by its number.
    """
    places = {page: _places(segments) for page, segments in pages.items()}
    wrong: set[int] = set()
    for paragraph in paragraphs:
        units = [[line] for line in paragraph.lines]
        for lines in units if paragraph.kind == "rows" else [paragraph.lines]:
            found: defaultdict[int, list[int]] = defaultdict(list)
            for line in lines:
                found[line.page] += [places[line.page][number] for number in line.numbers]
            broken = {page for page, run in found.items() if not _is_run(run)}
            if _is_prose(lines):
                broken -= {page for page in broken if _is_by_rows(pages[page], places[page])}
            wrong |= broken
    return frozenset(wrong)


def _is_prose(lines: Sequence[Line]) -> bool:
    cells = sum("\t" in line.text for line in lines)
    long = sum(len(line.text) for line in lines) >= _PROSE * len(lines)
    return long and 3 * cells < len(lines)


def _places(segments: Sequence[Segment]) -> dict[int, int]:
    """Return the rank of each segment among those of its page."""
    numbers = sorted(s.number for s in segments if s.number is not None)
    return {number: place for place, number in enumerate(numbers)}


def _is_run(places: Sequence[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise(places))


def _is_by_rows(segments: Sequence[Segment], places: Mapping[int, int]) -> bool:
    rows = [[places[s.number] for s in row if s.number is not None] for row in find_rows(segments)]
    wide = [row for row in rows if len(row) > 1]
    pairs = [b == a + 1 for row in wide for a, b in pairwise(row)]
    return sum(pairs) >= _BY_ROWS * len(pairs) > 0


@dataclass(frozen=True, slots=True)
class _Cell:
    """Lines below each other, each from left to right: of a table's cell, or of a column."""

    lines: tuple[tuple[Segment, ...], ...]

    @property
    def x0(self) -> float:
        return min(line[0].x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(segment.x1 for line in self.lines for segment in line)

    @property
    def top(self) -> float:
        return self.lines[0][0].y

    @property
    def foot(self) -> float:
        return self.lines[-1][0].y

    @property
    def size(self) -> float:
        return self.lines[0][0].size


_Row = list[_Cell]


def lines_in_file_order(segments: Sequence[Segment], page: int) -> list[Line]:
    """Return the lines of a page as the file orders them; each row of a table is one line.

    Args:
        segments: Of the page.
        page: Its number.
    """
    rows = list(_rows(_cells(_in_file_order(segments))))
    units: list[_Row] = []
    for i, row in enumerate(rows):
        if _is_in_table(rows, i) or all(len(cell.lines) == 1 for cell in row):
            units.append(row)
        else:
            units += ([cell] for cell in row)
    lines: list[Line] = []
    for number, column in enumerate(_columns(units), page * MOST_COLUMNS):
        edges = (min(row[0].x0 for row in column), max(row[-1].x1 for row in column))
        lines += (line for row in column for line in _lines(row, edges, number, page))
    return lines


def _in_file_order(segments: Sequence[Segment]) -> list[Segment]:
    """Return segments in file order; the value of a form field follows what is left of it."""
    ordered = sorted(
        (s for s in segments if s.number is not None), key=lambda segment: segment.number or 0
    )
    for field in (s for s in segments if s.number is None):
        before = [
            (abs(s.y - field.y) > _SAME_LINE * s.size, field.y - s.y, field.x0 - s.x0, i)
            for i, s in enumerate(ordered)
            if s.y <= field.y + _SAME_LINE * s.size and (s.x0 < field.x0 or s.y < field.y - s.size)
        ]
        ordered.insert(min(before)[-1] + 1 if before else 0, field)
    return ordered


def _cells(segments: Sequence[Segment]) -> Iterator[_Cell]:
    """Group segments that follow each other in the file and on the page."""
    lines: list[list[Segment]] = []
    for segment, following in zip_longest(segments, segments[1:]):
        opens_row = following is not None and _is_far_beside(segment, following)
        if lines and _is_beside(lines[-1], segment):
            lines[-1].append(segment)
        elif lines and _is_below(lines[-1], segment) and not opens_row:
            lines.append([segment])
        else:
            if lines:
                yield _Cell(tuple(map(tuple, lines)))
            lines = [[segment]]
    if lines:
        yield _Cell(tuple(map(tuple, lines)))


def _is_beside(line: Sequence[Segment], segment: Segment) -> bool:
    last = line[-1]
    gap = _MARK_GAP if (is_mark(last.text) and len(line) == 1) or segment.is_field else _CELL_GAP
    near = -_BACK * last.size <= segment.x0 - last.x1 <= gap * last.size
    return near and abs(segment.y - last.y) <= _SAME_LINE * min(last.size, segment.size)


def _is_far_beside(segment: Segment, following: Segment) -> bool:
    """Whether the next segment is the next cell of a row."""
    gap = _MARK_GAP if is_mark(segment.text) else _CELL_GAP
    level = abs(segment.y - following.y) <= _SAME_LINE * min(segment.size, following.size)
    return level and following.x0 - segment.x1 > gap * segment.size


def _is_below(line: Sequence[Segment], segment: Segment) -> bool:
    size = max(line[0].size, segment.size)
    pitch = segment.y - line[0].y
    near = _SAME_LINE * size < pitch <= _PITCH * size
    starts = (abs(segment.x0 - s.x0) for s in line[:2])
    overlaps = segment.x0 < line[-1].x1 and segment.x1 > line[0].x0
    return near and overlaps and min(starts) <= _INDENT * size


def _rows(cells: Iterable[_Cell]) -> Iterator[_Row]:
    """Group cells that are side by side."""
    row: _Row = []
    for cell in cells:
        level = row and abs(cell.top - row[0].top) <= _SAME_LINE * min(cell.size, row[0].size)
        if row and not (level and cell.x0 >= row[-1].x1 - _BACK * cell.size):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _is_in_table(rows: Sequence[_Row], i: int) -> bool:
    """Whether cells of a row begin where those of a neighbouring row do."""
    row = rows[i]
    if len(row) == 1 or max(len(cell.lines) for cell in row) > _MOST_LINES:
        return False
    return any(
        sum(any(abs(a.x0 - b.x0) < _ALIGNED for b in other) for a in row) > 1
        for other in (*rows[max(i - 1, 0) : i], *rows[i + 1 : i + 2])
        if len(other) > 1
    )


def _columns(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Group rows that are below each other."""
    column: list[_Row] = []
    for row in rows:
        if column:
            foot = max(cell.foot for cell in column[-1])
            left, right = min(r[0].x0 for r in column), max(r[-1].x1 for r in column)
            below = row[0].top > foot + _SAME_LINE * row[0].size
            if not (below and row[0].x0 < right and row[-1].x1 > left):
                yield column
                column = []
        column.append(row)
    if column:
        yield column


def _lines(row: _Row, edges: tuple[float, float], column: int, page: int) -> Iterator[Line]:
    if len(row) == 1:
        yield from (make_line(line, edges, column, page) for line in row[0].lines)
        return
    cells = [[make_line(line, edges, column, page) for line in cell.lines] for cell in row]
    first = cells[0][0]
    yield replace(
        first,
        text="\t".join(" ".join(line.text for line in cell) for cell in cells),
        x1=row[-1].x1,
        bold=all(line.bold for cell in cells for line in cell),
        numbers=tuple(number for cell in cells for line in cell for number in line.numbers),
    )
