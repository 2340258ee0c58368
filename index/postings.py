"""Passages -> postings: for each term, the passages that have it and how often.

A segment never changes once built. A searcher looks at one or more of them side by side, so that
documents which did not change need not be analysed again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The postings of n passages (or sentences, or documents), numbered from 0.

    Attributes:
        terms: Where a term's postings begin and end in the two arrays below.
        passages: Passage numbers; ascending and unique within a term.
        frequencies: How often the term stands in that passage; at least 1.
        lengths: Terms in each passage; shape (n,).
    """

    terms: dict[str, tuple[int, int]]
    passages: Ints
    frequencies: Ints
    lengths: Ints


def build_segment(corpus: Iterable[Sequence[str]]) -> Segment:
    """Index passages given as their terms; an empty corpus gives an empty segment."""
    by_term: dict[str, list[tuple[int, int]]] = {}
    lengths = []
    for number, passage in enumerate(corpus):
        lengths.append(len(passage))
        for term, frequency in Counter(passage).items():
            by_term.setdefault(term, []).append((number, frequency))
    pairs = np.array([p for postings in by_term.values() for p in postings], np.int32)
    pairs = pairs.reshape(-1, 2)
    terms, start = {}, 0
    for term, postings in by_term.items():
        terms[term] = (start, start + len(postings))
        start += len(postings)
    passages, frequencies = pairs[:, 0].copy(), pairs[:, 1].copy()
    return Segment(terms, passages, frequencies, np.array(lengths, np.int32))
