"""Which passages say the same in nearly the same words."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b, shake_256
from typing import TypeVar

import numpy as np

from .bm25 import Ints, Keys, Mask

_Term = TypeVar("_Term", str, int)
_ALIKE = 0.8  # of their terms in common (Jaccard): one passage stands for the other
# Passages are compared that share all minima of a band: of those that are alike 99 in 100 at the
# least, of those with a third of their terms in common 1 in 9.
BANDS, _ROWS = 10, 4
_CROWD = 20  # passages kept of a band: many of one pattern would take n * n steps
_AT_ONCE = 4096  # terms hashed at a time, which keeps the memory small
_HASHES = BANDS * _ROWS
# Numbers at random, but the same ones for ever: signatures are kept on disk.
_CHANCE = np.frombuffer(shake_256().digest(8 * (2 * _HASHES + _ROWS)), "<u8").astype(np.uint64) | 1
_FACTORS, _OFFSETS = _CHANCE[: 2 * _HASHES].reshape(2, _HASHES, 1)
_MIXED = _CHANCE[2 * _HASHES :]
_PAIRED = np.uint64(0x9E3779B97F4A7C15)  # odd: no two left words become one
_HIGH = np.uint64(32)  # bits; the low ones of a product are hardly mixed


def signature(parts: Sequence[Sequence[str]]) -> Keys:
    """What the terms of a passage, and pairs of them, are found by; the same in every library.

    MinHash in bands (Broder, 1997; Leskovec, Rajaraman and Ullman, 2014): passages that are alike
    have the same value at one place at least.

    Args:
        parts: The passage's terms in reading order; no pair reaches from one part to the next.

    Returns:
        Shape (10,).
    """
    words = np.array([_hash(term) for part in parts for term in part], np.uint64)
    ends = np.cumsum([len(part) for part in parts if part], dtype=np.intp)
    inside = np.ones(len(words), np.bool_)
    inside[ends - 1] = False
    pairs = (words * _PAIRED)[:-1] + words[1:]
    hashed = np.concatenate((words, pairs[inside[:-1]]))
    minima = np.full(_HASHES, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(hashed), _AT_ONCE):
        values = (_FACTORS * hashed[start : start + _AT_ONCE] + _OFFSETS) >> _HIGH
        minima = np.minimum(minima, values.min(axis=1))
    bands: Keys = (minima.reshape(BANDS, _ROWS) * _MIXED).sum(axis=1, dtype=np.uint64)
    return bands


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


@lru_cache(maxsize=1 << 16)
def _hash(term: str) -> int:
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest())


def _alike(a: frozenset[_Term], b: frozenset[_Term]) -> bool:
    common = len(a & b)
    return common >= _ALIKE * (len(a) + len(b) - common)
