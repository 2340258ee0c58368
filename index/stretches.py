"""What common terms give at most in each stretch of windows, worked out when an index is built.

The search needs it before it knows what to look at: see `pruning`. Of a term with few postings it
is worked out for a question.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import numpy as np

from .arrays import Longs, ranges
from .bm25 import Floats, Ints
from .postings import Bytes, Singles, Windows, changed, chunks, least_saturation, rounded_up

BITS = 4
"""Of the number of windows in a stretch."""

_LEAST = 512  # postings of a term
_AT_ONCE = 1 << 21  # postings that are looked at at a time, which keeps the memory small
_HIGHEST = 255  # of a byte


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """The stretches of windows that have each of T terms with many postings.

    Attributes:
        terms: Their numbers, ascending; shape (T,).
        starts: The stretches of `terms[i]` are those from `starts[i]` to `starts[i + 1]`.
        numbers: Of the stretches: n has the windows from 16 * n on; ascending within a term.
        begins: Where the postings in each begin, among those of the term.
        most: What the term gives there at most, from 1 to 255: see `levels`.
        bounds: The greatest f / saturation of each term in any window; shape (T,).
    """

    terms: Ints
    starts: Longs
    numbers: Ints
    begins: Ints
    most: Bytes
    bounds: Singles

    @classmethod
    def of(cls, windows: Windows) -> "Stretches":
        """Look at the terms of a whole index."""
        every = [*stretched(windows)]
        names = [one.name for one in fields(cls)]
        arrays = {n: np.concatenate([getattr(part, n) for part in every]) for n in names}
        arrays["starts"] = np.concatenate([*joined_starts(part.starts for part in every)])
        return cls(**arrays)

    def find(self, term: int) -> tuple[int, int, float]:
        """Return the first of the stretches of a term, the end, and its bound; or zeros."""
        at = int(self.terms.searchsorted(np.int32(term)))
        if at == len(self.terms) or self.terms.item(at) != term:
            return 0, 0, 0.0
        return self.starts.item(at), self.starts.item(at + 1), self.bounds.item(at)

    def find_all(self, terms: Ints) -> tuple[Longs, Longs, Floats]:
        """Return the same for several terms."""
        if not len(self.terms):
            nowhere = np.zeros(len(terms), np.int64)
            return nowhere, nowhere, nowhere.astype(np.float64)
        at = np.minimum(self.terms.searchsorted(terms), len(self.terms) - 1)
        is_there = self.terms[at] == terms
        bounds = self.bounds[at].astype(np.float64)
        return self.starts[at] * is_there, self.starts[at + 1] * is_there, bounds * is_there


def levels(bounds: Floats) -> Floats:
    """Return the greatest f / saturation that each value of `Stretches.most` stands for.

    Args:
        bounds: Of n terms.

    Returns:
        Shape (n, 256); 0 for 0.
    """
    # In even steps of what is gained, f / (f + saturation), and not of f / saturation.
    gained = _gained(bounds)[:, None] * (np.arange(_HIGHEST + 1) / _HIGHEST)
    found: Floats = gained / (1 - gained)
    return found


def stretched(windows: Windows) -> Iterator[Stretches]:
    """Look at the terms of a whole index with many postings: none at first, then some at a time.

    They follow one another in `Stretches`, the starts as `joined_starts` puts them.
    """
    yield _NOTHING
    sizes = np.diff(windows.starts)
    terms = np.flatnonzero(sizes >= _LEAST).astype(np.int32)
    low = least_saturation(windows.lengths)
    cuts = np.append(0, np.cumsum(sizes[terms]))
    for first, last in chunks(cuts, _AT_ONCE):
        yield _stretched(windows, terms[first:last], low)


def _stretched(windows: Windows, terms: Ints, low: Floats) -> Stretches:
    first, end = windows.starts[terms], windows.starts[terms + 1]
    at = ranges(first, end)
    begins = np.append(0, np.cumsum(end - first))
    owner = np.repeat(np.arange(len(terms), dtype=np.int32), end - first)
    found = windows.windows[at]
    numbers = found >> BITS
    is_new = changed(numbers) | changed(owner)
    places = np.flatnonzero(is_new)
    gained = np.maximum.reduceat(windows.counted(at) / low[found], places)
    owner = owner[places]
    starts = owner.searchsorted(np.arange(len(terms) + 1))
    bounds = rounded_up(np.maximum.reduceat(gained, starts[:-1]))
    part = _gained(gained) / _gained(bounds.astype(np.float64))[owner]
    return Stretches(
        terms,
        starts.astype(np.int64),
        numbers[places],
        (places - begins[owner]).astype(np.int32),
        np.ceil(part * _HIGHEST).astype(np.uint8),
        bounds,
    )


def joined_starts(several: Iterable[Longs]) -> Iterator[Longs]:
    """Let what begins somewhere, told with the end, follow what was told before."""
    before = -1
    for starts in several:
        yield starts if before < 0 else starts[1:] + before
        before = max(before, 0) + starts.item(-1)


def _gained(bounds: Floats) -> Floats:
    return bounds / (1 + bounds)


_NO_INTS = np.zeros(0, np.int32)
_NOTHING = Stretches(
    *(_NO_INTS, np.zeros(1, np.int64), _NO_INTS, _NO_INTS),
    most=np.zeros(0, np.uint8),
    bounds=np.zeros(0, np.float32),
)
