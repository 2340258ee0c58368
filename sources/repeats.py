"""Finding text that stands twice: the first place is kept, later ones are told apart."""

import re
from collections.abc import Sequence

from .unicode import nfkc

STANDS_TWICE = "it stands earlier in the document as well"

_WORD = re.compile(r"\w+")
_TOTAL = 40  # words; what is shorter may stand twice by chance, or as a refrain
_PROBE = 40  # keys; without a bound, one short line repeated n times would take n * n steps


def word_key(text: str) -> str:
    """The words of a text alone, so that spacing, quote marks and letter case do not count."""
    return " ".join(_WORD.findall(nfkc(text).casefold()))


def repeated(keys: Sequence[str], *, longest: int | None = None) -> list[bool]:
    """Say of each key whether it belongs to a run that stands earlier in the sequence as well.

    Args:
        keys: As `word_key` makes them; an empty one breaks no run and starts none.
        longest: A run counts if its different keys have 40 words together, or, where this is
            given, if one of them alone has so many.

    Returns:
        One flag a key, True at the later places only. Linear in the number of words.
    """
    places = [place for place, key in enumerate(keys) if key]
    flags = [False] * len(keys)
    first: dict[str, int] = {}
    i = 0
    while i < len(places):
        j = first.setdefault(keys[places[i]], i)
        probe = _run(keys, places, j, i, _PROBE)
        if not _counts([keys[places[k]] for k in range(i, i + probe)], longest):
            i += 1
            continue
        size = _run(keys, places, j, i, len(places))
        back = 0
        while (
            back < j
            and not flags[places[i - back - 1]]
            and (keys[places[i - back - 1]] == keys[places[j - back - 1]])
        ):
            back += 1
        for place in range(places[i - back], places[i + size - 1] + 1):
            flags[place] = True
        i += size
    return flags


def _run(keys: Sequence[str], places: Sequence[int], j: int, i: int, limit: int) -> int:
    size = 0
    while (
        size < limit
        and i + size < len(places)
        and j + size < i
        and (keys[places[j + size]] == keys[places[i + size]])
    ):
        size += 1
    return size


def _counts(run: Sequence[str], longest: int | None) -> bool:
    lengths = {key: key.count(" ") + 1 for key in run}
    return sum(lengths.values()) >= _TOTAL or (
        longest is not None and max(lengths.values(), default=0) >= longest
    )
