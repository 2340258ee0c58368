"""The numbers that Word sets before paragraphs, counted through a document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from sources.readers.numbering import number_text

from .markup import W, is_on, value_of
from .styles import Styles

_UNKNOWN = "?"
_STYLES: Mapping[str, str] = {
    "none": "",
    "bullet": "",
    "decimal": "1",
    "decimalZero": "01",
    "decimalFullWidth": "1",
    "decimalHalfWidth": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "ordinal": "1st",
    "cardinalText": "one",
    "ordinalText": "first",
    "chicago": "signs",
    "russianLower": "cyrillic",
    "ideographTraditional": "stems",
    "decimalEnclosedCircle": "①",
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"), "一"
    ),
    **dict.fromkeys(("taiwaneseCounting", "taiwaneseCountingThousand"), "一"),
}
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str  # as `number_text` names it; "" if the level has no number
    pattern: str
    restarts_after: int  # 1 for the highest level; 0 never restarts
    plain: bool  # the numbers of the levels above are decimal, too
    hidden: bool
    end: str  # between the number and the words

    def shown(self, below: "_Level") -> str:
        """The style of this level's number in the number of a level below."""
        return "1" if below.plain and self.style else self.style


@dataclass(slots=True)
class _List:
    """A list of Word: levels, and the counts that it shares with others of the same kind."""

    levels: dict[int, _Level]
    styles: dict[str, int]  # the level of the paragraphs in a style
    starts: dict[int, int]  # where this list alone begins
    counts: list[int | None]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Gives each paragraph of a document its number; ask in the order of the document."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Take `word/numbering.xml`, if the document has it."""
        self._styles = styles
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        kinds = {
            kind.get(f"{W}abstractNumId", ""): kind for kind in root.iterfind(f"{W}abstractNum")
        }
        kind_of = {
            num.get(f"{W}numId", ""): value_of(num.find(f"{W}abstractNumId"))
            for num in root.iterfind(f"{W}num")
        }
        counts: dict[str, list[int | None]] = {}
        for num in root.iterfind(f"{W}num"):
            named = kind_of[num.get(f"{W}numId", "")]
            kind = kinds.get(named)
            if kind is not None and (link := kind.find(f"{W}numStyleLink")) is not None:
                named = kind_of.get(styles.numbering_of(value_of(link)), named)
                kind = kinds.get(named)
            if kind is not None:
                shared = counts.setdefault(named, [None] * _LEVELS)
                self._lists[num.get(f"{W}numId", "")] = _list(kind, num, shared)

    def next_number(self, paragraph: etree._Element | None) -> str | None:
        """Count a paragraph.

        Args:
            paragraph: Its properties.

        Returns:
            Its number with what stands between it and the words; "" for a bullet or a number that
            is not shown; None if the paragraph is in no list.
        """
        found, level = self._place(paragraph)
        if found is None or level not in found.levels:
            return None if found is None else ""
        _count(found, level)
        return _written(found, level)

    def _place(self, paragraph: etree._Element | None) -> tuple[_List | None, int]:
        """The list and the level of a paragraph."""
        own: int | None = None
        for style, settings in self._styles.list_settings(paragraph):
            level = settings.find(f"{W}ilvl")
            if not style and level is not None:
                own = _int(value_of(level), 0)
            number = settings.find(f"{W}numId")
            if number is not None:
                found = self._lists.get(value_of(number))
                linked = found.styles.get(style) if found and style else None
                places = (own, linked, _int(value_of(level), 0))
                return found, next(place for place in places if place is not None)
        return None, 0


def _list(kind: etree._Element, num: etree._Element, counts: list[int | None]) -> _List:
    levels: dict[int, _Level] = {}
    styles: dict[str, int] = {}
    starts: dict[int, int] = {}
    overrides = list(num.iterfind(f"{W}lvlOverride"))
    for level in (
        *kind.iterfind(f"{W}lvl"),
        *(x for o in overrides for x in o.iterfind(f"{W}lvl")),
    ):
        place = _int(level.get(f"{W}ilvl", ""), 0)
        levels[place] = _level(level, place)
        if style := value_of(level.find(f"{W}pStyle")):
            styles[style] = place
    for override in overrides:
        start = override.find(f"{W}startOverride")
        if start is not None:
            starts[_int(override.get(f"{W}ilvl", ""), 0)] = _int(value_of(start), 1)
    return _List({k: v for k, v in levels.items() if 0 <= k < _LEVELS}, styles, starts, counts)


def _level(level: etree._Element, place: int) -> _Level:
    style = value_of(level.find(f"{W}numFmt"), "decimal")
    run = level.find(f"{W}rPr")
    between = value_of(level.find(f"{W}suff"), "tab")
    return _Level(
        start=_int(value_of(level.find(f"{W}start")), 0),
        style=_STYLES.get(style, _UNKNOWN),
        pattern=value_of(level.find(f"{W}lvlText")) if style != "bullet" else "",
        restarts_after=_int(value_of(level.find(f"{W}lvlRestart")), place),
        plain=bool(is_on(level.find(f"{W}isLgl"))),
        hidden=run is not None and bool(is_on(run.find(f"{W}vanish"))),
        end="" if between == "nothing" else " ",
    )


def _count(found: _List, level: int) -> None:
    counts = found.counts
    for above in range(level):
        if counts[above] is None and above in found.levels:
            counts[above] = found.starts.get(above, found.levels[above].start)
    before = counts[level]
    if level in found.starts and level not in found.begun:
        before = None
    start = found.starts.get(level, found.levels[level].start)
    found.begun.add(level)
    counts[level] = start if before is None else before + 1
    for below in range(level + 1, _LEVELS):
        restarts = found.levels[below].restarts_after if below in found.levels else below
        if restarts and level < restarts:
            counts[below] = None


def _written(found: _List, level: int) -> str:
    here = found.levels[level]
    words = here.pattern
    for place in _PLACE.findall(here.pattern):
        of = found.levels.get(int(place) - 1)
        count = found.counts[int(place) - 1]
        number = "" if of is None or count is None else number_text(count, of.shown(here))
        if not number and of is not None and of.style:
            return ""  # nothing is better than a wrong number
        words = words.replace(f"%{place}", number)
    is_shown = any(map(str.isalnum, words)) and not here.hidden
    return f"{words.strip()}{here.end}" if is_shown else ""


def _int(written: str, default: int) -> int:
    return min(int(written), _MOST) if written.isdecimal() else default
