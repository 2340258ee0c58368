"""Questions that ask several things are answered one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Answer, Searcher
from index.parts import names_something, points_back, split_parts

from .shelf import assert_sound, library, whole_shelf

SEARCHER = Searcher(whole_shelf())


def _statuses(answer: Answer) -> list[str]:
    return [part.status for part in answer.parts]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("who was X and when did Y", ("who was X", "when did Y")),
        ("Who was X? When did she die?", ("Who was X", "When did she die")),
        ("who was X, and also how did it end?", ("who was X", "how did it end")),
        ("whats X and whats Y", ("whats X", "whats Y")),
        (
            "explain X for me, who is in it and how do they agree",
            ("explain X for me", "who is in it", "how do they agree"),
        ),
        ("boats: how many sank and where", ("boats: how many sank", "where")),
    ],
)
def test_a_question_is_split_into_what_it_asks(question: str, parts: tuple[str, ...]) -> None:
    assert split_parts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "",
        "why did X leave?",
        "who was X, who was Y's wife",
        "did they just watch or did they help",
        "who are the authors of X? need it for my essay",
        "some think X is right, but what does Y think",
        "X and Y",
        "what do X and Y have in common",
    ],
)
def test_a_single_question_has_no_parts(question: str) -> None:
    assert split_parts(question) == ()


def test_what_is_asked_beyond_the_eighth_question_stays_with_it() -> None:
    parts = split_parts(" ".join(f"Who was king {n}?" for n in range(1, 11)))

    assert parts[:7] == tuple(f"Who was king {n}" for n in range(1, 8))
    assert parts[7:] == ("Who was king 8? Who was king 9? Who was king 10?",)


def test_a_part_may_point_back() -> None:
    assert points_back("when did She die")
    assert not points_back("when did the queen die")


@pytest.mark.parametrize(
    ("part", "is_naming"),
    [
        ("what did the theatre cost", True),
        ("what did Brandt build", True),
        ("what did brandt build", True),
        ("who was president", False),
        ("how much money was needed", False),
        ("how did she die", False),
        ("", False),
    ],
)
def test_a_part_that_names_something_is_told(part: str, is_naming: bool) -> None:  # noqa: FBT001  # a table
    assert names_something(part) is is_naming


@given(st.text("and? who,what w", max_size=200))
def test_the_parts_of_any_question_stand_in_it(question: str) -> None:
    parts = split_parts(question)

    assert len(parts) != 1
    assert all(part and part in question for part in parts)


def test_each_part_is_answered_by_its_own_sentence() -> None:
    answer = assert_sound(
        SEARCHER, "who settled the island of Valdora, and what destroyed the harbour?"
    )

    settled, destroyed = answer.parts
    assert (answer.status, settled.status, destroyed.status) == ("found", "found", "found")
    assert settled.quote is not None
    assert destroyed.quote is not None
    assert "Torvik settled the island" in settled.quote.text
    assert "A flood destroyed the harbour" in destroyed.quote.text
    assert answer.hits[(settled.rank or 0) - 1].passage.text.count(settled.quote.text) == 1


def test_what_an_earlier_part_names_is_meant_later() -> None:
    text = """
    The lighthouse was finished in 1820. It cost nine thousand crowns.

    The theatre was finished in 1850. It cost two thousand crowns.
    """
    searcher = Searcher(library(text))

    answer = searcher.answer("when was the theatre finished and how much did it cost")

    quote = answer.parts[1].quote
    assert quote is not None
    assert "two thousand" in quote.text


@pytest.mark.parametrize(
    ("question", "destroyer"),
    [
        (
            "when was the lighthouse finished, what did the theatre cost and what destroyed it",
            "fire",
        ),
        (
            "what did the theatre cost, when was the lighthouse finished, and what destroyed it",
            "storm",
        ),
        ("when was the lighthouse finished, who was president and what destroyed it", "storm"),
    ],
)
def test_a_third_part_means_what_was_named_last(question: str, destroyer: str) -> None:
    text = """
    The lighthouse was finished in 1820. It cost nine thousand crowns.
    A storm destroyed the lighthouse in 1890.

    The theatre was finished in 1850. It cost two thousand crowns.
    A fire destroyed the theatre in 1870.
    """
    searcher = Searcher(library(text))

    quote = searcher.answer(question).parts[2].quote

    assert quote is not None
    assert f"A {destroyer} destroyed" in quote.text


def test_a_part_that_names_nothing_is_compared_by_meaning_together_with_the_first() -> None:
    question = "hey, when was the theatre of Valdora finished, and how much did it cost? thx"

    first, second = SEARCHER.ranker.reader.read(question).parts

    assert first.said == "when was the theatre of Valdora finished"
    assert second.said == f"{first.said}, how much did it cost"


def test_an_answer_is_not_found_while_a_part_is_not() -> None:
    answer = assert_sound(
        SEARCHER, "who settled the island of Valdora, and who invented the telephone?"
    )

    assert _statuses(answer)[0] == "found"
    assert _statuses(answer)[1] != "found"
    assert answer.status == "weak"
    assert "who invented the telephone" in answer.reason


def test_a_single_question_is_answered_without_parts() -> None:
    assert SEARCHER.answer("who settled the island of Valdora?").parts == ()
