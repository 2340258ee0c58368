"""Fractions that are set one number above the other -> "1/2", on the line of their formula."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .characters import Glyph

_WIDEST = 250.0  # points; wider rules belong to pages and tables
_MOST_RULES = 300  # of one page; more belong to drawings
_ROOT = 3.5  # sizes of the type from the rule of a root to the baseline, at most
_ROW = 8.0  # points between baselines of a formula in one row
_FAR = 60.0  # points from a rule to the baselines
_ABOVE, _BELOW = 1.6, 1.9  # sizes of the type from the rule to the baselines, at most
_CENTRED = 0.2  # sizes of the type
_LONGER = 0.9  # sizes of the type by which the rule exceeds numbers
_TOUCHING = 0.3  # sizes of the type
_THIN_SPACE = 0.2  # sizes of the type
_BRACKETS = frozenset("()[]")
_AXIS = 0.25  # sizes of the type from a baseline up to a fraction's rule
_ONE_TERM = re.compile(r"[\w.,\u2032]+(?:\^\w+|[⁰¹²³⁴-⁹⁺⁻]+)?|√[\w.]+")


class Rule(NamedTuple):
    """A horizontal line."""

    x0: float
    x1: float
    y: float


def with_fractions(
    glyphs: Sequence[Glyph], rules: Sequence[Rule], text: Callable[[Sequence[Glyph]], str]
) -> list[Glyph]:
    """Replace the characters of each fraction, and of each root, by a single one with its text.

    Args:
        glyphs: Of a page, in file order.
        rules: Of the page.
        text: Turns characters side by side into text.
    """
    found = list(glyphs)
    by_height = _by_height(found)
    short = [rule for rule in rules if rule.x1 - rule.x0 < _WIDEST][:_MOST_RULES]
    for rule in sorted(short, key=lambda r: r.x1 - r.x0):  # inner formulas first
        near = _near(found, by_height, rule)
        if (root := _root(found, near, rule)) is not None:
            start, end = root
            inside = found[start + 1 : end]
            words = f"√{_grouped(text(inside))}"
            found[start:end] = [
                inside[0]._replace(
                    text=words, x0=found[start].x0, x1=rule.x1, spaced=found[start].spaced
                )
            ]
        elif (parts := _parts(found, near, rule)) is not None:
            start, middle, end = parts
            above, below = found[start:middle], found[middle:end]
            base, size = _line_of(found, start, end, rule)
            words = f"{_grouped(text(above))}/{_grouped(text(below))}"
            fraction = above[0]._replace(text=words, x0=rule.x0, x1=rule.x1, y=base, size=size)
            found[start:end] = [_beside(fraction, found[start - 1 : start], found[end : end + 1])]
        else:
            continue
        by_height = _by_height(found)
    return found


def _by_height(glyphs: Sequence[Glyph]) -> list[tuple[float, int]]:
    return sorted((glyph.y, i) for i, glyph in enumerate(glyphs))


def _near(glyphs: Sequence[Glyph], by_height: Sequence[tuple[float, int]], rule: Rule) -> list[int]:
    """Return the places of characters between a rule's ends, not far above or below it."""
    first = bisect_left(by_height, (rule.y - _FAR, 0))
    last = bisect_right(by_height, (rule.y + _FAR, 0))
    between = (i for _, i in by_height[first:last])
    return sorted(i for i in between if glyphs[i].x0 >= rule.x0 - 1 and glyphs[i].x1 <= rule.x1 + 1)


def _root(glyphs: Sequence[Glyph], near: Sequence[int], rule: Rule) -> tuple[int, int] | None:
    """Return the range of the characters of a root, whose sign ends where the rule begins."""
    below = {i for i in near if 0 < glyphs[i].y - rule.y < _ROOT * glyphs[i].size}
    for start in sorted(below):
        sign = glyphs[start - 1] if start else glyphs[start]
        if sign.text == "√" and abs(sign.x1 - rule.x0) < _TOUCHING * sign.size:
            end = start
            while end in below:
                end += 1
            return start - 1, end
    return None


