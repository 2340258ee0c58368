"""What speaks for an answer: how much of the question it has, and how far it is ahead."""

from dataclasses import replace

import pytest

from index import LibraryIndex, Searcher, View
from index.confidence import Evidence
from sources import Library

from .shelf import library


def evidence(shelf: Library, question: str) -> Evidence:
    """What speaks for the first passage."""
    found = Searcher(View([LibraryIndex.build(shelf)])).evidence(question)
    assert found is not None
    return found


def test_a_passage_is_as_far_ahead_as_the_next_one_has_less_of_the_question() -> None:
    one = "Isolde Marrack chose the bay of Anselm."
    alone = library(one, "Bees dance on the comb.")
    beside = library(one, "Marrack fished.")
    close = library(one, "Nobody chose the bay of Anselm for a mill.")

    margins = [evidence(s, "Who chose the bay of Anselm?").margin for s in (alone, beside, close)]

    assert margins == sorted(margins, reverse=True)
    assert margins[0] == 1.0
    assert margins[-1] < 0.5


@pytest.mark.parametrize(("question", "has"), [("insects that dance", True), ("who hums?", False)])
def test_a_heading_speaks_for_what_stands_below_it_if_it_has_words_of_the_question(
    question: str, *, has: bool
) -> None:
    shelf = library("They dance at noon, and somebody hums with them.")
    (passage,) = shelf.passages
    below = replace(passage, locator=replace(passage.locator, section="Insects"))

    assert evidence(replace(shelf, passages=(below,)), question).heading == has


def test_a_word_that_few_passages_have_covers_more_of_the_question_than_a_common_one() -> None:
    rare, common = "Quillfeather came home.", "The harbour was quiet."
    many = [f"The harbour had {n} ships." for n in range(9)]
    question = "Quillfeather harbour"

    assert evidence(library(rare, *many), question).coverage > 0.5
    assert evidence(library(common, *many), question).coverage < 0.5


@pytest.mark.parametrize(
    ("question", "elsewhere"),
    [
        ("who painted the harbour of Anselm?", False),
        ("who photographed Isolde Marrack?", False),
        ("which violinist performed at home?", True),
        ("who wrote the opera about Zarathustra that begins at home?", True),
    ],
)
def test_a_question_is_about_something_else_if_no_document_has_what_it_names(
    question: str, *, elsewhere: bool
) -> None:
    shelf = library(
        "Isolde Marrack chose the bay of Anselm for a harbour.",
        "Quillfeather came home to the bay, and she was glad.",
        "Marrack had a house there.",
    )

    assert evidence(shelf, question).elsewhere == elsewhere
    assert Searcher(shelf).answer(question).status != "none" or elsewhere


def test_numbers_that_no_document_has_make_no_question_one_about_something_else() -> None:
    shelf = library("Isolde Marrack chose the bay of Anselm for a harbour in 1412.")

    assert not evidence(shelf, "Was the harbour of Anselm there in 1977?").elsewhere


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("when did Isolde Marrack choose the bay?", False),
        ("when did Teodor build the mill?", True),
        ("how many ships did Isolde Marrack choose?", True),  # 1605 is none of ships
        ("how many boats did the bay of Torvik have?", False),
        ("how many stones has the mill of Teodor?", True),
        ("who built the mill?", False),
    ],
)
def test_a_date_or_number_that_is_asked_for_is_absent_where_none_is_shown(
    question: str, *, absent: bool
) -> None:
    texts = "In 1605 Isolde Marrack chose the bay.", "Teodor built the mill of stones."
    shelf = library(*texts, "The bay of Torvik had 7 boats.")

    assert evidence(shelf, question).absent == absent
