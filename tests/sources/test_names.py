"""Names of people are split where lists need it, names of groups stay whole; dates as known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.names import Name, read_day, read_name, read_names, split_people


@pytest.mark.parametrize(
    ("written", "inverted", "initials"),
    [
        ("Ada Keeper", "Keeper, Ada", "Keeper, A."),
        ("Ada Mary Keeper", "Keeper, Ada Mary", "Keeper, A. M."),
        ("Keeper, Ada", "Keeper, Ada", "Keeper, A."),
        ("Jean-Paul Roy", "Roy, Jean-Paul", "Roy, J.-P."),
        ("Ludwig van der Berg", "van der Berg, Ludwig", "van der Berg, L."),
        ("Van Morrison", "Morrison, Van", "Morrison, V."),  # a particle that comes first is none
        ("Martin L. King Jr.", "King, Martin L., Jr.", "King, M. L., Jr."),
        (", Jr.", "Jr.", "J."),  # there is no name that it could belong to
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
    ("written", "names"),
    [
        ("Ann Bell and Carl Dow", ["Ann Bell", "Carl Dow"]),
        ("Ann Bell & Carl Dow", ["Ann Bell", "Carl Dow"]),
        ("Ann Bell, Carl Dow and Eve Fox", ["Ann Bell", "Carl Dow", "Eve Fox"]),
        ("Ann Bell, Carl Dow, and Eve Fox", ["Ann Bell", "Carl Dow", "Eve Fox"]),
        ("Bell, Ann and Dow, Carl", ["Bell, Ann", "Dow, Carl"]),
        ("Martin L. King, Jr. and Ann Bell", ["Martin L. King, Jr.", "Ann Bell"]),
        (
            "Ann Bell, Martin L. King, Jr., and Carl Dow",
            ["Ann Bell", "Martin L. King, Jr.", "Carl Dow"],
        ),
        ("Plato, Aristotle and Zeno", ["Plato", "Aristotle", "Zeno"]),
        ("Marx and Engels", ["Marx", "Engels"]),
        ("Ludwig van der Berg and J. R. R. Fox", ["Ludwig van der Berg", "J. R. R. Fox"]),
        ("Ann Bell and University of Bern", ["Ann Bell", "University of Bern"]),
        (
            "University of Bern and University of Basel",
            ["University of Bern", "University of Basel"],
        ),
        ("Bern University and Basel University", ["Bern University", "Basel University"]),
    ],
)
def test_people_in_one_field_are_several(written: str, names: list[str]) -> None:
    assert split_people(written) == names
    assert [name.direct for name in read_names([written])] == [
        read_name(name).direct for name in names
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Department of Health and Human Services",
        "U.S. Department of Health and Human Services",
        "Centers for Disease Control and Prevention",
        "Food and Agriculture Organization of the United Nations",
        "Food and Drug Administration",
        "Arts and Humanities Research Council",
        "Natural Sciences and Engineering Research Council",
        "Bureau of Alcohol, Tobacco, Firearms and Explosives",
        "Department for Environment, Food and Rural Affairs",
        "Organisation for Economic Co-operation and Development",
        "University and College Union",
        "Library and Archives Canada",
        "National Aeronautics and Space Administration",
        "Health and Safety Executive",
        "Houghton Mifflin and Company",
        "The Bill and Melinda Gates Foundation",
        "Ann and Carl Dow",
        "Ann Bell",
        "Bell, Ann",
    ],
)
def test_a_group_whose_name_has_and_stays_whole(written: str) -> None:
    assert split_people(written) == [written]
    (name,) = read_names([written])
    assert name == read_name(written)


@pytest.mark.parametrize(
    ("written", "british", "american", "year_first"),
    [
        ("2019-10-01", "1 Oct. 2019", "October 1, 2019", "2019, October 1"),
        ("2019-01-31", "31 Jan. 2019", "January 31, 2019", "2019, January 31"),
        ("2019-12", "Dec. 2019", "December 2019", "2019, December"),
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


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("2019-01-31", [2019, 1, 31]),
        ("2019-12", [2019, 12]),
        ("2019", [2019]),
        ("circa 1788", []),
    ],
)
def test_dates_in_numbers(written: str, numbers: list[int]) -> None:
    day = read_day(written)

    assert day
    assert day.numbers == numbers


@given(st.text(max_size=40))
def test_any_name_keeps_its_letters(written: str) -> None:
    name = read_name(written)

    assert isinstance(name, Name)
    assert sorted("".join(name.direct.split())) == sorted("".join(written.replace(",", "").split()))
