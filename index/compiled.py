"""The inner loop of `pruning` in machine code: the same scores, where numba is installed.

The code is compiled once, at the first start, and kept beside this file.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit

from .bm25 import Floats, Ints
from .postings import Bytes, Longs

_F = TypeVar("_F", bound=Callable[..., object])


def _compiled(function: _F) -> _F:
    try:
        code = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # there is no folder to keep it in
        code = njit(nogil=True)(function)
    return cast("_F", code)  # numba ships no types


@_compiled
def _add_up(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    begins: Longs,
    ends: Longs,
    name: Longs,
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
        begins: Where runs of postings begin, by names.
        ends: Where they end.
        name: The name of each run.
        concept: Of each name.
        part: What each name counts in its concept.
        start: The number of the first window, of each name's postings.
        windows: Of all postings.
        counts: Of all postings.
        other_windows: Of postings that come behind these.
        other_counts: Of them.
        places: The place of each stretch's first window in `tf`.
        bits: Of the number of windows in a stretch.
        tf: Shape (windows, concepts); is added to.
    """
    behind, last = len(windows), (1 << bits) - 1
    for run in range(len(begins)):
        which = name[run]
        row, share, first = concept[which], part[which], start[which]
        for at in range(begins[run], ends[run]):
            if at < behind:
                window, count = windows[at] - first, np.float64(counts[at])
            else:
                window, count = other_windows[at - behind] - first, other_counts[at - behind]
            tf[places[window >> bits] + (window & last), row] += share * count


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
    begins: Longs,
    ends: Longs,
    name: Longs,
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
    runs = begins, ends, name, concept, part, start
    others = other_windows, other_counts
    _add_up(*runs, windows, counts, *others, places, bits, tf)
    return _score(tf, weight, idf, chosen, bits, lengths, k1, b, average)


def _prepare() -> None:
    """Compile, or read what was compiled, now and not while the first student waits."""
    longs, singles, numbers = np.zeros(1, np.int64), np.ones(1), np.zeros(1, np.int32)
    windows, counts = np.zeros(1, np.int32), np.zeros(1, np.uint8)
    windows.flags.writeable = counts.flags.writeable = False
    runs = longs, longs, longs, longs, singles, numbers
    others, bits = (numbers, singles, numbers), 5
    concepts, by = (singles, singles, numbers), (1.5, 0.75, 1.0)
    search(*runs, windows, counts, *others, bits, *concepts, windows, *by)


_prepare()
