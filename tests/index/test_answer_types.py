"""What kind of answer a question wants, and which sentences give one."""

from typing import get_args

import pytest
from hypothesis import given as any_given
from hypothesis import strategies as st

from index.analysis import tokens
from index.answer_types import AnswerType, given, wanted

from .shelf import HOSTILE

KINDS: tuple[AnswerType, ...] = (
    "date",
    "occasion",
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
        ("can you tell me when the guild was founded", "date"),
        ("guild founded when", "date"),
        ("when the old guild was founded", "date"),
        ("in WHAT YEAR did the flood come", "date"),
        ("When do goggles stay on?", "occasion"),
        ("do u know when does the library close", "occasion"),
        ("how many people lived in Port Anselm", "number"),
        ("How long did the work take?", "number"),
        ("how thick were the walls", "number"),
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
        ("what even is an abutment", "definition"),
        ("what is an abutment in plain english", "definition"),
        ("Who was Isolde Marrack?", "definition"),
        ("VFG stands for?", "definition"),
        ("what does abutment mean", "definition"),
        ("the meaning of abutment", "definition"),
        ("VFG??", "definition"),
        ("tell me about the lighthouse", "definition"),
    ],
)
def test_a_question_tells_what_kind_of_answer_it_wants(question: str, kind: AnswerType) -> None:
    assert kind in wanted(words(question))


@pytest.mark.parametrize(
    "question",
    [
        *("", "guild herring salt", "tell me about the lighthouse fire"),
        *("what happens when it floods", "when keepers of bees grow old, what do they keep"),
    ],
)
def test_a_question_without_a_cue_wants_no_kind(question: str) -> None:
    assert wanted(words(question)) == ()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("date", "The guild was founded in 1605."),
        ("date", "The garden opened in May 2019."),
        ("date", "The garden opens on Fridays."),
        ("date", "The harbour grew in the 1730s."),
        ("date", "May 14: the garden opens"),
        ("date", "Oct. 14\tFirst exam"),
        ("date", "11/16\tEXAM #3"),
        ("date", "Due on 9/2/2026 at noon."),
        ("occasion", "Goggles stay on while any saw is running."),
        ("occasion", "The library closes at 9 pm."),
        ("occasion", "The garden opens on Fridays."),
        ("number", "Port Anselm had four thousand inhabitants."),
        ("number", "The tax was 10 of 100 fish."),
        ("number", "The wall took 1500 men."),
        ("number", "The bridge is seventeen feet long."),
        ("number", "In 1902 there were 7 of them."),
        ("number", "The bridge is 1,902 feet long."),
        ("cause", "They stopped because salt had become dear."),
        ("cause", "The flood led to a new wall."),
        ("cause", "A new wall rose due\nto the flood."),
        ("person", "The walls were rebuilt by Teodor Quillfeather."),
        ("speech", "Brandt said that it was a candle for smugglers."),
        ("speech", "According to the guild, nobody drowned."),
        ("place", "Fishermen from Torvik came first."),
        ("meaning", "The Valdoran Fishing Guild (VFG) mended nets."),
        ("meaning", "VFG – the guild of fishermen"),
        ("meaning", "The VFG (Valdoran Fishing Guild) mended nets."),
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
    ["The guild was founded in 1902.", "Walls of the 1920s", "Most of the several ships sank."],
)
def test_how_many_is_not_answered_by_a_year_or_without_a_number(sentence: str) -> None:
    assert not given("number", sentence, frozenset())


@pytest.mark.parametrize("sentence", ["The tax was 15/20.", "The harbour is open 24/7."])
def test_when_is_not_answered_by_a_fraction_of_no_day(sentence: str) -> None:
    assert not given("date", sentence, frozenset())


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
        "By an abutment, I understand what carries the end of a bridge.",
        "In building, an\nabutment is\na wall.",
        "In an abutment, stones carry the end of a bridge.",
    ],
)
def test_what_something_is_is_said_by_a_sentence_that_begins_with_it(sentence: str) -> None:
    assert given("definition", sentence, frozenset(words("what is an abutment")))


@pytest.mark.parametrize(
    "sentence",
    [
        "In 1605 they founded the Valdoran Fishing Guild (VFG).",
        "The fishermen had a guild, known as the VFG.",
        "Short names used here.\n\nVFG-Valdoran fishing guild",
    ],
)
def test_what_a_short_name_is_is_said_where_it_is_explained(sentence: str) -> None:
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
    assert set(wanted(asked)) <= set(get_args(AnswerType))
