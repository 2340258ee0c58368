"""Whatever is asked, and whatever stands in the documents: an answer or a plain none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Searcher

from .shelf import HOSTILE, assert_sound, library, whole_shelf

LONG = {
    "one word": "x" * 4000,
    "a known word, again and again": "bees " * 800,
    "known words": "lighthouse harbour granite queen " * 120,
    "a misspelled word, again and again": "lighthuose " * 360,
    "many questions in one": "bees? and why guild? " * 190,
    "stop words": "the of and " * 360,
    "question marks": "?" * 4000,
    "white space": " \u00a0\u2003\n" * 1000,
    "emoji": "🐝" * 4000,
    "accents on one letter": "e" + "\u0301" * 3999,
    "marks of writing to the left": "\u202ebees\u200f " * 500,
    "no characters": "\x00" * 4000,
    "half surrogate pairs": "\ud83d" * 4000,
    "mixed scripts": "bees蜂пчёлы نحل " * 270,
    "operators of search engines": '"bees" NEAR/3 (guild* OR -salt) AND title:^2 ' * 90,
    "a regular expression": "(a+)+$" * 660,
    "brackets": "([{" * 1330,
    "an abbreviation without end": "U.S." * 1000,
    "a number without end": "1,000." * 660,
    "apostrophes": "’s" * 2000,
    "hyphens": "port-" * 800,
}


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(whole_shelf())


@given(HOSTILE, st.integers(1, 12))
def test_any_question_gets_an_answer_or_none(searcher: Searcher, question: str, limit: int) -> None:
    assert_sound(searcher, question, limit=limit)


@pytest.mark.parametrize("question", LONG.values(), ids=LONG)
def test_a_question_of_four_thousand_characters_gets_an_answer_or_none(
    searcher: Searcher, question: str
) -> None:
    assert_sound(searcher, question)


@pytest.mark.parametrize(
    "question", ["bees\x00dance", "\ud83dbees", "\u202ebees\u202c", "b\u200bees"]
)
def test_marks_that_nobody_sees_do_not_hide_a_word(searcher: Searcher, question: str) -> None:
    assert "bees" in assert_sound(searcher, question).hits[0].passage.text.lower()


@given(st.lists(HOSTILE, max_size=3), HOSTILE)
def test_any_documents_answer_any_question(texts: list[str], question: str) -> None:
    searcher = Searcher(library(*texts))

    assert_sound(searcher, question)
    assert_sound(searcher, " ".join(texts))
