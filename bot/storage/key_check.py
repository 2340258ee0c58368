"""Which key the database was written with: a check value, which says nothing about the key."""

from .database import Rows
from .entries import Change

_READ = "SELECT value FROM key_check"
# What carries a pseudonym, or what only the key can read.
_HAS_PEOPLE = """
    SELECT EXISTS (SELECT 1 FROM question) OR EXISTS (SELECT 1 FROM opted_out)
        OR EXISTS (SELECT 1 FROM lesson) OR EXISTS (SELECT 1 FROM version WHERE actor NOT NULL)
"""
_FORGET = "DELETE FROM key_check"
_STORE = "INSERT INTO key_check (value) VALUES (?)"


async def read_check(rows: Rows) -> str | None:
    """Return the check value of the key; None if none is stored yet.

    Raises:
        LogUnusableError: If the database cannot be read now.
    """
    found = await rows(_READ, ())
    return str(found[0][0]) if found else None


async def has_people(rows: Rows) -> bool:
    """Return whether the database contains pseudonyms.

    Raises:
        LogUnusableError: If the database cannot be read now.
    """
    ((found,),) = await rows(_HAS_PEOPLE, ())
    return bool(found)


def check_change(check: str) -> Change:
    """Return the statements that store the check value of the key."""
    return (_FORGET, ()), (_STORE, (check,))


def new_key_change(check: str) -> Change:
    """Return the statements that go on with another key.

    Opt-outs, choices and requests for notifications are deleted: without the old key, nobody knows
    whose they were.
    """
    tables = "wish", "opted_out", "preference"
    return *((f"DELETE FROM {table}", ()) for table in tables), *check_change(check)  # noqa: S608
