"""Which passages say the same in nearly the same words."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b, shake_256
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from .bm25 import Ints, Keys

Bits = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]
_Term = TypeVar("_Term", str, int)
_ALIKE = 0.8  # of their terms in common (Jaccard): one passage stands for the other
# Passages are compared that share all minima of a band: of those that are alike 99 in 100 at the
# least, of those with a third of their terms in common 1 in 9.
BANDS, _ROWS = 10, 4
CROWD = 20
"""Passages kept of a band: many of one pattern would take n * n steps."""

_AT_ONCE = 16384  # terms hashed at a time, which stay in the processor's cache
_HASHES = BANDS * _ROWS
# Numbers at random, but the same ones for ever: signatures are kept on disk.
_CHANCE = np.frombuffer(shake_256().digest(8 * (2 * _HASHES + _ROWS)), "<u8").astype(np.uint64) | 1
_FACTORS, _OFFSETS = _CHANCE[: 2 * _HASHES].reshape(2, _HASHES, 1)
_MIXED = _CHANCE[2 * _HASHES :]
_PAIRED = np.uint64(0x9E3779B97F4A7C15)  # odd: no two left words become one
_HIGH, _HIGHEST = np.uint64(32), np.uint64(56)  # bits; the low ones of a product are hardly mixed
_BYTES = 32  # of a sketch
_IN_COMMON = 4  # times as much as is not
_AT_A_TIME = 1_000  # passages whose groups become Python's numbers


def signatures(terms: Keys, part_sizes: Ints, passage_sizes: Ints) -> Keys:
    """Return what n passages are found by: their terms, and pairs of them; in any library the same.

    MinHash in bands (Broder, 1997; Leskovec, Rajaraman and Ullman, 2014): passages that are alike
    have the same value at one place at least.

    Args:
        terms: The hash of each of the passages' terms, in reading order: see `term_hash`.
        part_sizes: Terms in each part; no pair reaches from one part to the next.
        passage_sizes: Parts of each passage; shape (n,).

    Returns:
        Shape (n, 10).
    """
    last_of_part = _last_of_parts(part_sizes)
    pairs = terms.copy()
    pairs[:-1] = terms[:-1] * _PAIRED + terms[1:]
    pairs[last_of_part] = terms[last_of_part]  # which has no pair; counting it twice is no harm
    bounds = _bounds(part_sizes, passage_sizes)
    minima = np.full((_HASHES, len(passage_sizes)), np.iinfo(np.uint64).max, np.uint64)
    for first, last in _cuts(bounds):
        here, begins = slice(bounds[first], bounds[last]), bounds[first:last] - bounds[first]
        there = np.flatnonzero(np.diff(bounds[first : last + 1]))  # passages that have terms
        if len(there):
            minima[:, first + there] = _minima(terms[here], pairs[here], begins[there])
    bands = minima.reshape(BANDS, _ROWS, -1) * _MIXED[:, None]
    return np.ascontiguousarray(bands.sum(axis=1, dtype=np.uint64).T)


def _last_of_parts(part_sizes: Ints) -> Longs:
    """Return the place of the last term of each part that has any."""
    ends: Longs = np.cumsum(part_sizes, dtype=np.int64)
    return ends[part_sizes > 0] - 1


def _bounds(part_sizes: Ints, passage_sizes: Ints) -> Longs:
    """Return the place of the first term of each passage; then the end."""
    parts = np.append(0, np.cumsum(part_sizes, dtype=np.int64))
    bounds: Longs = parts[np.append(0, np.cumsum(passage_sizes))]
    return bounds


def _cuts(bounds: Longs) -> Iterable[tuple[int, int]]:
    """Return ranges of passages whose terms are looked at together."""
    cuts = np.searchsorted(bounds, np.arange(0, bounds[-1], _AT_ONCE)).tolist()
    return pairwise(sorted({0, *cuts, len(bounds) - 1}))


def _minima(terms: Keys, pairs: Keys, begins: Ints) -> Keys:
    """Return the least values of runs of terms, of which none is empty; shape (40, runs)."""
    values, others = np.empty_like(terms), np.empty_like(pairs)
    found = np.empty((_HASHES, len(begins)), np.uint64)
    for factor, offset, least in zip(_FACTORS, _OFFSETS, found, strict=True):
        np.minimum(
            np.add(np.multiply(terms, factor, out=values), offset, out=values),
            np.add(np.multiply(pairs, factor, out=others), offset, out=others),
            out=values,
        )
        np.minimum.reduceat(values, begins, out=least)
    return found >> _HIGH


def term_hash(term: str) -> int:
    """Return the hash of a term, from 0 to 2**64 - 1."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest())


