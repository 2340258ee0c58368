"""What is logged of one question."""

import base64
import re
import secrets
import unicodedata
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from index import Status
from sources import Citation

Surface = Literal["slash", "mention", "menu", "terminal"]
"""Where a question was asked; "menu" is Discord's menu on a message."""

_ANSWER_ID_BYTES = 10  # 80 bits: nobody guesses the id of another student's answer


_WORD = re.compile(r"\w+")


class Quoted(BaseModel):
    """What a passage's reader sees of it, kept for good: the source may change or go.

    Attributes:
        text: The whole passage, of which an answer shows a part in bold.
        breaks: Offsets in `text` where a new line begins, as in `Passage.breaks`.
        citation: Of the part that was shown in bold.
        document: The SHA-256 of the document's file.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    breaks: tuple[int, ...]
    citation: Citation
    document: str


class LoggedPassage(BaseModel):
    """A passage as it was answered with; [start, end) spans its document's text.

    Attributes:
        quoted: None in rows that were written before it was kept.
        quote_start: Where the part in bold begins in `quoted.text`; None without it.
        quote_end: After its last character.
    """

    model_config = ConfigDict(frozen=True)

    passage_id: str
    source: str  # the document's id
    start: int
    end: int
    score: float
    quoted: Quoted | None = None
    quote_start: int | None = None
    quote_end: int | None = None


class Entry(BaseModel):
    """One question with its answer: a row of the log.

    Attributes:
        asked_at: In UTC.
        guild_id: None outside Discord's guilds, as in the terminal.
        asker: A pseudonym, never a user id.
        as_typed: No word was to be read as another.
        scope: The document or collection that the question was limited to; None without limit.
        private: Nobody but the asker saw the answer; None in rows of older versions.
        latency_ms: Of the search alone.
        passages: By rank, the best first.
        opted_out_as: Whoever is in the table `opted_out` under this name has the question
            counted, and not kept.
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
    scope: str | None = None
    private: bool | None = False
    status: Status
    confidence: float
    library_version: str
    latency_ms: float
    passages: tuple[LoggedPassage, ...]
    opted_out_as: str | None = None


def asked_as(question: str) -> str:
    """The words of a question, in lower case with single spaces: equal for equal questions."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", question).casefold()))


def new_answer_id() -> str:
    """Draw 16 characters, a to z and 2 to 7, that nobody can guess."""
    return base64.b32encode(secrets.token_bytes(_ANSWER_ID_BYTES)).decode().lower()
