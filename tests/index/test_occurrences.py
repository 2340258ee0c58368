"""Every term and phrase is found by sentence and passage."""

from itertools import accumulate, pairwise
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import LibraryIndex, occurrences
from index.analysis import terms
from index.arrays import starts
from sources import Library

from .shelf import library

WORDS = st.sampled_from("guild harbour flood granite salt herring".split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=60).map(lambda words: " ".join(words) + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=5).map("\n\n".join)
SHELVES = st.lists(TEXTS, max_size=3).map(lambda texts: library(*texts))


@given(SHELVES, WORDS, WORDS)
def test_sentences_and_headings_are_counted_and_passages_found(
    shelf: Library, one: str, other: str
) -> None:
    found = LibraryIndex.build(shelf).occurrences
    (first,), (second,) = terms(one), terms(other)
    parts = [
        (number, terms(text))
        for number, passage in enumerate(shelf.passages)
        for text in ("", *(passage.text[slice(*span)] for span in passage.sentences))
    ]

    for name, has in (
        (first, [first in part for _, part in parts]),
        (f"{first} {second}", [(first, second) in pairwise(part) for _, part in parts]),
    ):
        passages = {number for (number, _), there in zip(parts, has, strict=True) if there}
        assert found.frequency(name) == sum(has)
        assert found.of(name).tolist() == [n for n, there in enumerate(has) if there]
        assert found.passages(name).tolist() == sorted(passages)
        assert (name in found) == any(has)


@given(TEXTS, st.lists(WORDS, unique=True, max_size=4), st.sampled_from([1, 3, 0xFFFF]))
def test_terms_are_told_by_their_places_though_their_numbers_end_alike(
    text: str, words: list[str], last_digits: int
) -> None:
    shelf = library(text)
    wanted = [term for word in words for term in terms(word)]
    with patch.object(occurrences, "_LAST_DIGITS", last_digits):
        index = LibraryIndex.build(shelf)
        numbers = [index.numbers.get(term, -1) for term in wanted]
        every = np.arange(len(shelf.passages), dtype=np.int32)
        some = index.occurrences.among(every, numbers)
        everywhere = index.occurrences.everywhere(numbers)

    parts = [
        [terms(part) for part in ("", *(passage.text[slice(*span)] for span in passage.sentences))]
        for passage in shelf.passages
    ]
    found = [term for passage in parts for part in passage for term in part]
    there = [place for place, term in enumerate(found) if term in wanted]
    for places, at, part_starts, passage_starts in (some, everywhere):
        assert [wanted[place] for place in places.tolist()] == [found[place] for place in there]
        assert at.tolist() == there
        sizes = [len(part) for passage in parts for part in passage]
        assert part_starts.tolist() == [*accumulate(sizes, initial=0)]
        assert passage_starts.tolist() == [*accumulate(map(len, parts), initial=0)]


def test_a_phrase_never_reaches_from_sentence_to_sentence() -> None:
    found = LibraryIndex.build(library("The guild sold salt. Herring was dear.")).occurrences

    assert found.passages("sell salt").tolist() == [0]
    assert found.passages("salt herring").tolist() == []


def test_runs_begin_where_the_ones_before_them_end() -> None:
    assert starts(np.array([2, 0, 3], np.int32)).tolist() == [0, 2, 2, 5]
