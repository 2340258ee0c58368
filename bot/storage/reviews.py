"""Gaps, what moderators decided about them, the audit table, and weekly digests."""

import json
import logging
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from bot.errors import LogUnusableError
from index import Status

from .database import Readable
from .entries import Statement, instant
from .masking import masked_within
from .query_log import QueryLog

_log = logging.getLogger(__name__)

BOT = "bot"
"""Who does what nobody asked for; no pseudonym: these have 32 digits."""

_INSERT = "INSERT INTO audit (at, guild_id, actor, action, details) VALUES (?, ?, ?, ?, ?)"


def audit_row(
    guild_id: int | None, by: str | None, action: str, details: Mapping[str, object]
) -> Statement:
    """Return the statement that records what a moderator did.

    Args:
        guild_id: Of the server; None for all of them.
        by: The moderator's pseudonym; None for the bot itself.
        action: A word or two, "sources switch".
        details: What JSON can hold, and names nobody.
    """
    written = json.dumps(masked_within(details), ensure_ascii=False)
    return _INSERT, (instant(datetime.now(UTC)), guild_id, by or BOT, action, written)


async def audit(
    log: QueryLog, guild_id: int | None, by: str | None, action: str, details: Mapping[str, object]
) -> None:
    """Record what was done, by itself; a row that cannot be written undoes nothing.

    Args:
        log: Whose database has the table.
        guild_id: As for `audit_row`, and so on.
        by: As above.
        action: As above.
        details: As above.
    """
    try:
        await log.change(audit_row(guild_id, by, action, details))
    except (LogUnusableError, sqlite3.Error, OverflowError, UnicodeError) as error:
        _log.error("The audit table lacks a row (%s): %s in server %s.", error, action, guild_id)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question without a good answer that nobody has decided about.

    Attributes:
        asker: A pseudonym.
        unhelpful: Votes that say so of the answer.
        reasons: What these voters wrote.
        scope: The document or collection that the question was limited to; None without limit.
        as_typed: Whether spelling correction was disabled for it.
        private: Whether nobody but the asker saw the answer; True if that isn't known.
    """

    answer_id: str
    question: str
    asker: str
    asked_at: datetime
    status: Status
    unhelpful: int
    reasons: tuple[str, ...] = ()
    scope: str | None = None
    as_typed: bool = False
    private: bool = False


Decision = Literal[
    "synonym", "pin", "answer", "source", "out_of_scope", "not_a_question", "answered", "done"
]
"""What closed a question. `answered`: something else answered it, so it closed itself; `source`
and `done` are of older versions."""

ANSWERED: frozenset[Decision] = frozenset({"synonym", "pin", "answer", "source", "answered"})
"""Decisions after which there is an answer to tell of."""

MOST_CANDIDATES = 5_000  # the latest; nobody reads more, and grouping them takes a second

_OPEN = """
    SELECT answer_id, question, asker, asked_at, status, scope, as_typed,
        ifnull(private, 1) AS private,
        (SELECT count(*) FROM vote WHERE vote.answer_id = question.answer_id AND NOT helpful)
            AS unhelpful,
        (SELECT json_group_array(reason) FROM vote
            WHERE vote.answer_id = question.answer_id AND NOT helpful AND reason IS NOT NULL)
            AS reasons
    FROM question
    WHERE guild_id IS ? AND asked_at >= ? AND kind = 'question'
        AND (status IN ('weak', 'none') OR EXISTS (
            SELECT 1 FROM vote WHERE vote.answer_id = question.answer_id AND NOT helpful))
        AND NOT EXISTS (SELECT 1 FROM gap WHERE gap.answer_id = question.answer_id)
    ORDER BY asked_at DESC LIMIT ?
"""
_WITH_GAPS = """
    SELECT value FROM json_each(?) WHERE EXISTS (
        SELECT 1 FROM question
        WHERE guild_id = value AND kind = 'question' AND status IN ('weak', 'none')
            AND NOT EXISTS (SELECT 1 FROM gap WHERE gap.answer_id = question.answer_id))
"""
# Its asker may have had the question deleted meanwhile.
_DECIDE = """
    INSERT OR IGNORE INTO gap (answer_id, decision, at, actor, fix)
    SELECT answer_id, ?, ?, ?, ? FROM question WHERE answer_id = ? AND guild_id = ?
"""
_FIX_OF = """
    SELECT fix FROM gap JOIN question USING (answer_id) WHERE answer_id = ? AND guild_id = ?
"""
_IS_FIX = """
    SELECT 1 FROM gap JOIN question USING (answer_id) WHERE gap.fix = ? AND guild_id = ? LIMIT 1
