"""Columns are read one after the other, tables row by row, and what reaches across in its place."""

from sources.readers.pdf.columns import ColumnReader
from sources.readers.pdf.values import Segment


def _segment(text: str, x: float, y: float, size: float = 10.0) -> Segment:
    return Segment(text, x, x + 0.5 * size * len(text), y, size)


def _texts(*segments: Segment) -> list[str]:
    return [line.text for line in ColumnReader().lines(segments, 1)]


def _column(name: str, x: float, y: float, rows: int = 6) -> list[Segment]:
    return [_segment(f"Words of {name} number {i}", x, y + 12 * i) for i in range(rows)]


def _words(name: str, rows: int = 6) -> list[str]:
    return [f"Words of {name} number {i}" for i in range(rows)]


def test_two_columns_that_the_file_has_line_by_line_are_read_one_after_the_other() -> None:
    both = zip(_column("one", 40, 100), _column("two", 220, 100), strict=True)

    assert _texts(*(s for row in both for s in row)) == _words("one") + _words("two")


def test_three_columns_are_read_from_the_left() -> None:
    columns = [*_column("three", 400, 100), *_column("one", 40, 103), *_column("two", 220, 100)]

    assert _texts(*columns) == _words("one") + _words("two") + _words("three")


def test_what_reaches_across_the_columns_parts_them_into_bands() -> None:
    across = _segment("A line that is so long that it reaches across both of the columns", 40, 200)
    above = [*_column("a", 40, 100), *_column("b", 220, 100)]
    below = [*_column("c", 40, 230), *_column("d", 220, 230, rows=3)]

    assert _texts(*below, *above, across) == [
        *(*_words("a"), *_words("b"), across.text, *_words("c"), *_words("d", 3)),
    ]


def test_a_heading_far_below_both_columns_belongs_to_what_reaches_across_under_it() -> None:
    columns = [*_column("one", 40, 100), *_column("two", 220, 100)]
    across = _segment("A line that is so long that it reaches across both of the columns", 40, 240)

    assert _texts(*columns, _segment("Below", 40, 220), across)[-2:] == ["Below", across.text]


def test_a_left_column_that_is_longer_than_the_right_one_is_read_to_its_end() -> None:
    left, right = _column("one", 40, 100), _column("two", 220, 100, rows=4)
    below = [_segment("A heading", 40, 200), *_column("three", 40, 215)]

    assert _texts(*left, *right, *below) == [
        *(*_words("one"), "A heading", *_words("three"), *_words("two", 4)),
    ]


def test_a_column_of_a_single_line_is_known_by_those_of_the_pages_before() -> None:
    reader = ColumnReader()
    reader.lines([*_column("one", 40, 100), *_column("two", 220, 100)], 1)

    lines = reader.lines([*_column("three", 40, 100), *_column("four", 220, 100, rows=1)], 2)

    assert [line.text for line in lines] == _words("three") + _words("four", 1)


def test_a_last_column_of_two_lines_is_known_by_the_full_lines_beside_it() -> None:
    left, right = _column("one", 40, 100, rows=10), _column("two", 220, 106, rows=2)

    assert _texts(*left, *right) == _words("one", 10) + _words("two", 2)


def test_a_column_beside_words_set_wide_apart_may_begin_a_little_further_left_in_one_line() -> None:
    left = [_segment("ab", 40 + 12 * n, 100 + 12 * i) for i in range(6) for n in range(11)]
    right = _column("two", 221.1, 100)
    right[3] = _segment(right[3].text, 220.9, right[3].y)

    assert _texts(*left, *right) == [" ".join(11 * ["ab"])] * 6 + _words("two")


def test_a_column_with_a_gap_in_it_beside_a_short_one_is_read_to_its_end() -> None:
    left = [*_column("one", 40, 100), *_column("three", 40, 200, rows=8)]
    across = _segment("A line that is so long that it reaches across both of the columns", 40, 340)

    assert _texts(*left, *_column("two", 220, 100, rows=3), across) == [
        *(*_words("one"), *_words("three", 8), *_words("two", 3), across.text),
    ]


def test_short_notes_beside_a_list_of_dates_stay_in_their_rows() -> None:
    left = [_segment("May the first 190" + "x" * i, 40, 100 + 12 * i) for i in range(10)]
    right = [_segment("The mill was sold again", 220, y) for y in (100, 160)]

    assert [text for text in _texts(*left, *right) if "\t" in text] == [
        "May the first 190\tThe mill was sold again",
        "May the first 190xxxxx\tThe mill was sold again",
    ]


def test_a_table_is_read_row_by_row_with_tabs_between_its_cells() -> None:
    cells = [
        _segment(word, x, 100 + 12 * i)
        for x, column in ((40, "1901 1902 1903 1904 1905"), (160, "23 31 28 27 19"))
        for i, word in enumerate(column.split())
    ]

    assert _texts(*cells) == ["1901\t23", "1902\t31", "1903\t28", "1904\t27", "1905\t19"]


def test_a_large_first_letter_begins_the_first_of_the_lines_beside_it() -> None:
    lines = [_segment("here was once a keeper", 60, 100), _segment("who counted it all", 60, 112)]
    last = _segment("and told nobody of it", 40, 124)

    assert _texts(Segment("T", 40, 59, 112, 30), *lines, last) == [
        "There was once a keeper",
        "who counted it all",
        "and told nobody of it",
    ]


def test_words_that_are_spread_over_a_line_are_no_table() -> None:
    spread = [_segment(word, x, 100) for x, word in ((40, "have"), (80, "some"), (120, "bees"))]

    assert _texts(*spread) == ["have some bees"]
    assert _texts(_segment("1901", 40, 100), _segment("23", 80, 100), _segment("4", 110, 100)) == [
        "1901\t23\t4"
    ]
