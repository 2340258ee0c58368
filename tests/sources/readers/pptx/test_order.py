"""Boxes on a slide are read in rows and columns."""

from hypothesis import given
from hypothesis import strategies as st

from sources.readers.pptx.order import Box, reading_order

INCH = 914_400


def box(words: str, left: float, top: float, width: float = 2, height: float = 1) -> Box[str]:
    return Box(int(left * INCH), int(top * INCH), int(width * INCH), int(height * INCH), words)


def test_rows_are_read_from_the_top_and_from_the_left() -> None:
    boxes = [box("below", 1, 6), box("right", 5, 5), box("left", 1, 5.05)]

    assert reading_order(boxes) == ["left", "right", "below"]


def test_columns_are_read_whole_if_they_were_made_so() -> None:
    boxes = [
        box("Pro", 1, 2),
        box("It is cheap.", 1, 3),
        box("Contra", 5, 2),
        box("It is slow.", 5, 3),
    ]

    assert reading_order(boxes) == [each.content for each in boxes]


def test_a_grid_is_read_in_rows_if_it_was_made_so() -> None:
    boxes = [box("1801", 1, 2), box("A mill.", 5, 2), box("1802", 1, 3), box("A fire.", 5, 3)]

    assert reading_order(boxes) == [each.content for each in boxes]


def test_columns_under_a_line_over_both_are_columns() -> None:
    boxes = [
        box("last", 5, 3),
        box("third", 5, 2),
        box("second", 1, 3),
        box("first", 1, 2),
        box("above", 1, 1, 6),
    ]

    assert reading_order(boxes)[0] == "above"
    assert reading_order(boxes)[1:] in (
        ["first", "second", "third", "last"],
        ["first", "third", "second", "last"],
    )


_SIDE = st.integers(0, 10 * INCH)


@given(st.lists(st.builds(Box, _SIDE, _SIDE, _SIDE, _SIDE, st.text(max_size=2)), max_size=12))
def test_every_box_is_read_once(boxes: list[Box[str]]) -> None:
    assert sorted(reading_order(boxes)) == sorted(each.content for each in boxes)
