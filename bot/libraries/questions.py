"""The questions of the log that a reload is rehearsed with."""

import logging
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from bot.errors import LogUnusableError
from bot.log.query_log import QueryLog
from bot.log.reader import LogReader

_log = logging.getLogger(__name__)

MOST_RECENT = 200
"""Questions of the log that are asked again."""

_LOOKED_AT = 5_000  # rows; many ask the same
_OF_SERVER = """
    SELECT question FROM question WHERE guild_id IS ? ORDER BY asked_at DESC LIMIT ?
"""
_OF_ALL = "SELECT question FROM question ORDER BY asked_at DESC LIMIT ?"


async def recent_questions(log: QueryLog, guild_id: int) -> tuple[str, ...]:
    """The last different questions of a server, the newest first; none if the log is unusable."""
    try:
        rows = await log.rows(_OF_SERVER, (guild_id, _LOOKED_AT))
    except LogUnusableError as error:
        _log.warning("A reload is rehearsed without the log's questions: %s", error)
        return ()
    return _different(rows)


async def recent_everywhere(path: Path) -> tuple[str, ...]:
    """The last different questions of all servers, the newest first; none if there is no log."""
    reader = LogReader(path)
    try:
        return _different(await reader.rows(_OF_ALL, (_LOOKED_AT,)))
    except LogUnusableError:
        return ()
    finally:
        await reader.close()


def _different(rows: Iterable[sqlite3.Row]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for (question,) in rows:
        found.setdefault(" ".join(question.casefold().split()), question)
    return tuple(found.values())[:MOST_RECENT]
