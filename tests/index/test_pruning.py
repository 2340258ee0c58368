"""What is left out by pruning is never among the best; what is returned has its exact score."""

import importlib.util
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

import index
from index.asked import Asked, Listed, Own, Parameters
from index.bm25 import Floats, Ints, PostingsBM25
from index.postings import MANY, Windows
from index.pruning import all_scores, best_windows, exact, machine_code
from index.stretches import Stretches

WORDS = "a b c d e f".split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12) | st.sampled_from([["a"] * MANY, ["b"] * 300])
CORPORA = st.lists(TEXTS, min_size=1, max_size=60)
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


def postings(corpus: Sequence[Sequence[str]], words: Sequence[str]) -> Windows:
    """The postings of some words; each text is a window, and a passage, by itself."""
    there = [[n for n, text in enumerate(corpus) if word in text] for word in words]
    counts = [corpus[n].count(w) for w, some in zip(words, there, strict=True) for n in some]
    many = np.flatnonzero(np.array(counts, np.int32) >= MANY)
    every = np.arange(len(corpus), dtype=np.int32)
    return Windows(
        starts=np.cumsum([0, *map(len, there)]),
        windows=np.array([n for some in there for n in some], np.int32),
        counts=np.minimum(np.array(counts, np.int32), MANY).astype(np.uint8),
        many_at=many,
        many=np.array(counts, np.int32)[many],
        lengths=np.array([len(text) for text in corpus], np.int32),
        reach=np.zeros(len(corpus), np.uint8),
        begins=every,
        firsts=every,
        lasts=every,
    )


def asked_of(
    corpus: Sequence[Sequence[str]],
    question: Question,
    concepts: Sequence[tuple[float, float]],
    words: Sequence[str],
) -> tuple[Own, Asked]:
    """An index of some words, in which the other words are phrases."""
    have = postings(corpus, words)
    stretches = Stretches.of(have)
    own, known = Own.of(have, stretches), dict[str, Listed]()
    for word in WORDS:
        if word in words:
            number = words.index(word)
            first, last = have.span(number)
            known[word] = Listed(first, last, first, *stretches.find(number))
        else:
            there = np.array([n for n, text in enumerate(corpus) if word in text], np.int32)
            counts = np.array([float(corpus[n].count(word)) for n in there])
            known[word] = Listed(0, len(there), 0, 0, 0, 0.0, there, counts)
    names = [(c, part, known[n]) for c, (_, some) in enumerate(question) for n, part in some]
    return own, Asked.of(names, concepts, own)


def parameters(own: Own, bm25: PostingsBM25) -> Parameters:
    mean = float(own.lengths.mean()) if own.lengths.any() else 1.0
    return Parameters(bm25.k1, bm25.b, bm25.avgdl, max(1.0, bm25.avgdl / mean))


@MACHINE_CODE
@given(
    CORPORA,
    CONCEPTS,
    st.integers(1, 20),
    st.sampled_from([1, 3, 200]),
    st.integers(1, 9),
    st.lists(st.sampled_from(WORDS), unique=True),
    st.floats(0, 1),
    st.sampled_from([1, 5, 1_000]),
    st.sampled_from([0, 20, 10_000]),
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
    kept_from: int,
    elsewhere: int,
) -> None:
    corpus *= repeated
    bm25 = PostingsBM25([*corpus, ["a"] * elsewhere])
    concepts = [(weight, number + 0.5) for number, (weight, _) in enumerate(question)]
    with patch("index.stretches._LEAST", kept_from):
        have, asked = asked_of(corpus, question, concepts, own)
    by = parameters(have, bm25)
    expected = dense(corpus, question, bm25)
    best = np.sort(expected[expected > 0])[::-1][:count]
    least = known * float(best[-1]) if len(best) == count else 0.0

    def least_of(_windows: Ints, scores: Floats) -> float:
        return float(np.sort(scores)[-count]) if len(scores) >= count else 0.0

    if is_compiled and (code := machine_code()):
        limits, masks = np.ones(have.stretches, np.float32), np.ones(have.stretches, np.int32)
        how, slots = (4, at_first, count, least), np.zeros(len(corpus), np.int32)
        windows, scores = code.search(have, asked, by, *how, limits, masks, slots)
        assert not slots.any()
    else:
        with patch("index.pruning.AT_FIRST", at_first):
            windows, scores = best_windows(have, asked, by, least_of, least)
        assert windows.tolist() == sorted(set(windows.tolist()))

    assert scores.tolist() == expected[windows].tolist()
    assert len(set(windows.tolist())) == len(windows)
    if len(best) == count:
        assert set(np.flatnonzero(expected >= best[-1])) == set(windows.tolist())
    else:
        assert set(np.flatnonzero(expected)) == set(windows.tolist())


@MACHINE_CODE
@given(CORPORA, CONCEPTS, st.lists(st.sampled_from(WORDS), unique=True))
def test_scores_of_all_windows_are_the_same(
    is_compiled: bool,  # noqa: FBT001  # a case of the test
    corpus: list[list[str]],
    question: Question,
    own: list[str],
) -> None:
    bm25 = PostingsBM25(corpus)
    concepts = [(weight, number + 0.5) for number, (weight, _) in enumerate(question)]
    have, asked = asked_of(corpus, question, concepts, own)
    by, every = parameters(have, bm25), np.arange(len(corpus), dtype=np.int32)

    at_once = all_scores(have, asked, bm25.saturation(have.lengths), bm25.k1)
    code = machine_code() if is_compiled else None
    one_by_one = (code.exact if code else exact)(have, asked, by, every)

    assert at_once.tolist() == one_by_one.tolist() == dense(corpus, question, bm25).tolist()


@given(CORPORA.filter(any), st.lists(st.sampled_from(WORDS), unique=True, max_size=5))
def test_words_score_as_in_rank_bm25(corpus: list[list[str]], words: list[str]) -> None:
    theirs = BM25Plus(corpus, k1=1.5, b=0.75, delta=0)
    bm25 = PostingsBM25(corpus, k1=1.5, b=0.75)
    question: Question = [(1.0, [(word, 1.0)]) for word in words]
    concepts = [(1.0, bm25.idf[word]) for word in words]
    have, asked = asked_of(corpus, question, concepts, WORDS)

    windows, scores = best_windows(
        have, asked, parameters(have, bm25), lambda _windows, _scores: 0.0
    )

    expected = theirs.get_scores(words)
    assert scores.tolist() == pytest.approx(expected[windows].tolist(), abs=1e-9)
    assert set(windows.tolist()) == set(np.flatnonzero(expected).tolist())


def test_machine_code_is_compiled_anew_when_what_it_is_made_of_changes() -> None:
    there = Path(index.__file__).parent
    digest = blake2b(digest_size=4)
    for name in ("asked.py", "machine.py"):
        digest.update((there / name).read_bytes())

    code = (there / "compiled.py").read_text("utf-8")

    assert f'MADE_WITH = "{digest.hexdigest()}"' in code, "put this digest into index/compiled.py"
