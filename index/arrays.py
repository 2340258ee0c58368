"""Documents as numbers: which terms occur where; kept for documents that did not change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from .bm25 import Floats, Ints, Keys, Mask
from .near_duplicates import BANDS

Longs = npt.NDArray[np.int64]
_Whole = TypeVar("_Whole", Ints, Longs)
_T = TypeVar("_T")

Abbreviations = tuple[tuple[str, str], ...]
"""Each with its name, as written."""


@dataclass(frozen=True, slots=True, eq=False)
class Analysed:
    """D documents with n passages, each a heading (which may be empty) and its sentences.

    Attributes:
        tokens: Number of each term that is no stop word, in reading order.
        part_sizes: Tokens in each heading and each sentence.
        opens: Whether a block begins with a heading or sentence; blocks make up windows.
        passage_sizes: Parts of each passage: one more than it has sentences; shape (n,).
        document_sizes: Passages of each document; shape (D,).
        words: Number of each word as written, stop words included, once a document.
        word_counts: Occurrences of that word in the document.
        word_sizes: Different words in each document; shape (D,).
        signatures: MinHash signatures that find near duplicates; shape (n, 10).
        abbreviations: Those that each document explains.
    """

    tokens: Ints
    part_sizes: Ints
    opens: Mask
    passage_sizes: Ints
    document_sizes: Ints
    words: Ints
    word_counts: Ints
    word_sizes: Ints
    signatures: Keys
    abbreviations: tuple[Abbreviations, ...]

    def documents(self) -> list["Analysed"]:
        """Return each document by itself."""
        bounds = self._bounds()
        return [self._cut(bounds, i, i + 1) for i in range(len(self.document_sizes))]

    def part(self, first: int, last: int) -> "Analysed":
        """Return the documents from `first` to `last`."""
        ends = [first, last]
        passages = [int(self.document_sizes[:end].sum()) for end in ends]
        parts = [int(self.passage_sizes[:end].sum()) for end in passages]
        tokens = [int(self.part_sizes[:end].sum()) for end in parts]
        words = [int(self.word_sizes[:end].sum()) for end in ends]
        return self._cut(_by_name(ends, passages, parts, tokens, words), 0, 1)

    def cutter(self) -> Callable[[int, int], "Analysed"]:
        """Return what gives the documents from a first to a last, again and again."""
        bounds = self._bounds()
        return lambda first, last: self._cut(bounds, first, last)

    def _cut(self, bounds: Mapping[str, Sequence[int] | Ints], first: int, last: int) -> "Analysed":
        cuts = {n: slice(int(at[first]), int(at[last])) for n, at in bounds.items()}
        return Analysed(**{name: getattr(self, name)[cut] for name, cut in cuts.items()})

    def _bounds(self) -> dict[str, Ints]:
        """Return where each document begins, then the end, in each of the arrays."""
        passages = starts(self.document_sizes)
        parts = starts(self.passage_sizes)[passages]
        every = np.arange(len(passages), dtype=np.int32)
        tokens, words = starts(self.part_sizes)[parts], starts(self.word_sizes)
        return _by_name(every, passages, parts, tokens, words)


def _by_name(documents: _T, passages: _T, parts: _T, tokens: _T, words: _T) -> dict[str, _T]:
    """Return what goes with each array of documents, by what its members are."""
    cuts = {
        "tokens": tokens,
        "part_sizes": parts,
        "opens": parts,
        "passage_sizes": passages,
        "words": words,
        "word_counts": words,
        "signatures": passages,
    }
    return {one.name: cuts.get(one.name, documents) for one in fields(Analysed)}


def joined(several: Iterable[Analysed]) -> Analysed:
    """Join documents one after the other; without any, all arrays have length 0."""
    every = [NOTHING, *several]
    arrays = {
        one.name: np.concatenate([getattr(part, one.name) for part in every])
        for one in fields(Analysed)
        if one.name != "abbreviations"
    }
    return Analysed(**arrays, abbreviations=tuple(k for part in every for k in part.abbreviations))


def starts(sizes: Ints | Longs) -> Ints:
    """Return where each of several runs begins, and where the last one ends."""
    found = np.zeros(len(sizes) + 1, np.int32)
    np.cumsum(sizes, dtype=np.int32, out=found[1:])
    return found


def sums(places: npt.NDArray[Any], values: npt.NDArray[Any], size: int) -> Floats:
    """Add values up at their places, in order; shape (size,)."""
    found: Floats = np.bincount(places, values, size).astype(np.float64, copy=False)
    return found


def ranges(first: _Whole, last: _Whole) -> _Whole:
    """Return all numbers of some ranges, one range after the other."""
    sizes = last - first
    before = sizes.cumsum(dtype=sizes.dtype) - sizes
    moved = (first - before).repeat(sizes)
    found: _Whole = moved + np.arange(len(moved), dtype=np.int32)
    return found


_NO_INTS = np.zeros(0, np.int32)
NOTHING = Analysed(
    *(_NO_INTS, _NO_INTS),
    opens=np.zeros(0, np.bool_),
    passage_sizes=_NO_INTS,
    document_sizes=_NO_INTS,
    words=_NO_INTS,
    word_counts=_NO_INTS,
    word_sizes=_NO_INTS,
    signatures=np.zeros((0, BANDS), np.uint64),
    abbreviations=(),
)
