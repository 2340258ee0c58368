"""found, weak and none: a probability, a status that follows from it, and a reason in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer_types import AnswerType
from index.confidence import FOUND, NOTHING, Evidence, assess, probability

PART = st.floats(0, 1)
WORDS = st.lists(st.text(min_size=1, max_size=9), max_size=5)
NO_EVIDENCE = Evidence(
    coverage=0,
    sentence_coverage=0,
    specifics=0,
    strange=0,
    missing=[],
    unknown=[],
    unmatched=[],
)
EVIDENCE = st.builds(
    Evidence,
    coverage=PART,
    sentence_coverage=PART,
    specifics=st.floats(0, 100),
    strange=st.integers(0, 100),
    missing=st.lists(st.sampled_from(["date", "number", "cause", "person"]), max_size=3),
    unknown=WORDS,
    unmatched=WORDS,
)


@given(EVIDENCE)
def test_confidence_is_a_probability_and_the_status_follows_from_it(evidence: Evidence) -> None:
    status, confidence, reason = assess(evidence)

    assert 0 <= confidence <= 1
    expected = "found" if confidence >= FOUND else "weak" if confidence >= NOTHING else "none"
    assert status == expected
    assert reason.endswith(".")


@given(EVIDENCE, PART, PART)
def test_more_of_the_question_in_the_passage_never_makes_less_sure(
    evidence: Evidence, one: float, other: float
) -> None:
    less, more = sorted((one, other))

    assert probability(replace(evidence, coverage=less)) <= probability(
        replace(evidence, coverage=more)
    )
    assert probability(replace(evidence, sentence_coverage=less)) <= probability(
        replace(evidence, sentence_coverage=more)
    )


@given(EVIDENCE, st.integers(0, 9))
def test_names_that_no_passage_has_never_make_more_sure(evidence: Evidence, more: int) -> None:
    stranger = replace(evidence, strange=evidence.strange + more)

    assert probability(stranger) <= probability(evidence)


def test_all_of_a_question_in_one_sentence_is_found() -> None:
    everything = replace(NO_EVIDENCE, coverage=1, sentence_coverage=1, specifics=3)

    assert assess(everything)[0] == "found"


def test_nothing_of_a_question_in_the_passage_is_not_found() -> None:
    assert assess(NO_EVIDENCE)[0] != "found"


def test_without_evidence_there_is_no_answer_and_no_confidence() -> None:
    status, confidence, reason = assess(None)

    assert (status, confidence) == ("none", 0)
    assert "No passage" in reason


def test_the_reason_names_the_words_that_no_passage_has() -> None:
    reason = assess(replace(NO_EVIDENCE, unknown=["zebra", "Quagga"], missing=["date"]))[2]

    assert "“zebra”" in reason
    assert "“Quagga”" in reason


@pytest.mark.parametrize(
    ("kind", "words"), [("date", "a date"), ("person", "a name"), ("cause", "a reason")]
)
def test_the_reason_names_the_kind_of_answer_that_is_missing(kind: AnswerType, words: str) -> None:
    assert words in assess(replace(NO_EVIDENCE, missing=[kind]))[2]


def test_the_reason_names_the_words_that_the_closest_passage_lacks() -> None:
    assert "“herring”" in assess(replace(NO_EVIDENCE, unmatched=["herring"]))[2]


def test_words_around_a_question_are_no_reason() -> None:
    chatty = replace(
        NO_EVIDENCE, unknown=["hey", "zebra"], unmatched=["zebra"], asides=frozenset({"hey"})
    )

    assert assess(chatty)[2] == "No passage contains “zebra”."
    assert "hey" not in assess(replace(chatty, unknown=["hey"]))[2]


def test_what_is_found_without_a_word_says_which() -> None:
    most = replace(NO_EVIDENCE, coverage=1, sentence_coverage=1, specifics=3)

    assert "“zebra”" in assess(replace(most, unmatched=["zebra"]))[2]
    assert "not" not in assess(most)[2]


def test_long_lists_of_words_are_cut_short() -> None:
    reason = assess(replace(NO_EVIDENCE, unknown=[f"word{n}" for n in range(400)]))[2]

    assert len(reason) < 200


def test_a_question_that_hardly_says_anything_is_not_found() -> None:
    everything = replace(NO_EVIDENCE, coverage=1, sentence_coverage=1, specifics=0.1, said=0.1)

    assert assess(everything)[0] != "found"
