"""What several segments have for the same keys -> one run for each key, in bounded memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays import Longs
from index.bm25 import Ints
from index.postings import chunks

_AT_ONCE = 1 << 21  # members of runs that are put together at a time


@dataclass(frozen=True, slots=True)
class Runs:
    """What a segment has: a run of members for each of some keys.

    Attributes:
        keys: Numbers of the keys among those of all segments, ascending.
        starts: Where the run of each key begins in the segment; then the end.
    """

    keys: Ints
    starts: Longs


@dataclass(frozen=True, slots=True)
class Part:
    """Members of one segment that go to a chunk: from `first` to `last` there, to `places` here."""

    segment: int
    first: int
    last: int
    places: Longs


@dataclass(frozen=True, slots=True)
class Chunk:
    """The runs of some keys, from `first` to `last`.

    Attributes:
        begins: Where each run begins in the chunk.
        size: Members of all of them.
    """

    first: int
    last: int
    begins: Longs
    size: int
    segments: Sequence[Runs]

    def parts(self) -> Iterator[Part]:
        """Return where the members of each segment go: after those of the segments before."""
        free = self.begins.copy()
        for number, runs in enumerate(self.segments):
            first, last = runs.keys.searchsorted((self.first, self.last)).tolist()
            if first == last:
                continue
            keys = runs.keys[first:last] - self.first
            cuts = runs.starts[first : last + 1].astype(np.int64)
            begin, end = cuts[[0, -1]].tolist()
            sizes = np.diff(cuts)
            places = np.repeat(free[keys] - cuts[:-1], sizes) + np.arange(begin, end)
            free[keys] += sizes
            yield Part(number, begin, end, places)


def run_starts(segments: Sequence[Runs], keys: int) -> Longs:
    """Return where the run of each of so many keys begins among all of them; then the end."""
    sizes = np.zeros(keys + 1, np.int64)
    for runs in segments:
        sizes[runs.keys + 1] += np.diff(runs.starts)
    return np.cumsum(sizes, out=sizes)


def interleaved(segments: Sequence[Runs], begins: Longs) -> Iterator[Chunk]:
    """Return all runs, some at a time.

    Args:
        segments: In order.
        begins: What `run_starts` returned for them.
    """
    for first, last in chunks(begins, _AT_ONCE):
        here = begins[first:last] - begins[first]
        yield Chunk(first, last, here, int(begins[last] - begins[first]), segments)
