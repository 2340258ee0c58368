"""Which passages say the same in nearly the same words."""

from collections.abc import Sequence

import numpy as np

_ALIKE = 0.8  # of their terms in common (Jaccard): one passage stands for the other
_HASHES = 8  # minima compared; two that are alike share none of them in 3 of a million cases
_PRIME = np.uint64(4294967311)


def originals(passages: Sequence[frozenset[str]]) -> list[int]:
    """For each passage, given as its terms, the first one that it repeats, or itself.

    Pairs are found by MinHash (Broder, 1997) and then compared in full. A passage without terms
    repeats none.
    """
    numbers: dict[str, int] = {}
    generator = np.random.default_rng(0)
    factors = generator.integers(1, 2**31, (_HASHES, 1), dtype=np.uint64)
    offsets = generator.integers(0, 2**31, (_HASHES, 1), dtype=np.uint64)
    seen: dict[tuple[int, int], list[int]] = {}
    first = list(range(len(passages)))
    for number, terms in enumerate(passages):
        if not terms:
            continue
        ids = [numbers.setdefault(term, len(numbers)) for term in sorted(terms)]
        minima = ((factors * np.array(ids, np.uint64) + offsets) % _PRIME).min(axis=1).tolist()
        candidates = {c for key in enumerate(minima) for c in seen.get(key, ())}
        first[number] = next((c for c in sorted(candidates) if _alike(terms, passages[c])), number)
        if first[number] == number:
            for key in enumerate(minima):
                seen.setdefault(key, []).append(number)
    return first


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) >= _ALIKE * len(a | b)
