"""The search of `pruning` in machine code: the same scores, where numba is installed.

The code is compiled once, at the first start, and kept beside this file.
"""

import numpy as np

from .arrays import Longs
from .asked import Asked, Own, Parameters
from .bm25 import Floats, Ints
from .machine import compiled, from_start, highest, kth, occurring, seek, take_best
from .postings import Singles

MADE_WITH = "1e3978f1"
"""A digest of `asked` and `machine`: numba compiles anew what is here when this file changes."""

_AT_ONCE = 16384  # stretches whose limits are worked out at a time, in the processor's cache
_BLOCKS, _LARGEST_BLOCK = 1024, 128  # of stretches whose highest limits are looked at first
_HIGHEST, _BITS = 255, 31  # of a byte; of a mask
_UP = np.float32(1 + 1e-4)  # a bound stays one when it is rounded, and added to a thousand others
_NEVER = 2**31 - 1
_MORE = 4  # times as many stretches are scored each time


@compiled
def _levels(asked: Asked, by: Parameters) -> Singles:
    """Return what each value of `Stretches.most` stands for, times what each name counts."""
    levels = np.zeros((len(asked.concept), _HIGHEST + 1), np.float32)
    for name in range(len(levels)):
        if asked.run[name] == asked.run_end[name]:
            continue
        share, bound = asked.part[name] * by.wider, asked.bound[name]
        highest = bound / (1 + bound) / _HIGHEST
        for level in range(1, _HIGHEST + 1):
            gained = highest * level
            levels[name, level] = np.float32(share * (gained / (1 - gained))) * _UP
    return levels


@compiled
def _first_places(asked: Asked) -> Longs:
    """Return where to begin for each name: the first of its stretches, or else of its postings."""
    places = asked.first.copy()
    for name in range(len(places)):
        if asked.run[name] < asked.run_end[name]:
            places[name] = asked.run[name]
    return places


@compiled
def _limit(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own, asked: Asked, by: Parameters, bits: int, limits: Singles, masks: Ints
) -> None:
    """Work out what each stretch scores at most, and which names it may have, in bits.

    As in a window, the names of a concept are added up before their sum counts ever less.
    """
    numbers, most_of, concept, ends = own.numbers, own.most, asked.concept, asked.run_end
    levels, places = _levels(asked, by), _first_places(asked)
    one = np.float32(1)
    most, following = np.zeros(_AT_ONCE, np.float32), np.zeros(len(concept), np.int32)
    for begin in range(0, len(limits), _AT_ONCE):
        end = min(begin + _AT_ONCE, len(limits))
        limits_here, masks_here = limits[begin:end], masks[begin:end]
        for place in range(len(limits_here)):
            limits_here[place], masks_here[place] = 0, 0
        for name in range(len(concept)):
            at, until, bit = places[name], ends[name], np.int32(1 << (name & _BITS))
            if asked.run[name] == until:
                if following[name] < end:
                    here = name, begin, end
                    _limit_short(own, asked, by, bits, here, places, following, most, masks)
            else:
                level = levels[name]
                places[name] = until
                for place in range(from_start(at), from_start(until)):
                    if numbers[place] >= end:
                        places[name] = place
                        break
                    stretch = from_start(numbers[place] - begin)
                    most[stretch] += level[most_of[place]]
                    masks_here[stretch] |= bit
            row = concept[name]
            if name + 1 == len(concept) or concept[name + 1] != row:
                gain = np.float32(asked.weight[row] * asked.idf[row] * (by.k1 + 1)) * _UP
                for place in range(len(limits_here)):
                    limits_here[place] += gain * (most[place] / (one + most[place]))
                    most[place] = 0


@compiled
def _limit_short(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own,
    asked: Asked,
    by: Parameters,
    bits: int,
    here: tuple[int, int, int],
    places: Longs,
    following: Ints,
    most: Singles,
    masks: Ints,
) -> None:
    """Add what a name with few postings gives at most, from one stretch to another.

    `places` tells where its postings are looked at, and `following` then has their next stretch.
    """
    low, slope = by.k1 * (1 - by.b), by.k1 * by.b / by.average
    lengths, behind, counts = own.lengths, len(own.windows), (own.counts, own.many_at, own.many)
    (name, begin, end), highest = here, np.float32(0)
    is_own, last, share = asked.first[name] < behind, asked.last[name], asked.part[name]
    windows, bit = own.windows if is_own else asked.windows, np.int32(1 << (name & _BITS))
    before, at, following[name] = begin, places[name], _NEVER
    while at < last:
        window = windows[from_start(at if is_own else at - behind)]
        stretch = window >> bits
        if stretch >= end:
            following[name] = stretch
            break
        if stretch != before:
            most[before - begin] += highest
            before, highest = stretch, np.float32(0)
        masks[stretch] |= bit
        count = occurring(*counts, at) if is_own else asked.counts[from_start(at - behind)]
        given = np.float32(share * count / (low + slope * lengths[from_start(window)])) * _UP
        highest = max(highest, given)
        at += 1
    most[before - begin] += highest
    places[name] = at


