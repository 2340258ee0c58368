"""Words of a question that stand in a row in a sentence: a quotation without its marks."""

import re
from collections.abc import Sequence
from functools import lru_cache

from .analysis import plain

_FEWEST = 7  # words in a row: with fewer, two texts may well have them without any quoting
_LONGEST = 3  # words of a row that are looked for first
_LETTERS = re.compile("[^\x00-\x7f–—‘’“”…]")  # beyond ASCII, but for marks
_WORD = re.compile(r"[^\W_]+")


class Rows:
    """A question's words in a row, stop words included; the length is the number of rows of seven.

    Attributes:
        words: Lower-case words of the question, in order.
    """

    def __init__(self, asked: Sequence[str]) -> None:
        """Take a question's words."""
        self.words = _words(" ".join(asked))
        ends = range(_FEWEST, len(self.words) + 1)
        rows = [self.words[end - _FEWEST : end] for end in ends]
        self._rows = [f" {' '.join(row)} " for row in rows]
        # A text without the longest words of any row has none, as is seen quickly of most.
        self._needed = {tuple(sorted(row, key=len)[: -_LONGEST - 1 : -1]) for row in rows}

    def __len__(self) -> int:
        return len(self._rows)

    def part(self, sentence: str) -> float:
        """Return the part of the question that the longest row in a sentence is; 0 to 1.

        A row of fewer than seven words counts nothing.
        """
        is_plain = sentence.isascii() or not _LETTERS.search(sentence)
        spoken = sentence.lower() if is_plain else _spoken(sentence)
        for one, two, three in self._needed:
            if one in spoken and two in spoken and three in spoken:
                return self._part(_spoken(sentence))
        return 0.0

    def _part(self, spoken: str) -> float:
        longest = row = 0
        for seven in self._rows:
            row = row + 1 if seven in spoken else 0
            longest = max(longest, row)
        return (longest + _FEWEST - 1) / len(self.words) if longest else 0.0


@lru_cache(maxsize=1 << 14)  # sentences that are good candidates are so for many questions
def _spoken(sentence: str) -> str:
    return f" {' '.join(_words(sentence))} "


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text).lower())
