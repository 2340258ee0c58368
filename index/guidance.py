"""What moderators have decided about single questions, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from sources import Passage

from .query import Query
from .ranking import Ranker
from .same_question import AskedReader, KnownQuestions


@dataclass(frozen=True, slots=True)
class Pin:
    """A question, and the passage that is to be shown first for it.

    Attributes:
        question: As it was asked; a question that asks the same gets the passage, too.
        doc_id: Of the passage's document.
        text: The passage's whole text, as in the document.
        start: Where it stood in the document when it was pinned, in code points; of passages with
            the same text the nearest one is meant.
    """

    question: str
    doc_id: str
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """A question that the class's documents are not meant to answer, and what to say instead."""

    question: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """All that the moderators of one server have decided; of equals the first one counts."""

    pins: tuple[Pin, ...] = ()
    out_of_scope: tuple[OutOfScope, ...] = ()


NO_GUIDANCE = Guidance()


class Guide:
    """Finds what moderators have decided about a question that asks what another one asked.

    Attributes:
        lost: Pins whose passage is not there, or not as it was; they count for nothing.
    """

    def __init__(self, guidance: Guidance, ranker: Ranker, passages: Sequence[Passage]) -> None:
        """Read the questions.

        Args:
            guidance: What was decided.
            ranker: Reads questions.
            passages: Where the pinned ones are looked for.
        """
        found = _found(guidance.pins, passages)
        self.lost = tuple(p for p, n in zip(guidance.pins, found, strict=True) if n is None)
        pinned = zip(guidance.pins, found, strict=True)
        decided: list[tuple[str, int | OutOfScope]] = [
            *((pin.question, number) for pin, number in pinned if number is not None),
            *((outside.question, outside) for outside in guidance.out_of_scope),
        ]
        self._decisions = [decision for _, decision in decided]
        self._reader = AskedReader(ranker, [ranker.reader.read(asked) for asked, _ in decided])
        self._known = KnownQuestions(self._reader.known)

    def decide(self, query: Query) -> tuple[list[int], OutOfScope | None]:
        """The numbers of the pinned passages, or what is to be said instead of an answer.

        What was decided about the question that is most alike goes before; pins before the rest.
        """
        if not self._decisions:
            return [], None
        met = [self._decisions[n] for n in self._known.find(self._reader.read(query))]
        if met and isinstance(met[0], OutOfScope):
            return [], met[0]
        return list(dict.fromkeys(number for number in met if isinstance(number, int))), None


def _found(pins: Sequence[Pin], passages: Sequence[Passage]) -> list[int | None]:
    """The number of each pin's passage."""
    wanted = {(pin.doc_id, pin.text) for pin in pins}
    documents = {pin.doc_id for pin in pins}
    places: dict[tuple[str, str], list[int]] = {}
    for number, passage in enumerate(passages if pins else ()):
        if passage.doc_id in documents and (key := (passage.doc_id, passage.text)) in wanted:
            places.setdefault(key, []).append(number)

    def nearest(pin: Pin) -> int | None:
        there = places.get((pin.doc_id, pin.text), ())
        return min(there, key=lambda n: abs(passages[n].locator.start - pin.start), default=None)

    return [nearest(pin) for pin in pins]
