"""The numbers of headings and list entries in an OpenDocument text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from sources.readers.numbering import number_text

from .markup import attribute, attributes, local_name, number, number_of

_LEVELS = 10
_OTHERS = {"甲": "stems", "α": "greek", "А": "cyrillic", "а": "cyrillic"}  # noqa: RUF001  # data
_PLACE = re.compile(r"%(\d{1,2})%")


@dataclass(frozen=True, slots=True)
class _Level:
    style: str  # as `number_text` names it; "" for a bullet or no number
    start: int
    shown: int  # how many levels the number has
    prefix: str
    suffix: str
    pattern: str  # instead of the three before, with "%1%" for the number of level 1


@dataclass(slots=True)
class Counts:
    """How far the levels of one list are counted."""

    values: list[int | None] = field(default_factory=lambda: [None] * (_LEVELS + 1))

    def count(self, level: int, start: int, *, again: bool = False) -> None:
        """Count an entry at a level from 1; `again` starts at `start` whatever came before."""
        before = self.values[level]
        self.values[level] = start if before is None or again else before + 1
        self.values[level + 1 :] = [None] * (_LEVELS - level)


class ListStyles:
    """The styles of lists, and that of all headings."""

    def __init__(self, *roots: etree._Element) -> None:
        """Take `content.xml` and `styles.xml`."""
        self._styles: dict[str, Mapping[int, _Level]] = {}
        self._headings: Mapping[int, _Level] = {}
        for root in roots:
            for style in root.iter("{*}list-style"):
                self._styles[attribute(style, "name")] = _levels(style)
            for style in root.iter("{*}outline-style"):
                self._headings = _levels(style)

    def next_number(
        self, style: str | None, level: int, counts: Counts, start: int | None = None
    ) -> str:
        """Count an entry and return its number, with a space after it.

        Args:
            style: The name of the list's style; None for headings.
            level: Of the entry, from 1.
            counts: Of its list; counted on.
            start: Where the entry starts again, if it does.

        Returns:
            The number; "" for a bullet or none.
        """
        levels = self._headings if style is None else self._styles.get(style, {})
        level = min(max(level, 1), _LEVELS)
        for above in range(1, level):
            if counts.values[above] is None and above in levels:
                counts.values[above] = levels[above].start
        first = levels[level].start if level in levels else 1
        counts.count(level, first if start is None else start, again=start is not None)
        return _written(levels, level, counts) if level in levels else ""


def _levels(style: etree._Element) -> dict[int, _Level]:
    return {number_of(level, "level"): _level(level) for level in style}


def _level(level: etree._Element) -> _Level:
    is_number = local_name(level) in {"list-level-style-number", "outline-level-style"}
    given = attributes(level)
    return _Level(
        style=_style(given.get("num-format", "")) if is_number else "",
        start=number(given.get("start-value", "")),
        shown=number(given.get("display-levels", "")),
        prefix=given.get("num-prefix", ""),
        suffix=given.get("num-suffix", ""),
        pattern=given.get("num-list-format", ""),
    )


def _style(written: str) -> str:
    """Return a style as `number_text` names it; other programs list its first numbers."""
    first = written.partition(",")[0]
    return _OTHERS.get(first, first)


def _written(levels: Mapping[int, _Level], level: int, counts: Counts) -> str:
    here = levels[level]
    if not here.style:
        return ""
    numbers: dict[int, str] = {}
    for place in range(1, level + 1):
        of, value = levels.get(place), counts.values[place]
        if of is not None and value is not None:
            numbers[place] = number_text(value, of.style)
    if not numbers.get(level):
        return ""  # nothing is better than a wrong number
    if here.pattern:
        words = _PLACE.sub(lambda place: numbers.get(int(place[1]), ""), here.pattern)
    else:
        shown = range(level - here.shown + 1, level + 1)
        joined = ".".join(filter(None, (numbers.get(place) for place in shown)))
        words = f"{here.prefix}{joined}{here.suffix}"
    return f"{words.strip()} "
