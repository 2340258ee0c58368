"""Which passages say the same in nearly the same words."""

from collections.abc import Callable
from hashlib import blake2b, shake_256
from itertools import pairwise
from typing import TypeVar

import numpy as np

from .bm25 import Ints, Keys, Mask

_Term = TypeVar("_Term", str, int)
_ALIKE = 0.8  # of their terms in common (Jaccard): one passage stands for the other
# Passages are compared that share all minima of a band: of those that are alike 99 in 100 at the
# least, of those with a third of their terms in common 1 in 9.
BANDS, _ROWS = 10, 4
_CROWD = 20  # passages kept of a band: many of one pattern would take n * n steps
_AT_ONCE = 16384  # terms hashed at a time, which stay in the processor's cache
_HASHES = BANDS * _ROWS
# Numbers at random, but the same ones for ever: signatures are kept on disk.
_CHANCE = np.frombuffer(shake_256().digest(8 * (2 * _HASHES + _ROWS)), "<u8").astype(np.uint64) | 1
_FACTORS, _OFFSETS = _CHANCE[: 2 * _HASHES].reshape(2, _HASHES, 1)
_MIXED = _CHANCE[2 * _HASHES :]
_PAIRED = np.uint64(0x9E3779B97F4A7C15)  # odd: no two left words become one
_HIGH = np.uint64(32)  # bits; the low ones of a product are hardly mixed


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
    last_of_part = np.cumsum(part_sizes)[part_sizes > 0] - 1
    pairs = terms.copy()
    pairs[:-1] = terms[:-1] * _PAIRED + terms[1:]
    pairs[last_of_part] = terms[last_of_part]  # which has no pair; counting it twice is no harm
    bounds = np.append(0, np.cumsum(part_sizes))[np.append(0, np.cumsum(passage_sizes))]
    cuts = np.searchsorted(bounds, np.arange(0, len(terms), _AT_ONCE)).tolist()
    minima = np.full((_HASHES, len(passage_sizes)), np.iinfo(np.uint64).max, np.uint64)
    for first, last in pairwise(sorted({0, *cuts, len(passage_sizes)})):
        here, begins = slice(bounds[first], bounds[last]), bounds[first:last] - bounds[first]
        there = np.flatnonzero(np.diff(bounds[first : last + 1]))  # passages that have terms
        if len(there):
            minima[:, first + there] = _minima(terms[here], pairs[here], begins[there])
    bands = minima.reshape(BANDS, _ROWS, -1) * _MIXED[:, None]
    return np.ascontiguousarray(bands.sum(axis=1, dtype=np.uint64).T)


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
    signatures: Keys, terms: Callable[[int], frozenset[_Term]], known: Ints | None = None
) -> Ints:
    """For each of n passages the first one that it repeats, or itself.

    Pairs are found by their signatures and then compared in full. A passage without terms repeats
    none.

    Args:
        signatures: Shape (n, 10).
        terms: Gives the terms and pairs of a passage by its number, as words or numbers.
        known: What this function gave for the first of the passages alone.
    """
    begin = 0 if known is None else len(known)
    first = np.arange(len(signatures), dtype=np.int32)
    first[:begin] = known if known is not None else ()
    seen: dict[tuple[int, int], list[int]] = {}
    for number in np.flatnonzero(_shared(signatures, begin)).tolist():
        keys = list(enumerate(signatures[number].tolist()))
        candidates = {c for key in keys for c in seen.get(key, ())} if number >= begin else ()
        if candidates and (mine := terms(number)):
            alike = (c for c in sorted(candidates) if _alike(mine, terms(c)))
            first[number] = next(alike, number)
        if first[number] == number:
            for key in keys:
                if len(sharing := seen.setdefault(key, [])) < _CROWD:
                    sharing.append(number)
    return first


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


def _shared(signatures: Keys, begin: int) -> Mask:
    """Whether a passage has a value in common with another, not both being before `begin`."""
    shared = np.zeros(len(signatures), np.bool_)
    for band in signatures.T:
        order = np.argsort(band, kind="stable")
        new = np.append(band[order][1:] != band[order][:-1], [True] * (len(band) > 0))
        last = np.flatnonzero(new)
        sizes = np.diff(last, prepend=-1)
        shared[order[np.repeat((sizes > 1) & (order[last] >= begin), sizes)]] = True
    return shared


def _alike(a: frozenset[_Term], b: frozenset[_Term]) -> bool:
    common = len(a & b)
    return common >= _ALIKE * (len(a) + len(b) - common)
