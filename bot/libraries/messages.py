"""What is said between the bot and the worker process that rebuilds a library."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.guidance import Guidance
from sources import Limits

from .rehearsal import Comparison, Progress


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnSource(_Message):
    """A document of the server's own: its name and where its bytes are."""

    name: str
    path: Path


class Request(_Message):
    """What is to be rebuilt and compared; sent as one line, after which the pipe stays open.

    Attributes:
        sources: The operator's folder.
        limits: What the files may cost.
        common: Where the version of it is saved that the server is on.
        own: Where the server's own documents are saved that are in place; None without any.
        newest: Where a newer version of the folder is saved, for what of it can be used again.
        own_sources: The server's own documents as they are to be.
        guidance: What the server's moderators taught.
        recent: Questions of the log, the newest first, each once.
        common_draft: Where to save the folder as it is now, if that is another version.
        own_draft: Where to save the server's own documents, if they are others.
    """

    sources: Path
    limits: Limits
    common: Path
    own: Path | None
    newest: Path | None
    own_sources: tuple[OwnSource, ...]
    guidance: Guidance
    recent: tuple[str, ...]
    common_draft: Path
    own_draft: Path


class Built(_Message):
    """What a worker built: versions by name, and what differs."""

    common: str
    own: str | None = None
    comparison: Comparison


class Said(_Message):
    """One line of a worker; the last one of a worker that got to its end has `built`."""

    progress: Progress | None = None
    built: Built | None = None
    failed: str | None = None
