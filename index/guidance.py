"""What moderators have decided about single questions, as plain values."""

from dataclasses import dataclass


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
