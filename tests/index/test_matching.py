"""First stage: which passages score at all, and what makes them score more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import SynonymTable
from index.ranking import Ranker

from .shelf import library, ranker

WORDS = st.sampled_from("guild harbour flood granite salt herring".split())
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=8)


def scores(found: Ranker, question: str) -> list[float]:
    """What each passage scores for a question by the windows around it."""
    wanted = found.matcher.wanted(found.reader.read(question))
    numbers = range(len(found.view.library.passages))
    found_scores: list[float] = found.matcher.engine.around(wanted, numbers).tolist()
    return found_scores


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=3))
def test_a_document_of_one_window_scores_exactly_when_it_has_a_word_of_the_question(
    texts: list[list[str]], question: list[str]
) -> None:
    shelf = library(*map(" ".join, texts))

    found = scores(ranker(shelf), " ".join(question))

    assert [score > 0 for score in found] == [bool(set(text) & set(question)) for text in texts]


def test_a_passage_scores_by_the_words_of_its_neighbors() -> None:
    near, far = scores(ranker(library("Salt.\n\nA flood.", "Salt." + " Bees." * 400)), "flood")[1:]

    assert near > far == 0


def test_a_word_that_every_document_has_still_scores() -> None:
    assert min(scores(ranker(library("The flood.", "A flood came.")), "flood")) > 0


def test_the_only_passage_scores_for_its_word() -> None:
    assert scores(ranker(library("The flood.")), "flood")[0] > 0


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    shelf = library("The guild met.", "The guild sang.", "The granite held.")

    guild, _, granite = scores(ranker(shelf), "guild granite")

    assert granite > guild


def test_a_phrase_is_another_name_only_where_its_words_are_together() -> None:
    shelf = library("The queen passed away.", "She passed the salt away.", "She left, far away.")
    table = SynonymTable(groups=[["died", "passed away"]])

    there, apart, half = scores(ranker(shelf, table), "died")

    assert there > apart == half == 0


def test_a_phrase_of_three_words_must_be_together_as_well() -> None:
    shelf = library("The tall stone tower.", "Tall stones.", "A stone tower.", "Tall tower.")
    table = SynonymTable(groups=[["lighthouse", "tall stone tower"]])

    there, *parts = scores(ranker(shelf, table), "lighthouse")

    assert there > 0
    assert parts == [0, 0, 0]


def test_a_name_that_was_asked_for_counts_more_than_its_other_name() -> None:
    shelf = library("The guild met.", "The league met.")
    table = SynonymTable(groups=[["guild", "league"]])

    guild, league = scores(ranker(shelf, table), "guild")

    assert guild > league > 0


@pytest.mark.parametrize("question", ["", "zebra", "the of"])
def test_without_a_known_word_nothing_scores(question: str) -> None:
    assert scores(ranker(library("The flood.\n\nThe guild.")), question) == [0, 0]


def test_a_word_that_no_document_has_would_tell_more_than_one_that_some_have() -> None:
    found = ranker(library("The flood.", "A flood.", "The guild."))
    known, unknown = found.reader.read("flood zebra").concepts

    assert found.matcher.blend(unknown).idf > found.matcher.blend(known).idf
    assert found.matcher.blend(unknown).names == ()


def test_without_passages_there_are_no_scores() -> None:
    assert scores(ranker(library()), "flood") == []


def test_a_passage_scores_by_a_word_of_the_same_family() -> None:
    shelf = library("Its legislature met.", "The legal guild met.", "Its legislative guild met.")

    form, other, word = scores(ranker(shelf), "legislative")

    assert word > form > other == 0
