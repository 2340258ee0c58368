"""What moderators decided holds for a question and its paraphrases, and for no other one."""

from dataclasses import replace

import pytest

from index import Answer, Guidance, OutOfScope, Pin, Searcher, SynonymTable
from sources import Locator, Passage

from .shelf import assert_sound, first, library, of_kind, whole_shelf

SHELF = whole_shelf()
OFFICE = "Exams are not in the readings: ask the office."
PINNED_QUESTION = "Who paid for the hospital of Torvik?"


def beginning(words: str) -> Passage:
    """The passage of the shelf that begins so."""
    (found,) = (p for p in SHELF.passages if p.text.startswith(words))
    return found


def pin(question: str, words: str) -> Pin:
    """The passage that begins so is to be shown for a question."""
    passage = beginning(words)
    return Pin(question, passage.doc_id, passage.text, passage.locator.start)


def guided(*decided: Pin | OutOfScope, table: SynonymTable | None = None) -> Searcher:
    """Answers from the shelf with these decisions."""
    pins = tuple(one for one in decided if isinstance(one, Pin))
    outside = tuple(one for one in decided if isinstance(one, OutOfScope))
    return Searcher(SHELF, table, Guidance(pins, outside))


def pinned(answer: Answer) -> list[str]:
    """How the pinned passages begin."""
    return [hit.passage.text[:9] for hit in answer.hits if hit.pinned]


@pytest.mark.parametrize(
    "question",
    [
        PINNED_QUESTION,
        "who paid for torvik’s hospital",
        "hey does anyone know who paid for the hospital of Torvik? thanks!!",
        "WHO PAID FOR THE HOSPITAL OF TORVIK",
        "who paid for the hosptial of Torvik?",
        "who payed for the infirmary of Torvik",
    ],
)
def test_a_pinned_passage_comes_first_for_the_question_and_its_paraphrases(question: str) -> None:
    table = SynonymTable(groups=[["hospital", "infirmary"], ["paid", "payed"]])
    searcher = guided(pin(PINNED_QUESTION, "The VFG"), table=table)

    answer = assert_sound(searcher, question)

    assert answer.status == "found"
    assert answer.is_likely
    assert "pinned" in answer.reason
    assert first(answer).startswith("The VFG")
    assert pinned(answer) == ["The VFG s"]
    assert answer.hits[0].score == max(hit.score for hit in answer.hits)


@pytest.mark.parametrize(
    "question",
    [
        "Who built the hospital of Torvik?",
        "When was the hospital of Torvik paid for?",
        "Who did not pay for the hospital of Torvik?",
        "Who paid for the hospital of Valdora?",
        "Who paid for the hospital of Torvik in 1711?",
        "Torvik",
        "who paid",
        "",
    ],
)
def test_another_question_on_the_same_subject_does_not_get_the_pinned_passage(
    question: str,
) -> None:
    searcher = guided(pin(PINNED_QUESTION, "The VFG"))

    assert searcher.answer(question) == Searcher(SHELF).answer(question)


def test_a_pinned_passage_is_shown_even_where_nothing_would_be_found() -> None:
    answer = assert_sound(guided(pin("what is zorblax", "In winter")), "zorblax, what is it?")

    assert pinned(answer) == ["In winter"]
    assert answer.quotes[0].text


def test_several_passages_are_pinned_in_the_order_given() -> None:
    question = "how do bees and bridges stand the cold"
    searcher = guided(pin(question, "An arch"), pin(question, "In winter"))

    answer = assert_sound(searcher, question, limit=2)

    assert pinned(answer) == ["An arch b", "In winter"]


def test_a_limit_of_one_shows_the_pinned_passage_alone() -> None:
    answer = assert_sound(
        guided(pin("who settled Valdora", "A flood")), "who settled Valdora", limit=1
    )

    assert pinned(answer) == ["A flood d"]


def test_a_pinned_passage_is_not_shown_twice_and_names_what_repeats_it() -> None:
    said = "A flood destroyed the old harbour in 1711, and granite walls were built."
    shelf = library(f"Bees dance.\n\n{said}", said, "The flood passed.")
    first, second = shelf.passages[1:3]
    guidance = Guidance((Pin("which flood destroyed the harbour?", "2.txt", second.text),))

    hits = Searcher(shelf, None, guidance).answer("which flood destroyed the harbour?").hits

    assert [hit.passage.doc_id for hit in hits] == ["2.txt", "3.txt"]
    assert hits[0].repeats == (shelf.citation(first),)
    assert shelf.citation(first) != shelf.citation(shelf.passages[3])


