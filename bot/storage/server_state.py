"""What each server serves: its versions, the uploads in them, and what moderators have seen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Literal

from bot.errors import LogUnusableError

from .database import LogReader, Rows
from .entries import Change, Statement, instant

Action = Literal["begin", "switch", "rollback", "restart"]
"""What activated a version. "begin" is what was active before the first reload; "restart" is a
folder that had changed while the bot was not running."""


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document that moderators uploaded.

    Attributes:
        name: A path with forward slashes, "week 3/notes.pdf".
        sha256: Of the file, which is stored under this name.
        size: In bytes.
        added_at: In UTC.
        by: A pseudonym; None if it is not known.
    """

    name: str
    sha256: str
    size: int
    added_at: datetime
    by: str | None


def documents_without(
    documents: tuple[OwnDocument, ...], is_erased: Callable[[str | None, datetime], bool]
) -> tuple[OwnDocument, ...]:
    """Return the documents without the names of uploaders who were deleted."""
    return tuple(
        replace(one, by=None) if is_erased(one.by, one.added_at) else one for one in documents
    )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A version of a server, and who activated it.

    Attributes:
        at: In UTC.
        by: A pseudonym; None for the bot.
        common: The version of the operator's folder.
        own: The server's uploads.
        own_version: Their index version; None without any.
        summary: A few words: "2 added, 1 removed".
        restores: The id of the entry that a rollback went back to.
    """

    id: str
    at: datetime
    by: str | None
    action: Action
    common: str
    own: tuple[OwnDocument, ...] = ()
    own_version: str | None = None
    summary: str = ""
    restores: str | None = None


@dataclass(frozen=True, slots=True)
class ServerState:
    """The state of a server; replaced as a whole, never changed.

    Attributes:
        common: The active version of the operator's folder; None: what the folder contained when
            the bot started.
        seen: The newest version of the folder that moderators decided about.
        undecided: Whether a reload was started that did not get as far as `seen`: what the folder
            contains at the next start then counts as seen.
        history: The newest last; all but the last can be rolled back to.
    """

    common: str | None = None
    seen: str | None = None
    undecided: bool = False
    history: tuple[HistoryEntry, ...] = ()

    @property
    def own(self) -> tuple[OwnDocument, ...]:
        """The uploads in the active version."""
        return self.history[-1].own if self.history else ()

    @property
    def own_version(self) -> str | None:
        """Their index version; None without any."""
        return self.history[-1].own_version if self.history else None


_SERVERS = """
    SELECT guild_id, common, seen, undecided FROM server
    WHERE :guild IS NULL OR guild_id = :guild
"""
_VERSIONS = (
    "SELECT * FROM version WHERE :guild IS NULL OR guild_id = :guild ORDER BY guild_id, number"
)
_DOCUMENTS = """
    SELECT version_id, name, sha256, size, added_at, document.actor
    FROM document JOIN version ON version.id = version_id
    WHERE :guild IS NULL OR guild_id = :guild ORDER BY version_id, name
"""
_SET_SERVER = """
    INSERT INTO server (guild_id, common, seen, undecided) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET common = excluded.common, seen = excluded.seen,
                              undecided = excluded.undecided
"""
_INSERT_VERSION = """
    INSERT INTO version (id, guild_id, at, actor, action, common, own_version, summary, restores)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_DELETE_VERSION = "DELETE FROM version WHERE id = ?"
_INSERT_DOCUMENT = """
    INSERT INTO document (version_id, name, sha256, size, added_at, actor)
    VALUES (?, ?, ?, ?, ?, ?)
"""
_FORGET_SERVED = "DELETE FROM served"
_SET_SERVED = "INSERT INTO served (folder, version) VALUES (?, ?)"
_SERVED = "SELECT version FROM served WHERE folder = ?"


async def read_states(rows: Rows, guild_id: int | None = None) -> dict[int, ServerState]:
    """Read the state of each server that has one, or of one of them.

    Raises:
        LogUnusableError: If the database cannot be read now.
    """
    of = {"guild": guild_id}
    same: dict[OwnDocument, OwnDocument] = {}  # most are in several versions of their server

    def document(name: str, sha256: str, size: int, at: str, by: str | None) -> OwnDocument:
        read = OwnDocument(name, sha256, size, datetime.fromisoformat(at), by)
        return same.setdefault(read, read)

    documents: dict[str, tuple[OwnDocument, ...]] = {
        version: tuple(document(*row[1:]) for row in group)
        for version, group in groupby(await rows(_DOCUMENTS, of), lambda row: str(row[0]))
    }
    history: dict[int, list[HistoryEntry]] = {}
    for row in await rows(_VERSIONS, of):
        entry = HistoryEntry(
            id=row["id"],
            at=datetime.fromisoformat(row["at"]),
            by=row["actor"],
            action=row["action"],
            common=row["common"],
            own=documents.get(row["id"], ()),
            own_version=row["own_version"],
            summary=row["summary"],
            restores=row["restores"],
        )
        history.setdefault(row["guild_id"], []).append(entry)
    return {
        guild_id: ServerState(common, seen, bool(undecided), tuple(history.get(guild_id, ())))
        for guild_id, common, seen, undecided in await rows(_SERVERS, of)
    }


def state_changes(guild_id: int, before: ServerState, after: ServerState) -> Iterator[Statement]:
    """Return the statements that turn one state of a server into another."""
    if after == before:
        return
    yield _SET_SERVER, (guild_id, after.common, after.seen, after.undecided)
    old, new = ({one.id for one in state.history} for state in (before, after))
    for entry in before.history:
        if entry.id not in new:
            yield _DELETE_VERSION, (entry.id,)
    for entry in after.history:
        if entry.id not in old:
            yield from _insert(guild_id, entry)


def _insert(guild_id: int, entry: HistoryEntry) -> Iterator[Statement]:
    what = entry.action, entry.common, entry.own_version, entry.summary, entry.restores
    yield _INSERT_VERSION, (entry.id, guild_id, instant(entry.at), entry.by, *what)
    for one in entry.own:
        values = (entry.id, one.name, one.sha256, one.size, instant(one.added_at), one.by)
        yield _INSERT_DOCUMENT, values


def served_change(folder: Path, version: str) -> Change:
    """Return the statements that note the version of the operator's folder activated last."""
    return (_FORGET_SERVED, ()), (_SET_SERVED, (str(folder.absolute()), version))


async def last_served(database: Path, folder: Path) -> str | None:
    """Read the version of an absolute folder that was activated last; None if none is known."""
    reader = LogReader(database)
    try:
        rows = await reader.rows(_SERVED, (str(folder),))
    except LogUnusableError:
        return None
    finally:
        await reader.close()
    return str(rows[0][0]) if rows else None
