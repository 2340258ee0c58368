"""What is left out by pruning is never among the best; what is returned has its exact score."""

import importlib.util
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from index.bm25 import Floats, PostingsBM25
from index.pruning import Named, Scratch, best_windows, machine_code

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


def named(corpus: Sequence[Sequence[str]], question: Question, bm25: PostingsBM25) -> list[Named]:
    """The postings of all names, with bounds that are up to a tenth too high."""
    found = []
    for concept, (_, names) in enumerate(question):
        for place, (name, part) in enumerate(names):
            windows = np.array([n for n, text in enumerate(corpus) if name in text], np.int32)
            counts = np.array([corpus[n].count(name) for n in windows], np.uint8)
            lengths = np.array([len(corpus[n]) for n in windows], np.int32)
            most = float((counts / bm25.saturation(lengths)).max()) if len(windows) else 0.0
            bound = part * most * (1 + 0.1 * (place % 2)) * (1 + 1e-6)
            found.append(Named(concept, part, windows, counts, bound))
    return found


@MACHINE_CODE
@given(CORPORA, CONCEPTS, st.integers(1, 20), st.sampled_from([1, 3, 200]))
def test_the_best_windows_are_those_of_scoring_all_with_the_same_scores(
    is_compiled: bool,  # noqa: FBT001  # a case of the test
    corpus: list[list[str]],
    question: Question,
    count: int,
    repeated: int,
) -> None:
    corpus *= repeated if is_compiled else 1
    bm25 = PostingsBM25(corpus)
    lengths = np.array([len(text) for text in corpus], np.int32)
    concepts = [(weight, number + 0.5) for number, (weight, _) in enumerate(question)]
    scratch = Scratch(len(corpus))
    names = named(corpus, question, bm25)

    search = machine_code() if is_compiled else None
    windows, scores = best_windows(names, concepts, lengths, bm25, count, scratch, search)

    expected = dense(corpus, question, bm25)
    assert scores.tolist() == expected[windows].tolist()
    assert windows.tolist() == sorted(set(windows.tolist()))
    best = np.sort(expected[expected > 0])[::-1][:count]
    assert np.sort(scores)[::-1][: len(best)].tolist() == best.tolist()
    if len(best) == count:
        assert set(np.flatnonzero(expected > best[-1])) <= set(windows.tolist())
    else:
        assert set(np.flatnonzero(expected)) == set(windows.tolist())


@given(CORPORA, CONCEPTS)
def test_the_room_for_sums_is_clean_after_each_question(
    corpus: list[list[str]], question: Question
) -> None:
    bm25 = PostingsBM25(corpus)
    scratch = Scratch(len(corpus))
    concepts = [(weight, 1.0) for weight, _ in question]
    lengths = np.array([len(text) for text in corpus], np.int32)

    best_windows(named(corpus, question, bm25), concepts, lengths, bm25, 3, scratch)

    assert not scratch.scores.any()
    assert not any(sums.any() for sums in scratch.frequencies)


@given(CORPORA.filter(any), st.lists(st.sampled_from(WORDS), unique=True, max_size=5))
def test_words_score_as_in_rank_bm25(corpus: list[list[str]], words: list[str]) -> None:
    theirs = BM25Plus(corpus, k1=1.5, b=0.75, delta=0)
    bm25 = PostingsBM25(corpus, k1=1.5, b=0.75)
    question: Question = [(1.0, [(word, 1.0)]) for word in words]
    concepts = [(1.0, bm25.idf[word]) for word in words]
    lengths = np.array([len(text) for text in corpus], np.int32)
    names, room = named(corpus, question, bm25), Scratch(len(corpus))

    windows, scores = best_windows(names, concepts, lengths, bm25, len(corpus), room)

    expected = theirs.get_scores(words)
    assert scores.tolist() == pytest.approx(expected[windows].tolist(), abs=1e-9)
    assert set(windows.tolist()) == set(np.flatnonzero(expected).tolist())
