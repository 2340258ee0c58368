"""Postings are held against counting by hand."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.postings import build_segment

CORPORA = st.lists(st.lists(st.sampled_from("abcde"), max_size=8), max_size=12)


@given(CORPORA)
def test_postings_tell_which_passages_have_a_term_and_how_often(corpus: list[list[str]]) -> None:
    segment = build_segment(corpus)

    for term in "abcdef":
        expected = [
            (n, count) for n, passage in enumerate(corpus) if (count := Counter(passage)[term])
        ]
        passages, frequencies = segment.postings(term)
        assert list(zip(passages.tolist(), frequencies.tolist(), strict=True)) == expected


@given(CORPORA)
def test_every_passage_has_its_length_even_without_terms(corpus: list[list[str]]) -> None:
    assert build_segment(corpus).lengths.tolist() == [len(passage) for passage in corpus]


@given(CORPORA)
def test_a_corpus_that_can_be_read_only_once_is_enough(corpus: list[list[str]]) -> None:
    segment = build_segment(iter(corpus))

    assert segment.passages.tolist() == build_segment(corpus).passages.tolist()


@given(CORPORA, st.data())
def test_some_passages_alone_have_the_postings_of_a_corpus_of_these(
    corpus: list[list[str]], data: st.DataObject
) -> None:
    chosen = [data.draw(st.booleans()) for _ in corpus]

    some = build_segment(corpus).within(np.array(chosen, np.bool_))

    alone = build_segment(passage for passage, there in zip(corpus, chosen, strict=True) if there)
    assert some.lengths.tolist() == alone.lengths.tolist()
    for term in "abcdef":
        postings = zip(some.postings(term), alone.postings(term), strict=True)
        assert all(one.tolist() == other.tolist() for one, other in postings)
