"""Words: which are known, which are broken at a line's end, and whether text is made of them."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

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
_SAMPLE = 4000  # characters that show what text is made of
_KNOWN = 0.15  # of long words; few other languages share less with one of these


def has_known_words(text: str) -> bool:
    """Whether a good part of a text's long words is in a dictionary."""
    words = {word.casefold() for word in _LONG_WORD.findall(text[:_SAMPLE])}
    return any(
        len(_dictionary(language).known(words)) >= _KNOWN * len(words)
        for language in (_LANGUAGES if words else ())
    )


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
