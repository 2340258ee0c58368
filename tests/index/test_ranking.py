"""Both stages together: limits, parts of a question, and what is said twice."""

import pytest

from index.ranking import Ranker
from sources import Library

from .shelf import library, ranker, whole_shelf


def ranked(found: Ranker, question: str, limit: int = 10) -> list[tuple[int, tuple[int, ...]]]:
    """The best passages and those that repeat them, by number."""
    best = found.rank(found.reader.read(question), limit)
    return [(passage.found.number, passage.repeats) for passage in best]


def starts(shelf: Library, question: str, limit: int) -> list[str]:
    """How the best passages begin."""
    return [shelf.passages[n].text[:13] for n, _ in ranked(ranker(shelf), question, limit)]


def test_a_passage_that_says_the_same_is_named_with_the_first_not_shown_again() -> None:
    said = "A flood destroyed the old harbour in 1711, and granite walls were built."
    shelf = library(f"{said}\n\nThe flood passed.", f"{said.replace('A flood', 'The flood')}")

    assert ranked(ranker(shelf), "which flood destroyed the harbour") == [(0, (2,)), (1, ())]


def test_a_passage_that_says_something_else_is_shown_for_itself() -> None:
    shelf = library("A flood destroyed the old harbour.", "A flood spared the new mill.")

    assert [repeats for _, repeats in ranked(ranker(shelf), "flood")] == [(), ()]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_no_more_passages_than_wanted_are_ranked(limit: int) -> None:
    assert len(ranked(ranker(whole_shelf()), "guild queen bridge beds flood", limit)) == limit


def test_each_part_of_a_question_gets_a_passage() -> None:
    walls = [f"The flood broke the granite harbour walls and {n}." for n in ("nets", "a mill")]
    honey = ["Widows sold honey.", "Honey pays.", "Honey feeds.", "They sold salt.", "We sold it."]
    shelf = library("\n\n".join((*walls, *honey)))

    best = starts(shelf, "What flood broke the granite harbour walls, and who sold honey?", 2)

    assert best == ["The flood bro", "Widows sold h"]


def test_more_candidates_than_the_second_stage_usually_sees_are_ranked_if_wanted() -> None:
    shelf = library("\n\n".join(f"The flood reached house {n}." for n in range(60)))

    assert len(ranked(ranker(shelf), "flood", 50)) == 50


def test_equal_passages_come_in_the_order_of_the_documents() -> None:
    shelf = library(*(f"The flood reached {place}." for place in ("Torvik", "Valdora", "Anselm")))

    assert [number for number, _ in ranked(ranker(shelf), "flood")] == [0, 1, 2]


def test_among_equals_documents_not_yet_shown_come_first() -> None:
    places = (("Torvik", "Anselm"), ("Valdora", "Erbrand"))
    shelf = library(*("\n\n".join(f"The flood reached {p}." for p in pair) for pair in places))

    assert [number for number, _ in ranked(ranker(shelf), "flood")] == [0, 2, 1, 3]


def test_a_clearly_better_passage_stays_before_another_documents() -> None:
    shelf = library(
        "The flood broke walls.\n\nA flood broke granite walls.", "The flood passed us."
    )

    assert [number for number, _ in ranked(ranker(shelf), "flood broke walls")][:2] == [0, 1]
