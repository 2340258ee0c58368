"""Second stage: what makes one candidate better than another, and a sentence than its neighbour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import SynonymTable
from index.ranking import Ranker
from index.rescoring import Rescored
from sources import Library, PassageKind

from .shelf import library, of_kind, ranker


def rescored(found: Ranker, question: str, *numbers: int) -> list[Rescored]:
    """These passages as candidates with the same first score, best first."""
    query = found.reader.read(question)
    return found.rescorer.rescore(query, [(number, 1.0) for number in numbers])


def order(shelf: Library, question: str) -> list[int]:
    """All passages of a library, by the second stage alone."""
    every = range(len(shelf.passages))
    return [best.number for best in rescored(ranker(shelf), question, *every)]


@given(st.permutations([0, 1, 2, 3]))
def test_equals_come_in_the_order_of_their_passages(numbers: list[int]) -> None:
    shelf = library("Red guild.\n\nGuild, red!\n\nBlue flood.\n\nThe red guild.")

    best = rescored(ranker(shelf), "guild", *numbers)

    assert [found.number for found in best] == [0, 1, 3, 2]


def test_each_sentence_has_its_score_and_the_one_with_most_of_the_question_the_highest() -> None:
    shelf = library("The guild sang. The guild stored salt and herring. Nobody slept.")

    (best,) = rescored(ranker(shelf), "guild herring salt", 0)

    one, most, nothing = best.sentences
    assert most > one > nothing == 0


def test_the_same_words_in_one_sentence_count_more_than_in_two() -> None:
    shelf = library("The guild slept. It stored salt.\n\nThe guild stored salt. It slept.")

    assert order(shelf, "guild salt") == [1, 0]


@pytest.mark.parametrize(
    ("question", "without", "with_it"),
    [
        ("when did the flood come", "The flood came with rain.", "The flood came in 1711."),
        ("how many drowned in the flood", "In the flood some drowned.", "In the flood 9 drowned."),
        ("why did the flood come", "The flood came with a roar.", "The flood came due to rain."),
        ("who saw the flood", "The flood was met by many.", "The flood was met by Teodor."),
    ],
)
def test_of_two_alike_the_passage_with_the_kind_of_answer_comes_first(
    question: str, without: str, with_it: str
) -> None:
    assert order(library(f"{without}\n\n{with_it}"), question) == [1, 0]


def test_a_kind_of_answer_without_a_word_of_the_question_counts_nothing() -> None:
    shelf = library("Rain fell in 1711. The flood came.")

    (best,) = rescored(ranker(shelf), "when did the flood come", 0)

    assert best.sentences[0] == 0


def test_a_name_of_three_words_counts_in_its_sentence() -> None:
    shelf = library("Nobody slept. The tall stone tower shone.")
    table = SynonymTable(groups=[["lighthouse", "tall stone tower"]])
    found = ranker(shelf, table)

    (best,) = rescored(found, "lighthouse", 0)

    assert best.sentences[1] > best.sentences[0] == 0
    (concept,) = found.reader.read("lighthouse").concepts
    assert [found.rescorer.has(0, sentence, concept) for sentence in (0, 1)] == [False, True]


@pytest.mark.parametrize("kind", ["reference", "about"])
def test_works_cited_step_back_unless_the_question_is_about_sources(kind: PassageKind) -> None:
    shelf = of_kind(library("Marrack, Floods.\n\nMarrack met floods."), 0, kind)

    assert order(shelf, "what about Marrack and the floods") == [1, 0]
    assert order(shelf, "which book did Marrack publish on floods? i need the source") == [0, 1]


def test_without_candidates_there_is_nothing_to_order() -> None:
    assert rescored(ranker(library("The flood.")), "flood") == []
