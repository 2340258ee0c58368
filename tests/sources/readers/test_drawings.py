"""Charts and diagrams of Office as text."""

import pytest
from lxml import etree

from sources.readers.drawings import chart_rows, diagram_paragraphs

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
D = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def points(*values: str) -> str:
    return "".join(f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(values))


def series(name: str, categories: str, values: str, style: str = "General") -> str:
    return (
        f"<c:ser><c:tx><c:v>{name}</c:v></c:tx><c:cat>{categories}</c:cat>"
        f"<c:val><c:formatCode>{style}</c:formatCode>{values}</c:val></c:ser>"
    )


def rows(inner: str) -> list[tuple[str, ...]]:
    return chart_rows(
        etree.fromstring(f'<c:chart xmlns:c="{C}" xmlns:a="{A}" xmlns:cx="{CX}">{inner}</c:chart>')
    )


def test_a_chart_is_a_table_under_its_titles() -> None:
    title = "<c:title><a:p><a:r><a:t>Flour</a:t></a:r></a:p></c:title>"
    axis = "<c:valAx><c:title><a:p><a:r><a:t>Sacks</a:t></a:r></a:p></c:title></c:valAx>"
    years = points("1801", "1802")
    both = series("Rye", years, points("412", "3.5")) + series("Oats", years, points("0", "7"))

    assert rows(title + both + axis) == [
        ("Flour", "Sacks"),
        ("", "Rye", "Oats"),
        ("1801", "412", "0"),
        ("1802", "3.5", "7"),
    ]


def test_series_of_different_categories_are_tables_of_their_own() -> None:
    both = series("Rye", points("1801"), points("412")) + series(
        "Oats", points("1802"), points("7")
    )

    assert rows(both) == [("", "Rye"), ("1801", "412"), ("", "Oats"), ("1802", "7")]


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        ("0.35", "0%", "35%"),
        ("0.351", "0.0%", "35.1%"),
        ("0.30000000000000004", "General", "0.3"),
        ("2150", "#,##0", "2150"),
    ],
)
def test_values_are_as_the_chart_shows_them(value: str, style: str, shown: str) -> None:
    assert rows(series("x", points("1801"), points(value), style))[-1] == ("1801", shown)


def test_categories_of_two_levels_are_said_whole() -> None:
    levels = f"<c:lvl>{points('spring', 'autumn')}</c:lvl><c:lvl>{points('1801')}</c:lvl>"

    found = rows(series("x", levels, points("1", "2")))
    assert [row[0] for row in found[1:]] == ["1801 spring", "1801 autumn"]


def test_points_of_a_scatter_chart_have_both_values() -> None:
    pairs = f"<c:ser><c:xVal>{points('1', '2')}</c:xVal><c:yVal>{points('3', '4')}</c:yVal></c:ser>"

    assert rows(pairs) == [("", "1", "3"), ("", "2", "4")]


def test_a_chart_of_the_newer_kind_is_a_table_too() -> None:
    data = (
        '<cx:chartData><cx:data id="0"><cx:strDim><cx:lvl><cx:pt idx="0">1801</cx:pt></cx:lvl>'
        '</cx:strDim><cx:numDim><cx:lvl><cx:pt idx="0">412</cx:pt></cx:lvl></cx:numDim></cx:data>'
        "</cx:chartData><cx:series><cx:tx><cx:txData><cx:v>Rye</cx:v></cx:txData></cx:tx>"
        '<cx:dataId val="0"/></cx:series>'
    )

    assert rows(data) == [("", "Rye"), ("1801", "412")]


def test_a_diagram_is_read_along_its_outline() -> None:
    names = {"1": "President", "2": "Treasurer", "3": "Clerk", "4": "Secretary"}
    listed = "".join(
        f'<d:pt modelId="{i}"><d:t><a:p><a:r><a:t>{name}</a:t></a:r></a:p></d:t></d:pt>'
        for i, name in reversed(names.items())
    )
    links = "".join(
        f'<d:cxn srcId="{above}" destId="{below}" srcOrd="{order}"/>'
        for above, below, order in ((0, 1, 0), (1, 2, 0), (1, 4, 1), (2, 3, 0))
    )
    model = (
        f'<d:dataModel xmlns:d="{D}" xmlns:a="{A}"><d:ptLst><d:pt modelId="0" type="doc"/>{listed}'
        f"</d:ptLst><d:cxnLst>{links}</d:cxnLst></d:dataModel>"
    )

    assert list(diagram_paragraphs(etree.fromstring(model))) == [*names.values()]
