"""Numbers of lists, as each style writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.readers.numbering import number_text


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("1", {1: "1", 10: "10", 0: "0"}),
        ("01", {7: "07", 12: "12", 100: "100"}),
        ("i", {1: "i", 4: "iv", 49: "xlix", 1990: "mcmxc", 0: "", 5000: ""}),
        ("I", {9: "IX"}),
        ("a", {1: "a", 26: "z", 27: "aa", 28: "bb", 0: ""}),
        ("A", {3: "C", 53: "AAA"}),
        ("1st", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 22: "22nd", 112: "112th"}),
        ("one", {1: "One", 19: "Nineteen", 20: "Twenty", 42: "Forty-two", 100: ""}),
        ("first", {1: "First", 20: "Twentieth", 31: "Thirty-first", 90: "Ninetieth", 100: ""}),
        ("一", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: ""}),
        ("①", {1: "①", 20: "⑳", 21: "21"}),
        ("signs", {1: "*", 5: "**"}),
        ("unknown", {1: ""}),
    ],
)
def test_numbers_are_written_in_their_style(style: str, written: dict[int, str]) -> None:
    assert {value: number_text(value, style) for value in written} == written


@given(st.integers(1, 4999), st.sampled_from(["1", "01", "a", "A", "i", "I", "1st", "stems"]))
def test_different_numbers_are_written_differently(value: int, style: str) -> None:
    assert number_text(value, style) != number_text(value % 4999 + 1, style)
