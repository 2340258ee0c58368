"""Deleting from the query log: what is past its time, and what a person wants gone.

It goes in small transactions, between which answers are written. What is deleted is overwritten,
in the database and in its write-ahead log.
"""

import asyncio
import json
import logging
import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.durable import ASIDE, aside

from .database import address
from .query_log import QueryLog

_logger = logging.getLogger(__name__)

_ROWS = 100  # questions in one transaction, which takes some milliseconds
_TRIES, _PAUSE, _BUSY_SECONDS = 50, 0.1, 0.05

_OLD_QUESTIONS = "SELECT id FROM question WHERE asked_at < ? ORDER BY asked_at LIMIT ?"
_OLD_QUOTED = "SELECT id FROM quoted WHERE last_shown < ? LIMIT ?"
_QUESTIONS_OF = """
    SELECT id FROM question
    WHERE guild_id IS ? AND asker IN (SELECT value FROM json_each(?)) LIMIT ?
"""
_COUNT_VOTES = """
    INSERT INTO daily (guild_id, day, helpful, unhelpful)
    SELECT ifnull(vote.guild_id, 0), substr(at, 1, 10), sum(helpful), sum(NOT helpful)
    FROM vote JOIN question USING (answer_id)
    WHERE question.id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2
    ON CONFLICT DO UPDATE SET helpful = helpful + excluded.helpful,
                              unhelpful = unhelpful + excluded.unhelpful
"""
_DELETE_QUESTIONS = "DELETE FROM question WHERE id IN (SELECT value FROM json_each(?))"
_DELETE_QUOTED = """
    DELETE FROM quoted WHERE last_shown < ? AND id IN (SELECT value FROM json_each(?))
"""
_FORGET_ACTORS = "UPDATE audit SET actor = '' WHERE at < ? AND actor <> ''"
# What was decided or done stays, for the class; who did it goes.
_DELETE_PERSON = (
    "DELETE FROM vote WHERE voter IN (SELECT value FROM json_each(?))",
    "DELETE FROM wish WHERE asker IN (SELECT value FROM json_each(?))",
    "UPDATE gap SET actor = '' WHERE actor IN (SELECT value FROM json_each(?))",
    "UPDATE audit SET actor = '' WHERE actor IN (SELECT value FROM json_each(?))",
)
_DELETE_QUESTIONS_OF = """
    DELETE FROM question WHERE guild_id IS ? AND asker IN (SELECT value FROM json_each(?))
"""


async def forget_before(log: QueryLog, day: date) -> int:
    """Delete all that was asked before a day, in UTC; counts of whole days stay.

    With a question go its passages, votes, wishes and decisions; then the quotations that no
    answer shows any more, who did what before that day, and damaged logs set aside before it.

    Returns:
        How many questions were deleted.

    Raises:
        LogUnusableError: If the log cannot be read or written now; the next call goes on.
    """
    moment = datetime.combine(day, time(), UTC)
    log.forget(before=moment)
    deleted = 0
    while ids := await _ids(log, _OLD_QUESTIONS, day.isoformat(), _ROWS):
        await log.change((_COUNT_VOTES, (ids,)), (_DELETE_QUESTIONS, (ids,)))
        deleted += len(json.loads(ids))
    while ids := await _ids(log, _OLD_QUOTED, day.isoformat(), _ROWS):
        await log.change((_DELETE_QUOTED, (day.isoformat(), ids)))
    await log.change((_FORGET_ACTORS, (day.isoformat(),)))
    await asyncio.to_thread(_delete_set_aside, log.path, day)
    await overwrite(log.path)
    return deleted


async def delete_person(log: QueryLog, guild_id: int | None, pseudonyms: Collection[str]) -> None:
    """Delete all that somebody asked, voted and wished in a server; also their name as a moderator.

    That they opted out stays, under a name that leads to nothing else.

    Args:
        log: Where it is.
        guild_id: None outside any.
        pseudonyms: All that the person may have there.

    Raises:
        LogUnusableError: If the log cannot be read or written now; some may be deleted by then.
    """
    log.forget(askers=pseudonyms)
    names = json.dumps([*pseudonyms])
    while ids := await _ids(log, _QUESTIONS_OF, guild_id, names, _ROWS):
        await log.change((_DELETE_QUESTIONS, (ids,)))
    # Once more, for questions that were only waiting to be written.
    rest = ((statement, (names,)) for statement in _DELETE_PERSON)
    await log.change((_DELETE_QUESTIONS_OF, (guild_id, names)), *rest)
    await overwrite(log.path)


async def overwrite(path: Path) -> None:
    """Move the write-ahead log into the database and empty it: in it are rows since deleted."""
    for _ in range(_TRIES):
        if await asyncio.to_thread(_checkpoint, path):
            return
        await asyncio.sleep(_PAUSE)
    _logger.warning("What was deleted from %s is overwritten later, for it is in use.", path)


async def _ids(log: QueryLog, sql: str, *parameters: object) -> str | None:
    """The ids that a query gives, as JSON; None if there is none."""
    rows = await log.rows(sql, parameters)
    return json.dumps([row[0] for row in rows]) if rows else None


def _checkpoint(path: Path) -> bool:
    where = address(path, "rw")
    with closing(sqlite3.connect(where, uri=True, timeout=_BUSY_SECONDS)) as connection:
        # First without keeping anybody from writing: what is left then takes but a moment.
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        ((busy, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return not busy


def _delete_set_aside(path: Path, day: date) -> None:
    """Delete damaged logs that were set aside before a day; their names tell when."""
    before = aside(path, datetime.combine(day, time())).name
    for old in path.parent.glob(f"{path.stem}{ASIDE}*"):
        if old.name < before:
            old.unlink(missing_ok=True)
