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

from .arrays import Longs, ranges, sums
from .asked import Asked, Own, Parameters
from .bm25 import Floats, Ints, term_weight
from .postings import changed
from .stretches import BITS, levels

AT_FIRST, AT_FIRST_BY_CODE = 256, 64
"""Stretches that are scored before it is known what the best have at least: by numpy and by code.
"""

_MORE = 4  # times as many are scored each time after that
_UP = 1 + 1e-6  # a bound stays one when it is rounded


class Code(NamedTuple):
    """The functions of `compiled`."""

    search: Callable[..., tuple[Ints, Floats]]
    exact: Callable[..., Floats]


@cache
def machine_code() -> Code | None:
    """Return the search in machine code, compiled by now; None without the extra "fast"."""
    try:
        from . import compiled  # noqa: PLC0415  # takes a second, and 40 MB
    except ImportError:
        return None
    return Code(compiled.search, compiled.exact)


def exact(own: Own, asked: Asked, by: Parameters, windows: Ints) -> Floats:
    """Return the scores of some windows, given by their numbers."""
    saturated = by.saturation(own.lengths[windows])
    tf = np.zeros((len(asked.weight), len(windows)))
    behind = len(own.windows)
    for name, (first, last) in enumerate(
        zip(asked.first.tolist(), asked.last.tolist(), strict=True)
    ):
        if first == last:
            continue
        there = own.windows[first:last]
        if first >= behind:
            there = asked.windows[first - behind : last - behind]
        at = np.minimum(there.searchsorted(windows), len(there) - 1)
        counts = asked.postings(own, first + at)[1] * (there[at] == windows)
        tf[asked.concept[name]] += asked.part[name] * counts
    scores = np.zeros(len(windows))
    gained = term_weight(tf, saturated, k1=by.k1)
    for weight, idf, one in zip(asked.weight.tolist(), asked.idf.tolist(), gained, strict=True):
        scores += weight * (idf * one)
    return scores


def all_scores(own: Own, asked: Asked, saturated: Floats, k1: float) -> Floats:
    """Return the scores of all windows, given with their saturation: the same as `exact`."""
    shape = len(asked.weight), len(saturated)
    scores = np.zeros(shape[1])
    windows, counts = asked.postings(own, ranges(asked.first, asked.last))
    sizes = asked.last - asked.first
    at = windows + (asked.concept * shape[1]).repeat(sizes)
    every = sums(at, asked.part.repeat(sizes) * counts, shape[0] * shape[1])
    gained = term_weight(every.reshape(shape), saturated, k1=k1)
    for weight, idf, one in zip(asked.weight.tolist(), asked.idf.tolist(), gained, strict=True):
        scores += weight * (idf * one)
    return scores