"""
_REOPEN = """
    DELETE FROM gap WHERE fix = ?
        AND answer_id IN (SELECT answer_id FROM question WHERE guild_id = ?)
"""


async def servers_with_gaps(log: Readable, guild_ids: Collection[int]) -> list[int]:
    """Return those of some servers that may have questions nobody has decided about.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    rows = await log.rows(_WITH_GAPS, (json.dumps([*guild_ids]),))
    return [row[0] for row in rows]


async def open_candidates(
    log: Readable, guild_id: int | None, since: datetime | None = None
) -> list[Candidate]:
    """The questions of a server that nobody has decided about, the oldest first.

    Args:
        log: Where they are kept.
        guild_id: Of the server; None for the terminal's.
        since: Only those asked from then on.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    first = instant(since) if since else ""
    rows = await log.rows(_OPEN, (guild_id, first, MOST_CANDIDATES))
    return [
        Candidate(
            answer_id=row["answer_id"],
            question=row["question"],
            asker=row["asker"],
            asked_at=datetime.fromisoformat(row["asked_at"]),
            status=row["status"],
            unhelpful=row["unhelpful"],
            reasons=tuple(json.loads(row["reasons"])),
            scope=row["scope"],
            as_typed=bool(row["as_typed"]),
            private=bool(row["private"]),
        )
        for row in reversed(rows)
    ]


def decide(  # noqa: PLR0913  # what is decided about which questions, by whom, when and how
    guild_id: int,
    answer_ids: Sequence[str],
    decision: Decision,
    *,
    by: str,
    at: datetime,
    fix: str,
) -> Iterator[Statement]:
    """Return the statements that close a gap; questions that others closed stay as they are."""
    row = decision, instant(at), by, fix
    return ((_DECIDE, (*row, answer_id, guild_id)) for answer_id in answer_ids)


def reopen(guild_id: int, fix: str) -> Statement:
    """Return the statement that puts what one decision closed back on the list."""
    return _REOPEN, (fix, guild_id)


async def fix_of(log: QueryLog, guild_id: int, answer_id: str) -> str | None:
    """Look up the decision that closed a question of this server; None if it is open.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    rows = await log.rows(_FIX_OF, (answer_id, guild_id))
    return str(rows[0][0]) if rows else None


async def closes_gap(log: QueryLog, guild_id: int, fix: str) -> bool:
    """Return whether a decision closed a gap that is still stored.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    return bool(await log.rows(_IS_FIX, (fix, guild_id)))


_SET_DIGEST = """
    INSERT INTO digest (guild_id, channel_id, sent_at) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET channel_id = excluded.channel_id
"""
_UNSET_DIGEST = "DELETE FROM digest WHERE guild_id = ?"
_DIGEST_CHANNEL = "SELECT channel_id FROM digest WHERE guild_id = ?"
_DUE_DIGESTS = "SELECT guild_id, channel_id, sent_at FROM digest WHERE sent_at <= ?"
_SENT = "UPDATE digest SET sent_at = ? WHERE guild_id = ?"


@dataclass(frozen=True, slots=True)
class Digest:
    """Where a server's weekly digest goes, and when the last one was sent."""

    guild_id: int
    channel_id: int
    sent_at: datetime


async def set_digest(log: QueryLog, guild_id: int, channel_id: int, sent_at: datetime) -> None:
    """Set a server's digest channel; `sent_at` counts only if there was none.

    Raises:
        LogUnusableError: If the log cannot be written now.
    """
    await log.change((_SET_DIGEST, (guild_id, channel_id, instant(sent_at))))


async def unset_digest(log: QueryLog, guild_id: int) -> None:
    """Stop a server's digests.

    Raises:
        LogUnusableError: If the log cannot be written now.
    """
    await log.change((_UNSET_DIGEST, (guild_id,)))


async def digest_channel(log: QueryLog, guild_id: int) -> int | None:
    """Look up the id of a server's digest channel; None without one.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    rows = await log.rows(_DIGEST_CHANNEL, (guild_id,))
    return int(rows[0][0]) if rows else None


async def due_digests(log: QueryLog, before: datetime) -> list[Digest]:
    """Read the digests that were last sent at `before` or earlier.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    rows = await log.rows(_DUE_DIGESTS, (instant(before),))
    return [Digest(guild, channel, datetime.fromisoformat(at)) for guild, channel, at in rows]


async def note_sent(log: QueryLog, guild_id: int, at: datetime) -> None:
    """Record when a server's digest was sent last.

    Raises:
        LogUnusableError: If the log cannot be written now.
    """
    await log.change((_SENT, (instant(at), guild_id)))
