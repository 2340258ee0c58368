"""The best windows for a question, without scoring those that cannot be among them.

MaxScore (Turtle and Flood, 1995): names are added in the order of what they can give at most. As
soon as all that are left together give less than the windows found so far have, they are looked
up in these alone. What is added on the way is a little inexact, and what is left out is so by more
than that; the scores that are returned are exact.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from .bm25 import Floats, Ints, PostingsBM25, term_weight
from .postings import Bytes, Singles

_SLACK = 1 - 1e-4  # of a score: far more than single precision loses


class Named(NamedTuple):
    """Postings of a name.

    Attributes:
        concept: The place of its concept in the question.
        part: What the name counts in it.
        windows: Ascending.
        counts: Its occurrences in each, below 255 if in bytes.
        bound: The greatest part * f / saturation in any window.
    """

    concept: int
    part: float
    windows: Ints
    counts: Bytes | Floats
    bound: float

    def within(self, windows: Ints) -> Floats:
        """Return part * f in some windows."""
        if not len(self.windows):
            return np.zeros(len(windows))
        at = np.minimum(self.windows.searchsorted(windows), len(self.windows) - 1)
        found: Floats = self.part * (self.counts[at] * (self.windows[at] == windows))
        return found


Concepts = Sequence[tuple[float, float]]
"""Weight and idf of each concept of a question."""


def exact(
    windows: Ints, names: Sequence[Named], concepts: Concepts, lengths: Ints, by: PostingsBM25
) -> Floats:
    """Return the scores of some windows; `lengths` are those of all windows."""
    saturated = by.saturation(lengths[windows])
    scores = np.zeros(len(windows))
    for place, (weight, idf) in enumerate(concepts):
        tf = np.zeros(len(windows))
        for name in names:
            if name.concept == place:
                tf += name.within(windows)
        scores += weight * (idf * term_weight(tf, saturated, k1=by.k1))
    return scores


def all_scores(names: Sequence[Named], concepts: Concepts, saturated: Floats, k1: float) -> Floats:
    """Return the scores of all windows, given with their saturation: the same as `exact`."""
    shape = len(concepts), len(saturated)
    scores = np.zeros(shape[1])
    if not names:
        return scores
    sizes = [len(name.windows) for name in names]
    rows = np.array([name.concept * shape[1] for name in names])
    at = np.concatenate([name.windows for name in names]) + np.repeat(rows, sizes)
    counts = np.concatenate([name.counts for name in names])
    tf = np.repeat([name.part for name in names], sizes) * counts
    every: Floats = np.bincount(at, tf, shape[0] * shape[1]).astype(np.float64, copy=False)
    gained = term_weight(every.reshape(shape), saturated, k1=k1)
    for (weight, idf), one in zip(concepts, gained, strict=True):
        scores += weight * (idf * one)
    return scores


Search = Callable[..., Ints]
"""`search` of `compiled`."""


@cache
def machine_code() -> Search | None:
    """Return the search in machine code, compiled by now; None without the extra "fast"."""
    try:
        from .compiled import search  # noqa: PLC0415  # takes a second, and 40 MB
    except ImportError:
        return None
    return search


class Scratch:
    """Sums over all windows of an index, zero between two questions; for one thread at a time."""

    __slots__ = ("frequencies", "scores", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        self.scores = np.zeros(size, np.float32)
        self.frequencies: list[Singles] = []

    def tf(self, number: int) -> Singles:
        """Return sums for a concept with several names."""
        while len(self.frequencies) <= number:
            self.frequencies.append(np.zeros(self.size, np.float32))
        return self.frequencies[number]


def best_windows(  # noqa: PLR0913, PLR0917  # what is asked, of what, and how
    names: Sequence[Named],
    concepts: Concepts,
    lengths: Ints,
    by: PostingsBM25,
    count: int,
    scratch: Scratch,
    search: Search | None = None,
) -> tuple[Ints, Floats]:
    """Return windows, ascending, with exact scores; at least the `count` best are among them.

    Args:
        names: Of all concepts.
        concepts: Of the question.
        lengths: Of all windows.
        by: BM25's parameters.
        count: At least 1.
        scratch: Room for sums.
        search: What `machine_code` returned, if it is to be used.
    """
    if search and all(name.counts.dtype == np.uint8 for name in names):
        windows = _in_machine_code(search, names, concepts, lengths, by, count)
    else:
        windows = _Search(names, concepts, lengths, by, count, scratch).run()
    return windows, exact(windows, names, concepts, lengths, by)


def _ranked(
    names: Sequence[Named], concepts: Concepts, by: PostingsBM25
) -> list[tuple[float, float, Named]]:
    """Return names with what they can give at most, and with endless occurrences; most first."""
    full = [weight * idf * (by.k1 + 1) for weight, idf in concepts]
    there = ((full[name.concept], name) for name in names if len(name.windows))
    most = [(whole * name.bound / (1 + name.bound), whole, name) for whole, name in there]
    return sorted(most, key=lambda given: -given[0])


def _in_machine_code(  # noqa: PLR0913, PLR0917  # as `best_windows`
    search: Search,
    names: Sequence[Named],
    concepts: Concepts,
    lengths: Ints,
    by: PostingsBM25,
    count: int,
) -> Ints:
    """Return the windows that may be among the best, ascending."""
    ranked = _ranked(names, concepts, by)[::-1]
    if not ranked:
        return np.zeros(0, np.int32)
    every = [name for _, _, name in ranked]
    of = [name.concept for name in every]
    several = {c: row for row, c in enumerate((c for c in set(of) if of.count(c) > 1), start=1)}
    lengths = lengths.view()
    lengths.flags.writeable = False  # as of a saved index: other types are compiled anew
    return np.sort(
        search(
            np.concatenate([name.windows for name in every]),
            np.concatenate([name.counts for name in every]),
            np.cumsum([len(name.windows) for name in every]),
            np.array([several.get(concept, 0) for concept in of]),
            np.array([name.part for name in every], np.float32),
            np.array([whole for _, whole, _ in ranked], np.float32),
            np.array([most for most, _, _ in ranked], np.float32),
            lengths,
            np.float32(by.k1 * (1 - by.b)),
            np.float32(by.k1 * by.b / by.avgdl),
            count,
        )
    )


class _Search:
    def __init__(  # noqa: PLR0913, PLR0917  # as `best_windows`
        self,
        names: Sequence[Named],
        concepts: Concepts,
        lengths: Ints,
        by: PostingsBM25,
        count: int,
        scratch: Scratch,
    ) -> None:
        self.lengths, self.count, self.scratch = lengths, count, scratch
        self.low, self.slope = np.float32(by.k1 * (1 - by.b)), np.float32(by.k1 * by.b / by.avgdl)
        self.full = [weight * idf * (by.k1 + 1) for weight, idf in concepts]
        self.names = [(most, name) for most, _, name in _ranked(names, concepts, by)]
        several = [n.concept for n in names]
        self.several = [c for c in dict.fromkeys(several) if several.count(c) > 1]
        self.least = 0.0  # the score that the count-th best window has at least

    def run(self) -> Ints:
        """Return the windows that may be among the best, ascending."""
        rest = sum(most for most, _ in self.names)
        done = 0
        for most, name in self.names:
            if self.least * _SLACK > rest:
                break
            self._add(name)
            rest -= most
            done += 1
        windows = self._promising([name.windows for _, name in self.names[:done]], rest)
        scores = self.scratch.scores[windows]
        tf = {c: self.scratch.tf(n)[windows] for n, c in enumerate(self.several)}
        self._clear(self.names[:done])
        for most, name in self.names[done:]:
            added = name.within(windows).astype(np.float32)
            before = tf.get(name.concept, np.zeros(1, np.float32))
            scores += self._gained(before, added, windows, self.full[name.concept])
            if name.concept in tf:
                tf[name.concept] = before + added
            rest -= most
            self._learn(scores)
            stay = scores + np.float32(rest) >= self.least * _SLACK
            windows, scores = windows[stay], scores[stay]
            tf = {concept: some[stay] for concept, some in tf.items()}
        return windows

    def _add(self, name: Named) -> None:
        windows = name.windows
        added = name.counts.astype(np.float32)
        if name.part != 1:
            added *= np.float32(name.part)
        before = np.zeros(1, np.float32)
        if name.concept in self.several:
            sums = self.scratch.tf(self.several.index(name.concept))
            before = sums[windows]
            sums[windows] = before + added
        scores = self.scratch.scores[windows]
        scores += self._gained(before, added, windows, self.full[name.concept])
        self.scratch.scores[windows] = scores
        self._learn(scores)

    def _clear(self, added: Sequence[tuple[float, Named]]) -> None:
        for _, name in added:
            self.scratch.scores[name.windows] = 0
            if name.concept in self.several:
                self.scratch.tf(self.several.index(name.concept))[name.windows] = 0

    def _gained(self, before: Singles, added: Singles, windows: Ints, full: float) -> Singles:
        """Return what further occurrences add to the scores of windows."""
        saturated = self.lengths[windows].astype(np.float32)
        saturated *= self.slope
        saturated += self.low
        after = before + added
        gained: Singles = after / (after + saturated)
        if len(before) > 1:
            gained -= before / (before + saturated)
        gained *= np.float32(full)
        return gained

    def _learn(self, scores: Singles) -> None:
        """Raise what the best windows have at least, from scores of different windows."""
        if len(scores) >= self.count:
            better = scores[scores > self.least]
            if len(better) >= self.count:
                self.least = float(np.partition(better, -self.count)[-self.count])

    def _promising(self, touched: Sequence[Ints], rest: float) -> Ints:
        if not touched:
            return np.zeros(0, np.int32)
        least = np.float32(self.least * _SLACK - rest)
        found = [windows[self.scratch.scores[windows] >= least] for windows in touched]
        every = np.sort(np.concatenate(found))  # faster than np.unique, which hashes
        is_first = np.ones(len(every), np.bool_)
        np.not_equal(every[1:], every[:-1], out=is_first[1:])
        return every[is_first]
