"""What a server's moderators decided about its library: one small file, swapped whole."""

import base64
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.storage.files import KeptFile

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
        lost = "the server has only shared documents"
        super().__init__(folder / FILE_NAME, ServerState, lost)


def new_id() -> str:
    """Draw 16 characters, a to z and 2 to 7, that nobody can guess."""
    return base64.b32encode(secrets.token_bytes(_ID_BYTES)).decode().lower()


def entry(  # noqa: PLR0913  # a version, and who put it in place, each by its name
    action: Action,
    *,
    common: str,
    own: tuple[OwnDocument, ...] = (),
    own_version: str | None = None,
    by: str | None = None,
    summary: str = "",
    restores: str | None = None,
) -> HistoryEntry:
    """A version that is put in place now."""
    return HistoryEntry(
        id=new_id(),
        at=datetime.now(UTC),
        by=by,
        action=action,
        common=common,
        own=own,
        own_version=own_version,
        summary=summary,
        restores=restores,
    )


def begun(state: ServerState, in_place: str) -> ServerState:
    """A reload is begun; should it break off, a restart serves what is in place now.

    Args:
        state: As it is.
        in_place: The version of the operator's folder that the server is on.
    """
    return state.model_copy(
        update={"common": in_place, "undecided": True, "history": _since(state, in_place)}
    )


def looked_at(state: ServerState, folder: str) -> ServerState:
    """The moderators see what the folder holds; until they decide, all stays as it is.

    Args:
        state: As it is.
        folder: The version that was found there.
    """
    return state.model_copy(update={"seen": folder, "undecided": False})


def gone_to(state: ServerState, new: HistoryEntry, in_place: str, kept: int) -> ServerState:
    """Another version is in place.

    Args:
        state: As it is.
        new: What is put in place.
        in_place: The version of the operator's folder that is left.
        kept: How many versions before the new one can be gone back to.
    """
    return ServerState(
        common=new.common,
        # A rollback decides about the newest version that was looked at: not to have it; and,
        # if a reload broke off before it, about what that would have found.
        seen=state.seen or in_place,
        undecided=state.undecided,
        own=new.own,
        own_version=new.own_version,
        history=(*_since(state, in_place), new)[-kept - 1 :],
    )


def resumed(state: ServerState, folder: str, kept: int) -> ServerState:
    """A bot is started: the server goes with the folder, unless moderators decided otherwise.

    Args:
        state: As it was left, by whatever end.
        folder: The version of the operator's folder that was found.
        kept: How many versions before the newest can be gone back to.
    """
    if decided(state, folder) is None:
        return followed(state, folder, kept)
    return looked_at(state, folder) if state.undecided else state


def decided(state: ServerState, folder: str) -> str | None:
    """The version of the operator's folder that a server stays on; None if it goes with the folder.

    Args:
        state: As it was left.
        folder: The version of the folder that is there now.
    """
    # Undecided: nobody decided for what the reload that broke off would have found.
    return state.common if state.undecided or state.seen == folder else None


def followed(state: ServerState, folder: str, kept: int) -> ServerState:
    """The folder had changed when the bot was started, and the server goes with it."""
    last = state.history[-1] if state.history else None
    if last is None or last.common == folder:
        return state.model_copy(update={"common": None, "seen": None, "undecided": False})
    new = entry("restart", common=folder, own=state.own, own_version=state.own_version)
    history = (*state.history, new)[-kept - 1 :]
    return state.model_copy(
        update={"common": None, "seen": None, "undecided": False, "history": history}
    )


def version_before(history: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """What one step back leads to; after a rollback, a step further back than that one led.

    Args:
        history: Of a server, the newest last.
    """
    places = {one.id: place for place, one in enumerate(history)}
    place = len(history) - 1
    if place < 0:
        return None
    now = history[place]
    while (restored := history[place].restores) in places:
        place = places[restored]
    if history[place].restores is not None:
        return None  # where it led is not kept any more, nor what was before
    while place and _same(history[place - 1], now):
        place -= 1
    return history[place - 1] if place else None


def _same(one: HistoryEntry, other: HistoryEntry) -> bool:
    return (one.common, one.own_version) == (other.common, other.own_version)


def _since(state: ServerState, in_place: str) -> tuple[HistoryEntry, ...]:
    """The history, which begins with what was in place before all else."""
    return state.history or (
        entry("begin", common=in_place, own=state.own, own_version=state.own_version),
    )
