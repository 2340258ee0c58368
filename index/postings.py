"""Postings of windows as they lie on disk: five bytes each."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from . import weights
from .arrays import Analysed, Longs, starts
from .bm25 import Floats, Ints, Mask, saturation

Bytes = npt.NDArray[np.uint8]
Singles = npt.NDArray[np.float32]

WIDTH = 3
"""Blocks in a window; the last windows of a document have fewer."""

MANY = 255
"""Occurrences from which on their number stands in a table beside."""

_AT_ONCE = 1 << 22  # occurrences that are sorted at a time, which keeps the memory small
_UP = np.float32(1 + 1e-6)  # a bound stays one when it is rounded


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Which of W windows have each of V terms; never changes once built.

    A window is a block with the two that follow, in one document.

    Attributes:
        starts: The postings of term t are those from `starts[t]` to `starts[t + 1]`.
        windows: Ascending within a term.
        counts: Occurrences in that window, from 1; 255 for more, see `many`.
        many_at: Places of postings with 255 occurrences or more, ascending.
        many: Their occurrences.
        lengths: Terms in each window; shape (W,).
        reach: Further blocks that each window has; from 0 to 2.
        begins: The first token of each block, among all tokens; shape (W,).
        firsts: The first block of each of n passages.
        lasts: Its last block.
    """

    starts: Longs
    windows: Ints
    counts: Bytes
    many_at: Longs
    many: Ints
    lengths: Ints
    reach: Bytes
    begins: Ints
    firsts: Ints
    lasts: Ints

    @property
    def mean(self) -> float:
        """The average length of the windows; 1 without any terms."""
        return float(self.lengths.mean()) if self.lengths.any() else 1.0

    def span(self, term: int) -> tuple[int, int]:
        """Return the first of the postings of a term, and the end."""
        first, last = self.starts[term : term + 2].tolist()
        return first, last

    def of(self, term: int) -> tuple[Ints, Floats]:
        """Return the windows with a term, and its frequency in each."""
        first, last = self.span(term)
        return self.windows[first:last], self.counted(np.arange(first, last))

    def counted(self, postings: Longs) -> Floats:
        """Return the frequencies of some postings, given by their places."""
        return counted(self.counts, self.many_at, self.many, postings)

    def at(self, positions: Ints) -> tuple[Ints, Ints]:
        """Return the windows with any of some positions, ascending, and how many each has."""
        blocks = (self.begins.searchsorted(positions, side="right") - 1).astype(np.int32)
        return _windows(np.zeros(len(blocks), np.int32), blocks, self.reach)[1:]

    def overlapping(self, windows: Ints) -> tuple[Ints, Ints]:
        """Return the first of the passages that each of some windows overlaps, and the end."""
        last = windows + self.reach[windows]
        first, end = self.lasts.searchsorted(windows), self.firsts.searchsorted(last, side="right")
        return first.astype(np.int32), end.astype(np.int32)

    def around(self, passages: Ints) -> tuple[Ints, Ints]:
        """Return the first of the windows that overlap each of some passages, and the end."""
        return first_windows(self.firsts[passages], self.reach), self.lasts[passages] + 1


def build_windows(analysed: Analysed, order: Ints, term_starts: Ints) -> Windows:
    """Count the terms of all windows.

    Args:
        analysed: Documents as numbers.
        order: Places of all tokens by their terms, ascending within a term.
        term_starts: The tokens of term t in `order` are those from `[t]` to `[t + 1]`.
    """
    blocks = (np.cumsum(analysed.opens) - 1).astype(np.int32)
    of_tokens = np.repeat(blocks, analysed.part_sizes)
    reach = _reach(analysed)
    lengths = _window_lengths(of_tokens, reach)
    sizes = np.zeros(len(term_starts) - 1, np.int64)
    windows, counts = [_NO_INTS], [_NO_INTS]
    for first, last in chunks(term_starts, _AT_ONCE):
        places = order[term_starts[first] : term_starts[last]]
        found = _windows(analysed.tokens[places], of_tokens[places], reach)
        begins = np.flatnonzero(changed(found[0]))
        if len(begins):
            sizes[found[0][begins]] = np.diff(begins, append=len(found[0]))
        windows.append(found[1])
        counts.append(found[2])
    every = np.concatenate(counts)
    many_at = np.flatnonzero(every >= MANY)
    passages = starts(analysed.passage_sizes)
    return Windows(
        starts=np.concatenate(([0], np.cumsum(sizes))),
        windows=np.concatenate(windows),
        counts=np.minimum(every, MANY).astype(np.uint8),
        many_at=many_at,
        many=every[many_at],
        lengths=lengths,
        reach=reach,
        begins=starts(analysed.part_sizes)[:-1][analysed.opens],
        firsts=blocks[passages[:-1]],
        lasts=blocks[passages[1:] - 1],
    )


