"""Corrects a question's words against the index's own vocabulary.

Names are in the documents, not in dictionaries: a word is corrected only if the index does not
know it and it is no common English word, and only into words of the index.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jellyfish import metaphone
from rapidfuzz.distance import OSA

from .bm25 import Ints, Segment, count, pair_keys, top
from .english import STOP_WORDS, is_english
from .scope import Spans
from .stored import Lexicon

SHORTEST = 4  # letters of a word that is compared with others
_AT_ONCE = 1 << 16  # words of documents that are looked through at a time


class SomeCounts:
    """How often words stand in some documents, counted only if somebody must know it of many."""

    def __init__(self, words: Ints, counts: Ints, spans: Spans) -> None:
        """Take what all documents have.

        Args:
            words: Numbers of the words of each document, once a document.
            counts: How often each stands there.
            spans: Where those of the documents that count are.
        """
        self._words, self._in_document, self._spans = words, counts, spans
        self._found: Ints | None = None

    def has(self, number: int) -> bool:
        """Return whether a word stands in the documents; the usual ones are found soon."""
        if self._found is not None:
            return bool(self._found[number])
        begin, end = self._spans.bounds[[0, -1]].tolist() if len(self._spans) else (0, 0)
        for first in range(begin, end, _AT_ONCE):
            some = self._words[first : min(first + _AT_ONCE, end)]
            there = np.flatnonzero(some == number).astype(np.int32) + np.int32(first)
            if len(self._spans.places(there)):
                return True
        return False

    def of(self, size: int) -> Ints:
        """Return how often each of so many words stands in the documents."""
        if self._found is None:
            places = self._spans.every()
            found = np.zeros(size, np.int32)
            np.add.at(found, self._words[places], self._in_document[places])
            self._found = found
        return self._found


@dataclass(frozen=True, slots=True, eq=False)
class Wordlist:
    """Lower-case words, n of them.

    Attributes:
        numbers: The place of each word; ascending.
        counts: How often each stands in the documents; shape (n,). Some may be 0.
        letters: The words by their pairs of letters, as far as they may be misspelled.
        some: How often each stands in some of the documents, if they alone count.
    """

    numbers: Lexicon
    counts: Ints
    letters: Segment
    some: SomeCounts | None = None

    @classmethod
    def of(cls, frequencies: Mapping[str, int]) -> "Wordlist":
        """A list of words, given with how often each stands in the documents."""
        words = sorted(frequencies)
        counts = np.array([frequencies[word] for word in words], np.int32)
        return cls(Lexicon.of(words), counts, letters_of(words))

    @property
    def words(self) -> Sequence[str]:
        """Each word once, ascending."""
        return self.numbers.words

    def knows(self, word: str) -> bool:
        """Whether a word stands in the documents."""
        number = self.numbers.get(word)
        if number is None:
            return False
        return self.some.has(number) if self.some else bool(self.counts[number])

    def frequency(self, word: str) -> int:
        """How often a word stands in the documents."""
        number = self.numbers.get(word)
        return 0 if number is None else int(self._counts[number])

    @property
    def _counts(self) -> Ints:
        return self.some.of(len(self.words)) if self.some else self.counts

    def similar(self, word: str, most: int) -> list[tuple[str, float]]:
        """The words that share most pairs of letters, and how many (Dice, 1945), best first."""
        codes = _codes([word])
        keys = sorted(set(pair_keys(codes[:-1], codes[1:]).tolist()))
        having = [self.letters.at(key)[0] for key in keys]
        counts = self._counts
        shared = np.bincount(np.concatenate([_NO_INTS, *having]), minlength=len(self.words))
        length = len(word) + 1
        # Most words share a pair or two: they are looked at only if too few share more.
        for least in range(max(len(keys) // 2, 1), 0, -1):
            numbers = np.flatnonzero(shared >= least)
            numbers = numbers[counts[numbers] > 0]
            dice = 2 * shared[numbers] / (self.letters.lengths[numbers] + length)
            best = top(dice, most)
            others = 2 * (least - 1) / (SHORTEST + 1 + length)  # at most
            if len(best) == most and dice[best[-1]] > others:
                break
        return [(self.words[int(numbers[place])], float(dice[place])) for place in best]


_NO_INTS = np.zeros(0, np.int32)


def letters_of(words: Sequence[str]) -> Segment:
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


_REMEMBERED = 10_000  # corrections kept
_TWO_SLIPS = 6  # letters from which on a word that still sounds alike may differ twice
_TWO_UNLIKE = 8  # and one that does not
_THREE_SLIPS = 7  # and one that does three times
_LOOKS_LIKE = 0.6  # part of the letter pairs in common
_CANDIDATES = 40  # words compared letter by letter


class Speller:
    """Finds the word of a vocabulary that a misspelled one was meant to be.

    Args:
        wordlists: The words of the documents; one may stand in several lists.
        side_by_side: Whether two words stand next to each other in the documents.
    """

    def __init__(
        self, wordlists: Sequence[Wordlist], side_by_side: Callable[[str, str], bool]
    ) -> None:
        self._side_by_side = side_by_side
        self._wordlists = wordlists
        self._found: dict[str, str] = {}

    def correct(self, word: str) -> str | None:
        """The word that was meant, or two with a space, or None if it stands as it is."""
        if len(word) < SHORTEST or not word.isalpha() or self.knows(word):
            return None
        meant = self._found.get(word)
        if meant is None:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            meant = word if is_english(word) else self._meant(word) or word
            self._found[word] = meant
        return None if meant == word else meant

    def guess(self, word: str) -> str | None:
        """Return the nearest word of the documents, even of a word that is right as it is."""
        if len(word) < SHORTEST or not word.isalpha():
            return None
        return self._nearest(word)

    def _meant(self, word: str) -> str | None:
        for cut in range(2, len(word) - 1):
            left, right = word[:cut], word[cut:]
            if self.knows(left) and self.knows(right) and self._side_by_side(left, right):
                return f"{left} {right}"
        # Students drop the apostrophe of a possessive, too: "einstiens".
        owner = word.removesuffix("s")
        return self._nearest(word) or (self._nearest(owner) if owner != word else None)

    def knows(self, word: str) -> bool:
        """Whether the documents have a lower-case word."""
        return any(some.knows(word) for some in self._wordlists)

    def _frequency(self, word: str) -> int:
        return sum(some.frequency(word) for some in self._wordlists)

    def _nearest(self, word: str) -> str | None:
        best, least = None, (float("inf"), 0)
        for candidate, _ in self._similar(word):
            cost = slips(word, candidate)
            if cost is not None and (cost, -self._frequency(candidate)) < least:
                best, least = candidate, (cost, -self._frequency(candidate))
        return best

    def near(self, word: str, count: int) -> list[str]:
        """Words of the vocabulary that look like one that it lacks, best first."""
        return [found for found, dice in self._similar(word)[:count] if dice >= _LOOKS_LIKE]

    def _similar(self, word: str) -> list[tuple[str, float]]:
        """The words that share most pairs of letters, and how many, best first."""
        found = [like for some in self._wordlists for like in some.similar(word, _CANDIDATES)]
        if len(self._wordlists) > 1:  # as one list would have them
            found = sorted(set(found), key=lambda like: (-like[1], like[0]))
        return found[:_CANDIDATES]


def _without_h(word: str) -> str:
    """Where an h stands is what foreign names differ in most: Gandi, Gandhi."""
    return word.replace("h", "")


def slips(word: str, meant: str) -> float | None:
    """How far a word is from the one that may be meant; None if it is too far to be it.

    Counted are slips: letters lost, added, changed or swapped (OSA distance). More of them may
    happen to longer words, and to those that still sound alike; the first letter is seldom missed.
    """
    sound = metaphone(word)
    unlike = OSA.distance(metaphone(meant), sound)
    alike = unlike <= len(sound) // 4
    close = alike or OSA.distance(_without_h(word), _without_h(meant)) <= 1
    limit = 1 + (len(word) >= (_TWO_SLIPS if close else _TWO_UNLIKE))
    limit += len(word) >= _THREE_SLIPS and close
    if word[0] != meant[0] and unlike:
        limit = 0 if meant in STOP_WORDS else 1  # "Chen" is not "then"
    count = OSA.distance(word, meant, score_cutoff=limit)
    return None if count > limit else count - 0.8 * alike + 0.5 * (word[0] != meant[0])


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
