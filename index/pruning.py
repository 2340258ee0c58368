"""The best windows for a question, without scoring those that cannot be among them.

Block-max pruning (Mallia, Suel and Tonellotto, 2024): windows are taken in stretches, and each name
knows what it gives at most in a window of each stretch that has it. Stretches are scored in the
order of what all names together give there at most, until what is left cannot reach the best so
far. Every score is exact: the same, to the last bit, as if all windows had been scored.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from .arrays import ranges, sums
from .bm25 import Floats, Ints, PostingsBM25, term_weight
from .postings import Bytes, Singles, Windows, changed

_BITS = 4  # of the number of windows in a stretch
_AT_FIRST = 512  # stretches that are scored before it is known what the best have at least
_MORE = 4  # times as many are scored each time after that
_UP = np.float32(1 + 1e-6)  # a bound stays one when it is rounded
_SLACK = 1 - 1e-4  # of a score: far more than single precision loses


class Listed(NamedTuple):
    """Postings of a name, by stretches of windows.

    Attributes:
        windows: Ascending, counted from `start`.
        counts: Its occurrences in each, below 255 if in bytes.
        start: The number of the index's first window there.
        first: Where the postings begin among those of all terms of the index; None if they are no
            part of them.
        stretches: That have the name, ascending.
        begins: Where the postings of each begin; then the end.
        most: The greatest f / saturation in each.
    """

    windows: Ints
    counts: Bytes | Floats
    start: int
    first: int | None
    stretches: Ints
    begins: Ints
    most: Singles

    @property
    def size(self) -> int:
        """Bytes that it takes beside the index."""
        own = self.windows.nbytes + self.counts.nbytes if self.first is None else 0
        return own + self.stretches.nbytes + self.begins.nbytes + self.most.nbytes

    def within(self, windows: Ints) -> Floats:
        """Return f in some windows."""
        if not len(self.windows):
            return np.zeros(len(windows))
        wanted = windows + np.int32(self.start)
        at = np.minimum(self.windows.searchsorted(wanted), len(self.windows) - 1)
        found: Floats = (self.counts[at] * (self.windows[at] == wanted)).astype(np.float64)
        return found


class Named(NamedTuple):
    """A name of a concept of the question.

    Attributes:
        concept: The place of the concept in the question.
        part: What the name counts in it.
        listed: Its postings.
    """

    concept: int
    part: float
    listed: Listed


class Code(NamedTuple):
    """The functions of `compiled`."""

    list_stretches: Callable[..., tuple[Ints, Ints, Singles]]
    limits: Callable[..., Floats]
    best: Callable[..., Ints]
    search: Callable[..., tuple[Ints, Floats]]


@cache
def machine_code() -> Code | None:
    """Return the search in machine code, compiled by now; None without the extra "fast"."""
    try:
        from . import compiled  # noqa: PLC0415  # takes a second, and 40 MB
    except ImportError:
        return None
    return Code(compiled.list_stretches, compiled.limits, compiled.best, compiled.search)


class Own(NamedTuple):
    """What an index has.

    Attributes:
        windows: Of the postings of all terms.
        counts: Occurrences in each.
        lengths: Terms in each window.
        code: What `machine_code` returned, if it is to be used.
    """

    windows: Ints
    counts: Bytes
    lengths: Ints
    code: Code | None = None

    @classmethod
    def of(cls, have: Windows, code: Code | None) -> "Own":
        """Return what there is of an index."""
        windows, counts, lengths = have.windows.view(), have.counts.view(), have.lengths.view()
        # As those of a saved index: other types are compiled anew.
        windows.flags.writeable = counts.flags.writeable = lengths.flags.writeable = False
        return cls(windows, counts, lengths, code)


Concepts = Sequence[tuple[float, float]]
"""Weight and idf of each concept of a question."""


def list_stretches(  # noqa: PLR0913, PLR0917  # where they are, and what is scored
    windows: Ints,
    counts: Bytes | Floats,
    start: int,
    first: int | None,
    lengths: Ints,
    by: PostingsBM25,
    code: Code | None = None,
) -> Listed:
    """Sort the postings of a name by stretches; for the arguments see `Listed` and `Own`."""
    low, slope = np.float32(by.k1 * (1 - by.b)), np.float32(by.k1 * by.b / by.avgdl)
    if code and counts.dtype == np.uint8 and len(windows):
        windows.flags.writeable = counts.flags.writeable = False  # as in a saved index
        found = code.list_stretches(windows, counts, start, _BITS, lengths, low, slope)
        return Listed(windows, counts, start, first, *found[:2], found[2] * _UP)
    local = windows - np.int32(start)
    stretches = local >> _BITS
    begins = np.flatnonzero(changed(stretches))
    most = np.zeros(0, np.float32)
    if len(begins):
        saturated = lengths[local].astype(np.float32)
        saturated *= slope
        saturated += low
        most = np.maximum.reduceat(counts / saturated, begins).astype(np.float32) * _UP
    ends = np.append(begins, len(windows)).astype(np.int32)
    return Listed(windows, counts, start, first, stretches[begins], ends, most)


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
                tf += name.part * name.listed.within(windows)
        scores += weight * (idf * term_weight(tf, saturated, k1=by.k1))
    return scores


def all_scores(names: Sequence[Named], concepts: Concepts, saturated: Floats, k1: float) -> Floats:
    """Return the scores of all windows, given with their saturation: the same as `exact`."""
    shape = len(concepts), len(saturated)
    scores = np.zeros(shape[1])
    if not names:
        return scores
    sizes = [len(name.listed.windows) for name in names]
    rows = np.array([name.concept * shape[1] - name.listed.start for name in names])
    at = np.concatenate([name.listed.windows for name in names]) + np.repeat(rows, sizes)
    counts = np.concatenate([name.listed.counts for name in names])
    tf = np.repeat([name.part for name in names], sizes) * counts
    every = sums(at, tf, shape[0] * shape[1])
    gained = term_weight(every.reshape(shape), saturated, k1=k1)
    for (weight, idf), one in zip(concepts, gained, strict=True):
        scores += weight * (idf * one)
    return scores


def best_windows(  # noqa: PLR0913, PLR0917  # what is asked, of what, and how
    names: Sequence[Named],
    concepts: Concepts,
    own: Own,
    by: PostingsBM25,
    least_of: Callable[[Ints, Floats], float],
    least: float = 0.0,
) -> tuple[Ints, Floats]:
    """Return windows, ascending, with exact scores: all that may be among the best.

    Args:
        names: Of all concepts.
        concepts: Of the question.
        own: What is searched.
        by: BM25's parameters.
        least_of: Tells what the best have at least, from windows with their scores.
        least: What they have at least, as far as it is known before.
    """
    names = [name for name in names if len(name.listed.windows)]
    if not names:
        return np.zeros(0, np.int32), np.zeros(0)
    search = _Search(names, concepts, own, by)
    windows, scores = [np.zeros(0, np.int32)], [np.zeros(0)]
    count = _AT_FIRST
    while len(chosen := search.best(count, least * _SLACK)):
        found, their_scores = search.score(chosen)
        windows.append(found[their_scores >= least])
        scores.append(their_scores[their_scores >= least])
        least = max(least, least_of(np.concatenate(windows), np.concatenate(scores)))
        count *= _MORE
    every, their_scores = np.concatenate(windows), np.concatenate(scores)
    stay = np.flatnonzero(their_scores >= least)
    stay = stay[np.argsort(every[stay])]
    return every[stay], their_scores[stay]


class _Search:
    """The postings of a question's names, by stretches."""

    def __init__(
        self, names: Sequence[Named], concepts: Concepts, own: Own, by: PostingsBM25
    ) -> None:
        self.own, self.by = own, by
        listed = [name.listed for name in names]
        sizes = [len(one.stretches) for one in listed]
        self.stretches = np.concatenate([one.stretches for one in listed])
        self.begins = np.concatenate([one.begins for one in listed])
        self.until = np.cumsum(sizes)
        others = [one for one in listed if one.first is None]
        self.other_windows = np.concatenate([_NO_INTS, *(one.windows for one in others)])
        self.other_counts = np.concatenate([_NO_FLOATS, *(one.counts for one in others)])
        self.firsts = np.array(self._firsts(listed), np.int64)
        self.start = np.array([one.start for one in listed], np.int32)
        self.concept = np.array([name.concept for name in names])
        self.part = np.array([name.part for name in names])
        self.weight, self.idf = np.array(concepts).T.copy()
        self.limits = self._limits(np.concatenate([one.most for one in listed]), sizes)

    def best(self, count: int, least: float) -> Ints:
        """Return the stretches, ascending, with the highest limits, and forget them."""
        if self.own.code:
            return self.own.code.best(self.limits, count, least)
        left = np.flatnonzero(self.limits >= max(least, _TINY))
        if len(left) > count:
            left = np.sort(left[np.argpartition(self.limits[left], -count)[-count:]])
        self.limits[left] = 0
        return left.astype(np.int32)

    def score(self, chosen: Ints) -> tuple[Ints, Floats]:
        """Return the windows of some stretches that have a name, with their scores."""
        places = np.full(len(self.limits), -1, np.int32)
        places[chosen] = np.arange(len(chosen), dtype=np.int32) << _BITS
        if self.own.code:
            return self._search(self.own.code, chosen, places)
        some = np.flatnonzero(places[self.stretches] >= 0)
        name = self.until.searchsorted(some, side="right")
        begins = self.begins[some + name] + self.firsts[name]
        ends = self.begins[some + name + 1] + self.firsts[name]
        name = np.repeat(name, ends - begins)
        windows, counts = self._postings(ranges(begins, ends))
        windows -= self.start[name]
        size, last = len(chosen) << _BITS, (1 << _BITS) - 1
        at = places[windows >> _BITS] + (windows & last) + self.concept[name] * size
        # In the order of the names, so that sums come out as everywhere else.
        tf = sums(at, self.part[name] * counts, len(self.weight) * size)
        there = np.flatnonzero(tf)
        concept, place = np.divmod(there, size)
        every = (chosen[place >> _BITS] << _BITS) + (place & last).astype(np.int32)
        saturated = self.by.saturation(self.own.lengths[every])
        gained = self.idf[concept] * term_weight(tf[there], saturated, k1=self.by.k1)
        scores = sums(place, self.weight[concept] * gained, size)
        found = np.flatnonzero(scores)
        windows = (chosen[found >> _BITS] << _BITS) + (found & last).astype(np.int32)
        return windows, scores[found]

    def _search(self, code: Code, chosen: Ints, places: Ints) -> tuple[Ints, Floats]:
        own, by = self.own, self.by
        names = self.stretches, self.begins, self.until, self.firsts
        parts = self.concept, self.part, self.start
        others, concepts = (self.other_windows, self.other_counts), (self.weight, self.idf)
        return code.search(
            *(*names, *parts, own.windows, own.counts, *others, places, _BITS),
            *(*concepts, chosen, own.lengths, by.k1, by.b, by.avgdl),
        )

    def _postings(self, at: Ints) -> tuple[Ints, Floats | Bytes]:
        """Return the window and the count of each of some postings."""
        own = self.own
        if not len(self.other_windows):
            return own.windows[at], own.counts[at]
        is_own = at < len(own.windows)
        windows, counts = np.empty(len(at), np.int32), np.empty(len(at))
        windows[is_own], counts[is_own] = own.windows[at[is_own]], own.counts[at[is_own]]
        at = at[~is_own] - len(own.windows)
        windows[~is_own], counts[~is_own] = self.other_windows[at], self.other_counts[at]
        return windows, counts

    def _firsts(self, listed: Sequence[Listed]) -> list[int]:
        """Return where postings begin; those that are no part of the index's come behind these."""
        behind = len(self.own.windows)
        firsts = []
        for one in listed:
            firsts.append(behind if one.first is None else one.first)
            behind += len(one.windows) if one.first is None else 0
        return firsts

    def _limits(self, most: Singles, sizes: Sequence[int]) -> Floats:
        """Return what a window of each stretch scores at most."""
        full, size = self.weight * self.idf * (self.by.k1 + 1), (len(self.own.lengths) >> _BITS) + 1
        if self.own.code:
            names = self.until, self.concept, self.part
            return self.own.code.limits(self.stretches, most, *names, full, size)
        limit = most * np.repeat(self.part.astype(np.float32), sizes)
        limit /= 1 + limit
        limit *= np.repeat(full[self.concept].astype(np.float32), sizes)
        return sums(self.stretches, limit, size)


_NO_INTS = np.zeros(0, np.int32)
_NO_FLOATS = np.zeros(0)
_TINY = float(np.finfo(np.float64).tiny)
