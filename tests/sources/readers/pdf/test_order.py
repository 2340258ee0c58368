"""A page is read in the order of the file where its columns would splice lines."""

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.readers.pdf.columns import make_line
from sources.readers.pdf.order import lines_in_file_order, pages_out_of_order
from sources.readers.pdf.paragraphs import Paragraph
from sources.readers.pdf.values import Segment
from tests.sources.desk import Read, read_raw
from tests.sources.pdf_files import paragraphs, tale


def _pdf(*columns: tuple[float, list[str]], width: float = 500) -> FPDF:
    """Set each column line by line, one after the other."""
    pdf = FPDF(unit="pt", format=(width, 1500.0))
    pdf.add_page()
    pdf.set_font("Times", size=10)
    for x, lines in columns:
        for i, line in enumerate(lines):
            pdf.text(x, 60 + 13 * i, line)
    return pdf


def _read(pdf: FPDF) -> Read:
    return read_raw(bytes(pdf.output()), "hives.pdf")


def test_two_short_lists_side_by_side_are_not_interleaved() -> None:
    left = ["Early flowers", "hazel", "willow", "snowdrop"]
    right = ["Late flowers", "heather", "ivy", "aster"]

    assert " ".join(paragraphs(_read(_pdf((40, left), (250, right))))) == " ".join(left + right)


def test_questions_of_a_worksheet_in_two_columns_are_read_column_by_column() -> None:
    left = ["1. Who kept bees?", "2. Where did clover", "grow in 1904?", "3. What is honey?"]
    right = ["4. Who sold wax?", "5. When did the", "frost come?", "6. What is a swarm?"]

    assert paragraphs(_read(_pdf((40, left), (250, right)))) == [
        *("1. Who kept bees?", "2. Where did clover grow in 1904?", "3. What is honey?"),
        *("4. Who sold wax?", "5. When did the frost come?", "6. What is a swarm?"),
    ]


def test_cells_of_several_lines_stay_in_their_row() -> None:
    pdf = FPDF(unit="pt", format=(500.0, 700.0))
    pdf.add_page()
    pdf.set_font("Times", size=10)
    rows = (
        (("Clover",), ("Grows on meadows", "of the north"), ("June",)),
        (("Heather",), ("Grows on moors", "and in open woods"), ("August",)),
        (("Ivy",), ("Grows on walls", "and on old trees"), ("October",)),
    )
    for number, row in enumerate(rows):
        for x, cell in zip((40, 140, 300), row, strict=True):
            for i, line in enumerate(cell):
                pdf.text(x, 60 + 40 * number + 12 * i, line)

    assert paragraphs(_read(pdf)) == [
        "Clover   Grows on meadows of the north   June",
        "Heather   Grows on moors and in open woods   August",
        "Ivy   Grows on walls and on old trees   October",
    ]


def _segment(text: str, x: float, y: float, number: int) -> Segment:
    return Segment(text, x, x + 5 * len(text), y, 10, number=number)


def _paragraph(*segments: Segment) -> Paragraph:
    lines = [make_line([segment], (0, 400), 1, 1) for segment in segments]
    return Paragraph("paragraph", tuple(lines))


def test_a_paragraph_whose_lines_do_not_follow_each_other_in_the_file_is_noticed() -> None:
    left = [_segment(f"the left column {i}", 40, 100 + 12 * i, i) for i in range(3)]
    right = [_segment(f"the right one {i}", 240, 100 + 12 * i, 3 + i) for i in range(3)]
    page = {1: [*left, *right]}

    assert pages_out_of_order([_paragraph(*left), _paragraph(*right)], page) == set()
    assert pages_out_of_order([_paragraph(left[0], right[0], left[1])], page) == {1}


def test_columns_of_prose_that_the_file_has_row_by_row_are_kept() -> None:
    both = [
        _segment(f"a line of the {name} column of prose {i}", x, 100 + 12 * i, 2 * i + column)
        for i in range(3)
        for column, (name, x) in enumerate((("left", 40), ("right", 300)))
    ]

    assert pages_out_of_order([_paragraph(*both[::2])], {1: both}) == set()


def test_a_form_field_follows_the_words_on_its_left() -> None:
    field = Segment("newt", 130, 200, 112, 10, is_field=True)
    segments = [_segment("The first line", 40, 100, 0), _segment("Species seen:", 40, 112, 1)]

    lines = lines_in_file_order([*segments, _segment("Depth:", 40, 124, 2), field], 1)

    assert [line.text for line in lines] == ["The first line", "Species seen: newt", "Depth:"]


@pytest.mark.parametrize("gap", [14, 30, 80])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(0, 80), min_size=2, max_size=5, unique=True),
    st.lists(st.integers(0, 80), min_size=2, max_size=5, unique=True),
    st.integers(20, 60),
)
def test_no_letter_of_another_column_gets_between_those_of_a_passage(
    gap: float, left: list[int], right: list[int], width: int
) -> None:
    columns = [_set(" ".join(map(tale, numbers)), width) for numbers in (left, right)]
    wide = 5.5 * width
    edges = (30, 30 + wide + gap)
    pdf = _pdf(*zip(edges, columns, strict=True), width=2 * wide + gap + 60)
    own = ["".join(column).replace(" ", "") for column in columns]

    for shown in _read(pdf).shown:
        for line in shown.split("\n"):
            words = "".join(line.split())
            assert words in own[0] + own[1]


def _set(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def test_a_table_that_the_file_has_row_by_row_is_not_parted_at_a_gutter() -> None:
    rows = [
        [
            _segment(f"the name of the keeper {i}", 40, 100 + 12 * i, 3 * i),
            _segment(f"of the valley {i}", 240, 100 + 12 * i, 3 * i + 1),
            _segment(f"in the year 190{i}", 360, 100 + 12 * i, 3 * i + 2),
        ]
        for i in range(4)
    ]
    parted = [make_line(row[1:], (0, 400), 1, 1) for row in rows[:2]]
    paragraph = Paragraph("paragraph", (make_line(rows[3][:1], (0, 400), 1, 1), *parted))

    assert pages_out_of_order([paragraph], {1: [s for row in rows for s in row]}) == {1}
