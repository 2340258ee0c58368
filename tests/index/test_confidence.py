"""found, weak and none: a probability, a status that follows from it, and a reason in words."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given as any_given
from hypothesis import strategies as st

from index.analysis import tokens
from index.confidence import (
    FOUND,
    NOTHING,
    AnswerType,
    Calibration,
    Evidence,
    assess,
    given,
    probability,
    wanted,
)

from .shelf import HOSTILE

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


@any_given(EVIDENCE)
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
@any_given(EVIDENCE, PART, PART)
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


def test_half_of_a_question_in_a_passage_is_worth_showing() -> None:
    half = replace(NO_EVIDENCE, score=1, coverage=0.5, asked=0.5, margin=0.5, lacking=1)

    assert NOTHING < probability(half) < FOUND
    assert assess(half)[0] == "weak"


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
    model = Calibration((0.0,) * 9, bias, nothing=0.05, near=0.3, found=0.6)
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


KINDS: tuple[AnswerType, ...] = (
    "date",
    "number",
    "cause",
    "person",
    "speech",
    "place",
    "meaning",
)


def words(question: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(question))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the guild founded?", "date"),
        ("in WHAT YEAR did the flood come", "date"),
        ("how many people lived in Port Anselm", "number"),
        ("How long did the work take?", "number"),
        ("why did they stop selling herring", "cause"),
        ("what was the reason for it", "cause"),
        ("who’s the builder of the walls", "person"),
        ("Which leader chose the bay?", "person"),
        ("what did Brandt say about the lighthouse", "speech"),
        ("where did the fishermen come from", "place"),
        ("which island did they settle", "place"),
        ("what does VFG stand for", "meaning"),
        ("meaning of abutment", "meaning"),
        ("what is an abutment", "definition"),
        ("What were the herring wars about?", "definition"),
        ("define abutment", "definition"),
        ("prof said what is an abutment pls", "definition"),
        ("Who was Isolde Marrack?", "definition"),
    ],
)
def test_a_question_tells_what_kind_of_answer_it_wants(question: str, kind: AnswerType) -> None:
    assert kind in wanted(words(question))


@pytest.mark.parametrize("question", ["", "guild herring salt", "tell me about the lighthouse"])
def test_a_question_without_a_cue_wants_no_kind(question: str) -> None:
    assert wanted(words(question)) == ()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("date", "The guild was founded in 1605."),
        ("date", "The garden opened in May 2019."),
        ("date", "The harbour grew in the 1730s."),
        ("number", "Port Anselm had four thousand inhabitants."),
        ("number", "The tax was 10 of 100 fish."),
        ("cause", "They stopped because salt had become dear."),
        ("cause", "The flood led to a new wall."),
        ("cause", "A new wall rose due\nto the flood."),
        ("person", "The walls were rebuilt by Teodor Quillfeather."),
        ("speech", "Brandt said that it was a candle for smugglers."),
        ("speech", "According to the guild, nobody drowned."),
        ("place", "Fishermen from Torvik came first."),
        ("meaning", "The Valdoran Fishing Guild (VFG) mended nets."),
        ("meaning", "VFG – the guild of fishermen"),
        ("meaning", "A waist-high wall is known as a parapet."),
    ],
)
def test_a_sentence_that_has_the_kind_gives_it(kind: AnswerType, sentence: str) -> None:
    assert given(kind, sentence, frozenset())


@pytest.mark.parametrize("kind", KINDS)
def test_a_sentence_without_cues_gives_no_kind(kind: AnswerType) -> None:
    assert not given(kind, "The brothers mended nets and looked after widows.", frozenset())


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan was made by Brandt.",
        "The plan was like Brandt’s.",
        "Once more there was Brandt's plan.",
    ],
)
def test_who_is_not_answered_by_a_name_of_the_question(sentence: str) -> None:
    asked = frozenset(words("who stopped Brandt?"))

    assert not given("person", sentence, asked)


def test_who_is_not_answered_by_the_question_s_name_with_its_accents() -> None:
    assert not given("person", "The plan was made by Åsa.", frozenset(words("who stopped Asa?")))


def test_who_is_answered_by_another_name_beside_that_of_the_question() -> None:
    asked = frozenset(words("who stopped Brandt?"))

    assert given("person", "There Brandt lost against Isolde.", asked)


@pytest.mark.parametrize(
    "sentence",
    [
        "An abutment is a wall that carries the end of a bridge.",
        "In building, an abutment refers to the end of a bridge.",
        "Abutments: the walls at both ends of a bridge.",
        "abutment – a wall that carries a bridge",
        "Abutment stands for the end of a bridge.",
        "An abutment (in the south): the end of a bridge.",
        "In building, an\nabutment is\na wall.",
    ],
)
def test_what_something_is_is_said_by_a_sentence_that_begins_with_it(sentence: str) -> None:
    assert given("definition", sentence, frozenset(words("what is an abutment")))


def test_what_a_short_name_is_is_said_where_it_stands_in_parentheses() -> None:
    sentence = "In 1605 they founded the Valdoran Fishing Guild (VFG)."

    assert given("definition", sentence, frozenset(words("what is the VFG")))


@pytest.mark.parametrize(
    "sentence",
    [
        "Stones are the best abutment.",
        "The flood washed the abutment away.",
        "A parapet is a waist-high wall.",
    ],
)
def test_a_sentence_that_only_has_a_word_does_not_say_what_it_is(sentence: str) -> None:
    assert not given("definition", sentence, frozenset(words("what is an abutment")))


@any_given(HOSTILE, st.sampled_from(KINDS), HOSTILE)
def test_any_text_gives_a_kind_or_does_not(sentence: str, kind: AnswerType, question: str) -> None:
    asked = words(question)

    assert given(kind, sentence, frozenset(asked)) in {True, False}
    assert set(wanted(asked)) <= set(KINDS)
