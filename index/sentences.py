"""The sentences of each passage: where its terms stand, and what kinds of answer they give."""

from collections import Counter
from collections.abc import Sequence

from sources import Passage

from .answer_types import AnswerType, given
from .matching import Terms, pairs

Occurrences = Sequence[tuple[int, int]]
"""Numbers of sentences, ascending, and how often something stands in each."""


class Sentences:
    """The sentences of one passage, by their terms and pairs of terms."""

    __slots__ = ("_given", "_passage", "_places", "lengths")

    def __init__(self, passage: Passage, terms: Terms) -> None:
        self._passage = passage
        self._given: dict[AnswerType, list[bool]] = {}
        self.lengths = [len(sentence) for sentence in terms.sentences]
        self._places: dict[str, list[tuple[int, int]]] = {}
        for number, sentence in enumerate(terms.sentences):
            for term, count in Counter([*sentence, *pairs(sentence)]).items():
                self._places.setdefault(term, []).append((number, count))

    def having(self, name: str) -> Occurrences:
        """The sentences that have a term, or a phrase of terms joined by spaces."""
        found = self._places.get(name)
        if found is not None:
            return found
        if name.count(" ") <= 1:
            return ()
        every = [dict(self._places.get(pair, ())) for pair in pairs(name.split(" "))]
        both = set(every[0]).intersection(*every)
        return [(number, min(counts[number] for counts in every)) for number in sorted(both)]

    def giving(self, kind: AnswerType, asked: frozenset[str]) -> list[bool]:
        """For each sentence, whether it has an answer of a kind.

        Args:
            kind: What is wanted.
            asked: Lower-case words of the question.
        """
        if kind == "person":  # depends on the question, so it is not kept
            return self._judge(kind, asked)
        judged = self._given.get(kind)
        if judged is None:
            judged = self._given[kind] = self._judge(kind, asked)
        return judged

    def _judge(self, kind: AnswerType, asked: frozenset[str]) -> list[bool]:
        text = self._passage.text
        return [given(kind, text[start:end], asked) for start, end in self._passage.sentences]
