"""Deleting: what is older than the retention, and what one person asks to be deleted."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path

from .database import address
from .files import ASIDE, aside
from .query_log import QueryLog

_logger = logging.getLogger(__name__)

_ROWS = 100  # questions in one transaction, which takes some milliseconds
_TRIES, _PAUSE, _BUSY_SECONDS = 50, 0.1, 0.05

_OLD_QUESTIONS = """
    SELECT id FROM question WHERE asked_at < ?1 AND (?2 IS NULL OR guild_id = ?2)
    ORDER BY asked_at LIMIT ?3
"""
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
_FORGET_ACTORS = (
    "UPDATE audit SET actor = '' WHERE at < ? AND actor <> ''",
    "UPDATE lesson SET actor = '' WHERE at < ? AND actor <> ''",
    "UPDATE version SET actor = NULL WHERE at < ? AND actor IS NOT NULL",
    "UPDATE document SET actor = NULL WHERE added_at < ? AND actor IS NOT NULL",
)
# What was decided or done stays, for the class; the name of who did it is deleted.
_DELETE_PERSON = (
    "DELETE FROM vote WHERE voter IN (SELECT value FROM json_each(?))",
    "DELETE FROM wish WHERE asker IN (SELECT value FROM json_each(?))",
    "DELETE FROM preference WHERE asker IN (SELECT value FROM json_each(?))",
    "UPDATE gap SET actor = '' WHERE actor IN (SELECT value FROM json_each(?))",
    "UPDATE audit SET actor = '' WHERE actor IN (SELECT value FROM json_each(?))",
    "UPDATE lesson SET actor = '' WHERE actor IN (SELECT value FROM json_each(?))",
    "UPDATE version SET actor = NULL WHERE actor IN (SELECT value FROM json_each(?))",
    "UPDATE document SET actor = NULL WHERE actor IN (SELECT value FROM json_each(?))",
)
# What a member wrote goes with all that was stored about it; its gap is open again.
_FIXES_OF = """
    SELECT fix FROM lesson WHERE kind IN ('answer', 'proposal')
        AND json_extract(content, '$.writer') IN (SELECT value FROM json_each(?))
"""
_DELETE_WRITER = (
    f"DELETE FROM gap WHERE fix IN ({_FIXES_OF})",  # noqa: S608  # a constant
    f"DELETE FROM lesson WHERE fix IN ({_FIXES_OF})",  # noqa: S608  # a constant
    """
    UPDATE lesson SET content = json_set(content, '$.author', 'A moderator')
    WHERE kind = 'answer' AND actor IN (SELECT value FROM json_each(?))
        AND json_extract(content, '$.writer') = ''
    """,
)
_DELETE_QUESTIONS_OF = """
    DELETE FROM question WHERE guild_id IS ? AND asker IN (SELECT value FROM json_each(?))
"""


async def forget_before(log: QueryLog, day: date, guild_id: int | None = None) -> int:
    """Delete all questions asked before a day, in UTC; the counts of whole days stay.

    A question's passages, votes, notification requests and decisions are deleted with it. Without a
    server, so are quotations that no answer shows, the names of moderators who acted before that
    day, and damaged logs moved aside before it.

    Args:
        log: The database.
        day: The first one that stays.
        guild_id: Of the server whose questions are deleted; None for all.

    Returns:
        The number of questions deleted.

    Raises:
        LogUnusableError: If the log cannot be read or written now; the next call continues.
    """
    log.forget(before=datetime.combine(day, time(), UTC), guild_id=guild_id)
    deleted = 0
    while ids := await _ids(log, _OLD_QUESTIONS, day.isoformat(), guild_id, _ROWS):
        await log.change((_COUNT_VOTES, (ids,)), (_DELETE_QUESTIONS, (ids,)))
        deleted += len(json.loads(ids))
    if guild_id is None:
        while ids := await _ids(log, _OLD_QUOTED, day.isoformat(), _ROWS):
            await log.change((_DELETE_QUOTED, (day.isoformat(), ids)))
        await log.change(*((statement, (day.isoformat(),)) for statement in _FORGET_ACTORS))
        await asyncio.to_thread(_delete_set_aside, log.path, day)
    if guild_id is None or deleted:
        await overwrite(log.path)
    return deleted


async def delete_person(log: QueryLog, guild_id: int | None, pseudonyms: Collection[str]) -> None:
    """Delete a person's questions, votes and requests in a server, and their name as a moderator.

    Their opt-out stays, under a name that leads to nothing else.

    Args:
        log: The database.
        guild_id: None outside any.
        pseudonyms: All that the person may have there.

    Raises:
        LogUnusableError: If the log cannot be read or written now; some may be deleted by then.
    """
    log.forget(askers=pseudonyms)
    names = json.dumps([*pseudonyms])
    while ids := await _ids(log, _QUESTIONS_OF, guild_id, names, _ROWS):
        await log.change((_DELETE_QUESTIONS, (ids,)))
    # Again, for questions that were waiting to be written.
    # Before the rest, which removes the names by which it is found.
    rest = ((statement, (names,)) for statement in (*_DELETE_WRITER, *_DELETE_PERSON))
    await log.change((_DELETE_QUESTIONS_OF, (guild_id, names)), *rest)
    await overwrite(log.path)


async def overwrite(path: Path) -> None:
    """Move the write-ahead log into the database and empty it: it contains deleted rows."""
    for _ in range(_TRIES):
        if await asyncio.to_thread(_checkpoint, path):
            return
        await asyncio.sleep(_PAUSE)
    _logger.warning("Deleted rows of %s will be overwritten later: it is in use.", path)


async def _ids(log: QueryLog, sql: str, *parameters: object) -> str | None:
    """Return the ids that a query finds, as JSON; None if there are none."""
    rows = await log.rows(sql, parameters)
    return json.dumps([row[0] for row in rows]) if rows else None


def _checkpoint(path: Path) -> bool:
    where = address(path, "rw")
    with closing(sqlite3.connect(where, uri=True, timeout=_BUSY_SECONDS)) as connection:
        # First without blocking the writer: what is left then takes a moment.
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        ((busy, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return not busy


def _delete_set_aside(path: Path, day: date) -> None:
    """Delete damaged logs that were moved aside before a day, by their names."""
    before = aside(path, datetime.combine(day, time())).name
    for old in path.parent.glob(f"{path.stem}{ASIDE}*"):
        if old.name < before:
            old.unlink(missing_ok=True)
