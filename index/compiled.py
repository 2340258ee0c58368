"""The inner loops of `pruning` in machine code: the same scores, where numba is installed.

The code is compiled once, at the first start, and kept beside this file.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit

from .bm25 import Floats, Ints
from .postings import Bytes, Longs, Singles

_BUCKETS = 2048  # of limits

_F = TypeVar("_F", bound=Callable[..., object])


def _compiled(function: _F) -> _F:
    try:
        code = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # there is no folder to keep it in
        code = njit(nogil=True)(function)
    return cast("_F", code)  # numba ships no types


@_compiled
def list_stretches(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    windows: Ints,
    counts: Bytes,
    start: int,
    bits: int,
    lengths: Ints,
    low: np.float32,
    slope: np.float32,
) -> tuple[Ints, Ints, Singles]:
    """Return the stretches that have a name, where its postings in each begin, and its most there.

    Args:
        windows: Of its postings, ascending.
        counts: Of its postings.
        start: The number of the first window.
        bits: Of the number of windows in a stretch.
        lengths: Of all windows.
        low: The saturation of a window of n terms is low + slope * n.
        slope: See there.
    """
    some, before = 0, -1
    for at in range(len(windows)):
        stretch = (windows[at] - start) >> bits
        some += stretch != before
        before = stretch
    stretches, begins = np.empty(some, np.int32), np.empty(some + 1, np.int32)
    most = np.zeros(some, np.float32)
    some, before = -1, -1
    for at in range(len(windows)):
        window = windows[at] - start
        if window >> bits != before:
            before = window >> bits
            some += 1
            stretches[some], begins[some] = before, at
        gained = np.float32(counts[at]) / (low + slope * np.float32(lengths[window]))
        most[some] = max(most[some], gained)
    begins[some + 1] = len(windows)
    return stretches, begins, most


@_compiled
def limits(  # noqa: PLR0913, PLR0917  # as above
    stretches: Ints,
    most: Singles,
    until: Longs,
    concept: Longs,
    part: Floats,
    full: Floats,
    size: int,
) -> Floats:
    """Return what a window of each stretch scores at most.

    Args:
        stretches: That have a name, by names.
        most: The greatest f / saturation of that name there.
        until: Where the stretches of each name end.
        concept: Of each name.
        part: What each name counts in its concept.
        full: What endless occurrences of each concept would give.
        size: How many stretches there are.
    """
    found, at = np.zeros(size), 0
    for name in range(len(until)):
        share, whole = part[name], full[concept[name]]
        for entry in range(at, until[name]):
            limit = share * most[entry]
            found[stretches[entry]] += whole * (limit / (1 + limit))
        at = until[name]
    return found


@_compiled
def best(left: Floats, count: int, least: float) -> Ints:
    """Return stretches, ascending, with the highest limits, and set their limits to 0.

    Args:
        left: Limits of all stretches; 0 for those that were looked at.
        count: How many; those that are about as good as the last come with them.
        least: All limits must reach.
    """
    most = left.max()
    if not (most >= least and most > 0):
        return np.zeros(0, np.int32)
    sizes, scale = np.zeros(_BUCKETS + 2, np.int64), _BUCKETS / most
    for stretch in range(len(left)):
        if left[stretch] >= least and left[stretch] > 0:
            sizes[int(left[stretch] * scale)] += 1
    some, bucket = 0, _BUCKETS + 2
    while some < count and bucket > 0:
        bucket -= 1
        some += sizes[bucket]
    found, at = np.empty(some, np.int32), 0
    for stretch in range(len(left)):
        limit = left[stretch]
        if limit >= least and limit > 0 and int(limit * scale) >= bucket:
            found[at] = stretch
            left[stretch] = 0
            at += 1
    return found


@_compiled
def _add_up(  # noqa: PLR0913, PLR0917  # as above
    stretches: Ints,
    begins: Ints,
    until: Longs,
    firsts: Longs,
    concept: Longs,
    part: Floats,
    start: Ints,
    windows: Ints,
    counts: Bytes,
    other_windows: Ints,
    other_counts: Floats,
    places: Ints,
    bits: int,
    tf: Floats,
) -> None:
    """Count the concepts in some windows.

    Args:
        stretches: That have a name, by names.
        begins: Where its postings in each begin; behind each name's stretches, the end.
        until: Where the stretches of each name end.
        firsts: Where the postings of each name begin.
        concept: Of each name.
        part: What each name counts in its concept.
        start: The number of the first window, of each name's postings.
        windows: Of all postings.
        counts: Of all postings.
        other_windows: Of postings that come behind these.
        other_counts: Of them.
        places: The place of each stretch's first window in `tf`; -1 for those that are left out.
        bits: Of the number of windows in a stretch.
        tf: Shape (windows, concepts); is added to.
    """
    behind, last, entry = len(windows), (1 << bits) - 1, 0
    for name in range(len(until)):
        row, share, begin = concept[name], part[name], start[name]
        while entry < until[name]:
            place = places[stretches[entry]]
            if place >= 0:
                first = firsts[name] + begins[entry + name]
                for at in range(first, firsts[name] + begins[entry + name + 1]):
                    if at < behind:
                        window, count = windows[at] - begin, np.float64(counts[at])
                    else:
                        window = other_windows[at - behind] - begin
                        count = other_counts[at - behind]
                    tf[place + (window & last), row] += share * count
            entry += 1


@_compiled
def _score(  # noqa: PLR0913, PLR0917  # as above
    tf: Floats,
    weight: Floats,
    idf: Floats,
    chosen: Ints,
    bits: int,
    lengths: Ints,
    k1: float,
    b: float,
    average: float,
) -> tuple[Ints, Floats]:
    """Return the windows that have a concept, with their scores.

    Args:
        tf: As `_add_up` left it.
        weight: Of each concept.
        idf: Of each concept.
        chosen: The stretches.
        bits: Of the number of windows in a stretch.
        lengths: Of all windows.
        k1: Of BM25.
        b: Of BM25.
        average: Length of all windows.
    """
    last, some = (1 << bits) - 1, 0
    found, scores = np.empty(len(tf), np.int32), np.empty(len(tf))
    for place in range(len(tf)):
        total, saturated = 0.0, -1.0
        for row in range(len(weight)):
            if tf[place, row] > 0:
                if saturated < 0:
                    window = (chosen[place >> bits] << bits) + (place & last)
                    saturated = k1 * (1 - b + b * (lengths[window] / average))
                gained = tf[place, row] * (k1 + 1) / (tf[place, row] + saturated)
                total += weight[row] * (idf[row] * gained)
        if total > 0:
            found[some], scores[some] = window, total
            some += 1
    return found[:some], scores[:some]


@_compiled
def search(  # noqa: PLR0913, PLR0917  # as above
    stretches: Ints,
    begins: Ints,
    until: Longs,
    firsts: Longs,
    concept: Longs,
    part: Floats,
    start: Ints,
    windows: Ints,
    counts: Bytes,
    other_windows: Ints,
    other_counts: Floats,
    places: Ints,
    bits: int,
    weight: Floats,
    idf: Floats,
    chosen: Ints,
    lengths: Ints,
    k1: float,
    b: float,
    average: float,
) -> tuple[Ints, Floats]:
    """Return the windows of some stretches that have a name, with their scores: see above."""
    tf = np.zeros((len(chosen) << bits, len(weight)))
    names = stretches, begins, until, firsts, concept, part, start
    others = other_windows, other_counts
    _add_up(*names, windows, counts, *others, places, bits, tf)
    return _score(tf, weight, idf, chosen, bits, lengths, k1, b, average)


def _prepare() -> None:
    """Compile, or read what was compiled, now and not while the first student waits."""
    longs, floats, ints = np.zeros(1, np.int64), np.ones(1), np.zeros(2, np.int32)
    windows, counts = np.zeros(1, np.int32), np.zeros(1, np.uint8)
    windows.flags.writeable = counts.flags.writeable = False
    names = ints, ints, longs, longs, longs, floats, ints
    others, bits = (ints, floats, ints), 4
    concepts, by = (floats, floats, ints), (1.5, 0.75, 1.0)
    search(*names, windows, counts, *others, bits, *concepts, windows, *by)
    list_stretches(windows, counts, 0, 4, windows, np.float32(1), np.float32(1))
    left = limits(ints, floats.astype(np.float32), longs, longs, floats, floats, 1)
    best(left, 1, 0.0)


_prepare()
