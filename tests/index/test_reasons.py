"""The reasons for a passage name the words that it has, lacks, or has by another name."""

from hypothesis import given

from index import Searcher, SynonymTable, find_reasons

from .shelf import HOSTILE, whole_shelf

SHELF = Searcher(
    whole_shelf(), SynonymTable(groups=[["fishing guild", "VFG"], ["monarch", "queen"]])
)


def test_synonym_in_the_passage_is_named_as_it_is_written_there() -> None:
    reasons = find_reasons(SHELF, "How many eggs does a monarch lay in a day?")

    assert reasons.synonyms == (("monarch", "queen"),)


def test_word_that_the_passage_has_itself_needs_no_synonym() -> None:
    assert find_reasons(SHELF, "How many eggs does a queen lay?").synonyms == ()


def test_spelling_that_was_corrected_is_a_reason_unless_it_was_switched_off() -> None:
    corrected = find_reasons(SHELF, "who settled valdroa?")

    assert [(c.original, c.corrected) for c in corrected.corrections] == [("valdroa", "valdora")]
    assert find_reasons(SHELF, "who settled valdroa?", correct=False).corrections == ()


def test_second_passage_is_told_from_the_first() -> None:
    reasons = find_reasons(SHELF, "granite walls of the harbour and stone of the arch bridge")

    assert reasons.second
    assert reasons.second.locator != reasons.answer.quotes[0].locator


@given(HOSTILE)
def test_any_question_has_reasons_or_no_passage(question: str) -> None:
    reasons = find_reasons(SHELF, question)

    assert reasons.answer.hits or not reasons.synonyms
