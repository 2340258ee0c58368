"""found, weak and none: a probability, a status that follows from it, and a reason in words."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer_types import AnswerType
from index.confidence import (
    FOUND,
    NOTHING,
    Calibration,
    Evidence,
    assess,
    probability,
)

PART = st.floats(0, 1)
WORDS = st.lists(st.text(min_size=1, max_size=9), max_size=5)
NO_EVIDENCE = Evidence(score=0, coverage=0, asked=0, margin=0, heading=False)
EVIDENCE = st.builds(
    Evidence,
    score=st.floats(0, 100),
    coverage=PART,
    asked=PART,
    margin=PART,
    heading=st.booleans(),
    said=st.floats(0, 100),
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


@pytest.mark.parametrize(
    "with_part",
    [
        lambda evidence, part: replace(evidence, coverage=part),
        lambda evidence, part: replace(evidence, asked=part),
        lambda evidence, part: replace(evidence, margin=part),
    ],
)
@given(EVIDENCE, PART, PART)
def test_more_of_the_question_never_makes_less_sure(
    with_part: Callable[[Evidence, float], Evidence], evidence: Evidence, one: float, other: float
) -> None:
    less, more = sorted((one, other))

    assert probability(with_part(evidence, less)) <= probability(with_part(evidence, more))


def test_all_of_a_question_in_a_passage_far_ahead_is_found() -> None:
    everything = replace(NO_EVIDENCE, score=2, coverage=1, asked=1, margin=1)

    assert assess(everything)[0] == "found"


def test_the_same_without_what_is_asked_about_the_names_is_less_sure() -> None:
    everything = replace(NO_EVIDENCE, score=2, coverage=1, asked=1, margin=1)

    assert probability(replace(everything, asked=0)) < probability(everything)


def test_nothing_of_a_question_in_the_passage_is_not_found() -> None:
    assert assess(NO_EVIDENCE)[0] != "found"


def test_what_is_wanted_and_not_shown_makes_less_sure() -> None:
    everything = replace(NO_EVIDENCE, score=2, coverage=1, asked=1, margin=1)

    assert probability(replace(everything, absent=True)) < probability(everything)
    assert assess(replace(everything, absent=True, missing=("date",)))[0] == "weak"


def test_half_of_a_question_in_a_passage_is_worth_showing() -> None:
    half = replace(NO_EVIDENCE, score=1, coverage=0.5, asked=0.5, margin=0.5)

    assert NOTHING < probability(half) < FOUND
    assert assess(half)[0] == "weak"


def test_a_question_about_something_else_has_nothing_worth_showing_but_is_found_if_it_is() -> None:
    half = replace(NO_EVIDENCE, score=1, coverage=0.5, asked=0.5, margin=0.5, elsewhere=True)
    everything = replace(half, score=2, coverage=1, asked=1, margin=1)

    assert (assess(half)[0], assess(everything)[0]) == ("none", "found")


def test_a_question_in_another_language_is_told_so() -> None:
    half = replace(NO_EVIDENCE, score=1, coverage=0.5, asked=0.5, margin=0.5)

    for evidence in (half, None):
        status, _, reason = assess(evidence, is_foreign=True)
        assert status == "none"
        assert "another language" in reason


@pytest.mark.parametrize(
    ("bias", "coverage", "cosine", "status"),
    [
        (-9, 0, 0.2, "weak"),  # improbable, but close in meaning
        (-9, 1, -0.2, "none"),
        (-2, 1, -0.2, "weak"),  # far in meaning, but it has words of the question
        (-2, 0, -0.2, "none"),
        (-2, 0, 0, "none"),  # its vectors are not ready
        (9, 0, -0.2, "found"),
    ],
)
def test_with_a_model_a_passage_close_in_meaning_is_worth_showing_without_a_word_in_common(
    bias: float, coverage: float, cosine: float, status: str
) -> None:
    model = Calibration((0.0,) * 8, bias, nothing=0.05, near=0.3, found=0.6)
    evidence = replace(NO_EVIDENCE, coverage=coverage, cosines=(cosine, 0, 0), calibration=model)

    assert assess(evidence)[0] == status


def test_without_evidence_there_is_no_answer_and_no_confidence() -> None:
    status, confidence, reason = assess(None)

    assert (status, confidence) == ("none", 0)
    assert "No passage" in reason


def test_the_reason_lists_words_as_a_sentence_does_and_leaves_out_those_of_any_text() -> None:
    missing = ["something", "zebra", "Quagga", "okapi", "tapir"]

    reason = assess(replace(NO_EVIDENCE, unknown=missing))[2]

    assert reason == "No passage contains “zebra”, “Quagga” or “okapi”."
    assert "“something”" in assess(replace(NO_EVIDENCE, unknown=["something"]))[2]


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


def test_what_is_found_without_a_word_says_which() -> None:
    most = replace(NO_EVIDENCE, score=2, coverage=1, asked=1, margin=1)

    assert "“zebra”" in assess(replace(most, unmatched=["zebra"]))[2]
    assert "not" not in assess(most)[2]


def test_long_lists_of_words_are_cut_short() -> None:
    reason = assess(replace(NO_EVIDENCE, unknown=[f"word{n}" for n in range(400)]))[2]

    assert len(reason) < 200


def test_a_question_that_hardly_says_anything_is_not_found() -> None:
    everything = replace(NO_EVIDENCE, score=2, coverage=1, asked=1, margin=1, said=0.1)

    assert assess(everything)[0] != "found"
