"""One reload, from a request to what may be switched to; nothing in place is touched."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

from bot.durable import phrase
from bot.errors import ReloadFailedError
from bot.guidance import Guidance
from index import SnapshotError

from .messages import Built, Request
from .own import OwnDocuments
from .placing import Candidate, Placed
from .process import rebuild_aside
from .questions import recent_questions
from .rehearsal import Progress, Rehearsal, Tell
from .shared import Shared
from .state import OwnDocument, new_id


async def build_candidate(  # noqa: PLR0913  # all that a reload depends on, each by its name
    shared: Shared,
    own: OwnDocuments,
    *,
    guild_id: int,
    placed: Placed,
    documents: tuple[OwnDocument, ...],
    guidance: Guidance,
    by: str | None,
    tell: Tell,
) -> Candidate:
    """Read, index and rehearse in a worker process, and load what it built.

    Args:
        shared: Its `turn` is held.
        own: Of the server.
        guild_id: Of the server.
        placed: What is in place.
        documents: The server's own as they are to be; their files are there.
        guidance: What the server is taught.
        by: Who asks.
        tell: Is told how far it is.

    Raises:
        ReloadFailedError: If the process does not get to its end, or the disk is full.
    """
    newest = shared.commons.newest()
    request = Request(
        sources=shared.sources.absolute(),
        limits=shared.limits,
        common=shared.commons.path(placed.common.version).absolute(),
        own=own.editions.path(placed.own.version).absolute() if placed.own else None,
        newest=shared.commons.path(newest).absolute() if newest else None,
        own_sources=own.sources(documents),
        guidance=guidance,
        recent=await recent_questions(shared.log, guild_id),
        common_draft=shared.commons.draft().absolute(),
        own_draft=own.editions.draft().absolute(),
    )
    built, new = await _build(shared, own, request, documents, tell)
    is_switch = new.versions != placed.versions or new.documents != placed.documents
    return Candidate(_rehearsal(built, by, is_switch=is_switch), new)


async def _build(
    shared: Shared,
    own: OwnDocuments,
    request: Request,
    documents: tuple[OwnDocument, ...],
    tell: Tell,
) -> tuple[Built, Placed]:
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
) -> Placed:
    if drafts[0].exists():
        shared.commons.adopt(drafts[0], built.common)
    if built.own and drafts[1].exists():
        own.editions.adopt(drafts[1], built.own)
    return Placed(
        shared.commons.load(built.common),
        own.editions.load(built.own) if built.own else None,
        documents,
    )


def _remove(drafts: tuple[Path, Path]) -> None:
    for draft in drafts:
        shutil.rmtree(draft, ignore_errors=True)


def _rehearsal(built: Built, by: str | None, *, is_switch: bool) -> Rehearsal:
    return Rehearsal(
        **dict(built.comparison),
        id=new_id(),
        by=by,
        at=datetime.now(UTC),
        is_switch=is_switch,
    )
