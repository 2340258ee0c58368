"""Charts and diagrams ("SmartArt") of Word and PowerPoint, as text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

_PERCENT = re.compile(r"0(?:\.(?P<decimals>0+))?\s*%")


def chart_rows(chart: etree._Element) -> list[tuple[str, ...]]:
    """The words and numbers of a chart: its titles, then its values as a table.

    Args:
        chart: The root of a chart part, of the usual kind or of the newer one (`cx`).

    Returns:
        Rows of cells: title and titles of the axes, names of the series, then for each category
        its name and the value in each series.
    """
    titles = tuple(filter(None, (_words(title) for title in chart.iter("{*}title"))))
    rows = [titles] if titles else []
    series = [*map(_series, chart.iter("{*}ser")), *_newer_series(chart)]
    for _, group in groupby(series, lambda one: one.categories):
        rows += _table(list(group))
    return rows


def diagram_paragraphs(data: etree._Element) -> Iterator[str]:
    """The words of a diagram, in the order of its outline.

    Args:
        data: The root of the diagram's data part.
    """
    listed = enumerate(data.iterfind("{*}ptLst/{*}pt"))
    points = {point.get("modelId", f"#{place}"): point for place, point in listed}
    below: Mapping[str, list[tuple[int, str]]] = defaultdict(list)
    for link in data.iterfind("{*}cxnLst/{*}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            place = int(order) if order.isdecimal() else 0
            below[link.get("srcId", "")].append((place, link.get("destId", "")))
    roots = [named for named, point in points.items() if point.get("type") == "doc"]
    seen: set[str] = set()
    waiting = [*reversed(points), *roots]  # what no link leads to comes last
    while waiting:
        named = waiting.pop()
        if named in seen or named not in points:
            continue
        seen.add(named)
        yield from _paragraphs(points[named])
        waiting += [child for _, child in sorted(below[named], reverse=True)]


@dataclass(frozen=True, slots=True)
class _Series:
    """A series of a chart; names of categories and values by their place."""

    name: str
    categories: Mapping[int, str]
    values: Mapping[int, tuple[str, ...]]


def _series(element: etree._Element) -> _Series:
    categories = element.find("{*}cat")
    name = element.find("{*}tx")
    values = [element.find(f"{{*}}{kind}") for kind in ("xVal", "val", "yVal", "bubbleSize")]
    columns = [_points(column) for column in values if column is not None]
    places = sorted({place for column in columns for place in column})
    return _Series(
        name="" if name is None else _words(name),
        categories={} if categories is None else _points(categories),
        values={place: tuple(column.get(place, "") for column in columns) for place in places},
    )


def _points(column: etree._Element) -> dict[int, str]:
    """The values in a column by their place; categories of several levels are joined."""
    style = next((code.text or "" for code in column.iter("{*}formatCode")), "")
    levels = [*column.iter("{*}lvl")] or [column]
    points: dict[int, str] = {}
    for level in levels:  # the innermost first
        held = ""
        inner = {_place(p): _shown(p.findtext("{*}v", ""), style) for p in level.iter("{*}pt")}
        for place in sorted({*points, *inner}):
            # An outer category is kept at the first of those below it.
            held = inner.get(place, held if points else "")
            points[place] = f"{held} {points.get(place, '')}".strip()
    return points


def _place(point: etree._Element) -> int:
    place = point.get("idx", "0")
    return int(place) if place.isdecimal() else 0


def _shown(written: str, style: str) -> str:
    """A value as its format shows it, as far as that is a percentage; else as it is kept."""
    try:
        value = float(written)
    except ValueError:
        return " ".join(written.split())
    if percent := _PERCENT.fullmatch(style):
        return f"{value * 100:.{len(percent['decimals'] or '')}f}%"
    # 0.1 + 0.2 is kept as 0.30000000000000004.
    return f"{value:.10f}".rstrip("0").rstrip(".") if "." in written else written


def _newer_series(chart: etree._Element) -> Iterator[_Series]:
    names = {
        series.find("{*}dataId"): _words(text)
        for series in chart.iter("{*}series")
        for text in series.iterfind("{*}tx")
    }
    by_id = {"" if found is None else found.get("val", ""): name for found, name in names.items()}
    for data in chart.iterfind("{*}chartData/{*}data"):
        columns = {kind: data.find(f"{{*}}{kind}Dim") for kind in ("str", "num")}
        found = {
            kind: {} if column is None else _newer_points(column)
            for kind, column in columns.items()
        }
        values = {place: (value,) for place, value in found["num"].items()}
        yield _Series(by_id.get(data.get("id", ""), ""), found["str"], values)


def _newer_points(column: etree._Element) -> dict[int, str]:
    level = column.find("{*}lvl")
    points = () if level is None else level.iterfind("{*}pt")
    return {_place(point): _shown(point.text or "", "") for point in points}


def _table(series: Sequence[_Series]) -> Iterator[tuple[str, ...]]:
    """A row for the names of series that share their categories, and one for each category."""
    if any(one.name for one in series):
        yield ("", *(one.name for one in series))
    categories = series[0].categories
    for place in sorted({*categories, *(place for one in series for place in one.values)}):
        values = (value for one in series for value in one.values.get(place, ("",)))
        yield (categories.get(place, ""), *values)


def _paragraphs(element: etree._Element) -> Iterator[str]:
    for paragraph in element.iter("{*}p"):
        if words := _words(paragraph):
            yield words


def _words(element: etree._Element) -> str:
    """All text in an element, the paragraphs on one line."""
    paragraphs = list(element.iter("{*}p")) or [element]
    lines = ("".join(part.text or "" for part in p.iter("{*}t", "{*}v")) for p in paragraphs)
    return " ".join(" ".join(lines).split())
