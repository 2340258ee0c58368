"""Boxes on a slide are read in rows and columns."""

from hypothesis import given
from hypothesis import strategies as st

from sources.readers.pptx.order import Box, reading_order

INCH = 914_400


def box(words: str, left: float, top: float, width: float = 2) -> Box[str]:
    return Box(int(left * INCH), int(top * INCH), int(width * INCH), INCH, words, len(words))


def test_rows_are_read_from_the_top_and_from_the_left() -> None:
    boxes = [box("below", 1, 6), box("right", 5, 5), box("left", 1, 5.05)]

    assert reading_order(boxes) == ["left", "right", "below"]


PRO = (box("Pro", 1, 2), box("It is cheap and near.", 1, 3))
CONTRA = (box("Contra", 5, 2), box("It is slow and dirty.", 5, 3))
IN_COLUMNS = ["Pro", "It is cheap and near.", "Contra", "It is slow and dirty."]


def test_columns_of_the_same_width_are_read_one_after_the_other() -> None:
    assert reading_order([*PRO, *CONTRA]) == IN_COLUMNS
    assert reading_order([PRO[0], CONTRA[0], PRO[1], CONTRA[1]]) == IN_COLUMNS


def test_labels_are_read_with_what_is_beside_them() -> None:
    boxes = [
        box("1801", 1, 2),
        box("1802", 1, 3),
        box("A mill was built.", 5, 2),
        box("It burned down.", 5, 3),
    ]

    assert reading_order(boxes) == ["1801", "A mill was built.", "1802", "It burned down."]


def test_columns_of_different_widths_are_read_in_the_order_of_the_file() -> None:
    narrow = [box("It was built of stone.", 1, 2), box("It was built of wood.", 1, 3)]
    wide = [box("One.", 5, 2, 5), box("Two.", 5, 3, 5)]
    columns = [*narrow, *wide]
    rows = [narrow[0], wide[0], narrow[1], wide[1]]

    assert reading_order(columns) == [each.content for each in columns]
    assert reading_order(rows) == [each.content for each in rows]


def test_a_line_over_two_columns_comes_first() -> None:
    assert reading_order([*CONTRA, *PRO, box("Trains", 1, 1, 6)]) == ["Trains", *IN_COLUMNS]


_SIDE = st.integers(0, 10 * INCH)


@given(st.lists(st.builds(Box, _SIDE, _SIDE, _SIDE, _SIDE, st.text(max_size=2)), max_size=12))
def test_every_box_is_read_once(boxes: list[Box[str]]) -> None:
    assert sorted(reading_order(boxes)) == sorted(each.content for each in boxes)
