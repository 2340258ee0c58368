"""Passages are whole sentences, near the aim and under the limit, and never span a heading."""

from statistics import median

import pytest

from sources import Locator, Passage

from .desk import read, sentences


def _paragraph(number: int, size: int) -> str:
    words = ["bridge", "keeper", "river", "winter", "honey", "rivet"]
    lines = (f"Line {number}.{i} tells of the {words[i % 6]} and the wind." for i in range(size))
    return " ".join(lines)


ESSAY = "\n\n".join(_paragraph(number, 2 + number * 5 % 11) for number in range(40))


@pytest.mark.parametrize("target", [300, 500, 700])
def test_passages_are_near_the_aim_and_end_at_sentence_ends(target: int) -> None:
    essay = read(ESSAY, target=target)

    lengths = [len(passage.text) for passage in essay.passages]
    assert max(lengths) <= 1000
    assert 0.7 * target <= median(lengths) <= 1.3 * target
    assert all(shown.endswith(".") for shown in essay.shown)


def test_whole_paragraphs_are_kept_where_they_fit() -> None:
    essay = read(f"{_paragraph(1, 12)}\n\n{_paragraph(2, 13)}\n\n{_paragraph(3, 12)}")

    assert essay.shown == [_paragraph(1, 12), _paragraph(2, 13), _paragraph(3, 12)]


def test_short_paragraphs_of_a_section_are_one_passage_and_sections_stay_apart() -> None:
    essay = read(
        f"The bridge\n\n{_paragraph(1, 2)}\n\n{_paragraph(2, 2)}\n\nThe river\n\n{_paragraph(3, 2)}"
    )

    assert essay.shown == [f"{_paragraph(1, 2)}\n{_paragraph(2, 2)}", _paragraph(3, 2)]


def test_a_sentence_longer_than_any_passage_is_cut_at_a_space() -> None:
    essay = read("Over " + "and over " * 300 + "it sang.")

    assert all(len(passage.text) <= 1000 for passage in essay.passages)
    assert " ".join(essay.shown) == "Over " + "and over " * 300 + "it sang."


def test_a_word_longer_than_any_passage_is_cut() -> None:
    assert [len(passage.text) for passage in read("ba" * 1250).passages] == [1000, 1000, 500]


def test_a_locator_counts_paragraphs_of_the_whole_document() -> None:
    essay = read(
        f"Bees\n\n{_paragraph(1, 12)}\n\nThe hive\n\n{_paragraph(2, 12)}\n\n{_paragraph(3, 12)}"
    )

    places = [(p.locator.section, p.locator.paragraph, p.locator.page) for p in essay.passages]
    assert places == [(None, 1, None), ("The hive", 2, None), ("The hive", 3, None)]


def test_sentences_are_told_without_list_marks() -> None:
    essay = read("Why it sings\n\n1. The wind blows. It is cold.\n2. The tubes are hollow.\n")

    assert sentences(essay.passages[0]) == [
        "The wind blows.",
        "It is cold.",
        "The tubes are hollow.",
    ]


def test_a_question_stays_with_its_answer() -> None:
    blocks = [f"What is part {i} of the bridge?\n\n{_paragraph(i, 4)}" for i in range(8)]

    essay = read("\n\n".join(blocks), target=300)

    assert all(shown.startswith("What is part") for shown in essay.shown)


def test_a_paragraph_of_lines_that_is_cut_breaks_within_each_passage_only() -> None:
    lines = [f"Line {number} tells of the wind and the river." for number in range(60)]

    essay = read(f"<p>{'<br>'.join(lines)}</p>", "bees.html", target=300)

    assert len(essay.passages) > 3
    assert [line for shown in essay.shown for line in shown.split("\n")] == lines
    for passage in essay.passages:
        assert len(passage.breaks) == passage.shown().count("\n")
        assert all(passage.text[place:].startswith("Line ") for place in passage.breaks)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Year\tSacks of rye", "Year   Sacks of rye"),
        ("Year \t\t Sacks", "Year   Sacks"),
        ("the mill\n\tby the river", "the mill by the river"),
        ("\tthe mill\t", "the mill"),
    ],
)
def test_cells_of_a_row_are_shown_apart(words: str, shown: str) -> None:
    passage = Passage("a.txt", Locator(0, len(words)), words, ((0, len(words)),))

    assert passage.shown() == shown


def test_the_marks_of_a_heading_are_for_programs_and_not_for_people() -> None:
    text = "Bees dance.\n\n## Wasps\n\nWasps sting. Use # 2."
    passage = Passage(
        "bees.md",
        Locator(0, len(text)),
        text,
        ((0, 11), (23, 35), (36, len(text))),
        breaks=(13, 23),
    )

    assert passage.shown() == "Bees dance.\n## Wasps\nWasps sting. Use # 2."
    assert passage.displayed() == "Bees dance.\nWasps\nWasps sting. Use # 2."
    assert passage.displayed(0, 11) == "Bees dance."
    assert passage.displayed(23) == "Wasps sting. Use # 2."


@pytest.mark.parametrize(
    "opening",
    [
        "By the end of this section, you will be able to:",
        "After reading this chapter and answering its questions, students should be able to",
    ],
)
def test_learning_objectives_are_a_passage_of_their_own(opening: str) -> None:
    aims = f"{opening}\n\n- Count hives.\n- Know bees.\n"

    essay = read(f"# Bees\n\n{aims}\nBees *live* in hives.\n", "bees.md")

    assert essay.shown == [aims.replace("\n\n", "\n").strip(), "Bees live in hives."]


def test_a_sentence_that_is_like_an_opening_of_objectives_is_text() -> None:
    essay = read("# Bees\n\nAt dawn, readers are able to see them.\n\nThey *fly*.\n", "bees.md")

    assert len(essay.shown) == 1
