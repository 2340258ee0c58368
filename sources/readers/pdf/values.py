"""Pages, segments and lines of a PDF.

Distances are in points. x grows to the right, y downwards from the page's upper left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SAME_LINE = 0.45  # of the type's size, between baselines


@dataclass(frozen=True, slots=True)
class Segment:
    """Adjacent characters of one line, with no gap as wide as a letter.

    Attributes:
        y: Of the baseline.
        size: Of the type, raised letters excluded.
        bold: Whether all of it is.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file.

    Attributes:
        number: From 1.
        label: From the file's page labels; "" if it has none.
        segments: In file order.
        aslant: Words that run in another direction than most of the page does.
        has_picture: Whether it shows anything besides text.
    """

    number: int
    label: str
    segments: tuple[Segment, ...]
    aslant: tuple[str, ...] = ()
    has_picture: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column.

    Attributes:
        left: Edge of its column, like `right`.
        column: Number of its column, unique in the document.
        page: Number of its page, from 1.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    left: float
    right: float
    column: int
    page: int


def find_rows(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Yield the rows of segments from top to bottom, each from left to right."""
    row: list[Segment] = []
    for segment in sorted(segments, key=lambda s: (s.y, s.x0)):
        if row and segment.y - row[0].y > _SAME_LINE * min(segment.size, row[0].size):
            yield sorted(row, key=lambda s: s.x0)
            row = []
        row.append(segment)
    if row:
        yield sorted(row, key=lambda s: s.x0)
