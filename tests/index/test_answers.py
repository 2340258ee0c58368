"""The words in bold: a slice of the passage, whole sentences, no more than a phone shows."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Quote, Searcher, load_questions
from index.answers import LONGEST, best_quote
from sources import load_library

from .shelf import assert_sound, library, passage

STARTER = Path(__file__).parents[2] / "sources" / "starter"
SENTENCES = st.integers(0, 150).map(lambda words: "É" + " ab" * words + ".")
SCORES = st.sampled_from([0.0, 0.1, 1.0, 5.0])


@given(
    scored=st.lists(st.tuples(SENTENCES, SCORES), min_size=1, max_size=8), before=st.integers(0, 9)
)
def test_a_quotation_is_the_best_sentence_with_whole_neighbours_in_its_place(
    scored: list[tuple[str, float]], before: int
) -> None:
    sentences, scores = zip(*scored, strict=True)
    found = passage(" ".join(sentences), start=before)
    spans = found.sentences
    best = scores.index(max(scores))

    quote = best_quote(library(""), found, scores)

    assert quote.text == found.text[quote.start : quote.end]
    assert (quote.locator.start, quote.locator.end) == (before + quote.start, before + quote.end)
    assert 0 < len(quote.text) <= LONGEST
    inside = [i for i, (start, end) in enumerate(spans) if quote.start <= start < quote.end]
    assert best in inside
    assert len(inside) <= 3
    assert quote.start == spans[inside[0]][0]
    if len(sentences[best]) <= LONGEST:
        assert quote.end == spans[inside[-1]][1]
    else:
        assert inside == [best]


def quoted(text: str, *scores: float) -> Quote:
    """The quotation from a passage, with a score for each of its sentences."""
    return best_quote(library(text), passage(text), scores)


def test_one_sentence_that_answers_stands_alone() -> None:
    quote = quoted("Bees dance. Wasps do not. Ants sing.", 0, 9, 0)

    assert quote.text == "Wasps do not."


def test_a_neighbour_that_answers_as_well_is_quoted_with_it() -> None:
    quote = quoted("Bees dance. Wasps do not. Ants sing.", 9, 8, 0)

    assert quote.text == "Bees dance. Wasps do not."


def test_a_sentence_that_answers_elsewhere_is_left_to_the_passage() -> None:
    quote = quoted("Bees dance. Wasps do not. Ants sing.", 9, 0, 8)

    assert quote.text == "Bees dance."


def test_of_equals_the_first_sentence_is_quoted() -> None:
    quote = quoted("Bees dance. Wasps do not. Ants sing.", 0, 9, 9)

    assert quote.text.startswith("Wasps")


@pytest.mark.parametrize("space", [" ", "\n", "\u00a0", "  "])
def test_a_sentence_that_is_too_long_is_cut_after_a_word(space: str) -> None:
    quote = quoted(space.join(["lighthouse"] * 100), 1)

    assert quote.text.endswith("lighthouse")
    assert len(quote.text) > LONGEST - len("  lighthouse")


def test_a_sentence_without_any_space_is_cut_at_the_limit() -> None:
    assert quoted("x" * 900, 1).text == "x" * LONGEST


def test_a_quotation_has_the_citation_of_its_document_and_the_paragraph_of_its_passage() -> None:
    shelf = library("Ants sing.\n\nBees dance.")

    quote = best_quote(shelf, shelf.passages[1], [1])

    assert (quote.citation.title, quote.citation.paragraph) == ("Untitled", 2)
    assert quote.locator.paragraph == 2


def test_every_quotation_from_the_starter_documents_is_word_for_word() -> None:
    searcher = Searcher(load_library(STARTER))

    for asked in load_questions(STARTER / "questions.jsonl"):
        assert_sound(searcher, asked.question)
