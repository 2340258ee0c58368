"""What is left out by pruning is never among the best; what is returned has its exact score."""

import importlib.util
from collections.abc import Sequence
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from index.bm25 import Floats, Ints, PostingsBM25
from index.pruning import (
    Code,
    Named,
    Own,
    all_scores,
    best_windows,
    list_stretches,
    machine_code,
)

WORDS = "a b c d e f".split()
CORPORA = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=60)
PARTS = st.sampled_from([1.0, 0.65, 0.3, 0.07])
CONCEPTS = st.lists(
    st.tuples(
        st.floats(0.01, 1),
        st.lists(st.tuples(st.sampled_from(WORDS), PARTS), max_size=3, unique_by=lambda n: n[0]),
    ),
    max_size=5,
)
HAS_NUMBA = importlib.util.find_spec("numba") is not None
MACHINE_CODE = pytest.mark.parametrize(
    "is_compiled",
    [False, pytest.param(True, marks=pytest.mark.skipif(not HAS_NUMBA, reason="needs numba"))],
)
Question = list[tuple[float, list[tuple[str, float]]]]


def dense(corpus: Sequence[Sequence[str]], question: Question, bm25: PostingsBM25) -> Floats:
    """The score of every text: names of a concept are counted as if they were one term."""
    lengths = np.array([len(text) for text in corpus], np.int32)
    scores = np.zeros(len(corpus))
    for number, (weight, names) in enumerate(question):
        tf = np.zeros(len(corpus))
        for name, part in names:
            tf += part * np.array([float(text.count(name)) for text in corpus])
        scores += weight * ((number + 0.5) * (tf * (1.5 + 1) / (tf + bm25.saturation(lengths))))
    return scores


def named(
    corpus: Sequence[Sequence[str]],
    question: Question,
    bm25: PostingsBM25,
    own: Sequence[str],
    code: Code | None = None,
) -> tuple[list[Named], Own]:
    """The postings of all names; those of some words are among the postings of the index."""
    lengths = np.array([len(text) for text in corpus], np.int32)
    lengths.flags.writeable = False
    windows, counts, first = dict[str, Ints](), {}, {}
    place = 0
    for word in WORDS:
        there = [n for n, text in enumerate(corpus) if word in text]
        windows[word] = np.array(there, np.int32)
        counts[word] = np.array([corpus[n].count(word) for n in there], np.uint8)
        first[word] = place if word in own else None
        place += len(there) if word in own else 0
    found = [
        Named(
            concept,
            part,
            list_stretches(windows[name], counts[name], 0, first[name], lengths, bm25, code),
        )
        for concept, (_, names) in enumerate(question)
        for name, part in names
    ]
    have = [word for word in WORDS if word in own]
    postings = np.concatenate([np.zeros(0, np.int32), *(windows[word] for word in have)])
    every = np.concatenate([np.zeros(0, np.uint8), *(counts[word] for word in have)])
    for array in (postings, every, lengths):
        array.flags.writeable = False
    return found, Own(postings, every, lengths, code)


@MACHINE_CODE
@given(
    CORPORA,
    CONCEPTS,
    st.integers(1, 20),
    st.sampled_from([1, 3, 200]),
    st.integers(1, 9),
    st.lists(st.sampled_from(WORDS), unique=True),
    st.floats(0, 1),
)
def test_the_best_windows_are_those_of_scoring_all_with_the_same_scores(  # noqa: PLR0913, PLR0917  # all that matters
    is_compiled: bool,  # noqa: FBT001  # a case of the test
    corpus: list[list[str]],
    question: Question,
    count: int,
    repeated: int,
    at_first: int,
    own: list[str],
    known: float,
) -> None:
    corpus *= repeated
    bm25 = PostingsBM25(corpus)
    concepts = [(weight, number + 0.5) for number, (weight, _) in enumerate(question)]
    code = machine_code() if is_compiled else None
    names, have = named(corpus, question, bm25, own, code)
    expected = dense(corpus, question, bm25)
    best = np.sort(expected[expected > 0])[::-1][:count]
    least = known * float(best[-1]) if len(best) == count else 0.0

    def least_of(_windows: Ints, scores: Floats) -> float:
        return float(np.sort(scores)[-count]) if len(scores) >= count else 0.0

    with patch("index.pruning._AT_FIRST", at_first):
        windows, scores = best_windows(names, concepts, have, bm25, least_of, least)

    assert scores.tolist() == expected[windows].tolist()
    assert windows.tolist() == sorted(set(windows.tolist()))
    if len(best) == count:
        assert set(np.flatnonzero(expected >= best[-1])) == set(windows.tolist())
    else:
        assert set(np.flatnonzero(expected)) == set(windows.tolist())


@given(CORPORA, CONCEPTS)
def test_scores_of_all_windows_are_the_same(corpus: list[list[str]], question: Question) -> None:
    bm25 = PostingsBM25(corpus)
    concepts = [(weight, number + 0.5) for number, (weight, _) in enumerate(question)]
    names, have = named(corpus, question, bm25, WORDS)

    scores = all_scores(names, concepts, bm25.saturation(have.lengths), bm25.k1)

    assert scores.tolist() == dense(corpus, question, bm25).tolist()


@given(CORPORA.filter(any), st.lists(st.sampled_from(WORDS), unique=True, max_size=5))
def test_words_score_as_in_rank_bm25(corpus: list[list[str]], words: list[str]) -> None:
    theirs = BM25Plus(corpus, k1=1.5, b=0.75, delta=0)
    bm25 = PostingsBM25(corpus, k1=1.5, b=0.75)
    question: Question = [(1.0, [(word, 1.0)]) for word in words]
    concepts = [(1.0, bm25.idf[word]) for word in words]
    names, have = named(corpus, question, bm25, WORDS)

    windows, scores = best_windows(names, concepts, have, bm25, lambda _windows, _scores: 0.0)

    expected = theirs.get_scores(words)
    assert scores.tolist() == pytest.approx(expected[windows].tolist(), abs=1e-9)
    assert set(windows.tolist()) == set(np.flatnonzero(expected).tolist())
