"""Words: which are known, which are broken at a line's end, and whether text is made of them."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from spellchecker import SpellChecker

from sources.characters import share_of_common_pairs, why_illegible

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
_COMMON = 0.5  # of pairs of letters; real text has more, random letters a quarter
_FEW = 8  # letters, of which pairs say nothing
_KANA = 0.2  # of Japanese letters, at least
_HIRAGANA = range(0x3041, 0x3097)
_LAST_LATIN = "\u024f"


def is_named(text: str) -> bool:
    """Whether the codes of a font that names no letters are those of its letters nevertheless."""
    text = text[:_SAMPLE]
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return any(map(str.isdigit, text)) and all(c in ".,:% " or c.isdigit() for c in text)
    if sum(map(_HIRAGANA.__contains__, map(ord, letters))) >= _KANA * len(letters):
        return True
    if max(letters) > _LAST_LATIN or why_illegible(text):
        return False
    common = share_of_common_pairs(text) if len(letters) >= _FEW else None
    return (common is not None and common >= _COMMON) or _has_known_words(text)


def _has_known_words(text: str) -> bool:
    words = {word.casefold() for word in _LONG_WORD.findall(text)}
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
