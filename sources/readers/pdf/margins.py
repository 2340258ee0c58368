"""Numbers of lines in the margin, as transcripts, laws and poems have them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .values import Omission, Page, Segment, find_rows

NUMBERS = "it numbers the lines"

_NUMBER = re.compile(r"\d{1,3}")
_ALIGNED = 3.0  # points
_FEWEST = {1: 8, 5: 3, 10: 3}  # numbers in a margin, by the step from one to the next
_MOST = 0.9  # of what has to be so
_RUNNING = 0.25  # of the lines begin in the middle of a sentence


def without_line_numbers(page: Page) -> Page:
    """Remove the numbers that count the lines of a page."""
    numbers = [s for s in page.segments if _NUMBER.fullmatch(s.text)]
    for edge in ("x0", "x1"):
        for column in _aligned(numbers, edge):
            others = [s for s in page.segments if s not in column]
            if _counts_lines(column, others):
                found = tuple(Omission(s.text, NUMBERS) for s in column)
                return replace(page, segments=tuple(others), omissions=(*page.omissions, *found))
    return page


def _aligned(numbers: Sequence[Segment], edge: str) -> list[list[Segment]]:
    """Group numbers that begin, or end, at the same x; each from top to bottom."""
    groups: list[list[Segment]] = []
    for segment in sorted(numbers, key=lambda s: getattr(s, edge)):
        x = getattr(segment, edge)
        if groups and x - getattr(groups[-1][-1], edge) < _ALIGNED:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return [sorted(group, key=lambda s: s.y) for group in groups]


def _counts_lines(numbers: Sequence[Segment], others: Sequence[Segment]) -> bool:
    steps = [int(b.text) - int(a.text) for a, b in pairwise(numbers)]
    if not steps or not others:
        return False
    step = max(set(steps), key=steps.count)
    if len(numbers) < _FEWEST.get(step, len(numbers) + 1) or any(s <= 0 for s in steps):
        return False
    beyond = [s.x0 >= max(n.x1 for n in numbers) for s in others]
    before = [s.x1 <= min(n.x0 for n in numbers) for s in others]
    in_margin = max(sum(beyond), sum(before)) >= _MOST * len(others)
    return steps.count(step) >= _MOST * len(steps) and in_margin and _is_running(numbers, others)


def _is_running(numbers: Sequence[Segment], others: Sequence[Segment]) -> bool:
    """Whether text runs on from line to line, or lines without text are counted, too."""
    rows = list(find_rows(others))
    running = sum(row[0].text[0].islower() for row in rows)
    empty = sum(
        all(abs(row[0].y - number.y) > number.size / 2 for row in rows) for number in numbers
    )
    return running >= _RUNNING * len(rows) or empty > 1
