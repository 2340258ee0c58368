"""Corrects a question's words against the index's own vocabulary.

Names are in the documents, not in dictionaries: a word is corrected only if the index does not
know it and it is no common English word, and only into words of the index.
"""

from collections.abc import Callable, Sequence

from jellyfish import metaphone
from rapidfuzz.distance import OSA

from .english import is_english
from .wordlist import SHORTEST, Wordlist
from .words import STOP_WORDS

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
        return any(some.frequency(word) for some in self._wordlists)

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
