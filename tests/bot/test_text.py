"""Phrases that every surface has in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import shortened
from bot.text import count, listed


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 askers"), (1, "1 asker"), (1200, "1,200 askers")]
)
def test_one_alone_is_singular_and_thousands_are_set_apart(number: int, words: str) -> None:
    assert count(number, "asker") == words


@pytest.mark.parametrize(("total", "words"), [(2, "bees, wasps"), (5, "bees, wasps and 3 more")])
def test_list_tells_how_many_are_left_out(total: int, words: str) -> None:
    assert listed(["bees", "wasps"], total) == words


@given(st.text(), st.integers(1, 20))
def test_cut_words_are_on_one_line_and_tell_that_they_are_cut(words: str, most: int) -> None:
    shown = shortened(words, most)

    line = " ".join(words.split())
    assert "\n" not in shown
    assert shown == line if len(line) <= most else shown == f"{line[:most]}…"
