"""Every term and phrase is found by sentence and passage."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import LibraryIndex
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
    occurrences = LibraryIndex.build(shelf).occurrences
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
        assert occurrences.frequency(name) == sum(has)
        assert occurrences.of(name).tolist() == [n for n, there in enumerate(has) if there]
        assert occurrences.passages(name).tolist() == sorted(passages)
        assert (name in occurrences) == any(has)


def test_a_phrase_never_reaches_from_sentence_to_sentence() -> None:
    occurrences = LibraryIndex.build(library("The guild sold salt. Herring was dear.")).occurrences

    assert occurrences.passages("sell salt").tolist() == [0]
    assert occurrences.passages("salt herring").tolist() == []


def test_runs_begin_where_the_ones_before_them_end() -> None:
    assert starts(np.array([2, 0, 3], np.int32)).tolist() == [0, 2, 2, 5]
