"""Words: which are known, which are broken at a line's end, and whether text is made of them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from spellchecker import SpellChecker

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:['’-][^\W\d_]+)*)-\Z")
# Anchored at a word's start: an endless word is not tried from each of its letters.
_BROKEN_WORD = re.compile(r"(?<![\w'’-])([^\W\d_]+(?:['’-][^\W\d_]+)*)-\n([^\W\d_]+)")
_GOES_ON = re.compile(r"[^\W\d_]+")
_NO_SPACE = re.compile(r"(?<=\S)[-–—/]\Z")
_MANY_LINES = 40
_LONGEST = 80  # characters of a word
_AND = frozenset("and or to und oder bis et ou y o e".split())
_ALWAYS = frozenset("self non ex half quasi anti pro".split())  # often followed by a hyphen
_PREFIXES = _ALWAYS.union("co de neo post pre re semi sub".split())

_LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl")  # whose dictionaries come along
_LONG_WORD = re.compile(r"(?<!\w)[^\W\d_]{4,}(?!\w)")
_LATIN = re.compile(r"[a-z]{3,}")
_VOWEL = re.compile(r"[aeiouyæøœ]")
_TOKEN = re.compile(r"\W{0,2}(?:[^\W_]+(?:['’.·/-][^\W_]+)*|[\d.,:/%+\u2212–-]+)\W{0,3}")
_EAST_ASIAN = frozenset("CJK HIRAGANA KATAKANA HANGUL FULLWIDTH BOPOMOFO".split())
_NAME_PART = re.compile("[ -]")
_SAMPLE = 4000  # characters that show what text is made of
_FEW = 40  # letters; fewer show it by their words alone
_KNOWN = 0.15  # of long words; few other languages share less with one of these
_SANE, _WITH_VOWELS, _OF_ONE_SCRIPT = 0.5, 0.75, 0.85


def is_legible(text: str) -> bool:
    """Whether text has the look of a language, or of numbers, rather than of random signs."""
    text = text[:_SAMPLE]
    few = sum(map(str.isalnum, text)) < _FEW
    return few or _is_sane(text) or _share_known(text) >= _KNOWN


def has_known_words(text: str) -> bool:
    """Whether text has words of a dictionary."""
    return _share_known(text[:_SAMPLE]) >= _KNOWN


def _is_sane(text: str) -> bool:
    text = "".join(c for c in text if c.isascii() or not unicodedata.category(c).startswith("M"))
    tokens = text.split()
    scripts = [[_script(letter) for letter in token if letter.isalpha()] for token in tokens]
    pairs = [a == b for letters in scripts for a, b in pairwise(letters)]
    if sum(pairs) < _OF_ONE_SCRIPT * len(pairs):
        return False
    if 3 * sum(letters.count("CJK") for letters in scripts) > sum(map(len, scripts)):
        return True  # without spaces there are no words to look at
    sane = sum(_TOKEN.fullmatch(token) is not None for token in tokens)
    latin = _LATIN.findall(unicodedata.normalize("NFD", text.casefold()))
    vowels = sum(_VOWEL.search(word) is not None for word in latin)
    return sane >= _SANE * len(tokens) and vowels >= _WITH_VOWELS * len(latin)


@lru_cache(4096)
def _script(letter: str) -> str:
    """Return a letter's script, by its name: "LATIN", "CJK" for all of East Asia, ..."""
    name = _NAME_PART.split(unicodedata.name(letter, "?"), 1)[0]
    return "CJK" if name in _EAST_ASIAN else name


def _share_known(text: str) -> float:
    """Return the share of long words that the best fitting dictionary has."""
    words = {word.casefold() for word in _LONG_WORD.findall(text)}
    best = 0.0
    for language in _LANGUAGES if words else ():
        best = max(best, len(_dictionary(language).known(words)) / len(words))
        if best >= _KNOWN:
            break
    return best


class LineJoiner:
    """Joins the lines of one document; its other words decide which hyphens to drop."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Learn the document's words.

        Args:
            lines: Of the document, in order.
        """
        text = "\n".join(lines)
        words = _WORD.findall(_BROKEN_WORD.sub(" ", text))
        self._words = Counter(word.casefold() for word in words)
        # Of many line ends none splits a word: hyphens are the author's own.
        self._breaks_words = text.count("\n") < _MANY_LINES or any(
            is_known(f"{first}{second}".casefold())
            and not (self._is_word(first) and self._is_word(second))
            for first, second in _BROKEN_WORD.findall(text)
        )

    def before(self, line: str, following: str) -> str:
        """Return a line ready to be followed by the next one of its paragraph.

        It loses the hyphen of a broken word, or gains a space at its end.
        """
        broken, rest = _BROKEN.search(line[-_LONGEST:]), _GOES_ON.match(following)
        if broken and rest:
            if rest[0].casefold() in _AND:
                return f"{line} "  # "pre- and post-war"
            if self._was_broken(broken[1], rest[0]):
                return line[:-1]
        return line if _NO_SPACE.search(line) else f"{line} "

    def _was_broken(self, first: str, second: str) -> bool:
        """Whether only the line's end put the hyphen there."""
        if not second[0].islower():
            return first.isupper() and second.isupper()
        whole, compound = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
        if self._words[whole] or self._words[compound]:
            return self._words[whole] >= self._words[compound]
        if not self._breaks_words and first.casefold() in _PREFIXES:
            return False
        if first.casefold() in _ALWAYS or "-" in first:
            return is_known(whole)
        return is_known(whole) or not (self._is_word(first) and self._is_word(second))

    def _is_word(self, part: str) -> bool:
        return bool(self._words[part.casefold()]) or is_known(part.casefold())


def is_known(word: str) -> bool:
    """Whether a word, in lower case, is in the English dictionary."""
    return bool(_dictionary("en").known([word]))


@cache
def _dictionary(language: str) -> SpellChecker:
    return SpellChecker(language=language)
