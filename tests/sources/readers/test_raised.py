"""Raised letters become notes, powers or plain letters by what precedes them."""

import pytest

from sources.readers.raised import raised_words


@pytest.mark.parametrize(
    ("before", "raised", "written"),
    [
        ("the keeper's", "4", "[4]"),
        ("of clover.", "3,5", "[3,5]"),
        ("", "12", "[12] "),
        ("total honey", "a", "[a]"),
        ("in 1904", "[12]", "[12]"),
        ("12 m", "2", "²"),
        ("sin", "2", "²"),
        ("arctan", "2", "²"),
        ("4 sin", "\u22121", "⁻¹"),
        ("100 meters", "2", "²"),
        ("(a + b)", "2", "²"),
        ("((b/a) + 1)", "2", "²"),
        ("(Bell 1904)", "2", "[2]"),
        ("Ca", "2+", "²⁺"),
        ("e", "ix", "^ix"),
        ("e", "x/2", "^(x/2)"),
        ("10", "n", "^n"),
        ("(1 + r)", "t", "^t"),
        ("x", "0.5", "^0.5"),
        ("on the 1", "st", "st"),
        ("the 19", "th", "th"),
        ("au XX", "e", "e"),
        ("chez M", "me", "me"),
        ("N", "o", "o"),
        ("Hive", "TM", "TM"),
        ("f", "\u2032", "\u2032"),
    ],
)
def test_raised_letters_are_written_for_what_they_are(
    before: str, raised: str, written: str
) -> None:
    assert raised_words(before, raised) == written
