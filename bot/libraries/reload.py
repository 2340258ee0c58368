"""One reload, from a request to what may be switched to; nothing in place is touched."""

import asyncio
import logging
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import LogUnusableError, ReloadFailedError, ReloadTooLargeError
from bot.storage.database import LogReader
from bot.storage.entries import new_id
from bot.storage.files import DRAFT, phrase
from bot.storage.lessons import Lessons
from bot.storage.query_log import QueryLog
from bot.storage.questions import recent_questions
from bot.storage.server_state import OwnDocument
from index import SnapshotError
from sources import Limits, child_command, child_environment

from .active import Active, Shared, Staged, check_room
from .comparison import Comparison, Progress, Rehearsal, Tell
from .engine import load_into
from .own_documents import OwnDocuments, without_left_out
from .reading import OwnSource, _Message


async def build_staged(  # noqa: PLR0913  # all that a reload depends on, each by its name
    shared: Shared,
    own: OwnDocuments,
    *,
    guild_id: int,
    active: Active,
    before: tuple[OwnDocument, ...],
    documents: tuple[OwnDocument, ...],
    lessons: Lessons,
    by: str | None,
    tell: Tell,
) -> Staged:
    """Read, index and rehearse in a worker process, and load what it built.

    Args:
        shared: Its `turn` is held.
        own: Of the server.
        guild_id: Of the server.
        active: What is active.
        before: The server's own documents without what a moderator has just changed.
        documents: The server's own as they are to be; their files are there.
        lessons: What the server is taught.
        by: Who asks.
        tell: Is told how far it is.

    Raises:
        ReloadFailedError: If the process does not get to its end, the disk is full, or the cluster
            can't be reached; what it has already is not sent again by the next reload.
        AllLibrariesFullError: If all servers' own documents would be too much for the machine.
    """
    newest = shared.commons.newest()
    request = Request(
        sources=shared.sources.absolute(),
        limits=shared.limits,
        common=shared.commons.path(active.common).absolute(),
        own=own.versions.path(active.own).absolute() if active.own else None,
        newest=shared.commons.path(newest).absolute() if newest else None,
        own_sources=own.sources(documents, before),
        lessons=lessons,
        recent=await _recent(shared.log, guild_id),
        common_draft=shared.commons.draft().absolute(),
        own_draft=own.versions.draft().absolute(),
    )
    check_room(shared, guild_id, active, documents)
    built, new = await _build(shared, own, request, documents, tell)
    if shared.cluster:
        indexes = [shared.commons.load(new.common).index]
        indexes += [own.versions.load(new.own).index] if new.own else []
        await load_into(shared.cluster, indexes, guild_id, tell)
    new = replace(new, documents=without_left_out(documents, before, built.left_out))
    is_switch = new.versions != active.versions or new.documents != active.documents
    return Staged(_rehearsal(built, by, is_switch=is_switch), new)


