"""BM25 over postings: rank_bm25's scores at the cost of the postings a question touches.

Posting lists never change once built. A searcher reads one or more of them side by side, so
documents that did not change need not be analysed again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Plus

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]
_Number = TypeVar("_Number", float, Floats)

_HALF = 32  # bits of a key for each of two terms
_NO_TERM = 2**31 - 1  # more terms than a library has
_REMEMBERED = 1_000  # terms whose idf is cached


def term_idf(size: int, having: int) -> float:
    """Return ln((N + 1) / df), the idf of BM25+; 0 if no text has the term."""
    return log((size + 1) / having) if having else 0.0


def saturation(length: _Number, *, k1: float, b: float) -> _Number:
    """Return k1 * (1 - b + b * |d| / avgdl), the denominator's part that a text's length sets.

    Args:
        length: |d| / avgdl, at least 0.
        k1: How soon further occurrences stop counting; at least 0.
        b: How much long texts are held back; from 0 to 1.
    """
    return k1 * (1 - b + b * length)


def term_weight(tf: _Number, saturated: _Number, *, k1: float) -> _Number:
    """Return tf * (k1 + 1) / (tf + saturation): a term's score in a text, without its idf."""
    return tf * (k1 + 1) / (tf + saturated)


@runtime_checkable
class PostingLists(Protocol):
    """Texts, numbered from 0, by the terms that they have."""

    @property
    def lengths(self) -> Ints:
        """Terms in each text; shape (n,)."""

    def postings(self, term: str) -> tuple[Ints, Ints]:
        """Return the texts with a term, ascending, and its frequency in each."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Postings of n texts, numbered from 0; never changes once built.

    Attributes:
        numbers: Numbers of the terms, from 0; some may have no postings here.
        keys: Ascending; the number of a term, or of two neighboring letters.
        starts: The postings of `keys[i]` are those from `starts[i]` to `starts[i + 1]`.
        texts: Text numbers; ascending and unique within a key.
        frequencies: Occurrences of the key in that text; at least 1.
        lengths: Terms in each text; shape (n,).
    """

    numbers: Mapping[str, int]
    keys: Keys
    starts: Ints
    texts: Ints
    frequencies: Ints
    lengths: Ints

    def postings(self, term: str) -> tuple[Ints, Ints]:
        """Return the texts with a term and its frequency in each."""
        return self.at(self.numbers.get(term, _NO_TERM))

    def at(self, key: int) -> tuple[Ints, Ints]:
        """Return the texts with a key and its frequency in each."""
        row = int(self.keys.searchsorted(np.uint64(key)))
        if row == len(self.keys) or self.keys[row] != key:
            return self.texts[:0], self.frequencies[:0]
        here = slice(self.starts[row], self.starts[row + 1])
        return self.texts[here], self.frequencies[here]


def pair_keys(left: Ints, right: Ints) -> Keys:
    """Return the keys of neighboring letters, given by their code points."""
    return left.astype(np.uint64) << np.uint64(_HALF) | right.astype(np.uint64)


def count(numbers: Mapping[str, int], keys: Keys, places: Ints, lengths: Ints) -> Segment:
    """Count occurrences.

    Args:
        numbers: Numbers of the terms.
        keys: One for each occurrence; the same shape as `places`.
        places: The text of each occurrence, ascending.
        lengths: Terms in each text.
    """
    order = np.argsort(keys, kind="stable")  # within a key, the passages stay ascending
    keys, places = keys[order], places[order]
    new_key = _changes(keys)
    first = np.flatnonzero(new_key | _changes(places))
    starts = np.flatnonzero(new_key[first])
    return Segment(
        numbers,
        keys[first][starts],
        np.append(starts, len(first)).astype(np.int32),
        places[first].astype(np.int32),
        np.diff(first, append=len(keys)).astype(np.int32),
        lengths,
    )


def build_segment(corpus: Iterable[Sequence[str]]) -> Segment:
    """Index texts given as their terms; an empty corpus gives an empty segment."""
    numbers: dict[str, int] = {}
    keys: list[int] = []
    lengths = []
    for passage in corpus:
        lengths.append(len(passage))
        keys += (numbers.setdefault(term, len(numbers)) for term in passage)
    places = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    return count(numbers, np.array(keys, np.uint64), places, np.array(lengths, np.int32))


