"""Why a passage was quoted first: what it shares with the question, as far as words can tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from .analysis import Token, tokens
from .answers import Answer, Correction, Quote
from .query import Concept
from .search import Searcher


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons for the first passage of an answer.

    Attributes:
        answer: The answer as it is given now, with up to two passages.
        synonyms: A word of the question, and what the passage says in its place.
    """

    answer: Answer
    synonyms: tuple[tuple[str, str], ...] = ()

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Words that were read as others."""
        return self.answer.corrections

    @property
    def second(self) -> Quote | None:
        """What was ranked second."""
        return self.answer.quotes[1] if len(self.answer.quotes) > 1 else None


def find_reasons(searcher: Searcher, question: str, *, correct: bool = True) -> Reasons:
    """Answer a question again, and say why its first passage is the first.

    Args:
        searcher: What is searched.
        question: As it was asked.
        correct: Whether words that look misspelled are read as the library's.
    """
    answer = searcher.answer(question, limit=2, correct=correct)
    if not answer.hits:
        return Reasons(answer)
    passage = answer.hits[0].passage
    said = tokens(f"{passage.locator.section or ''}\n{passage.text}")
    words = [token for token in said if not token.stop]
    concepts = searcher.ranker.reader.read(question, correct=correct).concepts
    found = ((concept.written, _other_name(concept, words)) for concept in concepts)
    return Reasons(answer, tuple((written, other) for written, other in found if other))


def _other_name(concept: Concept, words: Sequence[Token]) -> str:
    """Return the name of a concept that a passage has in place of the one asked for; "" if none."""
    asked, *others = (name.split(" ") for name, _ in concept.names)
    if _written(asked, words):
        return ""
    return next(filter(None, (_written(name, words) for name in others)), "")


def _written(name: Sequence[str], words: Sequence[Token]) -> str:
    """Return the terms of a name as a passage writes them; "" if it doesn't have them."""
    for place in range(len(words) - len(name) + 1):
        here = words[place : place + len(name)]
        if [token.term for token in here] == list(name):
            return " ".join(token.written for token in here)
    return ""
