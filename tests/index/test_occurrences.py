"""Every term and phrase is found by sentence and window; passages get the best of both."""

from dataclasses import replace
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


@given(SHELVES, WORDS, WORDS)
def test_windows_have_the_terms_and_phrases_of_their_sentences(
    shelf: Library, one: str, other: str
) -> None:
    windows = LibraryIndex.build(shelf).windows
    expected = sentences_of_windows(shelf)
    (first,), (second,) = terms(one), terms(other)

    assert windows.lengths.tolist() == [sum(map(len, window)) for window in expected]
    for name, counts in (
        (first, [sum(s.count(first) for s in window) for window in expected]),
        (
            f"{first} {second}",
            [sum([*pairwise(s)].count((first, second)) for s in window) for window in expected],
        ),
    ):
        numbers, frequencies = windows.postings(name)
        found = dict(zip(numbers.tolist(), frequencies.tolist(), strict=True))
        assert found == {n: count for n, count in enumerate(counts) if count}


@given(SHELVES)
def test_a_passage_gets_the_best_score_of_the_windows_that_overlap_it(shelf: Library) -> None:
    every = blocks(shelf)
    scores = np.array([(7 * number) % 10 for number in range(len(every))], float)
    expected = []
    for passage in shelf.passages:
        span = passage.locator
        overlapping = [
            scores[n]
            for n, (doc_id, _) in enumerate(every)
            if doc_id == passage.doc_id
            and any(
                doc == doc_id and spans[0][0] < span.end and span.start < spans[-1][1]
                for doc, spans in every[n : n + 3]
            )
        ]
        expected.append(max(overlapping))

    assert LibraryIndex.build(shelf).windows.best_around(scores).tolist() == expected


def test_a_heading_belongs_to_the_window_of_the_text_below_it() -> None:
    shelf = library("Bees dance. " + "Wax is dear. " * 200)
    (passage,) = shelf.passages
    below = replace(passage, locator=replace(passage.locator, section="The flood"))

    windows = LibraryIndex.build(replace(shelf, passages=(below,))).windows

    assert windows.postings("flood")[0].tolist() == [0]


def test_a_phrase_never_reaches_from_sentence_to_sentence() -> None:
    windows = LibraryIndex.build(library("The guild sold salt. Herring was dear.")).windows

    assert windows.postings("sell salt")[0].tolist() == [0]
    assert windows.postings("salt herring")[0].tolist() == []


def test_runs_begin_where_the_ones_before_them_end() -> None:
    assert starts(np.array([2, 0, 3], np.int32)).tolist() == [0, 2, 2, 5]


@given(SHELVES, WORDS)
def test_sentences_have_their_terms(shelf: Library, word: str) -> None:
    sentences = LibraryIndex.build(shelf).sentences
    (term,) = terms(word)
    texts = [
        text
        for passage in shelf.passages
        for text in ("", *(passage.text[slice(*span)] for span in passage.sentences))
    ]

    numbers, frequencies = sentences.postings(term)

    found = dict(zip(numbers.tolist(), frequencies.tolist(), strict=True))
    assert found == {n: count for n, t in enumerate(texts) if (count := terms(t).count(term))}
    assert sentences.lengths.tolist() == [len(terms(text)) for text in texts]
