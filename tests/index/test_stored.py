"""What lies as bytes is the same when it is asked for, by number and by word."""

from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import LibraryIndex, load_index, save_index
from index.stored import (
    JoinedDocuments,
    Lexicon,
    Picked,
    PickedDocuments,
    as_words,
    encoded,
    places_of,
    written,
)
from sources import Joined

from .shelf import library

TEXTS = st.text(st.characters(codec=None), max_size=8)
WORDS = st.lists(TEXTS, unique=True, max_size=40)


def decoded(words: Sequence[str]) -> Sequence[str]:
    return as_words(*written([word.encode("utf-8", "surrogatepass") for word in words]))


@given(st.lists(TEXTS, max_size=20), st.integers(-25, 25), st.integers(-25, 25))
def test_words_are_those_that_were_written(words: list[str], first: int, last: int) -> None:
    found = decoded(words)

    assert list(found) == words
    assert found == words
    assert tuple(found[first:last]) == tuple(words[first:last])


@given(WORDS, TEXTS)
def test_a_lexicon_numbers_its_words_and_no_others(words: list[str], other: str) -> None:
    lexicon = Lexicon.of(words)

    again = Lexicon.made(lexicon.arrays())

    for one in (lexicon, again):
        assert dict(one) == {word: number for number, word in enumerate(words)}
        assert [one[word] for word in words] == list(range(len(words)))
        assert one.get(other) == (words.index(other) if other in words else None)


@given(st.lists(st.lists(TEXTS, max_size=5), max_size=4))
def test_sequences_are_joined_end_to_end(several: list[list[str]]) -> None:
    every = [word for words in several for word in words]

    assert list(Joined([decoded(words) for words in several])) == every


@given(st.lists(TEXTS, min_size=1, max_size=9), st.data())
def test_some_members_are_picked_by_their_places(words: list[str], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(words) - 1), max_size=5))

    picked = Picked(decoded(words), np.array(places, np.int32))

    assert list(picked) == [words[place] for place in places]


def test_documents_are_picked_and_joined_by_their_ids(tmp_path: Path) -> None:
    built = LibraryIndex.build(library("A bee.", "A wasp.", "A fly."))
    save_index(built, tmp_path / "index")
    for index in (built, load_index(tmp_path / "index")):
        every = index.library.documents
        assert places_of(every, ["3.txt", "9.txt", "1.txt"]) == {"1.txt": 0, "3.txt": 2}
        picked = PickedDocuments(every, ["1.txt", "3.txt"])
        joined = JoinedDocuments([picked, PickedDocuments(every, ["2.txt"])])

        assert picked == {i: d for i, d in every.items() if i != "2.txt"}
        assert list(joined) == ["1.txt", "3.txt", "2.txt"]
        assert joined == dict(every)
        assert len(joined) == 3
        for some in (picked, joined):
            assert "9.txt" not in some
            with pytest.raises(KeyError):
                _ = some["9.txt"]


def test_there_is_nothing_beyond_the_ends() -> None:
    words = decoded(["bee", "wasp"])

    assert words[-1] == "wasp"
    for place in (2, -3):
        with pytest.raises(IndexError):
            _ = words[place]


def test_what_is_no_sequence_is_not_equal() -> None:
    assert decoded(["b"]) != "b"


@given(st.lists(st.text(max_size=5)), st.sampled_from([1, 2, 1_000]), st.sampled_from([1, 1 << 20]))
def test_things_are_the_same_one_by_one_and_read_together(
    words: list[str], most: int, size: int
) -> None:
    some = as_words(*written([encoded(word) for word in words]))

    with patch("index.stored._MOST_READ_ON", most), patch("index.stored._READ_ON", size):
        assert list(some) == words == [some[place] for place in range(len(words))]
