"""Messages that are no questions are recognized as such, and questions never are."""

import pytest

from index import Searcher
from index.kinds import Kind

from .shelf import assert_sound, whole_shelf

SEARCHER = Searcher(whole_shelf())


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("hi", "small talk"),
        ("hello bot", "small talk"),
        ("good morning everyone", "small talk"),
        ("who are you", "small talk"),
        ("are you a real person or an AI", "small talk"),
        ("tell me a joke", "small talk"),
        ("lol ok", "small talk"),
        ("help", "help"),
        ("what can you do?", "help"),
        ("thanks!!", "thanks"),
        ("ok thx", "thanks"),
        ("thank you so much for your help", "thanks"),
        ("ur useless", "abuse"),
        ("this bot is so dumb lol", "abuse"),
        ("shut up stupid bot", "abuse"),
        ("asdkjh qwpoe zzz", "nonsense"),
        ("??????", "nonsense"),
        ("😂😂", "nonsense"),
    ],
)
def test_a_message_that_is_no_question_is_recognized(message: str, kind: Kind) -> None:
    answer = assert_sound(SEARCHER, message)

    assert (answer.kind, answer.status, answer.titles) == (kind, "none", ())


@pytest.mark.parametrize(
    "question",
    [
        "who settled the island of Valdora?",
        "hello, who settled Valdora?",
        "thanks! and who paid for the hospital",
        "help widows",
        "zorblax",
        "who is zorblax",
        "why was the harbor so useless",
        "what can a queen do",
        "1711",
        "1945",
        "bees",
    ],
)
def test_a_question_is_one_however_politely_it_is_asked(question: str) -> None:
    assert SEARCHER.answer(question).kind == "question"
