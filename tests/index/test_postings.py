"""Windows have the terms of their sentences, and tell which passages they overlap."""

from dataclasses import replace
from itertools import pairwise
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import LibraryIndex
from index.analysis import terms
from index.postings import MANY, Windows
from sources import Library

from .shelf import library

WORDS = st.sampled_from("guild harbour flood granite salt herring".split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=60).map(lambda words: " ".join(words) + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=5).map("\n\n".join)
SHELVES = st.lists(TEXTS, max_size=3).map(lambda texts: library(*texts))


def blocks(shelf: Library) -> list[tuple[str, list[tuple[int, int]]]]:
    """The sentences of each block with its document: up to 430 characters, or one sentence."""
    found: list[tuple[str, list[tuple[int, int]]]] = []
    for passage in shelf.passages:
        for start, end in passage.sentences:
            span = passage.locator.start + start, passage.locator.start + end
            doc_id, sentences = found[-1] if found else ("", [])
            if doc_id == passage.doc_id and span[1] - sentences[0][0] <= 430:
                sentences.append(span)
            else:
                found.append((passage.doc_id, [span]))
    return found


def sentences_of_windows(shelf: Library) -> list[list[list[str]]]:
    """The terms of each sentence of each window, which is three blocks of a document."""
    every = blocks(shelf)
    found = []
    for number, (doc_id, _) in enumerate(every):
        inside = [spans for doc, spans in every[number : number + 3] if doc == doc_id]
        text = shelf.documents[doc_id].text
        found.append([terms(text[a:b]) for spans in inside for a, b in spans])
    return found


def windows_of_passages(shelf: Library) -> list[list[int]]:
    """The windows that overlap each passage."""
    every = blocks(shelf)
    return [
        [
            n
            for n, (doc_id, _) in enumerate(every)
            if doc_id == passage.doc_id
            and any(
                doc == doc_id
                and spans[0][0] < passage.locator.end
                and passage.locator.start < spans[-1][1]
                for doc, spans in every[n : n + 3]
            )
        ]
        for passage in shelf.passages
    ]


def found(windows: Windows, index: LibraryIndex, name: str) -> dict[int, float]:
    """The frequency of a term or phrase in each window."""
    if name in index.numbers:
        numbers, frequencies = windows.of(index.numbers[name])
        return dict(zip(numbers.tolist(), frequencies.tolist(), strict=True))
    numbers, counts = windows.at(index.occurrences.positions(name))
    return dict(zip(numbers.tolist(), counts.tolist(), strict=True))


@given(SHELVES, WORDS, WORDS, st.sampled_from([1, 50, 1 << 22]))
def test_windows_have_the_terms_and_phrases_of_their_sentences(
    shelf: Library, one: str, other: str, at_once: int
) -> None:
    with patch("index.postings._AT_ONCE", at_once):
        index = LibraryIndex.build(shelf)
    expected = sentences_of_windows(shelf)
    (first,), (second,) = terms(one), terms(other)

    assert index.windows.lengths.tolist() == [sum(map(len, window)) for window in expected]
    for name, counts in (
        (first, [sum(s.count(first) for s in window) for window in expected]),
        (
            f"{first} {second}",
            [sum([*pairwise(s)].count((first, second)) for s in window) for window in expected],
        ),
    ):
        having = {n: count for n, count in enumerate(counts) if count}
        assert found(index.windows, index, name) == having


@given(SHELVES)
def test_passages_and_the_windows_that_overlap_them_know_each_other(shelf: Library) -> None:
    index = LibraryIndex.build(shelf)
    around = windows_of_passages(shelf)
    passages, windows = (np.arange(n, dtype=np.int32) for n in (len(around), len(blocks(shelf))))

    first, end = index.windows.around(passages)
    assert [[*range(a, b)] for a, b in zip(first, end, strict=True)] == around
    first, end = index.windows.overlapping(windows)
    overlapping = [[p for p in passages.tolist() if w in around[p]] for w in windows.tolist()]
    assert [[*range(a, b)] for a, b in zip(first, end, strict=True)] == overlapping


def test_a_heading_belongs_to_the_window_of_the_text_below_it() -> None:
    shelf = library("Bees dance. " + "Wax is dear. " * 200)
    (passage,) = shelf.passages
    below = replace(passage, locator=replace(passage.locator, section="The flood"))

    index = LibraryIndex.build(replace(shelf, passages=(below,)))

    assert found(index.windows, index, "flood") == {0: 1}


def test_frequencies_that_a_byte_cannot_hold_are_kept() -> None:
    index = LibraryIndex.build(library("salt " * (MANY + 50) + "herring. Salt."))

    assert found(index.windows, index, "salt") == {0: MANY + 51, 1: 1}
