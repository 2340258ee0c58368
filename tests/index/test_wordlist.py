"""Words are compared by the letters they have side by side."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.wordlist import Wordlist

VOCABULARIES = st.dictionaries(
    st.text("abcdehoru", min_size=1, max_size=9) | st.text(max_size=9), st.integers(1, 9)
)


def letter_pairs(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[i : i + 2] for i in range(len(padded) - 1)]


def dice(word: str, other: str) -> float:
    """The part of letter pairs that two words have in common, counted by hand."""
    pairs = letter_pairs(other)
    shared = len(set(letter_pairs(word)) & set(pairs))
    return 2 * shared / (len(letter_pairs(word)) + len(pairs))


@given(VOCABULARIES, st.text("abcdehoru", min_size=1, max_size=9), st.integers(1, 12))
def test_similar_words_are_those_with_most_letter_pairs_in_common(
    vocabulary: dict[str, int], word: str, most: int
) -> None:
    fitting = [other for other in vocabulary if len(other) >= 4 and other.isalpha()]
    alike = sorted((-dice(word, other), other) for other in fitting if dice(word, other))

    found = Wordlist.of(vocabulary).similar(word, most)

    assert found == [(other, -like) for like, other in alike[:most]]


@given(VOCABULARIES)
def test_each_word_has_its_frequency_and_others_none(vocabulary: dict[str, int]) -> None:
    words = Wordlist.of(vocabulary)

    assert {word: words.frequency(word) for word in vocabulary} == vocabulary
    assert words.frequency("not one of the words") == 0


def test_words_that_some_documents_lack_are_unknown_among_these() -> None:
    words = Wordlist.of({"harbour": 3, "harbours": 1})

    some = words.counted(np.array([0, 1], np.int32))

    assert some.frequency("harbour") == 0
    assert [word for word, _ in some.similar("harbuor", 9)] == ["harbours"]
