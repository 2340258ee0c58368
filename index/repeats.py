"""Which passages say the same in nearly the same words."""

from collections.abc import Sequence

import numpy as np

_ALIKE = 0.8  # of their terms in common (Jaccard): one passage stands for the other
# Passages are compared that share all minima of a band: of those that are alike 99 in 100 at the
# least, of those with a third of their terms in common 1 in 9.
_BANDS, _ROWS = 10, 4
_CROWD = 20  # passages kept of a band: many of one pattern would take n * n steps
_PRIME = np.uint64(4294967311)


def originals(passages: Sequence[frozenset[str]]) -> list[int]:
    """For each passage, given as its terms, the first one that it repeats, or itself.

    Pairs are found by MinHash in bands (Broder, 1997; Leskovec, Rajaraman and Ullman, 2014) and
    then compared in full. A passage without terms repeats none.
    """
    numbers: dict[str, int] = {}
    generator = np.random.default_rng(0)
    factors = generator.integers(1, 2**31, (_BANDS * _ROWS, 1), dtype=np.uint64)
    offsets = generator.integers(0, 2**31, (_BANDS * _ROWS, 1), dtype=np.uint64)
    seen: dict[tuple[int, tuple[int, ...]], list[int]] = {}
    first = list(range(len(passages)))
    for number, terms in enumerate(passages):
        if not terms:
            continue
        ids = [numbers.setdefault(term, len(numbers)) for term in sorted(terms)]
        minima = ((factors * np.array(ids, np.uint64) + offsets) % _PRIME).min(axis=1)
        bands = [tuple(band) for band in minima.reshape(_BANDS, _ROWS).tolist()]
        candidates = {c for key in enumerate(bands) for c in seen.get(key, ())}
        first[number] = next((c for c in sorted(candidates) if _alike(terms, passages[c])), number)
        if first[number] == number:
            for key in enumerate(bands):
                if len(sharing := seen.setdefault(key, [])) < _CROWD:
                    sharing.append(number)
    return first


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    common = len(a & b)
    return common >= _ALIKE * (len(a) + len(b) - common)
