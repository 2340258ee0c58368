"""The search of `pruning` in machine code: the same scores, where numba is installed.

The code is compiled once, at the first start, and kept beside this file.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit

from .arrays import Longs
from .asked import Asked, Own, Parameters
from .bm25 import Floats, Ints
from .postings import Bytes

_UNITS, _LEAST_WORTH = 1 << 30, 1e-100  # of the greatest limit; of a question
_BLOCKS, _LARGEST_BLOCK = 1024, 64  # of stretches whose highest limits are looked at first
_WINDOWS = 3  # looked at for each passage that is wanted: some have the same passages
_MANY, _HIGHEST = 255, 255  # of a byte
_UP = 1 + 1e-6  # a bound stays one when it is rounded
_MORE = 4  # times as many stretches are scored each time

_F = TypeVar("_F", bound=Callable[..., object])


def _compiled(function: _F) -> _F:
    # What Python does not call needs nothing to be called by, a quarter of the time to compile.
    how = {"nogil": True, "no_cpython_wrapper": function.__name__.startswith("_")}
    try:
        code = njit(cache=True, no_cfunc_wrapper=True, **how)(function)
    except RuntimeError:  # there is no folder to keep it in
        code = njit(no_cfunc_wrapper=True, **how)(function)
    return cast("_F", code)  # numba ships no types


@_compiled
def _seek(values: Ints | Longs, at: int, end: int, wanted: int) -> int:
    """Return the first place from `at` on, before `end`, whose value is not below one."""
    if at >= end or values[at] >= wanted:
        return at
    step = 1
    while at + step < end and values[at + step] < wanted:
        at += step
        step *= 2
    at, last = at + 1, min(at + step, end)
    while at < last:
        middle = (at + last) // 2
        if values[middle] < wanted:
            at = middle + 1
        else:
            last = middle
    return at


@_compiled
def _occurring(counts: Bytes, many_at: Longs, many: Ints, at: int) -> float:
    """Return the occurrences of a posting of the index."""
    if counts[at] < _MANY:
        return float(counts[at])
    return float(many[_seek(many_at, 0, len(many_at), at)])


@_compiled
def _limit(own: Own, asked: Asked, by: Parameters, bits: int, limits: Ints) -> float:
    """Work out what each stretch scores at most, in whole units, and return how many make 1."""
    limits[:] = 0
    levels, numbers, most_of = np.zeros(_HIGHEST + 1, np.int32), own.numbers, own.most
    worth, total = asked.weight * asked.idf * (by.k1 + 1), 0.0
    for concept in asked.concept:
        total += worth[concept]
    units: float = _UNITS / max(total * _UP, _LEAST_WORTH)
    for name in range(len(asked.concept)):
        run, end, share = asked.run[name], asked.run_end[name], asked.part[name] * by.wider
        full = worth[asked.concept[name]] * units * _UP
        if run == end:
            _limit_short(own, asked, by, bits, name, full, limits)
            continue
        highest = asked.bound[name] / (1 + asked.bound[name]) / _HIGHEST
        for level in range(1, _HIGHEST + 1):
            gained = highest * level
            most = share * (gained / (1 - gained))
            levels[level] = np.int32(full * (most / (1 + most))) + 1
        for entry in range(run, end):
            limits[numbers[entry]] += levels[most_of[entry]]
    return units


@_compiled
def _limit_short(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own, asked: Asked, by: Parameters, bits: int, name: int, full: float, limits: Ints
) -> None:
    """Add what a name with few postings, that counts so much, gives in each stretch at most."""
    low, slope, share = by.k1 * (1 - by.b), by.k1 * by.b / by.average, asked.part[name]
    lengths, behind, counts = own.lengths, len(own.windows), (own.counts, own.many_at, own.many)
    first, last, is_own = asked.first[name], asked.last[name], asked.first[name] < behind
    windows = own.windows if is_own else asked.windows
    before, most = -1, 0.0
    for at in range(first, last):
        window = windows[at if is_own else at - behind]
        stretch = window >> bits
        if stretch != before:
            if before >= 0:
                limits[before] += np.int32(full * (most / (1 + most))) + 1
            before, most = stretch, 0.0
        count = _occurring(*counts, at) if is_own else asked.counts[at - behind]
        most = max(most, share * count / (low + slope * lengths[window]))
    if before >= 0:
        limits[before] += np.int32(full * (most / (1 + most))) + 1


@_compiled
def _kth(values: Floats | Ints, count: int) -> float:
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


@_compiled
def _best(limits: Ints, count: int, least: float) -> Ints:
    """Return about `count` stretches, ascending, with the highest limits; these become 0."""
    size = min(max(len(limits) // _BLOCKS, 1), _LARGEST_BLOCK)
    blocks = (len(limits) + size - 1) // size
    most, some = np.zeros(blocks, np.int32), 0
    for block in range(blocks):
        highest = np.int32(0)
        for stretch in range(block * size, min((block + 1) * size, len(limits))):
            highest = max(highest, limits[stretch])
        most[block] = highest
    cut = np.int32(min(max(least, 1), _UNITS))
    if blocks > count:
        cut = max(cut, np.int32(_kth(most, count)))
    found = np.empty(size * (most >= cut).sum(), np.int32)
    for block in range(blocks):
        if most[block] < cut:
            continue
        for stretch in range(block * size, min((block + 1) * size, len(limits))):
            if limits[stretch] >= cut:
                found[some] = stretch
                limits[stretch] = 0
                some += 1
    return found[:some]


@_compiled
def _add_up(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own, asked: Asked, bits: int, stretch: int, places: Longs, tf: Floats
) -> None:
    """Count each concept in each window of a stretch; `places` tells where to look on for names."""
    tf[:] = 0
    last, behind, window = (1 << bits) - 1, len(own.windows), stretch << bits
    windows, others, numbers, begins = own.windows, asked.windows, own.numbers, own.begins
    counts, other_counts = (own.counts, own.many_at, own.many), asked.counts
    concept, part, firsts, lasts = asked.concept, asked.part, asked.first, asked.last
    origin, runs, run_ends = asked.origin, asked.run, asked.run_end
    for name in range(len(concept)):
        row, share, end, until = concept[name] << bits, part[name], run_ends[name], lasts[name]
        if firsts[name] >= behind:
            at, until = _seek(others, places[name] - behind, until - behind, window), until - behind
            places[name] = at + behind
            while at < until and others[at] >> bits == stretch:
                tf[row + (others[at] & last)] += share * other_counts[at]
                at += 1
            continue
        if runs[name] < end:
            entry = _seek(numbers, places[name], end, stretch)
            places[name] = entry
            if entry == end or numbers[entry] != stretch:
                continue
            at = max(origin[name] + begins[entry], firsts[name])
        else:
            at = _seek(windows, places[name], until, window)
            places[name] = at
        while at < until and windows[at] >> bits == stretch:
            tf[row + (windows[at] & last)] += share * _occurring(*counts, at)
            at += 1


@_compiled
def _score(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own, asked: Asked, by: Parameters, tf: Floats, first: int, scores: Floats
) -> None:
    """Score windows that follow one another, by what `_add_up` counted in them."""
    lengths, weight, idf = own.lengths, asked.weight, asked.idf
    k1, b, average = by.k1, by.b, by.average
    size = len(scores)
    for place in range(size):
        total, saturated = 0.0, -1.0
        for row in range(len(weight)):
            found = tf[row * size + place]
            if found > 0:
                if saturated < 0:
                    saturated = k1 * (1 - b + b * (lengths[first + place] / average))
                gained = found * (k1 + 1) / (found + saturated)
                total += weight[row] * (idf[row] * gained)
        scores[place] = total


@_compiled
def _spread(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own,
    windows: Ints,
    totals: Floats,
    least: float,
    below: float,
    found: int,
    passages: Ints,
    scores: Floats,
    slots: Ints,
) -> tuple[int, Ints, Floats]:
    """Give the scores of windows, ascending, to passages that they overlap, if they are better.

    Only those from `least` on that are `below` another. Of each passage, `slots` has the place
    among those known, counted from 1, or 0. The arrays that are returned may be new ones.
    """
    firsts, lasts, reach, passage = own.firsts, own.lasts, own.reach, 0
    for place in range(len(windows)):
        total, window = totals[place], windows[place]
        if total < least or total >= below:
            continue
        passage = _seek(lasts, passage, len(lasts), window)
        one, last = passage, window + reach[window]
        while one < len(firsts) and firsts[one] <= last:
            slot = slots[one] - 1
            if slot < 0:
                if found == len(passages):
                    passages = np.concatenate((passages, passages))  # twice as much room
                    scores = np.concatenate((scores, scores))
                passages[found], scores[found] = one, total
                found += 1
                slots[one] = found
            elif scores[slot] < total:
                scores[slot] = total
            one += 1
    return found, passages, scores


@_compiled
def _scored(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own, asked: Asked, by: Parameters, bits: int, chosen: Ints, least: float
) -> tuple[Ints, Floats]:
    """Return the windows of some stretches, ascending, that score anything and `least`."""
    size, some = 1 << bits, 0
    windows, totals = np.empty(size * len(chosen), np.int32), np.empty(size * len(chosen))
    tf, here = np.zeros(len(asked.weight) * size), np.zeros(size)
    places = asked.first.copy()
    for name in range(len(places)):
        if asked.run[name] < asked.run_end[name]:
            places[name] = asked.run[name]
    for stretch in chosen:
        _add_up(own, asked, bits, stretch, places, tf)
        first = stretch << bits
        _score(own, asked, by, tf, first, here)
        for place in range(size):
            windows[some], totals[some] = first + place, here[place]
            some += here[place] > 0 and here[place] >= least
    return windows[:some], totals[:some]


@_compiled
def search(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own,
    asked: Asked,
    by: Parameters,
    bits: int,
    at_first: int,
    count: int,
    least: float,
    limits: Ints,
    slots: Ints,
) -> tuple[Ints, Floats]:
    """Return passages with their scores: all that may be among the best `count`, in no order.

    At first, `at_first` stretches of 2 ** bits windows are scored. The best have `least` at least,
    as far as it is known before. `limits` is room for a number for each stretch; `slots` has a
    zero for each passage, and has it again at the end.
    """
    found, passages, scores = 0, np.empty(4 * count, np.int32), np.empty(4 * count)
    units = _limit(own, asked, by, bits, limits)
    while True:
        chosen = _best(limits, at_first, np.floor(least * units))
        if not len(chosen):
            break
        windows, totals = _scored(own, asked, by, bits, chosen, least)
        # The best windows tell nearly what the best passages have, and are few.
        cut = _kth(totals, _WINDOWS * count)
        known = found, passages, scores
        known = _spread(own, windows, totals, cut, np.inf, *known, slots)
        least = max(least, _kth(known[2][: known[0]], count))
        known = _spread(own, windows, totals, least, cut, *known, slots)
        found, passages, scores = known
        least = max(least, _kth(scores[:found], count))
        at_first *= _MORE
    slots[passages[:found]] = 0
    stay = np.flatnonzero(scores[:found] >= least)
    return passages[stay], scores[stay]


@_compiled
def exact(own: Own, asked: Asked, by: Parameters, windows: Ints) -> Floats:
    """Return the scores of some windows, given by their numbers."""
    scores, tf = np.zeros(len(windows)), np.zeros(len(asked.weight))
    behind, one, counts = len(own.windows), np.zeros(1), (own.counts, own.many_at, own.many)
    for place in range(len(windows)):
        wanted = windows[place]
        tf[:] = 0
        for name in range(len(asked.concept)):
            first, last, count = asked.first[name], asked.last[name], 0.0
            if first < behind:
                at = _seek(own.windows, first, last, wanted)
                if at < last and own.windows[at] == wanted:
                    count = _occurring(*counts, at)
            else:
                at = _seek(asked.windows, first - behind, last - behind, wanted)
                if at < last - behind and asked.windows[at] == wanted:
                    count = asked.counts[at]
            tf[asked.concept[name]] += asked.part[name] * count
        _score(own, asked, by, tf, windows[place], one)
        scores[place] = one[0]
    return scores


def _prepare() -> None:
    """Compile, or read what was compiled, now and not while the first student waits."""
    ints, longs, floats = np.zeros(1, np.int32), np.zeros(1, np.int64), np.ones(1)
    kept, counts, places = np.zeros(1, np.int32), np.ones(1, np.uint8), np.zeros(1, np.int64)
    for array in (kept, counts, places):
        array.flags.writeable = False
    own = Own(kept, counts, places, kept, kept, kept, kept, counts, counts, kept, kept)
    asked = Asked(
        longs, floats, longs, longs, longs, longs, longs, floats, ints, floats, floats, floats
    )
    by = Parameters(1.5, 0.75, 1.0, 1.0)
    search(own, asked, by, 4, 1, 1, 0.0, ints, ints.copy())
    exact(own, asked, by, ints)


_prepare()
