"""The order in which the boxes of a slide are read: in rows and columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

_OVERLAP = 91_440  # English Metric Units, a tenth of an inch; boxes are larger than their text
_LINE = 300_000  # boxes whose tops differ by less stand side by side
_DEEPEST = 8  # cuts within each other
_SIMILAR = 1.5  # times as wide, at most
_LONGEST_LABEL = 25  # characters
_MOST = 300  # boxes; more are a drawing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Box(Generic[T]):
    """A box on a slide.

    Attributes:
        left: And the next three: its place, in English Metric Units from the upper left corner.
        content: What is in it.
        length: How many characters of text.
    """

    left: int
    top: int
    width: int
    height: int
    content: T
    length: int = 0


_Parts = list[list[Box[int]]]


def reading_order(boxes: Sequence[Box[T]]) -> list[T]:
    """Order boxes as a reader would: rows from the top, columns from the left.

    Boxes in a grid could be read either way. Then a first column of labels makes rows, and columns
    of about the same width are columns. Otherwise it is the way that agrees better with the order
    in which the author made the boxes.

    Args:
        boxes: In the order of the file.
    """
    numbered = [
        Box(box.left, box.top, box.width, box.height, place, box.length)
        for place, box in enumerate(boxes)
    ]
    return [boxes[place].content for place in _ordered(numbered, _DEEPEST)]


def _ordered(boxes: Sequence[Box[int]], depth: int) -> list[int]:
    rows = _cut(boxes, lambda box: (box.top, box.height))
    columns = _cut(boxes, lambda box: (box.left, box.width))
    ways = _ways(rows, columns) if boxes else []
    if not ways or not depth or len(boxes) > _MOST:
        ordered = sorted(boxes, key=lambda box: (box.top // _LINE, box.left, box.content))
        return [box.content for box in ordered]
    orders = ([place for part in way for place in _ordered(part, depth - 1)] for way in ways)
    return min(orders, key=_inversions)


def _ways(rows: _Parts, columns: _Parts) -> list[_Parts]:
    """Return the ways to part boxes that may be right: into rows, columns, or either."""
    if len(columns) == 1:
        return [_with_columns(rows)] if len(rows) > 1 else []
    if len(rows) == 1:
        return [columns]
    if sum(len(part) > 1 for part in columns) == 1 or _are_labels(columns):
        return [rows]
    widths = [max(box.width for box in part) for part in columns]
    return [columns] if max(widths) <= _SIMILAR * min(widths) else [columns, rows]


def _with_columns(rows: _Parts) -> _Parts:
    """Join neighbouring rows that have columns together, such as those below a line over all."""
    joined: _Parts = []
    for row in rows:
        both = [*joined[-1], *row] if joined else row
        if joined and len(_cut(both, lambda box: (box.left, box.width))) > 1:
            joined[-1] = both
        else:
            joined.append(row)
    return joined


def _are_labels(columns: _Parts) -> bool:
    """Say whether the first column has labels for what is beside them."""
    first = max(box.length for box in columns[0])
    others = [box.length for part in columns[1:] for box in part]
    return 0 < first <= _LONGEST_LABEL and first * 2 <= sum(others) / len(others)


def _cut(boxes: Sequence[Box[int]], extent: Callable[[Box[int]], tuple[int, int]]) -> _Parts:
    """Part boxes where a straight line leaves them all whole, but for a small overlap."""
    parts: _Parts = []
    reached = 0
    for box in sorted(boxes, key=lambda box: (extent(box)[0], box.content)):
        start, size = extent(box)
        if parts and start < reached - _OVERLAP:
            parts[-1].append(box)
        else:
            parts.append([box])
        reached = max(reached, start + size)
    return parts


def _inversions(places: Sequence[int]) -> int:
    return sum(first > second for first, second in combinations(places, 2))