@compiled
def _find(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own, asked: Asked, bits: int, chosen: Ints, masks: Ints, places: Longs
) -> tuple[Longs, Longs]:
    """Find the postings of each name in some stretches, ascending, from `places` on.

    Returns where they begin, and how many there are; shape (stretches, names). Names are looked
    for one after the other, so that the processor need not wait for memory at each stretch.
    """
    names, behind = asked.concept, len(own.windows)
    shape, here = (len(chosen), len(names)), masks[chosen]
    firsts, sizes = np.empty(shape, np.int64), np.zeros(shape, np.int64)
    for name in range(len(names)):
        first, last, end = asked.first[name], asked.last[name], asked.run_end[name]
        origin, is_kept = asked.origin[name], asked.run[name] < end
        windows, moved = (own.windows, 0) if first < behind else (asked.windows, behind)
        at, bit = places[name] - moved, np.int32(1 << (name & _BITS))
        for place, stretch in enumerate(chosen):
            if not here[place] & bit:
                continue
            begin, following = 0, 0
            if is_kept:
                at = seek(own.numbers, at, end, stretch)
                if at < end and own.numbers[at] == stretch:
                    begin, following = max(origin + own.begins[at], first), last
                    if at + 1 < end:
                        following = min(origin + own.begins[at + 1], last)
            else:
                at = seek(windows, at, last - moved, stretch << bits)
                begin = at + moved
                while at < last - moved and windows[at] >> bits == stretch:
                    at += 1
                following = at + moved
            firsts[place, name], sizes[place, name] = begin, following - begin
    return firsts, sizes


@compiled
def _add_up(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own, asked: Asked, bits: int, firsts: Longs, sizes: Longs, tf: Floats
) -> None:
    """Count each concept in each window of a stretch, by where the postings of each name are."""
    tf[:] = 0
    last, behind = (1 << bits) - 1, len(own.windows)
    windows, counts = own.windows, (own.counts, own.many_at, own.many)
    for name in range(len(sizes)):
        row, share = asked.concept[name] << bits, asked.part[name]
        for at in range(firsts[name], firsts[name] + sizes[name]):
            if at < behind:
                place = from_start(row + (windows[from_start(at)] & last))
                tf[place] += share * occurring(*counts, at)
            else:
                tf[row + (asked.windows[at - behind] & last)] += share * asked.counts[at - behind]


@compiled
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


@compiled
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
        passage = seek(lasts, passage, len(lasts), window)
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


@compiled
def _scored(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own, asked: Asked, by: Parameters, bits: int, chosen: Ints, masks: Ints, least: float
) -> tuple[Ints, Floats]:
    """Return the windows of some stretches, ascending, that score anything and `least`."""
    size, some = 1 << bits, 0
    windows, totals = np.empty(size * len(chosen), np.int32), np.empty(size * len(chosen))
    tf, here = np.zeros(len(asked.weight) * size), np.zeros(size)
    firsts, sizes = _find(own, asked, bits, chosen, masks, _first_places(asked))
    for number, stretch in enumerate(chosen):
        _add_up(own, asked, bits, firsts[number], sizes[number], tf)
        first = stretch << bits
        _score(own, asked, by, tf, first, here)
        for place in range(size):
            windows[some], totals[some] = first + place, here[place]
            some += here[place] > 0 and here[place] >= least
    return windows[:some], totals[:some]


@compiled
def search(  # noqa: PLR0913, PLR0917  # machine code takes no objects
    own: Own,
    asked: Asked,
    by: Parameters,
    bits: int,
    at_first: int,
    count: int,
    least: float,
    limits: Singles,
    masks: Ints,
    slots: Ints,
) -> tuple[Ints, Floats]:
    """Return passages with their scores: all that may be among the best `count`, in no order.

    At first, `at_first` stretches of 2 ** bits windows are scored. The best have `least` at least,
    as far as it is known before. `limits` and `masks` are room for a number for each stretch;
    `slots` has a zero for each passage, and has it again at the end.
    """
    found, passages, scores = 0, np.empty(4 * count, np.int32), np.empty(4 * count)
    size = min(max(len(limits) // _BLOCKS, 1), _LARGEST_BLOCK)
    _limit(own, asked, by, bits, limits, masks)
    tops = highest(limits, size)
    while True:
        chosen = take_best(limits, tops, size, at_first, least)
        if not len(chosen):
            break
        windows, totals = _scored(own, asked, by, bits, chosen, masks, least)
        # The best windows tell nearly what the best passages have, and are few.
        cut = kth(totals, count * 3 // 2)  # some have the same passages
        known = found, passages, scores
        known = _spread(own, windows, totals, cut, np.inf, *known, slots)
        least = max(least, kth(known[2][: known[0]], count))
        known = _spread(own, windows, totals, least, cut, *known, slots)
        found, passages, scores = known
        least = max(least, kth(scores[:found], count))
        at_first *= _MORE
    slots[passages[:found]] = 0
    stay = np.flatnonzero(scores[:found] >= least)
    return passages[stay], scores[stay]


@compiled
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
                at = seek(own.windows, first, last, wanted)
                if at < last and own.windows[at] == wanted:
                    count = occurring(*counts, at)
            else:
                at = seek(asked.windows, first - behind, last - behind, wanted)
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
    search(own, asked, by, 4, 1, 1, 0.0, np.zeros(1, np.float32), ints, ints.copy())
    exact(own, asked, by, ints)


_prepare()
