"""Ligatures that a font gives as another sign: "popula,on" for what the page shows as "population".

Fonts that some programs make name no letters for "ti" or "tt", which are drawn as one. The words
of the document tell which letters such a sign stands for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .text import is_known

_LIGATURES = "ti tt ft fi fl ff tti ffi ffl tf fft th ct st".split()
# Anchored at a word's start: an endless word is not tried from each of its letters.
_INSIDE = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:(?:[^\w\s]|\d)[a-zà-ÿ]+)+")
_SIGN = re.compile(r"[^\w\s]|\d")
_FEWEST, _MOST = 5, 200  # different words with a sign that are looked at
_KNOWN = 0.8  # of them, that are English words with the letters


def find_ligatures(texts: Iterable[str]) -> Mapping[str, str]:
    """Return which letters signs inside words stand for, by the words of a document.

    Args:
        texts: All of the document.
    """
    words: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        for word in _INSIDE.findall(text):
            signs = set(_SIGN.findall(word))
            if len(signs) == 1:
                words[signs.pop()].add(word.casefold())
    enough = ((sign, sorted(some)[:_MOST]) for sign, some in words.items() if len(some) >= _FEWEST)
    found = ((sign, _meant(sign, some)) for sign, some in enough)
    return {sign: letters for sign, letters in found if letters}


def mended(text: str, ligatures: Mapping[str, str]) -> str:
    """Return a text with the letters of its ligatures; signs between whole words stay."""
    if ligatures.keys().isdisjoint(text):
        return text
    return _INSIDE.sub(lambda found: _mended_word(found[0], ligatures), text)


def _meant(sign: str, words: Sequence[str]) -> str | None:
    """Return the letters with which most of some words are English; None if there are none."""
    if sum(_is_apart(word.split(sign)) for word in words) > (1 - _KNOWN) * len(words):
        return None
    shares = {one: sum(is_known(w.replace(sign, one)) for w in words) for one in _LIGATURES}
    best = max(_LIGATURES, key=shares.__getitem__)
    return best if shares[best] >= _KNOWN * len(words) else None


def _mended_word(word: str, ligatures: Mapping[str, str]) -> str:
    for sign, letters in ligatures.items():
        if sign in word:
            whole = word.replace(sign, letters)
            if is_known(whole.casefold()) or not _is_apart(word.casefold().split(sign)):
                word = whole
    return word


def _is_apart(parts: Iterable[str]) -> bool:
    """Return whether parts, in lower case, are whole words of their own."""
    return all(map(is_known, parts))
