"""The words of a library as they are written, and which letters each has side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .bm25 import top
from .postings import Ints, Segment, count, pair_keys

SHORTEST = 4  # letters of a word that is compared with others


@dataclass(frozen=True, slots=True, eq=False)
class Wordlist:
    """Lower-case words, n of them.

    Attributes:
        words: Each once, ascending.
        numbers: The place of each word in `words`.
        counts: How often each stands in the documents; shape (n,). Some may be 0.
        letters: The words by their pairs of letters, as far as they may be misspelled.
    """

    words: Sequence[str]
    numbers: Mapping[str, int]
    counts: Ints
    letters: Segment

    @classmethod
    def of(cls, frequencies: Mapping[str, int]) -> "Wordlist":
        """A list of words, given with how often each stands in the documents."""
        words = sorted(frequencies)
        counts = np.array([frequencies[word] for word in words], np.int32)
        numbers = {word: number for number, word in enumerate(words)}
        return cls(words, numbers, counts, _letters(words))

    def counted(self, counts: Ints) -> "Wordlist":
        """The same words with other counts, as in some of the documents."""
        return replace(self, counts=counts)

    def frequency(self, word: str) -> int:
        """How often a word stands in the documents."""
        number = self.numbers.get(word)
        return 0 if number is None else int(self.counts[number])

    def similar(self, word: str, most: int) -> list[tuple[str, float]]:
        """The words that share most pairs of letters, and how many (Dice, 1945), best first."""
        codes = _codes([word])
        shared = np.zeros(len(self.words))
        for key in set(pair_keys(codes[:-1], codes[1:]).tolist()):
            shared[self.letters.at(key)[0]] += 1
        dice = 2 * shared / (self.letters.lengths + len(word) + 1)
        dice[self.counts == 0] = 0
        return [(self.words[number], float(dice[number])) for number in top(dice, most)]


def _letters(words: Sequence[str]) -> Segment:
    """The words by their pairs of letters, ends included."""
    chosen = np.array([len(word) >= SHORTEST and word.isalpha() for word in words], np.bool_)
    lengths = np.array([len(word) + 1 for word in words], np.int32) * chosen
    codes = _codes(word for word, fits in zip(words, chosen, strict=True) if fits)
    # Between two words stands the end of one beside the beginning of the next: that is no pair.
    inside = np.ones(max(len(codes) - 1, 0), np.bool_)
    inside[np.cumsum(lengths[chosen] + 1)[:-1] - 1] = False
    keys = pair_keys(codes[:-1], codes[1:])[inside]
    places = np.repeat(np.arange(len(words), dtype=np.int32), lengths)
    return count({}, keys, places, lengths)


def _codes(words: Iterable[str]) -> Ints:
    """The code points of words, each between a mark for its beginning and one for its end."""
    text = "".join(f"^{word}$" for word in words)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)
