"""Passages -> postings: for each term, the passages that have it and how often.

A segment never changes once built. A searcher looks at one or more of them side by side, so that
documents which did not change need not be analysed again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

_HALF = 32  # bits of a key that each of two terms gets
_NO_TERM = 2**31 - 1  # more than there are


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The postings of n passages (or documents, or words), numbered from 0.

    Attributes:
        numbers: Of the terms, from 0; some may have no postings here.
        keys: Ascending; the number of a term, or of two that stand side by side.
        starts: The postings of `keys[i]` are those from `starts[i]` to `starts[i + 1]`.
        passages: Passage numbers; ascending and unique within a key.
        frequencies: How often the term stands in that passage; at least 1.
        lengths: Terms in each passage; shape (n,).
    """

    numbers: Mapping[str, int]
    keys: Keys
    starts: Ints
    passages: Ints
    frequencies: Ints
    lengths: Ints

    def postings(self, term: str) -> tuple[Ints, Ints]:
        """The passages that have a term, or two joined by a space, and how often each has it."""
        first, _, second = term.partition(" ")
        key = self.numbers.get(first, _NO_TERM)
        if second:
            key = key << _HALF | self.numbers.get(second, _NO_TERM)
        return self.at(key)

    def at(self, key: int) -> tuple[Ints, Ints]:
        """The passages of a key, and how often it stands in each."""
        row = int(self.keys.searchsorted(np.uint64(key)))
        if row == len(self.keys) or self.keys[row] != key:
            return self.passages[:0], self.frequencies[:0]
        here = slice(self.starts[row], self.starts[row + 1])
        return self.passages[here], self.frequencies[here]

    def within(self, chosen: Mask) -> "Segment":
        """The postings of some passages alone, numbered anew from 0; `chosen` has shape (n,)."""
        kept = chosen[self.passages]
        starts = _running(kept)[self.starts]
        filled = np.diff(starts) > 0
        return replace(
            self,
            keys=self.keys[filled],
            starts=np.append(starts[:-1][filled], starts[-1:]),
            passages=_running(chosen)[self.passages[kept]],
            frequencies=self.frequencies[kept],
            lengths=self.lengths[chosen],
        )


def pair_keys(left: Ints, right: Ints) -> Keys:
    """The keys of terms that stand side by side, given by their numbers."""
    return left.astype(np.uint64) << np.uint64(_HALF) | right.astype(np.uint64)


def count(numbers: Mapping[str, int], keys: Keys, places: Ints, lengths: Ints) -> Segment:
    """Count what stands where.

    Args:
        numbers: Of the terms.
        keys: One for each occurrence; of `places`, the shape.
        places: The passage of each occurrence, ascending.
        lengths: Terms in each passage.
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
    """Index passages given as their terms; an empty corpus gives an empty segment."""
    numbers: dict[str, int] = {}
    keys: list[int] = []
    lengths = []
    for passage in corpus:
        lengths.append(len(passage))
        keys += (numbers.setdefault(term, len(numbers)) for term in passage)
    places = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    return count(numbers, np.array(keys, np.uint64), places, np.array(lengths, np.int32))


def _running(flags: Mask) -> Ints:
    """How many flags are set before each place, and before the end."""
    return np.concatenate(([0], np.cumsum(flags))).astype(np.int32)


def _changes(values: npt.NDArray[np.generic]) -> Mask:
    """Whether a value is the first one or differs from the one before."""
    changed = np.ones(len(values), np.bool_)
    changed[1:] = values[1:] != values[:-1]
    return changed
