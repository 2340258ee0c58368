"""Moderators' decisions about single questions, and which of them a question meets."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sources import Library

from .query import Query
from .ranking import Ranker
from .same_question import AskedReader, KnownQuestions


@dataclass(frozen=True, slots=True)
class Pin:
    """A question, and the passage to show first for it.

    Attributes:
        question: As it was asked; a question that asks the same gets the passage, too.
        doc_id: The passage's document.
        text: The passage's text when it was pinned. It is found again however the document is cut
            into passages.
        start: Its place in the document when it was pinned, in code points; the nearest of
            several places with the same text is meant.
    """

    question: str
    doc_id: str
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """A question that the documents aren't meant to answer, and the sentence to reply with."""

    question: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """All decisions of one server's moderators; of equals the first one counts."""

    pins: tuple[Pin, ...] = ()
    out_of_scope: tuple[OutOfScope, ...] = ()


NO_GUIDANCE = Guidance()


class Guide:
    """Finds the decisions about a question that asks what another one asked.

    Attributes:
        lost: Pins whose text is no longer in their document; they are ignored.
    """

    def __init__(self, guidance: Guidance, ranker: Ranker, library: Library) -> None:
        """Read the questions.

        Args:
            guidance: The decisions.
            ranker: Reads questions.
            library: Has the pinned passages.
        """
        found = _found(guidance.pins, library)
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
        """Return the numbers of the pinned passages, or what to reply instead of an answer.

        The decision about the most similar question goes first, and pins before the rest.
        """
        if not self._decisions:
            return [], None
        met = [self._decisions[n] for n in self._known.find(self._reader.read(query))]
        if met and isinstance(met[0], OutOfScope):
            return [], met[0]
        return list(dict.fromkeys(number for number in met if isinstance(number, int))), None


def _found(pins: Sequence[Pin], library: Library) -> list[int | None]:
    """Return the number of each pin's passage."""
    documents = {pin.doc_id for pin in pins}
    numbers: dict[str, list[int]] = {}
    for number, passage in enumerate(library.passages if pins else ()):
        if passage.doc_id in documents:
            numbers.setdefault(passage.doc_id, []).append(number)
    return [_passage(pin, library, numbers.get(pin.doc_id, ())) for pin in pins]


def _passage(pin: Pin, library: Library, numbers: Sequence[int]) -> int | None:
    """Find the passage of a document, given by its passages' numbers, that has most of a pin."""
    if not numbers or not pin.text.strip():
        return None
    words = re.compile(r"\s+".join(map(re.escape, pin.text.split())))
    places = [found.span() for found in words.finditer(library.documents[pin.doc_id].text)]
    if not places:
        return None
    start, end = min(places, key=lambda span: abs(span[0] - pin.start))
    spans = [library.passages[number].locator for number in numbers]
    first = max(bisect_right(spans, start, key=lambda span: span.start) - 1, 0)
    near = range(first, bisect_right(spans, end, key=lambda span: span.start))
    best = max(near, key=lambda n: min(end, spans[n].end) - max(start, spans[n].start))
    return numbers[best]
