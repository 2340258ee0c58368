"""The quotations of an essay, with the name and page that are given for each."""

import pytest
from hypothesis import given

from index import find_quotations

from .shelf import HOSTILE

BLOCK = "The workers shiver without moving their wings, and so a colony keeps its brood warm. " * 3


@pytest.mark.parametrize(
    ("cited", "name", "page"),
    [
        ("(Bell 12)", "Bell", "12"),
        ("(Bell and Lee 12–13)", "Bell and Lee", "12–13"),
        ("(12)", None, "12"),
        ("(xii)", None, "xii"),
        ("(Bell, On Bees 112-14)", "Bell", "112-14"),
        ("(qtd. in Bell 12)", "Bell", "12"),
        ("(Bell, 2019, p. 12)", "Bell", "12"),
        ("(Bell & Lee, 2019, pp. 12–13)", "Bell & Lee", "12–13"),
        ("(p. 12)", None, "12"),
        ("(2019, p. 12)", None, "12"),
        ("(Bell 2019, 12)", "Bell", "12"),
        ("(Bell et al. 2019, 12)", "Bell et al", "12"),
        ("(Bell, 2019)", "Bell", None),
        ("(Bell)", "Bell", None),
        ("(2019)", None, None),
        ("and so on", None, None),
    ],
)
def test_name_and_page_are_read_from_what_follows(
    cited: str, name: str | None, page: str | None
) -> None:
    (found,) = find_quotations(f"She says that “the workers shiver” {cited}. Then she goes on.")

    assert (found.text, found.name, found.page) == ("the workers shiver", name, page)


@pytest.mark.parametrize(
    "marked",
    ["“a word of hers”", '"a word of hers"', "«a word of hers»", "‘a word of hers’"],
)
def test_all_quotation_marks_are_known(marked: str) -> None:
    assert [one.text for one in find_quotations(f"It has {marked}, I think.")] == ["a word of hers"]


def test_apostrophes_are_no_quotation_marks() -> None:
    assert (
        find_quotations("The bees’ dance isn’t the wasps’ dance. It's 5' 6\" high, or 7\".") == []
    )


@pytest.mark.parametrize(
    "note", ["[1]: Ann Bell, On Bees (Hive, 2019), 33.", "1. Bell, On Bees, p. 33", "[1] Bell, 33."]
)
def test_page_is_read_from_the_note(note: str) -> None:
    (found,) = find_quotations(f"She says “the workers shiver.”[1]\n\n{note}")

    assert found.page == "33"


def test_long_paragraph_with_a_page_is_a_block_quotation() -> None:
    (found,) = find_quotations(f"She says:\n\n{BLOCK.strip()} (Bell 12)\n\nThat is all.")

    assert (found.text, found.name, found.page) == (BLOCK.strip(), "Bell", "12")


def test_quotation_marks_never_reach_over_paragraphs() -> None:
    assert find_quotations('A lone " mark.\n\nAnother " mark.') == []


@given(HOSTILE)
def test_any_text_can_be_an_essay(essay: str) -> None:
    for found in find_quotations(essay):
        assert essay[found.start :].startswith(found.text)


def test_notes_behind_a_paragraph_give_the_pages_of_its_quotations() -> None:
    essay = (
        "He says “one or two”, then “three or four”.\n\nBell, Bees, 12.\n\nIbid., 14–15.\n\nEnd."
    )

    assert [quoted.page for quoted in find_quotations(essay)] == ["12", "14–15"]


@pytest.mark.parametrize(
    "behind",
    [
        "Bell, Bees, 12.",  # of which of the two?
        "Bell, Bees, 12.\n\nDow, Bees, 13.\n\nFox, Bees, 14.",
        "Bell, Bees, 2019.\n\nDow, Bees, 2018.",
        "And so on, for pages.\n\nDow, Bees, 13.",
    ],
)
def test_paragraphs_that_may_be_no_notes_give_no_pages(behind: str) -> None:
    essay = f"He says “one or two”, then “three or four”.\n\n{behind}"

    assert [quoted.page for quoted in find_quotations(essay)] == [None, None]
