"""The search of `pruning` in machine code: the same windows, where numba is installed.

Windows are taken in stretches whose sums stay in the processor's cache. Names that matter are added
up for all windows of a stretch; the others are added, or looked up where only a few windows can
still reach the best ones so far. The code is compiled once, at the first start, and kept beside
this file.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit

from .bm25 import Ints
from .postings import Bytes, Longs, Singles

_F = TypeVar("_F", bound=Callable[..., object])

_STRETCH = 4096  # windows
_SLACK = np.float32(1 - 1e-4)  # of a score: far more than single precision loses
_DEAR = 8  # postings that are added in the time in which one window is looked up


def _compiled(function: _F) -> _F:
    try:
        code = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # there is no folder to keep it in
        code = njit(nogil=True)(function)
    return cast("_F", code)  # numba ships no types


@_compiled
def _sift(heap: Singles, at: int) -> None:
    """Put a number of a heap, whose least comes first, in its place."""
    value = heap[at]
    while 2 * at + 1 < len(heap):
        child = 2 * at + 1
        if child + 1 < len(heap) and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = value


@_compiled
def _seek(windows: Ints, at: int, end: int, window: int) -> int:
    """Return the first place from `at` on with that window or a later one: galloping search."""
    if at >= end or windows[at] >= window:
        return at
    step = 1
    while at + step < end and windows[at + step] < window:
        at += step
        step *= 2
    end = min(at + step, end)
    while at < end:
        middle = (at + end) // 2
        if windows[middle] < window:
            at = middle + 1
        else:
            end = middle
    return at


@_compiled
def _add(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    windows: Ints,
    counts: Bytes,
    span: tuple[int, int],
    base: int,
    part: np.float32,
    worth: np.float32,
    saturated: Singles,
    sums: Singles,
    tf: Singles,
    is_shared: bool,  # noqa: FBT001  # nor names of arguments
    touched: Ints,
    some: int,
) -> int:
    """Add a name to the sums of a stretch; return how many of its windows are touched by now."""
    for place in range(span[0], span[1]):
        here = windows[place] - base
        touched[some] = here
        some += sums[here] == 0
        added = part * np.float32(counts[place])
        if is_shared:
            before = tf[here]
            tf[here] = before + added
            gained = tf[here] / (tf[here] + saturated[here])
            sums[here] += worth * (gained - before / (before + saturated[here]))
        else:
            sums[here] += worth * (added / (added + saturated[here]))
    return some


@_compiled
def _look_up(  # noqa: PLR0913, PLR0917  # as above
    windows: Ints,
    counts: Bytes,
    span: tuple[int, int],
    base: int,
    part: np.float32,
    worth: np.float32,
    saturated: Singles,
    sums: Singles,
    tf: Singles,
    is_shared: bool,  # noqa: FBT001  # as above
    touched: Ints,
    some: int,
) -> None:
    """Add a name to the sums of the windows that are touched."""
    for t in range(some):
        here = touched[t]
        place = _seek(windows, span[0], span[1], base + here)
        if place < span[1] and windows[place] == base + here:
            after = tf[here] + part * np.float32(counts[place])
            gained = after / (after + saturated[here])
            if is_shared:
                gained -= tf[here] / (tf[here] + saturated[here])
                tf[here] = after
            sums[here] += worth * gained


@_compiled
def _promising(touched: Ints, some: int, sums: Singles, least: np.float32) -> int:
    """Keep the windows that may still be among the best; return how many they are."""
    left = 0
    for t in range(some):
        here = touched[t]
        touched[left] = here
        left += sums[here] >= least
    return left


@_compiled
def _sum_up(  # noqa: PLR0913, PLR0917  # as above
    windows: Ints,
    counts: Bytes,
    at: Longs,
    ends: Longs,
    rows: Longs,
    shares: Singles,
    full: Singles,
    upto: Singles,
    base: int,
    least: np.float32,
    saturated: Singles,
    sums: Singles,
    tf: Singles,
    touched: Ints,
) -> int:
    """Add up the names in a stretch; return how many windows may be among the best.

    Names come by what they can give at most: a window without any of the later ones cannot be
    among the best if the earlier ones together give too little.
    """
    some = 0
    for n in range(len(ends) - 1, -1, -1):
        is_needed = upto[n + 1] >= least
        if not is_needed:
            some = _promising(touched, some, sums, least - upto[n + 1])
            if not some:
                break
        first = _seek(windows, at[n], ends[n], base)
        end = at[n] = _seek(windows, first, ends[n], base + len(sums))
        given = windows, counts, (first, end), base, shares[n], full[n], saturated, sums
        row = tf[rows[n]]
        if not is_needed and end - first > _DEAR * some:
            _look_up(*given, row, rows[n] > 0, touched, some)
        else:
            found = _add(*given, row, rows[n] > 0, touched, some)
            some = found if is_needed else some
    return _promising(touched, some, sums, least)


@_compiled
def search(  # noqa: PLR0913, PLR0917  # as above
    windows: Ints,
    counts: Bytes,
    ends: Longs,
    rows: Longs,
    shares: Singles,
    full: Singles,
    most: Singles,
    lengths: Ints,
    low: np.float32,
    slope: np.float32,
    count: int,
) -> Ints:
    """Return windows that hold the `count` best, in no order.

    Args:
        windows: Of all postings, by name.
        counts: Occurrences in each.
        ends: Behind the last posting of each name; names ascend by `most`.
        rows: 0 for names that stand alone for a concept, else a number of their concept.
        shares: What the name counts in its concept.
        full: What endless occurrences would give.
        most: What the name can give at most.
        lengths: Of all windows.
        low: The saturation of a window of n terms is low + slope * n.
        slope: See there.
        count: At least 1.
    """
    at = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    upto = np.zeros(len(most) + 1, np.float32)
    upto[1:] = np.cumsum(most)
    heap, filled, least = np.zeros(count, np.float32), 0, np.float32(0)
    sums, touched = np.zeros(_STRETCH, np.float32), np.empty(_STRETCH + 1, np.int32)
    tf = np.zeros((rows.max() + 1, _STRETCH), np.float32)
    found, scores, many = np.empty(4 * count, np.int32), np.empty(4 * count, np.float32), 0
    for base in range(0, len(lengths), _STRETCH):
        saturated = low + slope * lengths[base : base + _STRETCH].astype(np.float32)
        given = windows, counts, at, ends, rows, shares, full, upto
        some = _sum_up(*given, base, least, saturated, sums, tf, touched)
        for t in range(some):
            score = sums[touched[t]]
            if score < least:
                continue
            if many == len(found):
                found, scores, many = _room(found, scores, least)
            found[many], scores[many] = base + touched[t], score
            many += 1
            if filled < count or score > heap[0]:
                heap[0] = score
                _sift(heap, 0)
                filled += 1
                least = heap[0] * _SLACK
        sums[:] = 0
        tf[1:] = 0
    return found[:many][scores[:many] >= least]


@_compiled
def _room(found: Ints, scores: Singles, least: np.float32) -> tuple[Ints, Singles, int]:
    """Drop what is not among the best any more, and make twice the room that is left needs."""
    stay = scores >= least
    many = int(np.count_nonzero(stay))
    more = np.empty(2 * many + len(found), np.int32)
    their_scores = np.empty(len(more), np.float32)
    more[:many], their_scores[:many] = found[stay], scores[stay]
    return more, their_scores, many


def _prepare() -> None:
    """Compile, or read what was compiled, now and not while the first student waits."""
    lengths = np.ones(1, np.int32)
    lengths.flags.writeable = False
    one, none = np.ones(1, np.float32), np.zeros(1, np.int64)
    given = np.zeros(1, np.int32), np.ones(1, np.uint8), none + 1, none, one, one, one, lengths
    search(*given, np.float32(1), np.float32(1), 1)


_prepare()
