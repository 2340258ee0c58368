"""Names of people are split where lists need it, names of groups stay whole; dates as known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.names import Name, read_day, read_name


@pytest.mark.parametrize(
    ("written", "inverted", "initials"),
    [
        ("Ada Keeper", "Keeper, Ada", "Keeper, A."),
        ("Ada Mary Keeper", "Keeper, Ada Mary", "Keeper, A. M."),
        ("Keeper, Ada", "Keeper, Ada", "Keeper, A."),
        ("Jean-Paul Roy", "Roy, Jean-Paul", "Roy, J.-P."),
        ("Ludwig van der Berg", "van der Berg, Ludwig", "van der Berg, L."),
        ("Martin L. King Jr.", "King, Martin L., Jr.", "King, M. L., Jr."),
        ("Voltaire", "Voltaire", "Voltaire"),
        ("University of Bern", "University of Bern", "University of Bern"),
        ("The Bee Keepers", "The Bee Keepers", "The Bee Keepers"),
        ("毛泽东", "毛泽东", "毛泽东"),
    ],
)
def test_names_in_lists(written: str, inverted: str, initials: str) -> None:
    name = read_name(written)

    assert (name.inverted, name.with_initials) == (inverted, initials)


@pytest.mark.parametrize(
    ("written", "british", "american", "year_first"),
    [
        ("2019-10-01", "1 Oct. 2019", "October 1, 2019", "2019, October 1"),
        ("2019-09", "Sept. 2019", "September 2019", "2019, September"),
        ("2019-05", "May 2019", "May 2019", "2019, May"),
        ("2019", "2019", "2019", "2019"),
        ("circa 1788", "circa 1788", "circa 1788", "circa 1788"),
        ("2019-13", "2019", "2019", "2019"),
    ],
)
def test_dates_in_each_style(written: str, british: str, american: str, year_first: str) -> None:
    day = read_day(written)

    assert day
    assert (day.british, day.american, day.year_first) == (british, american, year_first)


@given(st.text(max_size=40))
def test_any_name_keeps_its_letters(written: str) -> None:
    name = read_name(written)

    assert isinstance(name, Name)
    assert sorted("".join(name.direct.split())) == sorted("".join(written.replace(",", "").split()))
