"""What is stored about one person: export, counts and opt-out."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from .database import Rows
from .entries import instant
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