def _parts(glyphs: Sequence[Glyph], near: Sequence[int], rule: Rule) -> tuple[int, int, int] | None:
    """Return the range of the characters above a rule, and the end of those below it."""
    above = {i for i in near if 0 < rule.y - glyphs[i].y < _ABOVE * glyphs[i].size}
    below = {i for i in near if 0 < glyphs[i].y - rule.y < _BELOW * glyphs[i].size}
    for middle in sorted(below):
        start = end = middle
        while start - 1 in above and abs(glyphs[start - 1].y - glyphs[middle - 1].y) < _ROW:
            start -= 1
        while end in below and abs(glyphs[end].y - glyphs[middle].y) < _ROW:
            end += 1
        if start < middle and _is_fraction(glyphs, (start, middle, end), rule):
            return start, middle, end
    return None


def _is_fraction(glyphs: Sequence[Glyph], places: tuple[int, int, int], rule: Rule) -> bool:
    start, middle, end = places
    parts = (glyphs[start:middle], glyphs[middle:end])
    size = glyphs[start].size
    longer = rule.x1 - rule.x0 - max(map(_width, parts))
    if not -_CENTRED * size < longer < _LONGER * size:
        return False
    ends = [(i, j) for i, j in ((start - 1, start), (end - 1, end)) if i >= 0 and j < len(glyphs)]
    joined = any(_touches(glyphs[i], glyphs[j]) for i, j in ends)
    return not joined and all(_is_centred(part, rule) for part in parts)


def _width(glyphs: Sequence[Glyph]) -> float:
    return max(g.x1 for g in glyphs) - min(g.x0 for g in glyphs)


def _is_centred(glyphs: Sequence[Glyph], rule: Rule) -> bool:
    centre = (max(g.x1 for g in glyphs) + min(g.x0 for g in glyphs)) / 2
    size = max(g.size for g in glyphs)
    one_row = max(g.y for g in glyphs) - min(g.y for g in glyphs) < size
    return one_row and abs(centre - (rule.x0 + rule.x1) / 2) < max(1.0, _CENTRED * size)


def _touches(last: Glyph, glyph: Glyph) -> bool:
    """Whether two characters belong to one word or line."""
    near = abs(glyph.x0 - last.x1) < _TOUCHING * glyph.size
    return near and abs(last.y - glyph.y) < 0.1 * glyph.size


def _line_of(glyphs: Sequence[Glyph], start: int, end: int, rule: Rule) -> tuple[float, float]:
    """Return baseline and size of the line that a fraction is in."""
    for i in (start - 1, end):
        if 0 <= i < len(glyphs):
            size = glyphs[i].size
            if abs(glyphs[i].y - rule.y - _AXIS * size) < _AXIS * size:
                return glyphs[i].y, size
    size = glyphs[start].size
    return rule.y + _AXIS * size, size


def _beside(fraction: Glyph, before: Sequence[Glyph], after: Sequence[Glyph]) -> Glyph:
    """Set a fraction apart from the characters beside it, in brackets if it is multiplied."""
    gap = max((fraction.x0 - g.x1 for g in before if g.y == fraction.y), default=0.0)
    multiplied = any(_is_factor(g, fraction.x0 - g.x1, fraction) for g in before) or any(
        _is_factor(g, g.x0 - fraction.x1, fraction) for g in after
    )
    words = f"({fraction.text})" if multiplied else fraction.text
    spaced = max(fraction.spaced, int(gap > _THIN_SPACE * fraction.size))
    return fraction._replace(text=words, spaced=spaced)


def _is_factor(glyph: Glyph, gap: float, fraction: Glyph) -> bool:
    near = abs(gap) < _TOUCHING * fraction.size and glyph.y == fraction.y
    return near and (glyph.text[-1:].isalnum() or glyph.text in _BRACKETS)


def _grouped(words: str) -> str:
    return words if _ONE_TERM.fullmatch(words) else f"({words})"
