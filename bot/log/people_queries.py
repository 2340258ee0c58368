"""Reading the query log: what is kept of one person."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from .queries import Rows

Kept = Mapping[str, list[dict[str, object]]]
"""Rows by what they are about; all that JSON can hold."""

_QUERIES = {
    "questions": """
        SELECT answer_id, asked_at, CAST(channel_id AS TEXT) AS channel_id, surface, question,
               as_typed, scope, private, status, confidence, library_version, latency_ms, (
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
}
_JSON = {"passages", "details"}
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
        WHERE guild_id IS ? AND asker IN (SELECT value FROM json_each(?))
    ), EXISTS (SELECT 1 FROM opted_out WHERE asker = ?)
"""


async def export_person(rows: Rows, pseudonyms: Collection[str]) -> Kept:
    """All that is kept of a person in one server, by questions, votes, wishes and the like.

    Args:
        rows: `QueryLog.rows`.
        pseudonyms: All that the person may have there; no two servers share one.
    """
    names = json.dumps([*pseudonyms])
    return {
        about: [
            {name: json.loads(of) if name in _JSON else of for name, of in dict(row).items()}
            for row in await rows(query, (names,))
        ]
        for about, query in _QUERIES.items()
    }


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much of a person is kept in one server.

    Attributes:
        since: When the oldest question was asked; None without any.
        actions: What they did as a moderator, by the log.
    """

    questions: int
    since: datetime | None
    votes: int
    wishes: int
    actions: int


async def count_person(rows: Rows, guild_id: int | None, pseudonyms: Collection[str]) -> Amounts:
    """How much is kept of a person in one server.

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
    """The newest questions of a person in one server, each with its time, the newest first."""
    found = await rows(_NEWEST, (guild_id, json.dumps([*pseudonyms]), most))
    return [(question, datetime.fromisoformat(at)) for question, at in found]


async def find_asker(
    rows: Rows, guild_id: int | None, pseudonyms: Collection[str], opted_out_as: str
) -> tuple[bool, bool]:
    """Whether a question of this person in a server is kept, and whether they opted out.

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
