"""Pages, segments and lines of a PDF.

Distances are in points. x grows to the right, y downwards from the page's upper left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_SAME_LINE = 0.45  # of the type's size, between baselines


@dataclass(frozen=True, slots=True)
class Segment:
    """Adjacent characters of one line, with no gap as wide as a letter.

    Attributes:
        y: Of the baseline.
        size: Of the type, raised letters excluded.
        bold: Whether all of it is.
        number: Its place on the page in file order; None if that says nothing.
        unnamed: Name of its font if the font doesn't say what letters these are; else "".
        is_field: Whether it was filled in on the page, and is no part of the text layer.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    number: int | None = None
    unnamed: str = ""
    is_field: bool = False


class Omission(NamedTuple):
    """Words of a page that are left out of its text, and the reason, to follow "because"."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file.

    Attributes:
        number: From 1.
        label: From the file's page labels; "" if it has none.
        segments: In file order.
        omissions: In file order.
        has_picture: Whether it shows anything besides text.
        is_wide: Whether it is wider than high, as slides are.
        place: Number of its slide, where slides build up over several pages; else 0.
        first: Number of the first page of the slide that it completes; else 0.
    """

    number: int
    label: str
    segments: tuple[Segment, ...]
    omissions: tuple[Omission, ...] = ()
    has_picture: bool = False
    is_wide: bool = False
    place: int = 0
    first: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column.

    Attributes:
        left: Edge of its column, like `right`.
        column: Number of its column, unique in the document.
        page: Number of its page, from 1.
        numbers: Of its segments, in reading order, where they have one.
        heading: Whether it is the title of a slide.
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
    numbers: tuple[int, ...] = ()
    heading: bool = False


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
