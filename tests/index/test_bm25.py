"""Postings hold every term of every passage, and PostingsBM25 scores as rank_bm25 does."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from index.bm25 import PostingsBM25, build_segment, top

WORDS = st.sampled_from("a b c d e f g".split())
CORPORA = st.lists(st.lists(WORDS, max_size=12), min_size=1, max_size=30).filter(any)
QUERIES = st.lists(WORDS | st.just("unknown"), max_size=6)


@given(
    corpus=CORPORA,
    query=QUERIES,
    k1=st.floats(0.01, 3),
    b=st.floats(0, 1, exclude_max=True),  # at 1, rank_bm25 divides 0 by 0 for an empty passage
    delta=st.floats(0, 2),
)
def test_scores_are_those_of_rank_bm25(
    corpus: list[list[str]], query: list[str], k1: float, b: float, delta: float
) -> None:
    expected = BM25Plus(corpus, k1=k1, b=b, delta=delta).get_scores(query)

    scores = PostingsBM25(corpus, k1=k1, b=b, delta=delta).get_scores(query)

    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-9)


@given(corpus=CORPORA, query=QUERIES, cut=st.integers(0, 30))
def test_segments_side_by_side_score_as_one_corpus(
    corpus: list[list[str]], query: list[str], cut: int
) -> None:
    segments = [build_segment(corpus[:cut]), build_segment(corpus[cut:])]

    scores = PostingsBM25(segments).get_scores(query)

    np.testing.assert_allclose(scores, PostingsBM25(corpus).get_scores(query), rtol=0, atol=1e-9)


@given(corpus=CORPORA, query=QUERIES)
def test_some_scores_are_those_of_all(corpus: list[list[str]], query: list[str]) -> None:
    bm25 = PostingsBM25(corpus)
    wanted = list(range(0, len(corpus), 2))

    scores = bm25.get_batch_scores(query, wanted)

    assert scores == bm25.get_scores(query)[wanted].tolist()


@given(corpus=CORPORA)
def test_idf_has_just_the_terms_of_the_corpus_as_rank_bm25_does(corpus: list[list[str]]) -> None:
    expected = BM25Plus(corpus).idf

    idf = PostingsBM25(corpus).idf

    for term in [*"abcdefg", "unknown"]:
        assert (term in idf) == (term in expected)
        assert np.isclose(idf.get(term, -1.0), expected.get(term, -1.0))


def test_get_top_n_of_rank_bm25_still_works() -> None:
    bm25 = PostingsBM25([["bee"], ["wasp"], ["bee", "bee"]])

    best = bm25.get_top_n(["wasp"], ["one", "two", "three"], n=1)

    assert best == ["two"]


def test_an_empty_corpus_gives_no_scores() -> None:
    assert PostingsBM25([]).get_scores(["bee"]).tolist() == []


def test_passages_without_terms_score_nothing() -> None:
    assert PostingsBM25([[], []]).get_scores(["bee"]).tolist() == [0.0, 0.0]


def test_one_passage_scores_above_nothing_for_its_own_term() -> None:
    assert PostingsBM25([["bee", "dance"]]).get_scores(["bee"])[0] > 0


def test_a_term_in_every_passage_still_scores_above_nothing() -> None:
    scores = PostingsBM25([["bee"], ["bee", "wasp"]]).get_scores(["bee"])

    assert (scores > 0).all()


def test_a_term_in_half_of_the_passages_scores_above_nothing() -> None:
    assert PostingsBM25([["bee"], ["wasp"]]).get_scores(["bee"])[0] > 0


def test_no_term_in_common_leaves_no_passage_at_the_top() -> None:
    scores = PostingsBM25([["bee"], ["wasp"]]).get_scores(["quantum"])

    assert top(scores, 3) == []


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), max_size=20), st.integers(1, 25))
def test_top_orders_by_score_then_by_place(scores: list[float], count: int) -> None:
    expected = sorted((i for i, s in enumerate(scores) if s > 0), key=lambda i: (-scores[i], i))

    assert top(np.array(scores), count) == expected[:count]


LETTER_CORPORA = st.lists(st.lists(st.sampled_from("abcde"), max_size=8), max_size=12)


@given(LETTER_CORPORA)
def test_postings_tell_which_passages_have_a_term_and_how_often(corpus: list[list[str]]) -> None:
    segment = build_segment(corpus)

    for term in "abcdef":
        expected = [
            (n, count) for n, passage in enumerate(corpus) if (count := Counter(passage)[term])
        ]
        passages, frequencies = segment.postings(term)
        assert list(zip(passages.tolist(), frequencies.tolist(), strict=True)) == expected


@given(LETTER_CORPORA)
def test_every_passage_has_its_length_even_without_terms(corpus: list[list[str]]) -> None:
    assert build_segment(corpus).lengths.tolist() == [len(passage) for passage in corpus]


@given(LETTER_CORPORA)
def test_a_corpus_that_can_be_read_only_once_is_enough(corpus: list[list[str]]) -> None:
    segment = build_segment(iter(corpus))

    assert segment.texts.tolist() == build_segment(corpus).texts.tolist()