class Idf:
    """The idf of each term, computed on demand where rank_bm25 keeps a dictionary."""

    __slots__ = ("_corpus_size", "_found", "_segments")

    def __init__(self, segments: Sequence[PostingLists], corpus_size: int) -> None:
        self._segments = segments
        self._corpus_size = corpus_size
        self._found: dict[str, float] = {}

    def get(self, term: str, default: float) -> float:
        """Return the idf of a term, or `default` if no passage has it."""
        return self[term] or default

    def __contains__(self, term: str) -> bool:
        return self[term] > 0

    def __getitem__(self, term: str) -> float:
        found = self._found.get(term)
        if found is None:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            having = sum(len(segment.postings(term)[0]) for segment in self._segments)
            found = self._found[term] = term_idf(self._corpus_size, having)
        return found


class PostingsBM25(BM25Plus):  # type: ignore[misc]  # rank_bm25 ships no types
    """rank_bm25's `BM25Plus` (Lv and Zhai, CIKM 2011) with its idf, parameters and interface.

    score(q, d) = sum over the terms t of q of
        idf(t) * (delta + tf * (k1 + 1) / (k1 * (1 - b + b * |d| / avgdl) + tf)),
        idf(t) = ln((N + 1) / df(t)),
    with N passages, df(t) of them having t, tf times t in d, and |d| terms in d, avgdl on average.

    rank_bm25 keeps a dictionary for each passage and asks all of them for each term; here each
    term knows its passages. `delta` adds the same to every passage, which changes no order, so it
    defaults to 0: a passage without a term of the question then scores 0.

    Args:
        corpus: Texts as their terms, or posting lists of texts numbered on end to end.
        k1: How soon further occurrences of a term stop counting; at least 0.
        b: How much long passages are held back; from 0 to 1.
        delta: What every passage gets for each term of the question, in idf; at least 0.
    """

    corpus_size: int
    avgdl: float
    idf: Idf

    def __init__(
        self,
        corpus: Iterable[Sequence[str]] | Sequence[PostingLists],
        *,
        k1: float = 1.5,
        b: float = 0.75,
        delta: float = 0.0,
    ) -> None:
        super().__init__(corpus, k1=k1, b=b, delta=delta)

    def _initialize(self, corpus: Iterable[Sequence[str]] | Sequence[PostingLists]) -> None:
        """Put the segments side by side; document frequencies are counted on demand."""
        parts = list(corpus)
        segments = [p for p in parts if isinstance(p, PostingLists)]
        self._segments = segments or [build_segment(parts)]  # type: ignore[arg-type]  # all terms
        self.corpus_size = sum(len(segment.lengths) for segment in self._segments)
        terms = sum(int(segment.lengths.sum(dtype=np.int64)) for segment in self._segments)
        self.avgdl = terms / self.corpus_size if terms else 1.0

    def _calc_idf(self, _nd: None) -> None:
        self.idf = Idf(self._segments, self.corpus_size)

    def saturation(self, lengths: Ints) -> Floats:
        """Return the saturation of passages with so many terms."""
        return saturation(lengths / self.avgdl, k1=self.k1, b=self.b)

    def get_scores(self, query: Sequence[str]) -> Floats:
        """Return the score of every passage; shape (N,). A term given twice counts twice."""
        scores = np.zeros(self.corpus_size)
        for term in query:
            idf, first = self.idf.get(term, 0.0), 0
            for segment in self._segments:
                places, tf = segment.postings(term)
                saturated = self.saturation(segment.lengths[places])
                scores[first + places] += idf * term_weight(
                    tf.astype(np.float64), saturated, k1=self.k1
                )
                first += len(segment.lengths)
        if self.delta:
            scores += self.delta * sum(self.idf.get(term, 0.0) for term in query)
        return scores

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """Return the scores of some passages, given by their numbers."""
        scores: list[float] = self.get_scores(query)[list(doc_ids)].tolist()
        return scores


def top(scores: Floats, count: int) -> list[int]:
    """Return the numbers of the `count` best positive scores, best first, ties in order."""
    matching = (scores > 0).nonzero()[0]
    if len(matching) > count > 0:
        values = scores[matching]
        matching = matching[values >= np.partition(values, -count)[-count]]
    order = (-scores[matching]).argsort(kind="stable")
    best: list[int] = matching[order][:count].tolist()
    return best


def _changes(values: npt.NDArray[np.generic]) -> Mask:
    """Mark values that are first or differ from the one before."""
    changed = np.ones(len(values), np.bool_)
    changed[1:] = values[1:] != values[:-1]
    return changed
