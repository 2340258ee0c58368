"""What stands below a heading is told by its words."""

import pytest

from index.headings import is_of_exercises, is_of_glossary


@pytest.mark.parametrize(
    "heading",
    ["Review Questions", "3.4 Practice Problems", "Exercise: A hive", "Learning objectives"],
)
def test_headings_of_questions_to_the_reader_are_known(heading: str) -> None:
    assert is_of_exercises(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "The question of bees",
        "Problems with bees",
        "Answers to Review Questions",
        "Goals",
        "Review",
    ],
)
def test_headings_about_questions_are_not_those_of_exercises(heading: str) -> None:
    assert not is_of_exercises(heading)


@pytest.mark.parametrize(
    "heading", ["Key Terms", "Glossary", "1.2 Bees: Key terms", "Vocabulary", "Terms to know"]
)
def test_headings_of_glossaries_are_known(heading: str) -> None:
    assert is_of_glossary(heading)


@pytest.mark.parametrize("heading", ["Terms of office", "Key Concepts", "The vocabulary of bees"])
def test_headings_about_words_are_not_those_of_glossaries(heading: str) -> None:
    assert not is_of_glossary(heading)
