"""Some documents of an index, which a question is limited to, without an index of their own."""

from dataclasses import dataclass

import numpy as np

from .arrays import Longs, ranges
from .bm25 import Ints, Mask

_ENDS = 2  # of a span


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Spans of a whole, in which n of its members are numbered on from 0.

    Attributes:
        bounds: Where each begins in the whole, and its end, in turn; ascending.
        before: Members in the spans before each; then n.
    """

    bounds: Ints
    before: Ints

    @classmethod
    def of(cls, bounds: Ints) -> "Spans":
        """Return what begins and ends there; spans without members are left out."""
        pairs = bounds.astype(np.int32).reshape(-1, 2)
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        before = np.append(0, np.cumsum(pairs[:, 1] - pairs[:, 0]))
        return cls(pairs.ravel(), before.astype(np.int32))

    @classmethod
    def having(cls, members: Ints) -> "Spans":
        """Return the spans of some members of the whole, ascending."""
        begins = members[np.diff(members, prepend=-2) > 1]
        ends = members[np.diff(members, append=np.iinfo(np.int32).max) > 1] + 1
        return cls.of(np.stack((begins, ends), axis=1))

    def of_members(self, starts: Ints) -> "Spans":
        """Return the spans of what the members have, given where that begins; then the end."""
        return Spans.of(starts[self.bounds])

    def __len__(self) -> int:
        return int(self.before[-1])

    @property
    def is_one(self) -> bool:
        """Whether it is a single span."""
        return len(self.bounds) == _ENDS

    def have(self, members: Ints) -> Mask:
        """Tell which of some members of the whole the spans have."""
        has: Mask = (self.bounds.searchsorted(members, side="right") & 1).astype(np.bool_)
        return has

    def places(self, members: Ints) -> Longs:
        """Return where among ascending members of the whole those are that the spans have."""
        if len(members) < len(self.bounds):
            return np.flatnonzero(self.have(members))
        cuts = members.searchsorted(self.bounds)
        return ranges(cuts[::2], cuts[1::2])

    def every(self) -> Ints:
        """Return all members of the whole that the spans have."""
        return ranges(self.bounds[::2], self.bounds[1::2])

    def here(self, members: Ints) -> Ints:
        """Return the numbers here of some members of the whole, all of which the spans have."""
        which = self.bounds[::2].searchsorted(members, side="right") - 1
        return members - self._moved(which)

    def there(self, numbers: Ints) -> Ints:
        """Return the members of the whole that have these numbers here."""
        which = self.before.searchsorted(numbers, side="right") - 1
        return numbers + self._moved(which)

    def _moved(self, which: Longs) -> Ints:
        moved: Ints = (self.bounds[::2] - self.before[:-1])[which]
        return moved


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Where some documents of an index are, as far as they follow one another.

    Attributes:
        documents: Those.
        passages: Their passages.
        windows: Their windows.
        parts: Headings and sentences of their passages.
        tokens: The terms of these.
        words: What `Analysed.words` has of the documents.
    """

    documents: Spans
    passages: Spans
    windows: Spans
    parts: Spans
    tokens: Spans
    words: Spans
