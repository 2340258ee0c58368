"""Dates are as precise as they were written; names are split, and implausible ones dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.metadata import (
    Metadata,
    are_plausible_names,
    is_date,
    is_plausible_title,
    iso_date,
    readable_date,
    split_names,
)


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
        ("01.10.2019", "2019-10-01"),
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


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ann Bell", ("Ann Bell",)),
        ("Ann Bell, Carl Dow and Eve Fox", ("Ann Bell", "Carl Dow", "Eve Fox")),
        ("Ann Bell & Carl Dow", ("Ann Bell", "Carl Dow")),
        ("Bell, Ann", ("Ann Bell",)),
        ("Bell, Ann; Dow, Carl E.", ("Ann Bell", "Carl E. Dow")),
        ("Bell, Ann, and Carl Dow", ("Ann Bell", "Carl Dow")),
        ("García Márquez, Gabriel", ("Gabriel García Márquez",)),
        ("Plato, Aristotle and Zeno", ("Plato", "Aristotle", "Zeno")),
        ("Ann Bell, staff writer", ("Ann Bell",)),
        ("Ann Bell, Professor of History", ("Ann Bell",)),
        ("Ada Teacher", ("Ada Teacher",)),
        ("Carl Dow, Jr.", ("Carl Dow Jr.",)),
        ("Ann Bell, PhD, and Carl Dow, M.A.", ("Ann Bell", "Carl Dow")),
        ("Ann Bell (Department of Bees, Hill University) © 2010 Bee Press", ("Ann Bell",)),
        ("Ann Bell [editor]", ("Ann Bell",)),
        ("", ()),
    ],
)
def test_a_line_is_split_into_persons(line: str, names: tuple[str, ...]) -> None:
    assert split_names(line) == names


def test_a_group_with_and_in_its_name_is_one_author() -> None:
    whole = "Department of Health and Human Services"

    assert split_names(whole) == (whole,)
    assert split_names(f"Ann Bell; {whole}") == ("Ann Bell", whole)


@pytest.mark.parametrize(
    "name",
    [
        "Ann Bell",
        "Ludwig van Beethoven",
        "J. R. R. Tolkien",
        "Ada B. Teacher",
        "Martin O'Brien-Smith III",
        "d'Alembert",
        "World Health Organization",
        "Center for the Study of Bees",
        "Plato",
        "孔子",
        "Анна Белл",
    ],
)
def test_a_name_of_a_person_or_an_organisation_is_plausible(name: str) -> None:
    assert are_plausible_names([name])


@pytest.mark.parametrize(
    "name",
    [
        "Authority control databases Germany Japan",
        "State University) © 2010 Botany Education",
        "admin",
        "Microsoft Office User",
        "View all posts",
        "Site Admin",
        "ann.bell@example.org",
        "jbell42",
        "Posted on 3 May",
        "https://example.org/ann",
        "a person who likes bees",
        "The " * 9,
        "",
    ],
)
def test_other_words_are_no_plausible_name_and_spoil_the_list(name: str) -> None:
    assert not are_plausible_names([name])
    assert not are_plausible_names(["Ann Bell", name])


@pytest.mark.parametrize(
    ("title", "plausible"),
    [
        ("Why bridges sing", True),
        ("1984", True),
        ("Document design for teachers", True),
        ("Presentation of the self", True),
        ("Title IX and its history", True),
        ("長城的歷史", True),
        ("Microsoft Word - essay.docx", False),
        ("essay_final.docx", False),
        ("Untitled", False),
        ("Document1", False),
        ("doc1 (3)", False),
        ("PowerPoint Presentation", False),
        ("Slide 1", False),
        ("about:blank", False),
        ("https://example.org/a", False),
        ("5f3a9c0b77e14d21", False),
        ("404 Not Found", False),
        ("...", False),
    ],
)
def test_defaults_of_programs_and_names_of_files_are_no_titles(title: str, plausible: bool) -> None:  # noqa: FBT001
    assert is_plausible_title(title) is plausible


@pytest.mark.parametrize(
    ("date", "kept"),
    [("2019-10-01", True), ("1788", True), ("1970-01-01", False), ("2999", False), ("soon", False)],
)
def test_dates_in_the_future_or_where_clocks_begin_are_dropped(date: str, kept: bool) -> None:  # noqa: FBT001
    assert Metadata(published=date).plausible() == Metadata(published=date if kept else None)


def test_the_first_plausible_value_of_each_field_is_taken() -> None:
    first = Metadata(title="Untitled", authors=("admin",), published="2019")
    second = Metadata(title="Bees", authors=("Ann Bell",), published="2020", licence="CC0")

    assert Metadata().filled_from(first, second) == second.model_copy(update={"published": "2019"})
    assert Metadata(title="Kept").filled_from(second).title == "Kept"


@pytest.mark.parametrize("date", ["today", "last-modified", "`r Sys.Date()`", "{{ page.date }}"])
def test_a_date_that_a_program_computes_is_none(date: str) -> None:
    assert Metadata().with_field("date", date).published is None
