"""What the moderators of a server taught the bot: one small file a server, swapped whole."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from index import Guidance as SearchedGuidance
from index import OutOfScope, Pin

from .files import KeptFile

FILE_NAME = "guidance.json"
MOST_OF_A_KIND = 500
"""Synonyms, golden questions and so on of a server: more are refused."""

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class Taught(BaseModel):
    """Something a moderator taught; `by` is a pseudonym, `at` in UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str
    at: datetime


class OwnSynonym(Taught):
    """Words that may stand for one another."""

    words: tuple[_Words, ...]


class PinnedPassage(Taught):
    """The passage that answers a question: where it stood, and its words."""

    question: _Words
    source: str
    start: int
    text: str


class GoldenQuestion(Taught):
    """A question whose answer is known to be right, for rehearsals.

    Attributes:
        source: The document that answers.
        quote: Words of it that the answer has to show; empty with an out-of-scope question.
    """

    question: _Words
    source: str
    quote: str


class OutsideQuestion(Taught):
    """A question that the class's sources are not meant to answer, and what to say to it."""

    question: _Words
    sentence: _Words


class Guidance(BaseModel):
    """All that moderators of one server taught; nothing of it is ever changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    synonyms: tuple[OwnSynonym, ...] = ()
    pins: tuple[PinnedPassage, ...] = ()
    golden: tuple[GoldenQuestion, ...] = ()
    outside: tuple[OutsideQuestion, ...] = ()


def searched_guidance(guidance: Guidance) -> SearchedGuidance:
    """What of it a searcher heeds; of rivals the newest one counts."""
    return SearchedGuidance(
        tuple(Pin(p.question, p.source, p.text, p.start) for p in reversed(guidance.pins)),
        tuple(OutOfScope(o.question, o.sentence) for o in reversed(guidance.outside)),
    )


class GuidanceFile(KeptFile[Guidance]):
    """What one server's moderators taught, on disk."""

    def __init__(self, folder: Path) -> None:
        """Name the file; it need not be there.

        Args:
            folder: Of the server.
        """
        super().__init__(folder / FILE_NAME, Guidance, "what moderators taught begins anew")

    def read(self) -> Guidance:
        """What was taught so far; a damaged file is set aside, told, and counts as empty."""
        return super().read() or Guidance()
