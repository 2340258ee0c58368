"""Votes on answers, and requests to be notified once a question is answered."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from .entries import instant
from .query_log import QueryLog

# Both need an answer of this server that is still stored and that the reader could see, and a
# reader who did not opt out.
_VOTE = """
    INSERT INTO vote (answer_id, voter, guild_id, at, helpful, reason)
    SELECT answer_id, ?, guild_id, ?, ?, ? FROM question WHERE answer_id = ? AND guild_id = ?
        AND (private = 0 OR asker IN (SELECT value FROM json_each(?)))
        AND NOT EXISTS (SELECT 1 FROM opted_out WHERE opted_out.asker = ?)
"""
_DELETE_VOTES = """
    DELETE FROM vote WHERE answer_id = ? AND voter IN (SELECT value FROM json_each(?))
"""
_HAS_VOTE = "SELECT 1 FROM vote WHERE answer_id = ? AND voter = ? AND at = ?"
_REQUEST = """
    INSERT INTO wish (answer_id, asker, sealed, at)
    SELECT answer_id, ?, ?, ? FROM question WHERE answer_id = ? AND guild_id = ?
        AND (private = 0 OR asker IN (SELECT value FROM json_each(?)))
        AND NOT EXISTS (SELECT 1 FROM opted_out WHERE opted_out.asker = ?)
    ON CONFLICT DO UPDATE SET sealed = excluded.sealed, at = excluded.at, told_at = NULL
"""
_HAS_REQUEST = "SELECT 1 FROM wish WHERE answer_id = ? AND asker = ?"
_OPEN_REQUESTS = """
    SELECT wish.answer_id, wish.asker, sealed, question, as_typed, scope, guild_id, fix
    FROM wish JOIN question USING (answer_id) LEFT JOIN gap USING (answer_id)
    WHERE sealed IS NOT NULL ORDER BY wish.at
"""
_OPENED = "UPDATE question SET opened = opened + 1 WHERE answer_id = ?"
_SETTLE = "UPDATE wish SET sealed = NULL, told_at = ? WHERE answer_id = ? AND asker = ?"
# Without an id to send to, and never sent: Discord refused the message.
_REFUSED = "UPDATE wish SET sealed = NULL WHERE answer_id = ? AND asker = ?"
_UNDELIVERED = """
    SELECT wish.answer_id, wish.asker, question, as_typed, scope
    FROM wish JOIN question USING (answer_id)
    WHERE sealed IS NULL AND told_at IS NULL AND guild_id IS ?
        AND wish.asker IN (SELECT value FROM json_each(?))
    ORDER BY wish.at
"""
_WAITING = """
    SELECT count(DISTINCT wish.asker) FROM wish JOIN question USING (answer_id)
    WHERE sealed IS NOT NULL AND guild_id = ?
        AND answer_id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """A member of a server who reacts to an answer.

    Attributes:
        name: Their current pseudonym.
        names: All pseudonyms that they may have there.
        opted_out_as: The name under which they may have opted out.
    """

    guild_id: int | None
    name: str
    names: Collection[str]
    opted_out_as: str

    @property
    def rights(self) -> tuple[object, ...]:
        """The last parameters of both statements: what decides whether they may react."""
        return self.guild_id, json.dumps([*self.names]), self.opted_out_as


@dataclass(frozen=True, slots=True)
class NotificationRequest:
    """A request to be notified that is still open.

    Attributes:
        asker: A pseudonym.
        sealed: The asker's user id, encrypted; empty if Discord refused the message.
        as_typed: Whether spelling correction was disabled for the question.
        scope: The document or collection that the question was limited to; None without limit.
        fix: The id of the decision that closed the question; None if it is open.
    """

    answer_id: str
    asker: str
    sealed: bytes
    question: str
    as_typed: bool
    scope: str | None
    guild_id: int
    fix: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The primary key."""
        return self.answer_id, self.asker


async def save_vote(
    log: QueryLog, answer_id: str, reader: Reader, *, helpful: bool, reason: str | None = None
) -> bool:
    """Store a reader's vote in place of their earlier one.

    Returns:
        False if it was not stored: the answer is gone or another's private one, or the reader
        opted out.

    Raises:
        LogUnusableError: If the log cannot be written now; the earlier vote is kept.
    """
    at = instant(datetime.now(UTC))
    values = (reader.name, at, helpful, reason, answer_id, *reader.rights)
    delete = (_DELETE_VOTES, (answer_id, json.dumps([*reader.names])))
    await log.change(delete, (_VOTE, values))
    return bool(await log.rows(_HAS_VOTE, (answer_id, reader.name, at)))


async def request_notification(
    log: QueryLog, answer_id: str, reader: Reader, sealed: bytes
) -> bool:
    """Store a request to be notified once.

    Args:
        log: Where the answer is stored.
        answer_id: Of the answer.
        reader: Who wants to be notified.
        sealed: Their user id, encrypted.

    Returns:
        False if it was not stored: the answer is gone or another's private one, or the reader
        opted out.

    Raises:
        LogUnusableError: If the log cannot be written now.
    """
    at = instant(datetime.now(UTC))
    values = (reader.name, sealed, at, answer_id, *reader.rights)
    await log.change((_REQUEST, values))
    return bool(await log.rows(_HAS_REQUEST, (answer_id, reader.name)))


async def count_opening(log: QueryLog, answer_id: str) -> None:
    """Count that somebody opened an answer.

    Raises:
        LogUnusableError: If the log cannot be written now.
    """
    await log.change((_OPENED, (answer_id,)))


async def open_requests(log: QueryLog) -> list[NotificationRequest]:
    """Read the open requests of all servers, the oldest first.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    return [NotificationRequest(**dict(row)) for row in await log.rows(_OPEN_REQUESTS)]


async def settle_request(log: QueryLog, request: NotificationRequest) -> None:
    """Delete the user id of a request whose asker has been notified.

    Raises:
        LogUnusableError: If the log cannot be written now.
    """
    await log.change((_SETTLE, (instant(datetime.now(UTC)), *request.key)))


async def note_refused(log: QueryLog, request: NotificationRequest) -> None:
    """Delete the user id of a request whose message Discord refused; it counts as not delivered.

    Raises:
        LogUnusableError: If the log cannot be written now.
    """
    await log.change((_REFUSED, request.key))


async def undelivered_requests(
    log: QueryLog, guild_id: int | None, names: Collection[str]
) -> list[NotificationRequest]:
    """Read the requests of a person whose message Discord refused, the oldest first.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    rows = await log.rows(_UNDELIVERED, (guild_id, json.dumps([*names])))
    return [NotificationRequest(**dict(row), sealed=b"", guild_id=guild_id or 0) for row in rows]


async def waiting_for(log: QueryLog, guild_id: int, answer_ids: Sequence[str]) -> int:
    """Count the people who wait to be notified about any of these answers of a server.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    ((people,),) = await log.rows(_WAITING, (guild_id, json.dumps([*answer_ids])))
    return int(people)
