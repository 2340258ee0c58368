"""Marks of bookdown and others within a line are read as the page shows them."""

import pytest

from tests.sources.desk import read


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("As in Figure \\@ref(fig:firn-line).", "As in Figure [firn-line]."),
        ("See @ref(snow), and write to a@ref.org.", "See [snow], and write to a@ref.org."),
        ("A __kettle lake __forms.", "A kettle lake forms."),
        (
            "They are called__ fjords__. And__. Horns__ too.",
            "They are called fjords. And. Horns too.",
        ),
        ("In ____ or a__b__c, `__x __` stays.", "In ____ or a__b__c, __x __ stays."),
    ],
)
def test_marks_are_taken_out_and_a_label_stands_for_the_number(written: str, shown: str) -> None:
    assert read(f"# Ice\n\n{written}\n", "ice.md").shown == [shown]


def test_a_label_that_stands_for_a_number_is_an_editorial_mark() -> None:
    (passage,) = read("# Ice\n\nAs Figure \\@ref(fig:firn) shows.\n", "ice.md").passages

    assert [passage.text[a:b] for a, b in passage.marks] == ["[firn]"]


@pytest.mark.parametrize("mark", ["{-}", "{.unnumbered}", "{#ice}", "{#ice .a} ##"])
def test_the_settings_of_a_heading_are_not_its_words(mark: str) -> None:
    notes = read(f"# Ice\n\n## How it moves {mark}\n\nSlowly.\n", "ice.md")

    assert notes.headings == ["How it moves"]