def originals(
    signatures: Keys,
    terms: Callable[[int], frozenset[_Term]],
    known: Ints | None = None,
    drawn: "Sketches | None" = None,
) -> Ints:
    """For each of n passages the first one that it repeats, or itself.

    Pairs are found by their signatures and then compared in full. A passage without terms repeats
    none.

    Args:
        signatures: Shape (n, 10).
        terms: Gives the terms and pairs of a passage by its number, as words or numbers.
        known: What this function gave for the first of the passages alone.
        drawn: Sketches of all passages, with which most pairs need not be compared in full.
    """
    begin = 0 if known is None else len(known)
    first = np.arange(len(signatures), dtype=np.int32)
    first[:begin] = known if known is not None else ()
    crowds = _Crowds(signatures, begin)
    for number, groups in crowds.members():
        candidates = crowds.before(groups) if number >= begin else []
        if drawn:
            candidates = drawn.maybe_alike(number, candidates)
        if candidates and (mine := terms(number)):
            alike = (c for c in candidates if _alike(mine, terms(c)))
            first[number] = next(alike, number)
        if first[number] == number:
            crowds.add(number, groups)
    return first


class _Crowds:
    """Groups of passages that share a value: those at hand of each, which are the first few.

    Attributes:
        numbers: Passages that are in any group, ascending.
    """

    def __init__(self, signatures: Keys, begin: int) -> None:
        """Find groups that have a passage from `begin` on, and another one."""
        self._groups = np.full(signatures.shape[::-1], -1, np.int32)
        rooms = [np.zeros(1, np.int64)]
        count = 0
        for groups, band in zip(self._groups, signatures.T, strict=True):
            order = np.argsort(band, kind="stable")
            new = np.append(band[order][1:] != band[order][:-1], [True] * (len(band) > 0))
            last = np.flatnonzero(new)
            sizes = np.diff(last, prepend=-1)
            wanted = (sizes > 1) & (order[last] >= begin)
            there = order[np.repeat(wanted, sizes)]
            sizes = sizes[wanted]
            groups[there] = np.repeat(np.arange(count, count + len(sizes), dtype=np.int32), sizes)
            rooms.append(np.minimum(sizes, CROWD))
            count += len(sizes)
        self.numbers = np.flatnonzero((self._groups >= 0).any(axis=0)).astype(np.int32)
        self._firsts = array("q", np.cumsum(np.concatenate(rooms)).tobytes())
        self._taken = bytearray(count)
        self._members = array("i", bytes(4 * self._firsts[-1]))

    def members(self) -> Iterator[tuple[int, list[int]]]:
        """Return each passage that is in a group, with the groups."""
        for place in range(0, len(self.numbers), _AT_A_TIME):
            some = self.numbers[place : place + _AT_A_TIME]
            every = self._groups[:, some].T.tolist()
            for number, groups in zip(some.tolist(), every, strict=True):
                yield number, [group for group in groups if group >= 0]

    def before(self, groups: list[int]) -> list[int]:
        """Return the passages that were added to any of some groups, ascending."""
        found: set[int] = set()
        for group in groups:
            begin = self._firsts[group]
            found.update(self._members[begin : begin + self._taken[group]])
        return sorted(found)

    def add(self, number: int, groups: list[int]) -> None:
        """Add a passage to groups that have room."""
        for group in groups:
            place = self._firsts[group] + self._taken[group]
            if place < self._firsts[group + 1]:
                self._members[place] = number
                self._taken[group] += 1


