"""What is shown: a slice of the document around the best sentences, which are in bold."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Searcher, load_questions
from index.bold import LONGEST_QUOTE
from index.excerpts import LONGEST, Cut, Excerpts
from index.layout import Layout, Sentence
from sources import Heading, LeftOut, Library, load_library

from .shelf import assert_sound, library, of_kind

STARTER = Path(__file__).parents[2] / "sources" / "starter"
SENTENCES = st.integers(0, 150).map(lambda words: "É" + " ab" * words + ".")
SCORES = st.sampled_from([0.0, 0.1, 1.0, 5.0])
PARAGRAPHS = st.lists(
    st.lists(st.tuples(SENTENCES, SCORES), min_size=1, max_size=6), min_size=1, max_size=6
)


class Scored:
    """Judges sentences by given scores alone: a list for each passage."""

    asked = frozenset[str]()
    types = ()
    worth = 10.0
    joins: float | None = None

    def __init__(self, scores: list[list[float]]) -> None:
        self._scores = scores

    def quotable(self, number: int) -> Sequence[float]:
        """Return the given scores."""
        return self._scores[number]

    def having(self, number: int) -> Sequence[int]:
        """Return that neither the heading nor a sentence has any part of the question."""
        return [0] * (len(self._scores[number]) + 1)

    def part(self, _having: int) -> float:
        """Return that it is no part of the question."""
        return 0.0

    def is_answer(self, _sentence: Sentence) -> bool:
        """Return that no kind of answer is wanted."""
        return False


def cut(shelf: Library, scores: list[list[float]], number: int = 0) -> Cut:
    """The excerpt around a passage, with a score for each sentence of all passages."""
    found = Excerpts(Layout(shelf)).cut(number, Scored(scores))
    assert found
    return found


def _scores(shelf: Library, scores: list[list[float]], begin: int, end: int) -> list[float]:
    """The scores of the sentences of one document between two places."""
    return [
        score
        for passage, some in zip(shelf.passages, scores, strict=True)
        for (start, _), score in zip(passage.sentences, some, strict=True)
        if begin <= passage.locator.start + start < end
    ]


def shown(text: str, *scores: float) -> Cut:
    """The excerpt of a text of one passage."""
    return cut(library(text), [[*scores]])


@given(PARAGRAPHS)
def test_excerpts_are_slices_with_the_best_sentence_in_bold_and_never_overlap(
    paragraphs: list[list[tuple[str, float]]],
) -> None:
    shelf = library("\n\n".join(" ".join(s for s, _ in sentences) for sentences in paragraphs))
    scores = [[score for _, score in sentences] for sentences in paragraphs]
    text = shelf.documents["1.txt"].text
    excerpts = Excerpts(Layout(shelf))
    spans: set[int] = set()

    for number, passage in enumerate(shelf.passages):
        best = passage.sentences[scores[number].index(max(scores[number]))]
        place = passage.locator.start + best[0]
        found = excerpts.cut(number, Scored(scores))
        assert (found is None) == (place in spans)
        if found:
            excerpt, quote = found.excerpt, found.quote
            begin, end = excerpt.locator.start, excerpt.locator.end
            assert excerpt.text == text[begin:end]
            assert 0 < len(excerpt.text) <= LONGEST
            assert quote.text == excerpt.text[quote.start : quote.end]
            assert (quote.locator.start, quote.locator.end) == (
                begin + quote.start,
                begin + quote.end,
            )
            inside = [
                (score, begin + start)
                for (start, _), score in zip(
                    excerpt.sentences, _scores(shelf, scores, begin, end), strict=True
                )
            ]
            most = max(score for score, _ in inside)
            first, last = quote.locator.start, quote.locator.end
            assert begin <= place < end
            assert any(score == most and first <= start < last for score, start in inside)
            assert 0 < len(quote.text) <= LONGEST_QUOTE
            assert excerpt.passage_id == passage.passage_id
            assert spans.isdisjoint(range(begin, end))
            spans.update(range(begin, end))


def test_one_sentence_that_answers_stands_alone() -> None:
    assert shown("Bees dance. Wasps do not. Ants sing.", 0, 9, 0).quote.text == "Wasps do not."


def test_a_neighbor_that_answers_as_well_is_quoted_with_it() -> None:
    quote = shown("Bees dance. Wasps do not. Ants sing.", 9, 8, 0).quote

    assert quote.text == "Bees dance. Wasps do not."


def test_a_sentence_between_two_that_answer_is_quoted_with_them() -> None:
    text = "Bees dance. Wasps do not. Ants sing."

    assert shown(text, 9, 0, 8).quote.text == text


def test_a_sentence_that_answers_far_away_is_left_to_the_passage() -> None:
    text = "Bees dance. Wasps do not. Nor do flies. Ants sing."

    assert shown(text, 9, 0, 0, 8).quote.text == "Bees dance."


def test_of_equals_the_first_sentence_is_quoted() -> None:
    quote = shown(
        "Bees dance. Wasps do not. Nor do flies. Nor ants. So be it.", 0, 9, 0, 0, 9
    ).quote

    assert quote.text == "Wasps do not."


@pytest.mark.parametrize(
    "around",
    [
        "Explain briefly why bees dance.",
        "Describe how bees dance.",
        "Which of the following dance?",
        "Figure 3: Bees dance.",
        "Author: Bees dance.",
        "This text on bees is licensed under a free license.",
        "What else do bees do?",
    ],
)
def test_what_stands_around_a_text_is_no_answer(around: str) -> None:
    found = shown(f"{around} They show the way. The sun goes down. Flies do not.", 9, 8, 0, 0)

    assert found.quote.text == "They show the way."


def test_a_wrong_option_of_a_quiz_is_no_answer() -> None:
    text = "Bees dance at ________ noon in winter. The comb is warm. Bees dance in summer."

    assert shown(text, 9, 0, 8).quote.text == "Bees dance in summer."


def test_words_in_bold_never_cross_a_heading() -> None:
    text = "Bees dance.\n\nInsects\n\nThey hum."
    shelf = library(text)
    heading = Heading(start=13, end=20, level=1, text="Insects")
    document = shelf.documents["1.txt"].model_copy(update={"headings": (heading,)})
    passages = (shelf.passages[0], shelf.passages[2])
    shelf = replace(shelf, documents={"1.txt": document}, passages=passages)

    assert cut(shelf, [[9], [8]]).quote.text == "Bees dance."


def test_a_question_is_answered_by_what_follows_it() -> None:
    found = shown("Q: When do bees dance? A: At noon. A: In summer. Q: Do wasps?", 9, 0, 8, 7)

    assert found.quote.text == "A: At noon. A: In summer."


def test_a_question_after_which_another_one_follows_is_its_own_answer() -> None:
    assert shown("When do bees dance? Do wasps?", 9, 0).quote.text == "When do bees dance?"


def test_an_answer_in_the_next_passage_is_quoted() -> None:
    shelf = library("When do bees dance?\n\nAt noon.")

    quote = cut(shelf, [[9], [0]]).quote

    assert quote.text == "At noon."
    assert quote.citation.paragraph == 2


@pytest.mark.parametrize("space", [" ", "\n", "\u00a0", "  "])
def test_a_sentence_that_is_too_long_is_cut_after_a_word(space: str) -> None:
    quote = shown(space.join(["lighthouse"] * 80), 1).quote

    assert quote.text.endswith("lighthouse")
    assert len(quote.text) > LONGEST_QUOTE - len("  lighthouse")


def test_a_sentence_without_any_space_is_cut_at_the_limits() -> None:
    found = shown("x" * 1900, 1)

    assert found.excerpt.text == "x" * LONGEST
    assert found.quote.text == "x" * LONGEST_QUOTE


def test_neighboring_passages_are_shown_up_to_the_limit_where_they_say_most() -> None:
    bees = "Bees dance on the comb. " + "Wax is dear. " * 35
    ants = "Ants sing. " + "Sand is cheap. " * 35
    shelf = library(f"{bees.strip()}\n\nWasps do not.\n\n{ants.strip()}")
    some = [0.0] * 36

    before = cut(shelf, [[*some[:-3], 1, 1, 1], [9], some], 1).excerpt
    after = cut(shelf, [some, [9], [1, *some[:-1]]], 1).excerpt

    assert before.text.startswith(("Bees", "Wax"))
    assert "Ants sing." in after.text
    assert "Bees" not in after.text


def test_text_that_is_left_out_is_never_shown() -> None:
    shelf = library("Bees dance.\n\nBuy honey!\n\nWasps do not.")
    gap = LeftOut(start=13, end=23, reason="an advertisement")
    document = shelf.documents["1.txt"].model_copy(update={"left_out": (gap,)})
    passages = (shelf.passages[0], shelf.passages[2])
    shelf = replace(shelf, documents={"1.txt": document}, passages=passages)

    assert cut(shelf, [[9], [9]]).excerpt.text == "Bees dance."


@pytest.mark.parametrize(
    ("texts", "cited"), [("Bees dance.\n\nFrisch, Bees.", 1), ("Frisch, Bees.\n\nBees dance.", 0)]
)
def test_running_text_is_not_shown_with_works_cited(texts: str, cited: int) -> None:
    shelf = of_kind(library(texts), cited, "reference")

    assert cut(shelf, [[9], [9]], 1 - cited).excerpt.text == "Bees dance."


def test_paragraphs_have_lines_of_their_own() -> None:
    shelf = library("Bees dance.\n\nThey do not sting.")

    assert cut(shelf, [[9], [0]]).excerpt.shown() == "Bees dance.\nThey do not sting."


def test_headings_between_passages_have_lines_of_their_own() -> None:
    text = "Bees dance.\n\nInsects\n\nWasps\n\nThey do not."
    shelf = library(text)
    headings = (
        Heading(start=13, end=20, level=1, text="Insects"),
        Heading(start=22, end=27, level=2, text="Wasps"),
    )
    document = shelf.documents["1.txt"].model_copy(update={"headings": headings})
    passages = (shelf.passages[0], shelf.passages[3])
    shelf = replace(shelf, documents={"1.txt": document}, passages=passages)

    assert cut(shelf, [[9], [0]]).excerpt.shown() == "Bees dance.\nInsects\nWasps\nThey do not."


def test_what_is_shown_never_ends_with_a_colon() -> None:
    shelf = library("Bees dance.\n\nWasps have needs:\n\n" + "x" * 990)

    assert cut(shelf, [[9], [0], [0]]).excerpt.text == "Bees dance."


def test_a_later_item_of_a_list_is_shown_with_the_sentence_that_introduces_it() -> None:
    before = "Ants sing. " * 80
    shelf = library(f"{before}\n\nBees have three needs:\n\nwax\n\nsun\n\nrain\n\n{before}")

    found = cut(shelf, [[0.0] * 80, [0], [0], [0], [9], [1.0] * 80], 4)

    assert found.excerpt.text.startswith("Bees have three needs:\n\nwax\n\nsun\n\nrain")


def test_a_list_is_shown_with_the_sentence_that_introduces_it() -> None:
    before = "Ants sing. " * 80
    shelf = library(f"{before}\n\nBees have two needs:\n\nFirst, wax.\n\nThen, sun. {before}")

    found = cut(shelf, [[0.0] * 80, [0], [9], [0.0, *[1.0] * 80]], 2)

    assert found.excerpt.text.startswith("Bees have two needs:\n\nFirst, wax.\n\nThen, sun.")


def test_an_excerpt_begins_with_the_mark_of_its_list_entry() -> None:
    shelf = library("1. " + "x" * 700 + ".\n2. Bees dance. " + "y" * 400 + ".")
    text = shelf.passages[0].text
    second = text.index("2.")
    spans = ((3, 704), (second + 3, second + 14), (second + 15, len(text)))
    passage = replace(shelf.passages[0], sentences=spans, breaks=(second,))
    shelf = replace(shelf, passages=(passage,))

    found = cut(shelf, [[0, 9, 8]])

    assert found.excerpt.text.startswith("2. Bees dance.")
    assert found.quote.text.startswith("Bees dance.")


def test_a_passage_is_shown_whole_and_alone_if_wanted() -> None:
    shelf = library("Bees dance. Wasps do not.\n\nAnts sing.")

    found = Excerpts(Layout(shelf)).cut(0, Scored([[0, 9], [9]]), whole=True)

    assert found
    assert found.excerpt.text == "Bees dance. Wasps do not."
    assert found.quote.text == "Wasps do not."


def test_a_quotation_has_the_citation_of_its_document_and_the_paragraph_of_its_passage() -> None:
    quote = cut(library("Ants sing.\n\nBees dance."), [[0], [1]], 1).quote

    assert (quote.citation.title, quote.citation.paragraph) == ("Untitled", 2)
    assert quote.locator.paragraph == 2


def test_every_quotation_from_the_starter_documents_is_word_for_word() -> None:
    searcher = Searcher(load_library(STARTER))

    for asked in load_questions(STARTER / "questions.jsonl"):
        assert_sound(searcher, asked.question)


OF_ANY_LENGTH = st.tuples(
    st.sampled_from("flood granite guild harbour salt".split()),
    st.integers(1, 150),
    st.sampled_from([".", ":", "?", ":\n\n", ".\n\n"]),
)


@given(st.lists(OF_ANY_LENGTH, min_size=1, max_size=12))
def test_sentences_of_any_length_are_quoted_within_what_is_shown(
    sentences: list[tuple[str, int, str]],
) -> None:
    text = " ".join(f"The {word}{' herring' * more}{end}" for word, more, end in sentences)
    searcher = Searcher(library(text))

    for question in ("which flood", "the guild, the salt and the harbour", "granite herring"):
        assert_sound(searcher, question)


def test_introduction_without_room_for_what_it_introduces_is_quoted_with_the_beginning() -> None:
    before = " ".join(f"The guild met in room {n} about salt and the harbour." for n in range(12))
    listed = " ".join(f"barrel {n} of herring" for n in range(40))
    shelf = library(f"{before} What the flood of granite took:\n\nIt took granite and {listed}.")

    answer = assert_sound(Searcher(shelf), "what did the flood of granite take")

    assert "barrel" in answer.hits[0].passage.text
