"""Rows of tables whose cells span others read on their own."""

from hypothesis import given
from hypothesis import strategies as st

from sources.readers.tables import Cell, spread_rows

CONTINUES = Cell("", continues=True)


def test_a_cell_over_several_rows_is_said_in_each_of_them() -> None:
    rows = [
        [Cell("Day"), Cell("Morning"), Cell("Afternoon")],
        [Cell("Monday", rows=2), Cell("Latin"), Cell("Chemistry")],
        [Cell("Greek"), Cell("Physics")],
        [Cell("Tuesday"), Cell("Sports", columns=2)],
    ]

    assert list(spread_rows(rows)) == [
        ("Day", "Morning", "Afternoon"),
        ("Monday", "Latin", "Chemistry"),
        ("Monday", "Greek", "Physics"),
        ("Tuesday", "Sports", ""),
    ]


def test_a_cell_that_continues_the_one_above_says_the_same() -> None:
    rows = [
        [Cell("a"), Cell("Monday", columns=2), Cell("b")],
        [Cell("c"), Cell("", columns=2, continues=True), Cell("d")],
        [Cell("e"), Cell("", columns=2, continues=True), Cell("f")],
    ]

    assert [row[1] for row in spread_rows(rows)] == ["Monday"] * 3


def test_a_cell_at_the_end_of_a_row_comes_down_too() -> None:
    rows = [[Cell("Latin"), Cell("Room 4", rows=2)], [Cell("Greek")]]

    assert list(spread_rows(rows))[1] == ("Greek", "Room 4")


def test_a_row_without_words_of_its_own_is_skipped() -> None:
    rows = [[Cell("Monday"), Cell("Latin")], [CONTINUES, Cell("")]]

    assert list(spread_rows(rows)) == [("Monday", "Latin")]


_CELLS = st.builds(Cell, st.text(max_size=3), st.integers(0, 3), st.integers(0, 3), st.booleans())


@given(st.lists(st.lists(_CELLS, max_size=4), max_size=4))
def test_the_words_of_every_cell_are_there(rows: list[list[Cell]]) -> None:
    spread = [word for row in spread_rows(rows) for word in row]

    for row in rows:
        own = [cell.words for cell in row if not cell.continues]
        assert not any(map(str.strip, own)) or all(words in spread for words in own)
