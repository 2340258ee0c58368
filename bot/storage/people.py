"""What is stored about one person: export, counts, opt-out, deletion and retention."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from .database import Rows, address
from .entries import instant
from .files import ASIDE, aside
from .query_log import QueryLog

Kept = Mapping[str, list[dict[str, object]]]
"""Rows by kind, as JSON can hold them."""

_QUERIES = {
    "questions": """
        SELECT answer_id, asked_at, CAST(channel_id AS TEXT) AS channel_id, surface, question,
               added, as_typed, scope, private, kind, status, confidence, library_version,
               latency_ms, (
                   SELECT json_group_array(json_object('source', source, 'text', text))
                   FROM passage LEFT JOIN quoted ON quoted.id = passage.quoted
                   WHERE question_id = question.id
               ) AS passages
        FROM question WHERE asker IN (SELECT value FROM json_each(?)) ORDER BY asked_at
    """,
    "votes": """
        SELECT answer_id, at, helpful, reason
        FROM vote WHERE voter IN (SELECT value FROM json_each(?)) ORDER BY at
    """,
    "wishes": """
        SELECT answer_id, at, told_at
        FROM wish WHERE asker IN (SELECT value FROM json_each(?)) ORDER BY at
    """,
    "decisions": """
        SELECT answer_id, at, decision
        FROM gap WHERE actor IN (SELECT value FROM json_each(?)) ORDER BY at
    """,
    "actions": """
        SELECT at, action, details
        FROM audit WHERE actor IN (SELECT value FROM json_each(?)) ORDER BY at
    """,
    "taught": """
        SELECT id, at, kind, content
        FROM lesson WHERE actor IN (SELECT value FROM json_each(?)) ORDER BY number
    """,
    "answers": """
        SELECT id, at, kind, content FROM lesson
        WHERE json_extract(content, '$.writer') IN (SELECT value FROM json_each(?))
        ORDER BY number
    """,
    "documents": """
        SELECT DISTINCT name, sha256, size, added_at
        FROM document WHERE actor IN (SELECT value FROM json_each(?)) ORDER BY added_at
    """,
    "preferences": """
        SELECT private FROM preference WHERE asker IN (SELECT value FROM json_each(?))
    """,
    "versions": """
        SELECT id, at, action, common, own_version, summary, restores
        FROM version WHERE actor IN (SELECT value FROM json_each(?)) ORDER BY number
    """,
}
_JSON = {"passages", "details"}
_FIELDS = "content"  # JSON, each field of which is exported as a column
_COUNTS = """
    SELECT (SELECT count(*) FROM question WHERE guild_id IS :guild_id AND asker IN (
                SELECT value FROM json_each(:names))) AS questions,
           (SELECT min(asked_at) FROM question WHERE guild_id IS :guild_id AND asker IN (
                SELECT value FROM json_each(:names))) AS since,
           (SELECT count(*) FROM vote WHERE voter IN (
                SELECT value FROM json_each(:names))) AS votes,
           (SELECT count(*) FROM wish WHERE asker IN (
                SELECT value FROM json_each(:names))) AS wishes,
           (SELECT count(*) FROM gap WHERE actor IN (SELECT value FROM json_each(:names)))
           + (SELECT count(*) FROM audit WHERE actor IN (
                SELECT value FROM json_each(:names)))
           + (SELECT count(*) FROM lesson WHERE actor IN (
                SELECT value FROM json_each(:names)) OR json_extract(content, '$.writer') IN (
                SELECT value FROM json_each(:names)))
           + (SELECT count(*) FROM version WHERE actor IN (
                SELECT value FROM json_each(:names)))
           + (SELECT count(DISTINCT name || sha256) FROM document WHERE actor IN (
                SELECT value FROM json_each(:names))) AS actions
"""
_NEWEST = """
    SELECT question, asked_at FROM question
    WHERE guild_id IS ? AND asker IN (SELECT value FROM json_each(?))
    ORDER BY asked_at DESC LIMIT ?
"""
_ASKER = """
    SELECT EXISTS (
        SELECT 1 FROM question
        WHERE guild_id IS ? AND kind = 'question' AND asker IN (SELECT value FROM json_each(?))
    ), EXISTS (SELECT 1 FROM opted_out WHERE asker = ?)
