"""What a PDF is taken apart into, before it is put together as text.

Distances are in points; x grows to the right and y downwards from the page's upper left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SAME_LINE = 0.45  # of the type's size, between the lines that letters stand on


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters side by side on one line, without a gap as wide as a letter.

    Attributes:
        y: Of the line that the letters stand on.
        size: Of the type; raised letters do not count.
        bold: All of it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page of the file.

    Attributes:
        number: From 1.
        label: That the file gives it; "" if none.
        segments: In the order of the file.
        aslant: Words that run in another direction than most of the page.
        has_picture: Something is shown on it that is no text.
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
        left: Of its column, as `right` is.
        column: The same for all lines of a column, another for each other one of the document.
        page: The number of its page.
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
    """Segments that stand side by side, from the left; row by row from above."""
    row: list[Segment] = []
    for segment in sorted(segments, key=lambda s: (s.y, s.x0)):
        if row and segment.y - row[0].y > _SAME_LINE * min(segment.size, row[0].size):
            yield sorted(row, key=lambda s: s.x0)
            row = []
        row.append(segment)
    if row:
        yield sorted(row, key=lambda s: s.x0)