def test_of_passages_with_the_same_words_the_one_nearest_to_the_pinned_place_is_meant() -> None:
    shelf = library("The flood came.\n\nBees dance.\n\nThe flood came.")
    last = shelf.passages[2]
    near = Pin("what came", "1.txt", last.text, last.locator.start - 3)

    (hit,) = Searcher(shelf, None, Guidance((near,))).answer("what came").hits

    assert hit.passage.locator == last.locator


def test_a_pin_follows_its_text_when_the_document_is_cut_into_other_passages() -> None:
    words = "The flood came.\n\nIt took the walls.\nNobody slept."
    coarse = library("Bees dance.\n\n" + words)
    first, last = coarse.passages[0], coarse.passages[2]
    span = Locator(coarse.passages[1].locator.start, last.locator.end)
    joined = Passage("1.txt", span, words, ((0, 15), (17, len(words))))
    coarse = replace(coarse, passages=(first, joined))
    kept = Guidance((Pin("what came", "1.txt", "It took\nthe walls. Nobody  slept."),))

    searcher = Searcher(coarse, None, kept)

    assert searcher.lost_pins == ()
    assert searcher.answer("what came").hits[0].passage.text == words


@pytest.mark.parametrize(
    ("pinned", "shown"),
    [("It took the walls of the harbour. Nobody", 0), ("harbour. Nobody slept before noon.", 1)],
)
def test_a_pin_that_stands_in_two_passages_shows_the_one_that_has_more_of_it(
    pinned: str, shown: int
) -> None:
    shelf = library("It took the walls of the harbour.\n\nNobody slept before noon.")

    searcher = Searcher(shelf, None, Guidance((Pin("what came", "1.txt", pinned),)))

    locator = searcher.answer("what came", limit=1).hits[0].passage.locator
    assert locator.start == shelf.passages[shown].locator.start


@pytest.mark.parametrize(
    "lost",
    [
        Pin(PINNED_QUESTION, "1.txt", "What nobody wrote."),
        replace(pin(PINNED_QUESTION, "The VFG"), doc_id="2.txt"),
        replace(pin(PINNED_QUESTION, "The VFG"), doc_id="9.txt"),
    ],
)
def test_a_pin_whose_passage_is_gone_counts_for_nothing_and_is_told(lost: Pin) -> None:
    kept = pin("how many eggs", "A queen")
    searcher = guided(kept, lost)

    assert searcher.lost_pins == (lost,)
    assert searcher.answer(PINNED_QUESTION) == Searcher(SHELF).answer(PINNED_QUESTION)
    assert pinned(searcher.answer("how many eggs")) == ["A queen l"]


@pytest.mark.parametrize("question", ["When is the exam?", "when’s the exma pls"])
def test_a_question_out_of_scope_gets_the_sentence_and_no_passages(question: str) -> None:
    answer = assert_sound(guided(OutOfScope("when is the exam", OFFICE)), question)

    assert answer.out_of_scope
    assert (answer.status, answer.reason, answer.confidence) == ("none", OFFICE, 0)
    assert (answer.titles, answer.suggestions) == ((), ())


def test_other_questions_are_not_out_of_scope() -> None:
    answer = guided(OutOfScope("when is the exam", OFFICE)).answer("who examined the bees")

    assert answer.reason != OFFICE
    assert not answer.out_of_scope


def test_what_was_decided_about_the_question_that_is_most_alike_holds() -> None:
    asked = "who paid the brothers of Torvik for the new granite harbour walls"
    decided = (pin(f"{asked} of stone", "The VFG"), OutOfScope(asked, OFFICE))

    assert guided(*decided).answer(asked).out_of_scope
    assert pinned(guided(*decided).answer(f"{asked} of stone")) == ["The VFG s"]


def test_a_pin_goes_before_an_equal_question_out_of_scope() -> None:
    searcher = guided(OutOfScope("who paid Torvik", OFFICE), pin("who paid Torvik", "The VFG"))

    assert pinned(searcher.answer("who paid Torvik")) == ["The VFG s"]


def test_a_pin_in_a_document_outside_a_scope_is_passed_over_within_it() -> None:
    question = "how do bees stay warm in winter?"
    searcher = guided(pin(question, "The VFG"))

    inside = searcher.within(["2.txt"]).answer(question)

    assert pinned(searcher.answer(question)) == ["The VFG s"]
    assert pinned(inside) == []
    assert first(inside).startswith("In winter")


def test_works_cited_can_be_pinned() -> None:
    shelf = of_kind(library("Marrack, “Floods”.\n\nMarrack met floods."), 0, "reference")
    cited = Pin("what did Marrack meet", "1.txt", shelf.passages[0].text)

    answer = Searcher(shelf, None, Guidance((cited,))).answer("what did Marrack meet")

    assert first(answer).startswith("Marrack, “")