def best_windows(
    own: Own,
    asked: Asked,
    by: Parameters,
    least_of: Callable[[Ints, Floats], float],
    least: float = 0.0,
) -> tuple[Ints, Floats]:
    """Return windows, ascending, with exact scores: all that may be among the best.

    Args:
        own: What is searched.
        asked: What is looked for.
        by: BM25's parameters.
        least_of: Tells what the best have at least, from windows with their scores.
        least: What they have at least, as far as it is known before.
    """
    search = _Search(own, asked, by)
    windows, scores = [_NO_INTS], [_NO_FLOATS]
    count = AT_FIRST
    while len(chosen := search.best(count, least)):
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
    """The stretches of a question's names: those that the index keeps, then those of short names.

    Attributes:
        limits: What a window of each stretch scores at most; 0 for those that were looked at.
    """

    def __init__(self, own: Own, asked: Asked, by: Parameters) -> None:
        self._own, self._asked, self._by = own, asked, by
        self._is_kept = asked.run_end > asked.run
        self._shares = asked.part * _UP
        kept, short = self._kept(), self._short()
        self._stretches = np.concatenate([_NO_INTS, *(numbers for numbers, _ in kept), short[0]])
        self.limits = self._limits(kept, short)

    def best(self, count: int, least: float) -> Ints:
        """Return the stretches, ascending, with the highest limits, and forget them."""
        left = np.flatnonzero(self.limits >= max(least, _TINY))
        if len(left) > count:
            left = np.sort(left[np.argpartition(self.limits[left], -count)[-count:]])
        self.limits[left] = 0
        return left.astype(np.int32)

    def score(self, chosen: Ints) -> tuple[Ints, Floats]:
        """Return the windows of some stretches that have a name, with their scores."""
        own, asked = self._own, self._asked
        places = np.full(own.stretches, -1, np.int32)
        places[chosen] = np.arange(len(chosen), dtype=np.int32) << BITS
        name, begins, ends = self._spans(np.flatnonzero(places[self._stretches] >= 0))
        name = np.repeat(name, ends - begins)
        windows, counts = asked.postings(own, ranges(begins, ends))
        size, last = len(chosen) << BITS, (1 << BITS) - 1
        at = places[windows >> BITS] + (windows & last)
        tf = sums(
            at + asked.concept[name] * size, asked.part[name] * counts, len(asked.weight) * size
        )
        there = np.flatnonzero(tf)
        concept, place = np.divmod(there, size)
        begin = chosen << BITS
        every = begin[place >> BITS] + (place & last).astype(np.int32)
        saturated = self._by.saturation(own.lengths[every])
        gained = asked.idf[concept] * term_weight(tf[there], saturated, k1=self._by.k1)
        scores = sums(place, asked.weight[concept] * gained, size)
        found = np.flatnonzero(scores)
        return begin[found >> BITS] + (found & last).astype(np.int32), scores[found]

    def _spans(self, some: Longs) -> tuple[Longs, Longs, Longs]:
        """Return the name of some entries, and where the postings of each begin and end.

        In the order of the names, so that sums come out as everywhere else.
        """
        asked, begins = self._asked, self._own.begins
        kept = some[: some.searchsorted(self._until[-1])]
        which = self._until.searchsorted(kept, side="right") - 1
        name = self._names[which]
        entry = asked.run[name] + kept - self._until[which]
        following = asked.origin[name] + begins[np.minimum(entry + 1, len(begins) - 1)]
        end = np.where(entry + 1 < asked.run_end[name], following, asked.last[name])
        here = name, asked.origin[name] + begins[entry], end
        short = some[len(kept) :] - self._until[-1]
        every = (
            np.concatenate((a, b[short])) for a, b in zip(here, self._spans_of_short, strict=True)
        )
        name, first, end = every
        order = np.argsort(name, kind="stable")
        name = name[order]
        first = np.maximum(first[order], asked.first[name])  # other documents may share a stretch
        return name, first, np.minimum(end[order], asked.last[name])

    def _limits(
        self, kept: Sequence[tuple[Ints, Floats]], short: tuple[Ints, Floats, Longs]
    ) -> Floats:
        """Return what a window of each stretch scores at most.

        As in a window, the names of a concept are added up before their sum counts ever less.

        Args:
            kept: See `_kept`.
            short: See `_short`.
        """
        asked, size = self._asked, self._own.stretches
        limits, total, more = np.zeros(size), np.empty(size), np.empty(size)
        full = asked.weight * asked.idf * (self._by.k1 + 1)
        of, (there, most, concepts) = asked.concept[self._names], short
        cuts, short_cuts = (one.searchsorted(np.arange(len(full) + 1)) for one in (of, concepts))
        for concept, worth in enumerate(full.tolist()):
            total[:] = 0
            for numbers, gained in kept[cuts[concept] : cuts[concept + 1]]:
                total[numbers] += gained
            here = slice(*short_cuts[concept : concept + 2])
            np.add.at(total, there[here], most[here])
            np.divide(total, np.add(total, 1, out=more), out=more)
            limits += np.multiply(more, worth, out=more)
        return limits

    def _kept(self) -> list[tuple[Ints, Floats]]:
        """Return the stretches that the index keeps for each name with many postings.

        With each is what a window there has of the name at most, as f / saturation times what the
        name counts.
        """
        own, asked = self._own, self._asked
        self._names = np.flatnonzero(self._is_kept)
        first, end = asked.run[self._names], asked.run_end[self._names]
        self._until = np.append(0, np.cumsum(end - first))
        most = levels(asked.bound[self._names]) * self._by.wider * self._shares[self._names, None]
        spans = map(slice, first.tolist(), end.tolist())
        return [(own.numbers[at], of[own.most[at]]) for at, of in zip(spans, most, strict=True)]

    def _short(self) -> tuple[Ints, Floats, Longs]:
        """Return the same for names with few postings, with the place of the concept of each."""
        own, asked = self._own, self._asked
        names = np.flatnonzero(~self._is_kept)
        at = ranges(asked.first[names], asked.last[names])
        name = np.repeat(names, (asked.last - asked.first)[names])
        windows, counts = asked.postings(own, at)
        stretches = windows >> BITS
        places = np.flatnonzero(changed(stretches) | changed(name))
        ends = at[np.append(places[1:], len(at)) - 1] + 1 if len(at) else at
        self._spans_of_short = name[places], at[places], ends
        gained = counts / self._by.saturation(own.lengths[windows])
        most = np.maximum.reduceat(gained, places) if len(at) else gained
        name = name[places]
        return stretches[places], most * self._shares[name], asked.concept[name]


_NO_INTS = np.zeros(0, np.int32)
_NO_FLOATS = np.zeros(0)
_TINY = float(np.finfo(np.float64).tiny)
