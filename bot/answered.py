"""An answer with what the log knows it by."""

from dataclasses import dataclass

from index import Answer

from .privacy.notices import UNKNOWN, Asker


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was given.

    Attributes:
        answer_id: 16 characters, a to z and 2 to 7.
        latency_ms: Of the search alone.
        scope: The name of the document or collection that it was limited to; None without limit.
        asker: What the log knows of whoever asked.
    """

    answer_id: str
    answer: Answer
    latency_ms: float
    scope: str | None = None
    asker: Asker = UNKNOWN
