"""Opting out: one's questions are counted from then on, and not kept."""

from datetime import datetime

from .query_log import QueryLog
from .rows import instant

_OPT_OUT = "INSERT OR IGNORE INTO opted_out (asker, guild_id, since) VALUES (?, ?, ?)"
_OPT_IN = "DELETE FROM opted_out WHERE asker = ?"
_SINCE = "SELECT since FROM opted_out WHERE asker = ?"


async def opt_out(log: QueryLog, name: str, guild_id: int | None, at: datetime) -> None:
    """Keep no question of a person any more that an `Entry` with this `opted_out_as` is about.

    Args:
        log: Where questions are kept.
        name: `Pseudonyms.opted_out` of the person.
        guild_id: None outside any.
        at: Now.

    Raises:
        LogUnusableError: If it cannot be written; then it is not so.
    """
    await log.change((_OPT_OUT, (name, guild_id, instant(at))))


async def opt_in(log: QueryLog, name: str) -> None:
    """Keep a person's questions again.

    Raises:
        LogUnusableError: If it cannot be written; then it is not so.
    """
    await log.change((_OPT_IN, (name,)))


async def opted_out_since(log: QueryLog, name: str) -> datetime | None:
    """Since when a person's questions are not kept; None if they are.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    rows = await log.rows(_SINCE, (name,))
    return datetime.fromisoformat(rows[0]["since"]) if rows else None
