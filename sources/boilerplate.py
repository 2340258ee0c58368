"""Find text that a document repeats: the first occurrence is kept, later ones are left out."""

import re
from collections.abc import Sequence

from .characters import nfkc

REPEATED = "it appears earlier in the document, too"

_WORD = re.compile(r"\w+")
_TOTAL = 40  # words; anything shorter may recur by chance, or as a refrain
_PROBE = 40  # keys; without a limit, one short line repeated n times would take n * n steps


def word_key(text: str) -> str:
    """Reduce a text to its words, so that spacing, quotation marks and letter case don't count."""
    return " ".join(_WORD.findall(nfkc(text).casefold()))


def repeated(keys: Sequence[str], *, longest: int | None = None) -> list[bool]:
    """Flag the keys that belong to a run which occurs earlier in the sequence as well.

    Args:
        keys: From `word_key`; an empty one neither breaks a run nor starts one.
        longest: A run counts if its distinct keys have 40 words in total or, if this is given,
            if one key alone has this many.

    Returns:
        One flag per key, True at later occurrences only. Linear in the number of words.
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
