"""The order in which the boxes of a slide are read: in rows and columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

_OVERLAP = 91_440  # English Metric Units, a tenth of an inch; boxes are larger than their text
_LINE = 300_000  # boxes whose tops differ by less stand side by side
_DEEPEST = 8  # cuts within each other
_MOST = 300  # boxes; more are a drawing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Box(Generic[T]):
    """A box on a slide, in English Metric Units from its upper left corner, and what is in it."""

    left: int
    top: int
    width: int
    height: int
    content: T


def reading_order(boxes: Sequence[Box[T]]) -> list[T]:
    """Order boxes as a reader would: rows from the top, columns from the left.

    Where boxes stand in a grid, both ways are possible. Then it is the way that agrees better with
    the order in which the author made them.

    Args:
        boxes: In the order of the file.
    """
    numbered = [Box(b.left, b.top, b.width, b.height, place) for place, b in enumerate(boxes)]
    return [boxes[place].content for place in _ordered(numbered, _DEEPEST)]


def _ordered(boxes: Sequence[Box[int]], depth: int) -> list[int]:
    rows = _cut(boxes, lambda box: (box.top, box.height))
    columns = _cut(boxes, lambda box: (box.left, box.width))
    ways = [columns] if len(columns) > 1 and (len(rows) == 1 or _are_columns(columns)) else []
    ways += [rows] if len(rows) > 1 else []
    if not ways or not depth or len(boxes) > _MOST:
        ordered = sorted(boxes, key=lambda box: (box.top // _LINE, box.left, box.content))
        return [box.content for box in ordered]
    orders = ([place for part in way for place in _ordered(part, depth - 1)] for way in ways)
    return min(orders, key=_inversions)


def _cut(
    boxes: Sequence[Box[int]], extent: Callable[[Box[int]], tuple[int, int]]
) -> list[list[Box[int]]]:
    """Part boxes where a straight line leaves them all whole, but for a small overlap."""
    parts: list[list[Box[int]]] = []
    reached = 0
    for box in sorted(boxes, key=lambda box: (extent(box)[0], box.content)):
        start, size = extent(box)
        if parts and start < reached - _OVERLAP:
            parts[-1].append(box)
        else:
            parts.append([box])
        reached = max(reached, start + size)
    return parts


def _are_columns(parts: Sequence[Sequence[Box[int]]]) -> bool:
    """Whether at least two parts have several boxes below each other."""
    return sum(len(part) > 1 for part in parts) > 1


def _inversions(places: Sequence[int]) -> int:
    return sum(first > second for first, second in combinations(places, 2))