class Sketches:
    """Tells of most passages without a comparison that they are not alike.

    A passage has a bit of 256 set for each of its terms and pairs, by a hash; some share one.
    """

    def __init__(self, parts: Iterable[tuple[Ints, Ints, Ints]]) -> None:
        """Draw passages.

        Args:
            parts: Numbers of the terms of some passages, terms of each of their parts, and parts of
                each of these passages; then those of the next.
        """
        every = [_drawn(*part) for part in parts]
        self._bits = b"".join(bits.tobytes() for bits, _ in every)
        self._most = array("i", b"".join(most.tobytes() for _, most in every))

    def maybe_alike(self, number: int, candidates: list[int]) -> list[int]:
        """Return those of some passages that may be like one.

        A bit that one of two passages lacks stands for something that only the other one has. Of
        all that two have that are alike, four of five are in common: four times as much as is not,
        and no more than either has.
        """
        mine, most = self._of(number), self._most
        return [
            c
            for c in candidates
            if _IN_COMMON * (mine ^ self._of(c)).bit_count() <= min(most[number], most[c])
        ]

    def _of(self, number: int) -> int:
        return int.from_bytes(self._bits[_BYTES * number : _BYTES * (number + 1)])


def _drawn(tokens: Ints, part_sizes: Ints, passage_sizes: Ints) -> tuple[Bits, Ints]:
    """Return the bits of passages, and how many terms and pairs each has at most."""
    words = tokens.astype(np.uint64) * _PAIRED
    pairs = words.copy()
    pairs[:-1] = (words[:-1] ^ (words[:-1] >> _HIGH)) * _MIXED[0] + words[1:]
    pairs[_last_of_parts(part_sizes)] = 0
    bounds = _bounds(part_sizes, passage_sizes)
    bits = np.zeros((len(passage_sizes), _BYTES), np.uint8)
    for first, last in _cuts(bounds):
        here, sizes = slice(bounds[first], bounds[last]), np.diff(bounds[first : last + 1])
        drawn = np.zeros((last - first, 8 * _BYTES), np.bool_)
        passage_of = np.repeat(np.arange(last - first), sizes)
        drawn[passage_of, words[here] >> _HIGHEST] = True
        with_pair = np.flatnonzero(pairs[here])
        drawn[passage_of[with_pair], (pairs[here][with_pair] * _MIXED[1]) >> _HIGHEST] = True
        bits[first:last] = np.packbits(drawn, axis=1)
    return bits, (2 * np.diff(bounds)).astype(np.int32)


def band_order(signatures: Keys) -> Ints:
    """Return the order of n passages by each value of their signatures; shape (10, n)."""
    return np.argsort(signatures.T, axis=1, kind="stable").astype(np.int32)


def sharing(signatures: Keys, order: Ints, others: Keys) -> Ints:
    """Return the passages that have a value in common with any of some others, ascending.

    Args:
        signatures: Shape (n, 10).
        order: What `band_order` returned for them.
        others: Signatures of the others.
    """
    found = [np.zeros(0, np.int32)]
    for band, wanted, by in zip(signatures.T, others.T, order, strict=True):
        first = np.searchsorted(band, wanted, sorter=by)
        end = np.searchsorted(band, wanted, side="right", sorter=by)
        found += [by[a:b] for a, b in zip(first.tolist(), end.tolist(), strict=True) if a < b]
    return np.unique(np.concatenate(found))


def _alike(a: frozenset[_Term], b: frozenset[_Term]) -> bool:
    common = len(a & b)
    return common >= _ALIKE * (len(a) + len(b) - common)
