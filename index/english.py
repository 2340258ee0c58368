"""How common words are in everyday English: what a small library cannot tell by itself.

In forty passages "want" may be as rare as "treaty", yet says less about what is asked. The counts
are those of pyspellchecker's English dictionary, made from film subtitles: much like chat.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from math import log

from spellchecker import SpellChecker

_RARE = 2000  # times counted, below which a word is a name or a special term
_COMMON = 100  # times counted, from which on a word is taken as it stands, never as a misspelling
_EVERYDAY = 3.0  # ln(all words / count) up to which a word counts least: "the", "to"
_SPECIAL = 10.0  # and from which on it counts in full: "soldiers", "treaty", nearly every name
_SHORT_NUMBER = 2  # digits; no year, and no name of anything by itself
_LEAST = 0.2


@cache
def _counts() -> Mapping[str, int]:
    return dict(SpellChecker(language="en", distance=1).word_frequency.items())


@cache
def _log_total() -> float:
    return log(sum(_counts().values()))


def is_english(word: str) -> bool:
    """Whether a lower-case word is common enough to be meant as it is written."""
    return _counts().get(word, 0) >= _COMMON


def is_rare(word: str) -> bool:
    """Whether a lower-case word is a name, a special term or no English at all."""
    return _counts().get(word, 0) < _RARE


@lru_cache(maxsize=1 << 14)
def specificity(word: str) -> float:
    """How much a lower-case word tells about a subject, from 0.2 to 1; unknown words tell most."""
    if len(word) <= _SHORT_NUMBER and word.isdigit():
        return _LEAST
    count = _counts().get(word, 1)
    rarity = (_log_total() - log(count) - _EVERYDAY) / (_SPECIAL - _EVERYDAY)
    return min(1.0, max(_LEAST, rarity))
