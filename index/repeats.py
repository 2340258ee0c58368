"""Which passages repeat others, among all that are searched together."""

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from .arrays import Longs, ranges
from .bm25 import Ints, Keys, Mask
from .library_index import LibraryIndex
from .near_duplicates import CROWD, Sketches, originals, sharing

Repeats = Callable[[Sequence[int]], list[int]]
"""Returns for each of some passages the first one that it repeats, or itself, by their numbers."""

_REMEMBERED = 10_000  # passages of a scope


def repeats_among(indexes: Sequence[LibraryIndex]) -> Repeats:
    """Return what tells the repeats among the passages of indexes side by side.

    Those of whole indexes are compared now, except within the first one, which knows its own; those
    of a scope only when somebody asks for them.
    """
    if any(index.scope for index in indexes):
        return _InScope(indexes)
    beside, known = _SideBySide(indexes), indexes[0].originals
    own, begin = beside.compared() if len(indexes) > 1 else known[:0], len(known)
    return lambda numbers: [int(known[n] if n < begin else own[n - begin]) for n in numbers]


class _SideBySide:
    """The passages of indexes side by side, numbered on from index to index."""

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        self.indexes = indexes
        sizes = [len(index.library.passages) for index in indexes]
        self.firsts: list[int] = np.cumsum([0, *sizes]).tolist()

    def compared(self) -> Ints:
        """Return what the passages of all indexes but the first repeat."""
        known = self.indexes[0].originals
        own = np.arange(len(known), self.firsts[-1], dtype=np.int32)
        near = self.sharing(0, self.signatures(own))
        is_first = np.arange(len(near), dtype=np.int32)
        before = np.where(known[near] == near, is_first, -1).astype(np.int32)
        return self.originals(np.concatenate((near, own)), before)[len(near) :]

    def originals(self, numbers: Ints, known: Ints | None = None) -> Ints:
        """Return what passages repeat of those before them, by their numbers, ascending.

        Args:
            numbers: Of the passages.
            known: What the first ones repeat, by their places among these.
        """
        cuts = numbers.searchsorted(np.array(self.firsts, np.int32))
        which = np.flatnonzero(np.diff(cuts)).tolist()
        signatures = self.signatures(numbers)
        if len(which) == 1:  # its terms have the same numbers, which take less to compare
            first, occurrences = self.firsts[which[0]], self.indexes[which[0]].occurrences
            own = numbers - np.int32(first)
            drawn = Sketches([occurrences.read(own)])
            places = originals(
                signatures, lambda n: occurrences.codes(int(own[n])), known, drawn=drawn
            )
        else:
            places = originals(signatures, lambda n: self._terms(int(numbers[n])), known)
        found: Ints = numbers[places]
        return found

    def _terms(self, number: int) -> frozenset[str]:
        which = bisect(self.firsts, number) - 1
        return self.indexes[which].occurrences.terms(number - self.firsts[which])

    def signatures(self, numbers: Ints) -> Keys:
        """Return the signatures of passages, ascending."""
        cuts = numbers.searchsorted(np.array(self.firsts, np.int32)).tolist()
        every = []
        for which, index in enumerate(self.indexes):
            own = numbers[cuts[which] : cuts[which + 1]] - np.int32(self.firsts[which])
            whole = index.scope.passages.there(own) if index.scope else own
            every.append(index.analysed.signatures[whole])
        return np.concatenate(every)

    def sharing(self, which: int, signatures: Keys) -> Ints:
        """Return the passages of an index that have a value in common with any signature."""
        index = self.indexes[which]
        near = sharing(index.analysed.signatures, index.band_order, signatures)
        if index.scope:
            near = index.scope.passages.here(near[index.scope.passages.places(near)])
        return near + np.int32(self.firsts[which])


class _InScope:
    """Compares passages of a scope when somebody asks for them, with those that it has to."""

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        self._beside = _SideBySide(indexes)
        self._known: dict[int, int] = {}

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        known = self._known
        if missing := [number for number in numbers if number not in known]:
            if len(known) > _REMEMBERED:
                known = self._known = {n: known[n] for n in numbers if n in known}
            known.update(zip(missing, missing, strict=True))
            every = np.unique(np.array(missing, np.int32))
            if len(unclear := every[self._is_unclear(every)]):
                alike = self._deciding(unclear)
                found = self._beside.originals(alike)
                known.update(zip(alike.tolist(), found.tolist(), strict=True))
        return [known[number] for number in numbers]

    def _deciding(self, unclear: Ints) -> Ints:
        """Return passages, ascending, with all that decide which ones they repeat."""
        every, which = unclear, range(len(self._beside.indexes))
        while len(unclear):
            signatures = self._beside.signatures(unclear)
            near = np.concatenate([self._beside.sharing(one, signatures) for one in which])
            new = np.setdiff1d(near[near < every[-1]], every)
            unclear = new[self._is_unclear(new)]
            every = np.union1d(every, new)
        return every

    def _is_unclear(self, numbers: Ints) -> Mask:
        """Tell which passages, ascending, may repeat another one of the scope.

        The whole of the first index knows which of its passages repeat which. One that repeats none
        is like none before it that repeats none, so it can only repeat one here that repeats
        another there. One that repeats another can do so, too, and may repeat that one or one
        between them. Of a crowd, not all were compared.
        """
        index, unclear = self._beside.indexes[0], np.ones(len(numbers), np.bool_)
        own = numbers[: numbers.searchsorted(self._beside.firsts[1])]
        whole = index.scope.passages.there(own) if index.scope else own
        first = index.originals[whole]
        unclear[: len(own)] = False
        for which, others in _before(index, whole):
            is_between = (first != whole)[which] & (others >= first[which])
            may_be = is_between | (index.originals[others] != others)
            if index.scope:
                may_be &= index.scope.passages.have(others)
            unclear[which[may_be]] = True
            unclear[: len(own)] |= np.bincount(which, minlength=len(own)) > CROWD
        return unclear


def _before(index: LibraryIndex, numbers: Ints) -> Iterator[tuple[Longs, Ints]]:
    """For each band, yield places of passages, and those before them with the same value."""
    for band, by in zip(index.analysed.signatures.T, index.band_order, strict=True):
        values = band[numbers]
        first, last = (band.searchsorted(values, side, by) for side in ("left", "right"))
        which = np.repeat(np.arange(len(numbers)), last - first)
        others = by[ranges(first, last)]
        is_before = others < numbers[which]
        yield which[is_before], others[is_before]
