"""Query -> scores of all passages: words, phrases, and the document as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from . import weights
from .bm25 import Floats, Ints, Postings, PostingsBM25, term_idf
from .library_index import LibraryIndex
from .query import Concept, Names, Query

_REMEMBERED = 1_000  # concepts whose postings are kept


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """What a concept is worth by all its names together.

    Attributes:
        names: Those that stand in any passage, with what they count here.
        whole: Those of the names that are not a mere word of a longer one.
        passages: That have one of its names, or a word of one, ascending.
        having: That have a whole one of its names, ascending.
        weights: What it adds to the score of each.
        idf: Of the concept as a whole; ln(N + 1) if no passage has it.
    """

    names: Names
    whole: frozenset[str]
    passages: Ints
    having: Ints
    weights: Floats
    idf: float


class Matcher:
    """First stage: what every passage scores for a query, from postings alone."""

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        """Put the postings of indexes side by side; at least one."""
        self.words = PostingsBM25([i.words for i in indexes], k1=weights.K1, b=weights.B)
        self.pairs = PostingsBM25([i.pairs for i in indexes], k1=weights.K1, b=weights.B)
        self.documents = PostingsBM25([i.documents for i in indexes], k1=weights.K1, b=weights.B)
        sizes = np.concatenate([index.analysed.document_sizes for index in indexes])
        self._document_of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        self._blended: dict[Names, Blend] = {}

    def knows(self, term: str) -> bool:
        """Whether a term stands in any passage."""
        return term in self.words.idf

    def scores(self, query: Query) -> Floats:
        """The score of every passage; 0 without a concept of the query."""
        scores = np.zeros(self.words.corpus_size)
        for concept in query.concepts:
            blend = self.blend(concept)
            scores[blend.passages] += concept.weight * blend.weights
        touched = np.flatnonzero(scores)
        for pair in query.pairs:  # who has a pair has both words of it, and is touched
            if pair in self.pairs.idf:
                places, worth = self.pairs.postings(pair)
                scores[places] += weights.PAIRS * worth
        documents = self.documents.get_scores(query.terms)
        scores[touched] += weights.DOCUMENT * documents[self._document_of[touched]]
        return scores

    def blend(self, concept: Concept) -> Blend:
        """A concept's postings, weighed as if all its names were one term."""
        found = self._blended.get(concept.names)
        if found is None:
            if len(self._blended) > _REMEMBERED:
                self._blended.clear()
            found = self._blended[concept.names] = self._blend(concept.names)
        return found

    def _blend(self, names: Names) -> Blend:
        """Add up the frequencies of names as if they were one term's.

        The concept is as rare as the name asked for, or as the rarest other one if no passage has
        that. A more common name ("America", asked for as "USA") counts less by as much as it says.
        """
        size = self.words.corpus_size
        found = [(name, weight, *self._frequencies(name)) for name, weight in names]
        idf = {n: term_idf(size, len(places)) for n, _, places, _ in found if len(places)}
        rarest = idf.get(names[0][0]) or max(idf.values(), default=term_idf(size, 1))
        whole = frozenset(name for name, weight in names if weight > weights.PART_OF_NAME)
        tf, has, there = np.zeros(size), np.zeros(size, np.bool_), []
        for name, weight, places, counts in found:
            if name in idf:
                part = weight * min(1.0, idf[name] / rarest)
                tf[places] += part * counts
                has[places] |= name in whole
                there.append((name, part))
        places = np.flatnonzero(tf).astype(np.int32)
        weighed = self.words.weigh((places, tf[places]), rarest)
        having = np.flatnonzero(has).astype(np.int32)
        return Blend(tuple(there), whole, weighed[0], having, weighed[1], rarest)

    def _frequencies(self, name: str) -> Postings:
        words = name.split(" ")
        if len(words) == 1:
            return self.words.frequencies(name)
        tf = np.full(self.words.corpus_size, np.inf)
        for pair in (f"{a} {b}" for a, b in pairwise(words)):
            places, counts = self.pairs.frequencies(pair)
            with_pair = np.zeros_like(tf)
            with_pair[places] = counts
            tf = np.minimum(tf, with_pair)
        places = np.flatnonzero(tf).astype(np.int32)
        return places, tf[places]
