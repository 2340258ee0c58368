"""Sentences score the same, to the last bit, however their words are found."""

from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import LibraryIndex, SynonymTable, View, weights
from index.analysis import terms
from index.bm25 import saturation, term_idf, term_weight
from index.first_stage import Blend
from index.query import Query
from index.ranking import Ranker
from index.synonyms import gather
from sources import Library

from .test_occurrences import SHELVES
from .test_view import parted

WORDS = st.sampled_from("guild harbour flood granite salt herring league 12 zebra".split())
QUESTIONS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
TABLE = SynonymTable(groups=[["guild", "salt herring", "flood granite salt"], ["league", "flood"]])


def ranker(shelf: Library, apart: set[str]) -> Ranker:
    """Ranks the passages of a library, with some of its documents in an index of their own."""
    parts = parted(shelf, apart) if apart else (shelf,)
    return Ranker(View([LibraryIndex.build(one) for one in parts]), gather([TABLE]))


def occurrences(name: str, text: list[str]) -> int:
    """How often terms joined by spaces stand in a text."""
    words = name.split(" ")
    return sum(text[at : at + len(words)] == words for at in range(len(text)))


def plain_scores(query: Query, blends: list[Blend], texts: list[list[list[str]]]) -> list[float]:
    """Score each text of passages, one after the other; the first of a passage is its heading."""
    every = [text for passage in texts for text in passage]
    length = sum(map(len, every)) / len(every) or 1.0
    found = []
    for text in every:
        saturated, score = saturation(len(text) / length, k1=0.9, b=0.3), 0.0
        for concept, blend in zip(query.concepts, blends, strict=True):
            tf = 0.0
            for name, part in blend.names:
                tf += part * occurrences(name, text)
            score += concept.weight * (blend.idf * term_weight(tf, saturated, k1=0.9))
        for pair in query.pairs:
            having = sum(occurrences(pair, one) > 0 for one in every)
            tf = float(occurrences(pair, text))
            worth = term_idf(len(every), having) * term_weight(tf, saturated, k1=0.9)
            score += weights.PAIRS * worth
        found.append(score)
    return found


@given(SHELVES.filter(lambda shelf: shelf.passages), QUESTIONS, st.sets(st.just("2.txt")))
def test_sentences_score_as_if_each_were_looked_at_by_itself(
    shelf: Library, question: str, apart: set[str]
) -> None:
    found = ranker(shelf, apart)
    shelf, query = found.view.library, found.reader.read(question)
    blends = [blend for _, blend in found.matcher.wanted(query)]
    scorer = found.matcher.scorer(query, blends)
    texts = [
        [[], *(terms(passage.text[slice(*span)]) for span in passage.sentences)]
        for passage in shelf.passages
    ]

    some = scorer.read(range(len(texts)))
    with patch("index.embedded._FEW_TOKENS", 0):
        assert scorer.read_all() is None
    together = scorer.read_all()

    expected = iter(plain_scores(query, blends, texts))
    for number, passage in enumerate(texts):
        scores, having = some.of(number)
        assert scores == [next(expected) for _ in passage]
        assert having == [
            sum(
                any(occurrences(name, text) for name in blend.whole) << place
                for place, blend in enumerate(blends)
            )
            for text in passage
        ]
        assert together is None or together.of(number) == (scores, having)
    assert (together is None) == bool(apart)
    places = np.arange(len(texts))[::-1]
    within = some.within(places).tolist()
    assert together is None or together.within(places).tolist() == within
    for number, best in zip(places.tolist(), within, strict=True):
        heading, *sentences = some.of(number)[0]
        assert best == max(sentences) + weights.HEADING * heading