class Request(_Message):
    """Request to rebuild and compare; sent as one line, after which the pipe stays open.

    Attributes:
        sources: The operator's folder.
        limits: What the files may cost.
        common: Where the version of it is saved that the server is on.
        own: Where the server's own documents are saved that are in place; None without any.
        newest: Where a newer version of the folder is saved, for what of it can be used again.
        own_sources: The server's own documents as they are to be.
        lessons: What the server's moderators taught.
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
    lessons: Lessons
    recent: tuple[str, ...]
    common_draft: Path
    own_draft: Path


class Built(_Message):
    """A worker's result: versions by name, and what differs.

    Attributes:
        left_out: Names of new documents that gave nothing.
    """

    common: str
    own: str | None = None
    left_out: tuple[str, ...] = ()
    comparison: Comparison


async def _build(
    shared: Shared,
    own: OwnDocuments,
    request: Request,
    documents: tuple[OwnDocument, ...],
    tell: Tell,
) -> tuple[Built, Active]:
    drafts = request.common_draft, request.own_draft
    try:
        built = await rebuild_aside(request, tell)
        tell(Progress(step="loading"))
        return built, await asyncio.to_thread(_take_over, shared, own, built, documents, drafts)
    except OSError as error:
        raise ReloadFailedError(phrase(error)) from error
    except SnapshotError as error:
        raise ReloadFailedError(error.reason.rstrip(".").lower()) from error
    finally:
        await asyncio.shield(asyncio.to_thread(_remove, drafts))


def _take_over(
    shared: Shared,
    own: OwnDocuments,
    built: Built,
    documents: tuple[OwnDocument, ...],
    drafts: tuple[Path, Path],
) -> Active:
    if drafts[0].exists():
        shared.commons.adopt(drafts[0], built.common)
    if built.own and drafts[1].exists():
        own.versions.adopt(drafts[1], built.own)
    shared.commons.load(built.common)  # so that nothing has to be read from disk at the switch
    if built.own:
        own.versions.load(built.own)
    return Active(built.common, built.own, documents)


def beside(draft: Path) -> Path:
    """Return the folder for what a worker needs while it makes a draft."""
    return draft.with_name(f"{draft.name}{DRAFT}")


def _remove(drafts: tuple[Path, Path]) -> None:
    for draft in (*drafts, beside(drafts[0])):
        shutil.rmtree(draft, ignore_errors=True)


def _rehearsal(built: Built, by: str | None, *, is_switch: bool) -> Rehearsal:
    return Rehearsal(
        **dict(built.comparison),
        id=new_id(),
        by=by,
        at=datetime.now(UTC),
        is_switch=is_switch,
    )


_MODULE = "bot.libraries.worker"

_LONGEST_LINE = 64 * 2**20  # bytes; a result holds some hundred answers

_ENDED = "its process ended unexpectedly"

_NOT_STARTED = "its process could not be started"


async def rebuild_aside(request: Request, tell: Tell) -> Built:
    """Have a process do what is requested; it is ended whenever this is.

    Raises:
        ReloadFailedError: If it did not get to its end.
        ReloadTooLargeError: If it needs more memory than it may take.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *child_command(_MODULE),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=child_environment(),
            limit=_LONGEST_LINE,
            start_new_session=True,  # Ctrl-C is for the bot, which ends this as it ends itself
        )
    except OSError as error:
        raise ReloadFailedError(_NOT_STARTED) from error
    try:
        return await _listen(process, request, tell)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        # Also when cancelled: a process that nobody waited for stays in the system's table.
        await asyncio.shield(process.wait())


async def _listen(process: asyncio.subprocess.Process, request: Request, tell: Tell) -> Built:
    assert process.stdin is not None  # noqa: S101  # both are pipes, see above
    assert process.stdout is not None  # noqa: S101
    with suppress(BrokenPipeError, ConnectionResetError):  # it ended already: seen below
        process.stdin.write(request.model_dump_json().encode() + b"\n")
        await process.stdin.drain()
    async for line in process.stdout:
        said = Said.model_validate_json(line)
        if said.progress:
            tell(said.progress)
        if said.built:
            return said.built
        if said.failed:
            raise ReloadFailedError(said.failed.rstrip("."))
        if said.is_too_large:
            raise ReloadTooLargeError(request.limits.rebuild_bytes // 1_000_000)
    raise ReloadFailedError(_ENDED)


class Said(_Message):
    """One line of a worker; the last one of a worker that got to its end has `built`."""

    progress: Progress | None = None
    built: Built | None = None
    failed: str | None = None
    is_too_large: bool = False


_log = logging.getLogger(__name__)

MOST_RECENT = 200
"""Questions of the log that are asked again."""


async def recent_everywhere(path: Path) -> tuple[str, ...]:
    """Read the latest questions of all servers, the newest first; none if there is no log."""
    reader = LogReader(path)
    try:
        return await recent_questions(reader.rows, None, MOST_RECENT)
    except LogUnusableError:
        return ()
    finally:
        await reader.close()


async def _recent(log: QueryLog, guild_id: int) -> tuple[str, ...]:
    try:
        return await recent_questions(log.rows, guild_id, MOST_RECENT)
    except LogUnusableError as error:
        _log.warning("A reload is rehearsed without the log's questions: %s", error)
        return ()
