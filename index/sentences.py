"""The sentences of a candidate: in which of them what is asked for stands."""

from collections.abc import Sequence
from itertools import pairwise


class Sentences:
    """The sentences of one passage, as the numbers of their terms.

    Attributes:
        lengths: How many terms each has.
    """

    __slots__ = ("_every", "_sentences", "lengths")

    def __init__(self, sentences: Sequence[Sequence[int]]) -> None:
        self._sentences = sentences
        self._every = {term for sentence in sentences for term in sentence}
        self.lengths = [len(sentence) for sentence in sentences]

    def having(self, name: Sequence[int]) -> Sequence[tuple[int, int]]:
        """The sentences that have a term or a phrase, ascending, and how often each has it."""
        if not self._every.issuperset(name):
            return ()
        numbered = enumerate(self._sentences)
        if len(name) == 1:
            return [(n, found) for n, sentence in numbered if (found := sentence.count(name[0]))]
        return [(n, found) for n, sentence in numbered if (found := _count(sentence, name))]


def _count(sentence: Sequence[int], phrase: Sequence[int]) -> int:
    """How often the pair of neighbours stands in a sentence that is the rarest of a phrase."""
    if phrase[0] not in sentence:
        return 0
    beside = list(pairwise(sentence))
    return min(beside.count(pair) for pair in pairwise(phrase))
