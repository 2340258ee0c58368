"""Parts that were tried and not taken: what the ablation shows they would change."""

from collections.abc import Sequence

import numpy as np

from index.bm25 import Floats, PostingsBM25
from index.library_index import LibraryIndex
from index.matching import Matcher
from index.query import Query

_WEIGHT = 0.1  # against single words; less or more changes as little


class FourGramMatcher(Matcher):
    """Adds BM25 over the runs of four letters of each term, word ends included."""

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        super().__init__(indexes)
        self._four_grams = PostingsBM25(
            [
                _four_grams([index.parts.vocabulary[n] for part in index.parts.of(p) for n in part])
                for index in indexes
                for p in range(len(index.library.passages))
            ]
        )

    def scores(self, query: Query) -> Floats:
        """The score of every passage; 0 without a concept of the query."""
        scores = super().scores(query)
        four_grams = self._four_grams.get_scores(_four_grams(query.terms))
        return np.where(scores > 0, scores + _WEIGHT * four_grams, 0.0)


def _four_grams(terms: Sequence[str]) -> list[str]:
    padded = [f"_{term}_" for term in terms]
    return [word[i : i + 4] for word in padded for i in range(max(1, len(word) - 3))]