"""


async def export_person(rows: Rows, pseudonyms: Collection[str]) -> Kept:
    """Return everything stored about a person in one server, by kind.

    Args:
        rows: `QueryLog.rows`.
        pseudonyms: All that the person may have there; they differ between servers.
    """
    names = json.dumps([*pseudonyms])
    return {
        about: [_exported(row) for row in await rows(query, (names,))]
        for about, query in _QUERIES.items()
    }


def _exported(row: sqlite3.Row) -> dict[str, object]:
    columns = dict(row)
    fields = json.loads(columns.pop(_FIELDS, "{}"))
    return {**{n: json.loads(of) if n in _JSON else of for n, of in columns.items()}, **fields}


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is stored about a person in one server.

    Attributes:
        since: The time of the oldest question; None without any.
        actions: What they did as a moderator: decisions, lessons, uploads, versions, audit rows.
    """

    questions: int
    since: datetime | None
    votes: int
    wishes: int
    actions: int


async def count_person(rows: Rows, guild_id: int | None, pseudonyms: Collection[str]) -> Amounts:
    """Count what is stored about a person in one server.

    Args:
        rows: `QueryLog.rows`.
        guild_id: None outside any.
        pseudonyms: All that the person may have there.
    """
    (row,) = await rows(_COUNTS, {"guild_id": guild_id, "names": json.dumps([*pseudonyms])})
    since = datetime.fromisoformat(row["since"]) if row["since"] else None
    return Amounts(row["questions"], since, row["votes"], row["wishes"], row["actions"])


async def newest_questions(
    rows: Rows, guild_id: int | None, pseudonyms: Collection[str], most: int
) -> list[tuple[str, datetime]]:
    """Return a person's newest questions in one server with their times, the newest first."""
    found = await rows(_NEWEST, (guild_id, json.dumps([*pseudonyms]), most))
    return [(question, datetime.fromisoformat(at)) for question, at in found]


async def find_asker(
    rows: Rows, guild_id: int | None, pseudonyms: Collection[str], opted_out_as: str
) -> tuple[bool, bool]:
    """Return whether a question of a person is stored in a server, and whether they opted out.

    Args:
        rows: `QueryLog.rows`.
        guild_id: None outside any.
        pseudonyms: All that the person may have there.
        opted_out_as: The name under which they may have opted out.
    """
    ((has_asked, opted_out),) = await rows(
        _ASKER, (guild_id, json.dumps([*pseudonyms]), opted_out_as)
    )
    return bool(has_asked), bool(opted_out)


_OPT_OUT = "INSERT OR IGNORE INTO opted_out (asker, guild_id, since) VALUES (?, ?, ?)"
_OPT_IN = "DELETE FROM opted_out WHERE asker = ?"
_SINCE = "SELECT since FROM opted_out WHERE asker = ?"


async def opt_out(log: QueryLog, name: str, guild_id: int | None, at: datetime) -> None:
    """Stop storing the questions whose entries have this `opted_out_as`.

    Args:
        log: Where questions are stored.
        name: `Pseudonyms.opted_out` of the person.
        guild_id: None outside any.
        at: Now.

    Raises:
        LogUnusableError: If it cannot be written; then nothing has changed.
    """
    await log.change((_OPT_OUT, (name, guild_id, instant(at))))


async def opt_in(log: QueryLog, name: str) -> None:
    """Store a person's questions again.

    Raises:
        LogUnusableError: If it cannot be written; then nothing has changed.
    """
    await log.change((_OPT_IN, (name,)))


async def opted_out_since(log: QueryLog, name: str) -> datetime | None:
    """Return when a person opted out; None if they did not.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    rows = await log.rows(_SINCE, (name,))
    return datetime.fromisoformat(rows[0]["since"]) if rows else None


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


async def forget_before(log: QueryLog, day: date) -> int:
    """Delete all questions asked before a day, in UTC; the counts of whole days stay.

    A question's passages, votes, notification requests and decisions are deleted with it; then
    quotations that no answer shows, the names of moderators who acted before that day, and damaged
    logs moved aside before it.

    Returns:
        The number of questions deleted.

    Raises:
        LogUnusableError: If the log cannot be read or written now; the next call continues.
    """
    moment = datetime.combine(day, time(), UTC)
    log.forget(before=moment)
    deleted = 0
    while ids := await _ids(log, _OLD_QUESTIONS, day.isoformat(), _ROWS):
        await log.change((_COUNT_VOTES, (ids,)), (_DELETE_QUESTIONS, (ids,)))
        deleted += len(json.loads(ids))
    while ids := await _ids(log, _OLD_QUOTED, day.isoformat(), _ROWS):
        await log.change((_DELETE_QUOTED, (day.isoformat(), ids)))
    await log.change(*((statement, (day.isoformat(),)) for statement in _FORGET_ACTORS))
    await asyncio.to_thread(_delete_set_aside, log.path, day)
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
