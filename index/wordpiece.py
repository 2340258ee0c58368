"""Text -> numbers of word pieces, as BERT's uncased models read it.

The greedy longest-match algorithm of Wu et al., "Google's Neural Machine Translation System"
(2016), section 4.1, after BERT's own normalization. The package tokenizers gives the same numbers,
but brings a dozen packages for downloads along.
"""

import json
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_BEGIN, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_INSIDE = "##"  # before a piece that does not begin its word
_LONGEST_WORD = 100  # characters; a longer one is unknown as a whole
_REMEMBERED = 1 << 15  # characters and words
_CONTROLS = frozenset(("Cc", "Cf", "Co", "Cs"))
_IDEOGRAPHS = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F)),
    *((0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)


class WordPieces:
    """Reads texts with one vocabulary; safe to share between threads."""

    def __init__(self, path: Path, longest: int) -> None:
        """Read the vocabulary.

        Args:
            path: A tokenizer.json with a WordPiece model.
            longest: Numbers of a text at most, those of its begin and end among them.

        Raises:
            OSError: If it can't be read.
            ValueError, KeyError, TypeError: If it is something else.
        """
        self._numbers: dict[str, int] = json.loads(path.read_text("utf-8"))["model"]["vocab"]
        self._begin, self._end = self._numbers[_BEGIN], self._numbers[_END]
        self._unknown = self._numbers[_UNKNOWN]
        self._longest = longest
        self._known = lru_cache(maxsize=_REMEMBERED)(self._pieces)

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces between those of its begin and end."""
        found = [self._begin]
        for word in _words(text):
            found += self._known(word)
            if len(found) >= self._longest - 1:
                break
        return [*found[: self._longest - 1], self._end]

    def _pieces(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self._unknown,)
        pieces = []
        start = 0
        while start < len(word):
            inside = _INSIDE if start else ""
            ends = range(len(word), start, -1)
            end = next((e for e in ends if inside + word[start:e] in self._numbers), None)
            if end is None:
                return (self._unknown,)
            pieces.append(self._numbers[inside + word[start:end]])
            start = end
        return tuple(pieces)


def _words(text: str) -> Iterator[str]:
    """Yield words in lower case without accents, each mark and ideograph by itself."""
    spaced = "".join(map(_cleaned, text))
    plain = (c for c in unicodedata.normalize("NFD", spaced) if unicodedata.category(c) != "Mn")
    yield from "".join(_apart(lower) for c in plain for lower in c.lower()).split()


@lru_cache(maxsize=_REMEMBERED)
def _cleaned(character: str) -> str:
    if character.isspace() or character in "\t\n\r":
        return " "
    if character in "\0\ufffd" or unicodedata.category(character) in _CONTROLS:
        return ""
    code = ord(character)
    is_ideograph = any(first <= code <= last for first, last in _IDEOGRAPHS)
    return f" {character} " if is_ideograph else character


@lru_cache(maxsize=_REMEMBERED)
def _apart(character: str) -> str:
    is_ascii_mark = character.isascii() and not character.isalnum() and character.isprintable()
    is_mark = is_ascii_mark or unicodedata.category(character).startswith("P")
    return f" {character} " if is_mark else character
