"""What is logged of one question."""

import base64
import secrets
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from index import Status

Surface = Literal["slash", "mention", "menu", "terminal"]
"""Where a question was asked; "menu" is Discord's menu on a message."""

_ANSWER_ID_BYTES = 10  # 80 bits: nobody guesses the id of another student's answer


class LoggedPassage(BaseModel):
    """A passage as it was answered with; [start, end) spans its document's text."""

    model_config = ConfigDict(frozen=True)

    passage_id: str
    source: str  # the document's id
    start: int
    end: int
    score: float


class Entry(BaseModel):
    """One question with its answer: a row of the log.

    Attributes:
        asked_at: In UTC.
        guild_id: None outside Discord's guilds, as in the terminal.
        asker: A pseudonym, never a user id.
        as_typed: No word was to be read as another.
        latency_ms: Of the search alone.
        passages: By rank, the best first.
    """

    model_config = ConfigDict(frozen=True)

    answer_id: str
    asked_at: datetime
    guild_id: int | None
    channel_id: int | None
    surface: Surface
    asker: str
    question: str
    as_typed: bool = False
    status: Status
    confidence: float
    library_version: str
    latency_ms: float
    passages: tuple[LoggedPassage, ...]


def new_answer_id() -> str:
    """Draw 16 characters, a to z and 2 to 7, that nobody can guess."""
    return base64.b32encode(secrets.token_bytes(_ANSWER_ID_BYTES)).decode().lower()
