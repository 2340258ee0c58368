"""Dates are kept as precise as they were written, and read aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.metadata import is_date, iso_date, readable_date


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2019-10-01", "2019-10-01"),
        ("2019/10/01", "2019-10-01"),
        ("October 1, 2019", "2019-10-01"),
        ("1st October 2019", "2019-10-01"),
        ("Oct. 1, 2019", "2019-10-01"),
        ("2019-10", "2019-10"),
        ("October 2019", "2019-10"),
    ],
)
def test_a_day_or_month_in_any_of_these_forms_is_a_date(written: str, kept: str) -> None:
    assert is_date(written)
    assert iso_date(written) == kept


@pytest.mark.parametrize(
    "words", ["", "2019", "October", "In October 2019", "2019-13-01", "30 February 2019", "1-2-3"]
)
def test_what_is_no_day_or_month_is_no_date_and_stays_as_it_is(words: str) -> None:
    assert not is_date(words)
    assert iso_date(words) == words


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("2019-10-01", "1 October 2019"),
        ("2019-10", "October 2019"),
        ("2019", "2019"),
        ("last spring", "last spring"),
    ],
)
def test_a_kept_date_is_read_aloud_as_precise_as_it_is(kept: str, read: str) -> None:
    assert readable_date(kept) == read


@given(st.dates())
def test_every_day_is_the_same_once_kept(day: object) -> None:
    assert iso_date(iso_date(str(day))) == str(day)
