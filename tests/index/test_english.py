"""How common words are: everyday words tell little, names and special terms tell much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.english import is_english, is_rare, specificity


@pytest.mark.parametrize("word", ["because", "friend", "whether", "harbor"])
def test_common_words_are_english(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["becuase", "quillfeather", "valdora", "", "1711"])
def test_slips_and_invented_names_are_no_english(word: str) -> None:
    assert not is_english(word)
    assert is_rare(word)


@pytest.mark.parametrize(
    ("common", "telling"), [("the", "want"), ("want", "granite"), ("people", "valdora")]
)
def test_a_rarer_word_tells_more(common: str, telling: str) -> None:
    assert specificity(common) < specificity(telling)


def test_a_word_that_everyone_uses_is_not_rare() -> None:
    assert not is_rare("people")


@given(st.text())
def test_every_word_tells_something_and_at_most_all(word: str) -> None:
    assert 0 < specificity(word) <= 1
