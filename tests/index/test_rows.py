"""Words of a question that stand in a row in a sentence."""

from hypothesis import given
from hypothesis import strategies as st

from index.rows import Rows

from .shelf import HOSTILE

QUESTION = "who said we are what we are in the habit of doing".split()


def test_words_in_a_row_count_by_their_part_of_the_question() -> None:
    sentence = "In a real sense we _are_ what we are in the habit of doing, and of thinking."

    assert Rows(QUESTION).part(sentence) == 10 / 12


def test_fewer_than_seven_words_in_a_row_count_nothing() -> None:
    assert Rows(QUESTION).part("What we are in the habit, she did.") == 0.0


def test_words_that_are_not_in_a_row_count_nothing() -> None:
    assert Rows(QUESTION).part("We are in doing what the habit of who said we are.") == 0.0


def test_typography_and_case_are_not_compared() -> None:
    asked = "what does it’s all over and don't worry mean".split()

    assert Rows(asked).part("‘It’s all over, and don’t worry,’ he said.") == 8 / 11


def test_a_short_question_has_no_rows() -> None:
    assert not len(Rows(QUESTION[:6]))


@given(st.lists(st.sampled_from("abcde"), min_size=7, max_size=30), HOSTILE)
def test_a_text_with_the_question_in_it_has_all_of_it(words: list[str], around: str) -> None:
    rows = Rows(words)

    assert rows.part(f"{around} {' '.join(words)} {around}") == 1.0
    assert 0.0 <= rows.part(around) <= 1.0
