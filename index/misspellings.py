"""Spellings of words that no document has: which of them mean the same one."""

from collections import Counter
from collections.abc import Iterable

from .english import is_english
from .spelling import slips
from .wordlist import SHORTEST, Wordlist

_REMEMBERED = 10_000  # words
_CANDIDATES = 20  # words compared letter by letter
_LEAST = 0.3  # of their letter pairs in common


class Misspellings:
    """Knows the words that questions have and documents lack, and settles on one spelling."""

    def __init__(self, words: Iterable[str], joined: Iterable[str]) -> None:
        """Count words.

        Args:
            words: As they stand in questions, in lower case.
            joined: Two words each, written as one; they give way to every word that is like them.
        """
        counts = Counter(words)
        counts = Counter({word: count + 1 for word, count in counts.items()})
        counts.update(set(joined) - counts.keys())
        self._wordlist = Wordlist.of(counts)
        self._settled: dict[str, str] = {}

    def settled(self, word: str) -> str:
        """The usual spelling of a word; its own if no other word is like it."""
        meant = self._settled.get(word)
        if meant is None:
            better = self._better(word)
            meant = word if better == word else self.settled(better)
            if len(self._settled) > _REMEMBERED:
                self._settled.clear()
            self._settled[word] = meant
        return meant

    def _better(self, word: str) -> str:
        """The nearest of the words that are like it and more usual."""
        if len(word) < SHORTEST or not word.isalpha() or is_english(word):
            return word
        usual = self._usual(word)
        near = [
            (cost, self._usual(other), other)
            for other, dice in self._wordlist.similar(word, _CANDIDATES)
            if dice >= _LEAST
            and (cost := slips(word, other)) is not None
            and self._usual(other) < usual
        ]
        return min(near)[2] if near else word

    def _usual(self, word: str) -> tuple[bool, int, str]:
        """Smaller for words that are likelier to be right; no two are equal."""
        return not is_english(word), -self._wordlist.frequency(word), word
