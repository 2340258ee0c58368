"""The text of a box or a table cell on a slide, with the numbers that PowerPoint sets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from sources.readers.formulas import formula_text
from sources.readers.numbering import number_text
from sources.readers.symbols import without_places
from sources.readers.tables import Cell

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
"""The namespace of text in drawings, as lxml writes it."""

_STYLES: Mapping[str, str] = {
    "arabic": "1",
    "arabicDb": "1",
    "alphaLc": "a",
    "alphaUc": "A",
    "romanLc": "i",
    "romanUc": "I",
    "circleNumDb": "①",
    **dict.fromkeys(("ea1Chs", "ea1Cht", "ea1JpnChs", "ea1JpnKor"), "一"),
}
_SCHEME = re.compile(r"(?P<style>\w+?)(?P<shape>Period|ParenR|ParenBoth|Plain|Minus)")
_SHAPES = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}", "Minus": "- {} -"}
_BULLETS = ("buNone", "buAutoNum", "buChar", "buBlip")
# Fields whose value is the slide's number or the day on which it is shown.
_NOT_WRITTEN = ("slidenum", "datetime")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its text with the number before it, and whether it has a bullet or a number."""

    words: str
    number: str = ""


def read_lines(body: etree._Element, styles: Sequence[etree._Element] = ()) -> list[Line]:
    """Read the paragraphs of a box.

    Args:
        body: Its text, an element `txBody`.
        styles: List styles (`lstStyle` and the like) that hold for it besides its own, the
            closest first.
    """
    own = body.find(f"{A}lstStyle")
    counters = _Counters()
    lines: list[Line] = []
    for paragraph in body.iterfind(f"{A}p"):
        words = "".join(_pieces(paragraph)).strip()
        if words:
            settings = paragraph.find(f"{A}pPr")
            level = int(settings.get("lvl", "0")) if settings is not None else 0
            bullet = _bullet(settings, level, [*([] if own is None else [own]), *styles])
            lines.append(Line(words, counters.number(level, bullet)))
    return lines


def read_words(body: etree._Element | None) -> str:
    """All text of a box or a cell on one line."""
    lines = [] if body is None else read_lines(body)
    return " ".join(" ".join(f"{line.number}{line.words}" for line in lines).split())


def read_table(table: etree._Element) -> Iterator[list[Cell]]:
    """Yield the cells of each row of a table (`tbl`); merged ones are counted by their first."""
    for row in table.iterfind(f"{A}tr"):
        yield [
            Cell(
                read_words(cell.find(f"{A}txBody")),
                _count(cell, "gridSpan"),
                _count(cell, "rowSpan"),
            )
            for cell in row.iterfind(f"{A}tc")
            if cell.get("hMerge") not in {"1", "true"} and cell.get("vMerge") not in {"1", "true"}
        ]


def _count(cell: etree._Element, name: str) -> int:
    written = cell.get(name, "1")
    return int(written) if written.isdecimal() else 1


def _pieces(container: etree._Element) -> Iterator[str]:
    for element in container:
        name = str(element.tag).rpartition("}")[2]
        if name == "r":
            yield without_places(element.findtext(f"{A}t", ""), _font(element))
        elif name == "br":
            yield "\n"
        elif name == "fld" and not element.get("type", "").startswith(_NOT_WRITTEN):
            yield element.findtext(f"{A}t", "")
        elif name in {"oMath", "oMathPara"}:
            yield formula_text(element)
        elif name in {"m", "Choice", "AlternateContent"}:
            yield from _pieces(element)


def _font(run: etree._Element) -> str:
    fonts = run.iterfind(f"{A}rPr/*")
    return next((f.get("typeface", "") for f in fonts if f.tag in {f"{A}sym", f"{A}latin"}), "")


def _bullet(
    settings: etree._Element | None, level: int, styles: Sequence[etree._Element]
) -> etree._Element | None:
    """What stands before a paragraph: its own bullet, or that of the closest style with one."""
    levels = (style.find(f"{A}lvl{level + 1}pPr") for style in styles)
    for place in (settings, *levels):
        for name in _BULLETS if place is not None else ():
            found = None if place is None else place.find(f"{A}{name}")
            if found is not None:
                return found
    return None


class _Counters:
    """Counts the numbered paragraphs of each level."""

    def __init__(self) -> None:
        self._counts: dict[int, tuple[tuple[str, str], int]] = {}

    def number(self, level: int, bullet: etree._Element | None) -> str:
        """The number of the next paragraph, with a space after it; "" if it has none."""
        for deeper in [below for below in self._counts if below > level]:
            del self._counts[deeper]
        if bullet is None or bullet.tag != f"{A}buAutoNum":
            self._counts.pop(level, None)
            return ""
        kind = (bullet.get("type", ""), bullet.get("startAt", "1"))
        before, count = self._counts.get(level, (kind, 0))
        count = count if before == kind else 0
        self._counts[level] = (kind, count + 1)
        scheme = _SCHEME.fullmatch(kind[0])
        start = int(kind[1]) if kind[1].isdecimal() else 1
        style = _STYLES.get(scheme["style"], "") if scheme else ""
        written = number_text(start + count, style)
        return f"{_SHAPES[scheme['shape']].format(written)} " if scheme and written else ""
