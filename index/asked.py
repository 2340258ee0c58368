"""What an index has and what is asked of it, as arrays: the input of `pruning` and `compiled`."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .arrays import Longs
from .bm25 import Floats, Ints, saturation
from .postings import Bytes, Windows, counted
from .stretches import BITS, Stretches


class Own(NamedTuple):
    """What an index has: its arrays, which can't be written to.

    Attributes:
        windows: Of the postings of all terms: see `Windows`, also for the next three.
        counts: Occurrences in each.
        many_at: Places of postings with many.
        many: Their occurrences.
        lengths: Terms in each window.
        numbers: Of stretches: see `Stretches`, also for the next two.
        begins: Where their postings begin.
        most: What they give.
        reach: Further blocks of each window.
        firsts: The first block of each passage.
        lasts: Its last block.
    """

    windows: Ints
    counts: Bytes
    many_at: Longs
    many: Ints
    lengths: Ints
    numbers: Ints
    begins: Ints
    most: Bytes
    reach: Bytes
    firsts: Ints
    lasts: Ints

    @classmethod
    def of(cls, have: Windows, stretches: Stretches) -> "Own":
        """Return what there is of an index."""
        found = {name: getattr(have, name, None) for name in cls._fields}
        found |= {name: getattr(stretches, name).view() for name in ("numbers", "begins", "most")}
        arrays = {n: one.view() for n, one in found.items() if isinstance(one, np.ndarray)}
        for array in arrays.values():
            array.flags.writeable = False  # as in a saved index: other types are compiled anew
        return cls(**arrays)

    @property
    def stretches(self) -> int:
        """How many stretches there are."""
        return (len(self.lengths) >> BITS) + 1

    def counted(self, at: Longs) -> Floats:
        """Return the occurrences of some postings."""
        return counted(self.counts, self.many_at, self.many, at)


class Listed(NamedTuple):
    """Where the postings of a name are.

    Attributes:
        first: The first of them.
        last: Their end.
        origin: Where those of the whole index begin, if these are of some documents.
        run: The first of their stretches.
        run_end: Their end; of names with few postings there is none.
        bound: The greatest f / saturation.
        windows: Those of a name that is no term; `first` and `last` are places in them.
        counts: The same.
    """

    first: int
    last: int
    origin: int
    run: int
    run_end: int
    bound: float
    windows: Ints | None = None
    counts: Floats | None = None


class Asked(NamedTuple):
    """A question: its names in the order of its concepts, as columns.

    Attributes:
        concept: The place of the concept of each name.
        part: What each name counts in it.
        first: The first of its postings; those of phrases come behind the index's.
        last: Their end.
        origin: See `Listed`, also for the next three.
        run: The first of its stretches.
        run_end: Their end.
        bound: The greatest f / saturation.
        windows: Of the postings of phrases.
        counts: Occurrences in each.
        weight: Of each concept.
        idf: Of each concept.
    """

    concept: Longs
    part: Floats
    first: Longs
    last: Longs
    origin: Longs
    run: Longs
    run_end: Longs
    bound: Floats
    windows: Ints
    counts: Floats
    weight: Floats
    idf: Floats

    @classmethod
    def of(
        cls,
        names: Sequence[tuple[int, float, Listed]],
        concepts: Sequence[tuple[float, float]],
        own: Own,
    ) -> "Asked":
        """Put names together.

        Args:
            names: Each with the place of its concept, and what it counts there.
            concepts: Weight and idf of each.
            own: The index.
        """
        rows = [(concept, part, *one[:6]) for concept, part, one in names]
        # All are below 2 ** 53, so that floats have them exactly.
        table = np.array(rows, np.float64).reshape(-1, 8).T.copy()
        windows, counts, behind = [_NO_INTS], [_NO_FLOATS], len(own.windows)
        for place, (_, _, one) in enumerate(names):
            if one.windows is not None and one.counts is not None:
                windows.append(one.windows)
                counts.append(one.counts)
                table[2:4, place] += behind
                behind += one.last
        of, _, first, last, origin, run, run_end, _ = table.astype(np.int64)
        weight, idf = np.array(concepts, np.float64).reshape(-1, 2).T.copy()
        others = np.concatenate(windows), np.concatenate(counts)
        return cls(of, table[1], first, last, origin, run, run_end, table[7], *others, weight, idf)

    def postings(self, own: Own, at: Longs) -> tuple[Ints, Floats]:
        """Return the window and the count of each of some postings."""
        behind = len(own.windows)
        if not len(self.windows):
            return own.windows[at], own.counted(at)
        is_own = at < behind
        windows, counts = np.empty(len(at), np.int32), np.empty(len(at))
        windows[is_own], counts[is_own] = own.windows[at[is_own]], own.counted(at[is_own])
        others = at[~is_own] - behind
        windows[~is_own], counts[~is_own] = self.windows[others], self.counts[others]
        return windows, counts


class Parameters(NamedTuple):
    """Of BM25.

    Attributes:
        k1: See `bm25`.
        b: See there.
        average: Length of windows.
        wider: How many times as much f / saturation may be as where it was looked at, since windows
            were shorter there on average; at least 1.
    """

    k1: float
    b: float
    average: float
    wider: float

    def saturation(self, lengths: Ints) -> Floats:
        """Return the saturation of windows with so many terms."""
        return saturation(lengths / self.average, k1=self.k1, b=self.b)


_NO_INTS = np.zeros(0, np.int32)
_NO_FLOATS = np.zeros(0)
