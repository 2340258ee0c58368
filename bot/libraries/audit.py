"""The audit table: what moderators did, by pseudonym."""

import json
import logging
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.errors import LogUnusableError
from bot.log.query_log import QueryLog
from bot.privacy.masking import masked_within

_log = logging.getLogger(__name__)

_BOT = "bot"  # no pseudonym: these have 32 digits
_INSERT = "INSERT INTO audit (at, guild_id, actor, action, details) VALUES (?, ?, ?, ?, ?)"


async def audit(
    log: QueryLog, guild_id: int | None, by: str | None, action: str, details: Mapping[str, object]
) -> None:
    """Write down what a moderator did; what was done stands, even if this cannot be written.

    Args:
        log: Whose database has the table.
        guild_id: Of the server; None for all of them.
        by: The moderator's pseudonym; None for the bot itself.
        action: A word or two, "sources switch".
        details: What JSON can hold, and names nobody.
    """
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    row = (at, guild_id, by or _BOT, action, json.dumps(masked_within(details), ensure_ascii=False))
    try:
        await log.change((_INSERT, row))
    except (LogUnusableError, sqlite3.Error, OverflowError, UnicodeError) as error:
        _log.error("The audit table lacks a row (%s): %s in server %s.", error, action, guild_id)
