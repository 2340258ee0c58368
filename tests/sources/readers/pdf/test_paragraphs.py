"""Lines belong to one paragraph or heading by where they begin and end."""

from dataclasses import replace

import pytest

from sources.readers.pdf.paragraphs import Paragraph, find_paragraphs
from sources.readers.pdf.style import Style
from sources.readers.pdf.values import Line

_SIZE = 10.0
_STYLE = Style(size=_SIZE, leading=1.2, bold=False, indents=False)


def _line(text: str, row: float, x0: float = 40, x1: float = 240, size: float = _SIZE) -> Line:
    """A line in a column from 40 to 400 points, `row` lines of the text below its top."""
    y = 100 + 1.2 * _SIZE * row
    return Line(text, x0, x1, y, size, bold=False, left=40, right=400, column=1, page=1)


def _found(*lines: Line) -> list[str]:
    return [_words(paragraph) for paragraph in find_paragraphs(lines, _STYLE)]


def _words(paragraph: Paragraph) -> str:
    return " ".join(line.text for line in paragraph.lines)


def test_the_first_line_of_a_paragraph_set_in_has_the_edge_of_those_below_it() -> None:
    lines = [
        "The keepers of the north",
        "who had no hives bought",
        "some in the valley and",
        "left",
    ]
    indented = [_line(text, i, x0=40 if i else 52) for i, text in enumerate(lines)]

    assert _found(*indented) == [" ".join(lines)]


def test_the_number_of_an_entry_makes_no_table_of_it() -> None:
    first = _line("2.\tIn 1904 they went there and", 0, x0=60, x1=330)

    assert _found(first, _line("were heard by nobody.", 1, x0=84)) == [
        "2.\tIn 1904 they went there and were heard by nobody."
    ]


def test_prose_goes_on_although_a_shorter_word_would_have_had_room() -> None:
    above = _line("They were heard by the council of the", 0, x1=322)

    below = _line("Commonwealth of Keepers in May", 1, x1=230)

    assert [p.kind for p in find_paragraphs([above, below], _STYLE)] == ["paragraph"]


def test_a_second_line_of_figures_belongs_to_the_heading_above_it() -> None:
    heading = [_line("The keepers and the war,", 0, size=14), _line("1914-1918", 1.3, size=14)]

    assert _found(*heading, _line("It began in May.", 4))[0] == "The keepers and the war, 1914-1918"


def test_a_line_of_a_heading_with_wide_spaces_belongs_to_it() -> None:
    words = ["Why the keepers", "went\tto\twar", "in the north"]
    heading = [_line(text, 1.5 * i, size=14) for i, text in enumerate(words)]

    assert _found(*heading)[0] == " ".join(words)


def test_the_words_of_an_entry_stand_beside_its_mark() -> None:
    entry = _line("[4] Bell, A. (1953). The valley of the keepers.", 0, x1=398)

    below = _line("Mill Press, pp. 4–33.", 1, x0=60)

    assert [p.kind for p in find_paragraphs([entry, below], _STYLE)] == ["paragraph"]


def _overleaf(text: str, row: float, x1: float = 240, size: float = _SIZE) -> Line:
    return replace(_line(text, row, x1=x1, size=size), column=2, page=2)


def test_a_table_at_the_top_of_the_next_page_comes_after_the_paragraph_that_goes_on() -> None:
    lines = [
        _line("The keepers of the north went", 40, x1=398),
        *(_overleaf("Year\tSacks of rye", 0), _overleaf("1901\t23", 1)),
        *(_overleaf("Table 1: Rye of the north.", 2.5), _overleaf("home again in May.", 5)),
    ]

    assert _found(*lines) == [
        "The keepers of the north went home again in May.",
        "Year\tSacks of rye 1901\t23",
        "Table 1: Rye of the north.",
    ]


def test_a_caption_at_the_top_of_the_next_page_is_one_paragraph() -> None:
    lines = [
        _line("The keepers of the north went", 40, x1=398),
        *(_overleaf("Figure 1: Hives that were illus-", 0), _overleaf("trated by the keepers.", 1)),
        _overleaf("home again in May.", 5),
    ]

    assert _found(*lines) == [
        "The keepers of the north went home again in May.",
        "Figure 1: Hives that were illus- trated by the keepers.",
    ]
    assert {paragraph.kind for paragraph in find_paragraphs(lines, _STYLE)} == {"paragraph"}


@pytest.mark.parametrize("end", ["the long his-", "the history of the"])
def test_a_short_line_that_ends_within_a_word_or_before_one_goes_on(end: str) -> None:
    kinds = [p.kind for p in find_paragraphs([_line(end, 0), _line("torical keepers", 1)], _STYLE)]

    assert kinds == ["paragraph"]


def test_a_footnote_goes_on_at_the_foot_of_the_next_page() -> None:
    lines = [
        *(_line("The keepers of the north went home.", 0), _line("[1] See Bell,", 4, size=7)),
        *(_overleaf("It was in May.", 0), _overleaf("The hives, p. 12.", 4, size=7)),
        _overleaf("[2] See Dow.", 5, size=7),
    ]

    assert _found(*lines) == [
        *("The keepers of the north went home.", "[1] See Bell, The hives, p. 12."),
        *("It was in May.", "[2] See Dow."),
    ]


def _bold(text: str, row: float) -> Line:
    return replace(_line(text, row), bold=True)


def test_a_bold_line_of_words_is_a_heading_and_a_bold_letter_of_a_drawing_is_none() -> None:
    text = _line("The keepers of the north went home.", 3)

    kinds = [find_paragraphs([_bold(words, 0), text], _STYLE)[0].kind for words in ("Hives", "P")]
    assert kinds == ["heading", "paragraph"]
