"""Watching the operator's folder: once it is quiet after a change, each server is rehearsed."""

import logging
from collections.abc import Awaitable, Callable, Iterable

from watchfiles import awatch

from bot.errors import PullquoteError, sentence

from .libraries import Libraries
from .rehearsal import Rehearsal

_log = logging.getLogger(__name__)

_QUIET_MS = 3_000  # without a change: a teacher who copies a folder of files has finished
_LONGEST_MS = 60_000

Report = Callable[[int, Rehearsal], Awaitable[None]]


async def watch_folder(
    libraries: Libraries, servers: Callable[[], Iterable[int]], report: Report
) -> None:
    """Rehearse what changes in the operator's folder, until cancelled.

    Nothing is switched but what the operator's rules allow to be.

    Args:
        libraries: Of all servers.
        servers: Gives the ids of those that are to be rehearsed, each time.
        report: Is told a server's id and the result of its reload, if there is something to
            switch to. What it raises is logged.
    """
    folder = libraries.sources
    _log.info("watching %s", folder)
    async for _ in awatch(folder, step=_QUIET_MS, debounce=_LONGEST_MS):
        for guild_id in servers():
            await _rehearse(libraries, guild_id, report)


async def _rehearse(libraries: Libraries, guild_id: int, report: Report) -> None:
    try:
        rehearsal = await libraries.of(guild_id).reload(by=None)
        if rehearsal.is_switch:
            await report(guild_id, rehearsal)
    except PullquoteError as error:
        _log.warning("%s changed, and server %d: %s", libraries.sources, guild_id, sentence(error))
    except Exception:  # noqa: BLE001  # the next server has its turn, and the next change
        _log.exception("a change of %s is not shown to server %d", libraries.sources, guild_id)
