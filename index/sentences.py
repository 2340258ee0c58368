"""The sentences of each passage: where its terms stand, and what kinds of answer they give."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from sources import Passage

from .answer_types import AnswerType, given
from .matching import Terms, pairs

Occurrences = Sequence[tuple[int, int]]
"""Numbers of sentences, ascending, and how often something stands in each."""


@lru_cache(maxsize=4096)
def _shared(found: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The first of all equal values."""
    return found


class Sentences:
    """The sentences of one passage.

    Attributes:
        lengths: How many terms each has.
        places: In which a term or a pair of terms stands, and how often in each.
    """

    __slots__ = ("_given", "_passage", "lengths", "places")

    def __init__(self, passage: Passage, terms: Terms) -> None:
        self._passage = passage
        self._given: dict[tuple[AnswerType, int], bool] = {}
        self.lengths = [len(sentence) for sentence in terms.sentences]
        places: dict[str, tuple[tuple[int, int], ...]] = {}
        for number, sentence in enumerate(terms.sentences):
            for term, count in Counter([*sentence, *pairs(sentence)]).items():
                places[term] = (*places.get(term, ()), (number, count))
        # Nearly all terms stand in one sentence, once: one copy of each such value will do.
        self.places = {term: _shared(found) for term, found in places.items()}

    def having(self, name: str) -> Occurrences:
        """The sentences that have a term, or a phrase of terms joined by spaces."""
        found = self.places.get(name)
        if found is not None:
            return found
        if name.count(" ") <= 1:
            return ()
        every = [dict(self.places.get(pair, ())) for pair in pairs(name.split(" "))]
        both = set(every[0]).intersection(*every)
        return [(number, min(counts[number] for counts in every)) for number in sorted(both)]

    def gives(self, kind: AnswerType, place: int, asked: frozenset[str]) -> bool:
        """Whether a sentence has an answer of a kind.

        Args:
            kind: What is wanted.
            place: The sentence's number.
            asked: Lower-case words of the question.
        """
        if kind == "person":  # depends on the question, so it is not kept
            return self._judge(kind, place, asked)
        judged = self._given.get((kind, place))
        if judged is None:
            judged = self._given[kind, place] = self._judge(kind, place, asked)
        return judged

    def _judge(self, kind: AnswerType, place: int, asked: frozenset[str]) -> bool:
        start, end = self._passage.sentences[place]
        return given(kind, self._passage.text[start:end], asked)
