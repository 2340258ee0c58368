"""Paragraphs of a box on a slide, with the numbers that PowerPoint sets."""

import pytest
from lxml import etree

from sources.readers.pptx.text import read_lines, read_words

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def body(*paragraphs: str, styles: str = "") -> etree._Element:
    inner = "".join(paragraphs)
    return etree.fromstring(f"<txBody {A}><a:lstStyle>{styles}</a:lstStyle>{inner}</txBody>")


def numbered(words: str, kind: str = "arabicPeriod", level: int = 0, start: int = 1) -> str:
    number = f'<a:buAutoNum type="{kind}" startAt="{start}"/>'
    return f'<a:p><a:pPr lvl="{level}">{number}</a:pPr><a:r><a:t>{words}</a:t></a:r></a:p>'


def plain(words: str) -> str:
    return f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>"


def numbers(box: etree._Element) -> list[str]:
    return [line.number for line in read_lines(box)]


def test_numbered_paragraphs_count_over_deeper_ones_and_start_again_after_others() -> None:
    box = body(
        numbered("a"),
        numbered("b", "alphaLcParenR", 1),
        numbered("c", "alphaLcParenR", 1),
        numbered("d"),
        numbered("e", "alphaLcParenR", 1),
        plain("f"),
        numbered("g"),
    )

    assert numbers(box) == ["1. ", "a) ", "b) ", "2. ", "a) ", "", "1. "]


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("arabicPlain", "3 "),
        ("romanUcPeriod", "III. "),
        ("alphaUcParenBoth", "(C) "),
        ("circleNumDbPlain", "③ "),
        ("hebrew2Minus", ""),
    ],
)
def test_a_number_is_written_in_its_scheme(kind: str, number: str) -> None:
    assert numbers(body(numbered("a", kind, start=3))) == [number]


def test_numbers_may_come_from_a_style() -> None:
    styles = '<a:lvl1pPr><a:buAutoNum type="arabicPeriod"/></a:lvl1pPr>'
    without = "<a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>b</a:t></a:r></a:p>"

    assert numbers(body(plain("a"), without, styles=styles)) == ["1. ", ""]


def test_breaks_fields_and_symbols_are_read() -> None:
    symbol = '<a:r><a:rPr><a:sym typeface="Symbol"/></a:rPr><a:t>\uf061</a:t></a:r>'
    fields = '<a:fld type="slidenum"><a:t>7</a:t></a:fld><a:fld type="x"><a:t>kept</a:t></a:fld>'

    words = read_words(body(f"<a:p><a:r><a:t>a</a:t></a:r><a:br/>{symbol} {fields}</a:p>"))

    assert words == "a \u03b1kept"
