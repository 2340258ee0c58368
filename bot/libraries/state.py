"""What a server's moderators decided about its library: one small file, swapped whole."""

import base64
import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.kept_file import KeptFile

FILE_NAME = "state.json"

Action = Literal["begin", "switch", "rollback", "restart"]
"""What made a version the one in place; "begin" stands for what was there before all else, and
"restart" for a folder that had changed while the bot was not running."""

_Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Version = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}(-[0-9a-f]{8})?$")]
_ID_BYTES = 10  # 80 bits: nobody guesses another server's


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnDocument(_Kept):
    """A document that moderators added in Discord.

    Attributes:
        name: A path with forward slashes, "week 3/notes.pdf".
        sha256: Of its bytes, which are kept under that name.
        size: In bytes.
        added_at: In UTC.
        by: A pseudonym; None if nobody's is known.
    """

    name: str
    sha256: _Digest
    size: int
    added_at: datetime
    by: str | None


class HistoryEntry(_Kept):
    """One version of a server's library, and who put it in place.

    Attributes:
        at: In UTC.
        by: A pseudonym; None if nobody of the server did.
        common: The version of the operator's folder.
        own: The server's own documents.
        own_version: What these are saved under; None without any.
        summary: A few words: "2 added, 1 removed".
        restores: The id of the entry that a rollback went back to.
    """

    id: str
    at: datetime
    by: str | None
    action: Action
    common: _Version
    own: tuple[OwnDocument, ...] = ()
    own_version: _Version | None = None
    summary: str = ""
    restores: str | None = None


class ServerState(_Kept):
    """Where a server stands; nothing of it is ever changed in place.

    Attributes:
        common: The version of the operator's folder that it is on; None: what the folder held
            when the bot was started.
        seen: The newest version of the folder that its moderators decided about.
        undecided: Whether a reload was begun of which not even `seen` is known: what the folder
            holds at the next start then counts as seen.
        own: Its own documents.
        own_version: What these are saved under; None without any.
        history: The newest last; each but the last is a version that can be gone back to.
    """

    common: _Version | None = None
    seen: _Version | None = None
    undecided: bool = False
    own: tuple[OwnDocument, ...] = ()
    own_version: _Version | None = None
    history: tuple[HistoryEntry, ...] = ()


class StateFile(KeptFile[ServerState]):
    """The state of one server on disk."""

    def __init__(self, folder: Path) -> None:
        """Name the file; it need not be there.

        Args:
            folder: Of the server.
        """
        lost = "the server has the common documents only"
        super().__init__(folder / FILE_NAME, ServerState, lost)


def new_id() -> str:
    """Draw 16 characters, a to z and 2 to 7, that nobody can guess."""
    return base64.b32encode(secrets.token_bytes(_ID_BYTES)).decode().lower()
