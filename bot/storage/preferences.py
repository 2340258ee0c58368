"""What people chose for themselves."""

from .query_log import QueryLog

_SET = """
    INSERT INTO preference (asker, private) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET private = excluded.private
"""
_GET = "SELECT private FROM preference WHERE asker = ?"


async def set_private(log: QueryLog, name: str, *, private: bool) -> None:
    """Store whether a person's answers are private unless they say otherwise.

    Args:
        log: Whose database has the table.
        name: `Pseudonyms.choices` of the person.
        private: Their choice.

    Raises:
        LogUnusableError: If the log cannot be written now; the earlier choice stays.
    """
    await log.change((_SET, (name, private)))


async def chose_private(log: QueryLog, name: str) -> bool | None:
    """Return what a person chose; None if they have not.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    rows = await log.rows(_GET, (name,))
    return bool(rows[0]["private"]) if rows else None
