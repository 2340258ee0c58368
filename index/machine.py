"""What machine code needs, where numba is installed: how to compile, and choosing from arrays."""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit

from .arrays import Longs
from .bm25 import Floats, Ints
from .postings import MANY, Bytes, Singles

from_start = np.uint64
"""A place counted from the start: of any other, each look asks whether it counts from the end."""

_DOWN = np.float32(1 - 1e-6)  # rounding never raises a lower bound
_ABOVE_0 = np.float32(1e-30)

_F = TypeVar("_F", bound=Callable[..., object])


def compiled(function: _F) -> _F:
    """Compile a function, and keep its code beside its file if there is a folder for it."""
    # Functions that Python does not call need no wrapper, which takes a quarter of the time.
    is_inner = function.__name__.startswith("_") or function.__module__ == __name__
    # Checking for divisions by 0 would keep several numbers from being divided at once.
    how = {"nogil": True, "no_cpython_wrapper": is_inner, "error_model": "numpy"}
    try:
        code = njit(cache=True, no_cfunc_wrapper=True, **how)(function)
    except RuntimeError:  # there is no folder to keep it in
        code = njit(no_cfunc_wrapper=True, **how)(function)
    return cast("_F", code)  # numba ships no types


@compiled
def seek(values: Ints | Longs, at: int, end: int, wanted: int) -> int:
    """Return the first place from `at` on, before `end`, whose value is not below one."""
    if at >= end or values[from_start(at)] >= wanted:
        return at
    step = 1
    while at + step < end and values[from_start(at + step)] < wanted:
        at += step
        step *= 2
    at, last = at + 1, min(at + step, end)
    while at < last:
        middle = (at + last) // 2
        if values[from_start(middle)] < wanted:
            at = middle + 1
        else:
            last = middle
    return at


@compiled
def occurring(counts: Bytes, many_at: Longs, many: Ints, at: int) -> float:
    """Return the occurrences of a posting of the index."""
    count = counts[from_start(at)]
    if count < MANY:
        return float(count)
    return float(many[seek(many_at, 0, len(many_at), at)])


@compiled
def kth(values: Floats | Singles, count: int) -> float:
    """Return the least of the best values, of which there are `count`; 0 if there are fewer."""
    values, first, last = values.copy(), 0, len(values) - 1
    wanted = len(values) - count
    while wanted >= 0 and first < last:  # np.partition takes seconds to compile
        pivot, low, high = values[(first + last) // 2], first, last
        while low <= high:
            while values[low] < pivot:
                low += 1
            while values[high] > pivot:
                high -= 1
            if low <= high:
                values[low], values[high] = values[high], values[low]
                low, high = low + 1, high - 1
        first, last = (first, high) if wanted <= high else (low if wanted >= low else last, last)
    return float(values[wanted]) if wanted >= 0 else 0.0


@compiled
def highest(values: Singles, size: int) -> Singles:
    """Return the highest value in each block of so many; none is below 0."""
    bits = values.view(np.int32)  # in the same order, and compared several at a time
    tops = np.zeros((len(values) + size - 1) // size, np.int32)
    for block in range(len(tops)):
        top, end = np.int32(0), min((block + 1) * size, len(bits))
        for place in range(from_start(block * size), from_start(end)):
            top = max(top, bits[place])
        tops[block] = top
    return tops.view(np.float32)


@compiled
def take_best(values: Singles, tops: Singles, size: int, count: int, least: float) -> Ints:
    """Return the places, ascending, of about `count` of the highest values; these become 0.

    Only values from `least` on are looked at. `tops` has the highest of each block of so many, and
    has it again at the end.
    """
    cut, some = max(np.float32(least) * _DOWN, _ABOVE_0), 0
    if len(tops) > count:
        cut = max(cut, np.float32(kth(tops, count)))
    found = np.empty(size * (tops >= cut).sum(), np.int32)
    for block in range(len(tops)):
        if tops[block] < cut:
            continue
        tops[block] = 0
        for place in range(block * size, min((block + 1) * size, len(values))):
            if values[place] >= cut:
                found[some] = place
                values[place] = 0
                some += 1
            tops[block] = max(tops[block], values[place])
    return found[:some]