def counted(counts: Bytes, many_at: Longs, many: Ints, postings: Longs) -> Floats:
    """Return the frequencies of some postings: see `Windows`."""
    found = counts[postings].astype(np.float64)
    places = np.flatnonzero(found == MANY)
    found[places] = many[many_at.searchsorted(postings[places])]
    return found


def first_windows(blocks: Ints, reach: Bytes) -> Ints:
    """Return the first window that has each of some blocks."""
    first = blocks
    for further in range(1, WIDTH):
        before = np.maximum(blocks - further, 0)
        first = np.where(reach[before] >= blocks - before, before, first)
    return first


def _windows(terms: Ints, blocks: Ints, reach: Bytes) -> tuple[Ints, Ints, Ints]:
    """Turn occurrences, by their terms and then blocks, ascending, into postings of windows.

    Returns:
        The term, the window and the frequency of each.
    """
    is_new = changed(terms) | changed(blocks)
    first = np.flatnonzero(is_new)
    terms, blocks = terms[first], blocks[first]
    counts = np.diff(first, append=len(is_new)).astype(np.int32)
    begin = first_windows(blocks, reach)
    begin[1:] = np.where(terms[1:] == terms[:-1], np.maximum(begin[1:], blocks[:-1] + 1), begin[1:])
    sizes = blocks + 1 - begin
    source = np.repeat(np.arange(len(blocks), dtype=np.int32), sizes)
    skipped = begin - starts(sizes)[:-1]
    windows = np.arange(len(source), dtype=np.int32) + skipped[source]
    total = counts[source]
    last = windows + reach[windows]
    for further in range(1, WIDTH):
        after = np.minimum(source + further, len(blocks) - 1)
        there = (after == source + further) & (terms[after] == terms[source])
        total += counts[after] * (there & (blocks[after] <= last))
    return terms[source], windows, total


def _window_lengths(of_tokens: Ints, reach: Bytes) -> Ints:
    """Count the terms of each window, given the block of each term."""
    sizes = np.bincount(of_tokens, minlength=len(reach)).astype(np.int32)
    lengths = sizes.copy()
    for further in range(1, WIDTH):
        lengths[:-further] += sizes[further:] * (reach[:-further] >= further)
    return lengths


def _reach(analysed: Analysed) -> Bytes:
    """Return how many further blocks each window has."""
    passage_of = np.repeat(np.arange(len(analysed.passage_sizes)), analysed.passage_sizes)
    document_of = np.repeat(np.arange(len(analysed.document_sizes)), analysed.document_sizes)
    documents = document_of[passage_of[analysed.opens]]
    left = np.searchsorted(documents, documents, side="right") - 1 - np.arange(len(documents))
    reach: Bytes = np.minimum(left, WIDTH - 1).astype(np.uint8)
    return reach


def least_saturation(lengths: Ints) -> Floats:
    """Return the saturation of windows with so many terms, if they are all of an index."""
    mean = float(lengths.mean()) if lengths.any() else 1.0
    return saturation(lengths / mean, k1=weights.K1, b=weights.B)


def rounded_up(bounds: Floats) -> Singles:
    """Return bounds in few bytes that are bounds still."""
    return bounds.astype(np.float32) * _UP


def chunks(begins: Ints | Longs, at_once: int) -> list[tuple[int, int]]:
    """Return ranges of runs that have about so many members each.

    Args:
        begins: Where each run begins; then the end.
        at_once: A range has no more, unless it is of one run.
    """
    cuts = [0]
    while cuts[-1] < len(begins) - 1:
        wanted = begins[cuts[-1]] + at_once
        cuts.append(max(int(np.searchsorted(begins, wanted, side="right")) - 1, cuts[-1] + 1))
    return list(pairwise(cuts))


def changed(values: Ints | Longs) -> Mask:
    """Mark values that are first or differ from the one before."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


_NO_INTS = np.zeros(0, np.int32)
