"""A word of a question is corrected only into words that the documents have."""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import spelling
from index.scope import Spans
from index.spelling import SomeCounts, Speller, Wordlist

from .shelf import HOSTILE

VOCABULARY = {
    "lighthouse": 5,
    "quillfeather": 1,
    "harbour": 4,
    "marrack": 2,
    "brandt": 2,
    "isolde": 2,
    "torvik": 6,
    "port": 5,
    "anselm": 4,
    "valdora": 7,
    "chancellor": 1,
    "their": 9,
    "guild": 6,
}
LISTED = ["bee", "harbour", "harbours", "lighthouse"]
LETTERS = st.text("abcdeotrs", min_size=1, max_size=9)
VOCABULARIES = st.dictionaries(LETTERS | st.text(max_size=9), st.integers(1, 9), max_size=12)


def speller(vocabulary: dict[str, int] | None = None) -> Speller:
    """Knows the vocabulary above; of its words only "port anselm" stand side by side."""
    known = VOCABULARY if vocabulary is None else vocabulary
    return Speller([Wordlist.of(known)], lambda left, right: (left, right) == ("port", "anselm"))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("lighthuose", "lighthouse"),  # swapped
        ("thier", "their"),
        ("quilfeather", "quillfeather"),  # lost
        ("lightouse", "lighthouse"),
        ("ansellm", "anselm"),  # doubled
        ("harbourr", "harbour"),
        ("torwik", "torvik"),  # changed
        ("marick", "marrack"),  # written as it sounds
        ("chanselor", "chancellor"),
        ("brandtt", "brandt"),
        ("portanselm", "port anselm"),  # run together
        ("quilfethers", "quillfeather"),  # a possessive without its apostrophe
    ],
)
def test_a_slip_is_read_as_the_word_of_the_documents(word: str, meant: str) -> None:
    assert speller().correct(word) == meant


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("guild", "known"),
        ("whether", "English"),
        ("guilt", "English"),
        ("harbors", "English"),
        ("prt", "short"),
        ("gld", "short"),
        ("", "empty"),
        ("1605", "a number"),
        ("b4ndt", "no word"),
        ("zzyzxq", "like none"),
        ("guildport", "run together, but not neighbours in the documents"),
        ("anselmport", "run together the other way round"),
    ],
)
def test_other_words_stay_as_they_are(word: str, why: str) -> None:
    assert speller().correct(word) is None, why


def test_of_two_words_as_near_the_one_that_sounds_alike_is_meant() -> None:
    assert speller({"barnow": 9, "karnow": 1}).correct("carnow") == "karnow"


def test_of_two_words_as_near_the_more_frequent_one_is_meant() -> None:
    assert speller({"marnoll": 1, "marnott": 5}).correct("marnozz") == "marnott"


def test_a_word_is_corrected_the_same_way_again() -> None:
    mended = speller()

    assert [mended.correct("torwik"), mended.correct("torwik")] == ["torvik", "torvik"]


def test_without_a_vocabulary_nothing_is_corrected_and_nothing_is_near() -> None:
    empty = speller({})

    assert empty.correct("lighthuose") is None
    assert empty.near("lighthuose", 3) == []


def test_what_is_too_far_to_be_meant_can_still_be_near() -> None:
    assert speller().correct("kwilfeather") is None
    assert speller().near("kwilfeather", 2) == ["quillfeather"]


def test_nothing_is_near_a_word_like_none() -> None:
    assert speller().near("zzyzxq", 3) == []


def test_threads_get_their_corrections_while_others_make_it_forget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spelling, "_REMEMBERED", 0)  # every new word clears what is remembered
    shared = speller()
    words = ["whether", "people", "zzyzxq", "qqxxq"] * 2000
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            corrected = pool.map(lambda _: [*map(shared.correct, words)], range(4))
    finally:
        sys.setswitchinterval(interval)

    assert [*corrected] == [[None] * len(words)] * 4


@given(VOCABULARIES.filter(bool), st.data())
def test_a_word_that_the_documents_have_is_never_corrected(
    vocabulary: dict[str, int], data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(sorted(vocabulary)))

    assert speller(vocabulary).correct(word) is None


@given(VOCABULARIES, LETTERS | HOSTILE)
def test_any_text_stays_or_becomes_words_of_the_documents(
    vocabulary: dict[str, int], text: str
) -> None:
    meant = speller(vocabulary).correct(text)

    assert meant is None or set(meant.split(" ")) <= vocabulary.keys()


@given(VOCABULARIES, LETTERS | HOSTILE, st.integers(1, 5))
def test_near_words_are_different_words_of_the_documents(
    vocabulary: dict[str, int], text: str, count: int
) -> None:
    near = speller(vocabulary).near(text, count)

    assert set(near) <= vocabulary.keys()
    assert len(set(near)) == len(near) <= count


@pytest.mark.parametrize("written", ["torvkhik", "torrvik"])
def test_an_h_too_many_or_a_doubled_letter_is_read_as_the_name(written: str) -> None:
    assert speller({"torvkik": 1, "torvik": 3}).correct(written) in {"torvik", "torvkik"}


def test_another_first_letter_never_makes_a_word_that_says_nothing() -> None:
    assert speller({"when": 50, "harbour": 1}).correct("zhen") is None


WORD_COUNTS = st.dictionaries(
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


@given(WORD_COUNTS, st.text("abcdehoru", min_size=1, max_size=9), st.integers(1, 12))
def test_similar_words_are_those_with_most_letter_pairs_in_common(
    vocabulary: dict[str, int], word: str, most: int
) -> None:
    fitting = [other for other in vocabulary if len(other) >= 4 and other.isalpha()]
    alike = sorted((-dice(word, other), other) for other in fitting if dice(word, other))

    found = Wordlist.of(vocabulary).similar(word, most)

    assert found == [(other, -like) for like, other in alike[:most]]


@given(WORD_COUNTS)
def test_each_word_has_its_frequency_and_others_none(vocabulary: dict[str, int]) -> None:
    words = Wordlist.of(vocabulary)

    assert {word: words.frequency(word) for word in vocabulary} == vocabulary
    assert words.frequency("not one of the words") == 0


@given(
    st.lists(st.dictionaries(st.sampled_from(LISTED), st.integers(1, 9)), max_size=6),
    st.sets(st.integers(0, 5)),
    st.sampled_from([1, 3, 1 << 16]),
)
def test_words_that_some_documents_lack_are_unknown_among_these(
    documents: list[dict[str, int]], chosen: set[int], at_once: int
) -> None:
    numbers = [LISTED.index(word) for document in documents for word in document]
    counts = [count for document in documents for count in document.values()]
    ends = np.cumsum([0, *map(len, documents)], dtype=np.int32)
    inside = sorted(chosen & set(range(len(documents))))
    spans = Spans.having(np.array(inside, np.int32)).of_members(ends)

    known = SomeCounts(np.array(numbers, np.int32), np.array(counts, np.int32), spans)
    some = replace(Wordlist.of(dict.fromkeys(LISTED, 9)), some=known)

    expected = {word: sum(documents[n].get(word, 0) for n in inside) for word in LISTED}
    there = {word for word, count in expected.items() if count}
    with patch("index.spelling._AT_ONCE", at_once):
        assert {word for word in LISTED if some.knows(word)} == there
    assert {word: some.frequency(word) for word in LISTED} == expected
    assert {word for word in LISTED if some.knows(word)} == there
    near = {word for asked in LISTED for word, _ in some.similar(asked, 9)}
    assert near == there - {"bee"}
