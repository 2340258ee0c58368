"""BM25 over postings: rank_bm25's scores at the cost of the postings a question touches."""

from collections.abc import Iterable, Sequence
from math import log

import numpy as np
from rank_bm25 import BM25Plus

from .postings import Floats, Ints, Segment, build_segment

_REMEMBERED = 1_000  # terms whose idf and postings are kept

Postings = tuple[Ints, Floats]
"""Passage numbers, ascending and unique, and one value for each."""


class Idf:
    """The idf of each term, worked out when it is asked for: rank_bm25 keeps a dictionary."""

    __slots__ = ("_corpus_size", "_found", "_segments")

    def __init__(self, segments: Sequence[Segment], corpus_size: int) -> None:
        self._segments = segments
        self._corpus_size = corpus_size
        self._found: dict[str, float] = {}

    def get(self, term: str, default: float) -> float:
        """The idf of a term, or something else if no passage has it."""
        return self[term] or default

    def __contains__(self, term: str) -> bool:
        return self[term] > 0

    def __getitem__(self, term: str) -> float:
        """ln((N + 1) / df); 0 if no passage has the term."""
        found = self._found.get(term)
        if found is None:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            having = sum(len(segment.postings(term)[0]) for segment in self._segments)
            found = log((self._corpus_size + 1) / having) if having else 0.0
            self._found[term] = found
        return found


class PostingsBM25(BM25Plus):  # type: ignore[misc]  # rank_bm25 ships no types
    """rank_bm25's `BM25Plus` (Lv and Zhai, CIKM 2011) with its idf, parameters and interface.

    score(q, d) = sum over the terms t of q of
        idf(t) * (delta + tf * (k1 + 1) / (k1 * (1 - b + b * |d| / avgdl) + tf)),
        idf(t) = ln((N + 1) / df(t)),
    with N passages, df(t) of them having t, tf times t in d, and |d| terms in d, avgdl on average.

    rank_bm25 keeps a dictionary for each passage and asks all of them for each term; here each
    term knows its passages. `delta` adds the same to every passage, which changes no order, so
    it is 0 here unless asked for: then a passage without a term of the question scores 0.

    Args:
        corpus: Passages as their terms, or segments of them that are numbered on end to end.
        k1: How soon further occurrences of a term stop counting; at least 0.
        b: How much long passages are held back; from 0 to 1.
        delta: What every passage gets for each term of the question, in idf; at least 0.
    """

    corpus_size: int
    avgdl: float
    idf: "Idf"

    def __init__(
        self,
        corpus: Iterable[Sequence[str]] | Sequence[Segment],
        *,
        k1: float = 1.5,
        b: float = 0.75,
        delta: float = 0.0,
    ) -> None:
        super().__init__(corpus, k1=k1, b=b, delta=delta)

    def _initialize(self, corpus: Iterable[Sequence[str]] | Sequence[Segment]) -> None:
        """Put the segments side by side; how often a term stands in them is asked when needed."""
        parts = list(corpus)
        segments = [p for p in parts if isinstance(p, Segment)]
        self._segments = segments or [build_segment(parts)]  # type: ignore[arg-type]  # all terms
        lengths = _joined([s.lengths for s in self._segments])
        self.doc_len = lengths
        self.corpus_size = len(lengths)
        self.avgdl = float(lengths.mean()) if lengths.any() else 1.0  # nothing is longer than it
        self._saturation: Floats = self.k1 * (1 - self.b + self.b * lengths / self.avgdl)
        self._weighed: dict[str, Postings] = {}

    def _calc_idf(self, _nd: None) -> None:
        self.idf = Idf(self._segments, self.corpus_size)

    def frequencies(self, term: str) -> Postings:
        """The passages that have a term, and how often each has it."""
        passages, counts, first = [], [], 0
        for segment in self._segments:
            places, frequencies = segment.postings(term)
            passages.append(places + np.int32(first) if first else places)
            counts.append(frequencies)
            first += len(segment.lengths)
        return _joined(passages), _joined(counts).astype(np.float64)

    def weigh(self, postings: Postings, idf: float) -> Postings:
        """Term frequencies -> what a term of that idf adds to the score of each passage."""
        places, tf = postings
        return places, idf * (tf * (self.k1 + 1)) / (self._saturation[places] + tf)

    def postings(self, term: str) -> Postings:
        """The passages that have a term, and what it adds to the score of each."""
        found = self._weighed.get(term)
        if found is None:
            if len(self._weighed) > _REMEMBERED:
                self._weighed.clear()
            # Two threads may meet here: both compute the same, and either may stay.
            found = self.weigh(self.frequencies(term), self.idf.get(term, 0.0))
            self._weighed[term] = found
        return found

    def get_scores(self, query: Sequence[str]) -> Floats:
        """The score of every passage; shape (N,). A term given twice counts twice."""
        scores = np.zeros(self.corpus_size)
        for term in query:
            if term in self.idf:
                places, weights = self.postings(term)
                scores[places] += weights  # no place stands twice, so each gets its own
        if self.delta:
            scores += self.delta * sum(self.idf.get(term, 0.0) for term in query)
        return scores

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of some passages, by their numbers."""
        scores: list[float] = self.get_scores(query)[list(doc_ids)].tolist()
        return scores


def _joined(arrays: Sequence[Ints]) -> Ints:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def top(scores: Floats, count: int) -> list[int]:
    """The numbers of the `count` best positive scores, best first; equals in passage order."""
    matching = np.flatnonzero(scores > 0)
    if len(matching) > count > 0:
        values = scores[matching]
        matching = matching[values >= np.partition(values, -count)[-count]]
    order = np.argsort(-scores[matching], kind="stable")
    best: list[int] = matching[order][:count].tolist()
    return best
