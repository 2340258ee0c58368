"""Damage in the query log's file: finding it, and keeping what can be kept of a damaged one."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from .database import DAMAGE, address, result_code

_BETWEEN_INTERRUPTS = 0.01
_RESCUED = ("opted_out", "audit", "digest", "daily", "latency", "cited")


def find_damage(path: Path, seconds: float, stop: threading.Event) -> str | None:
    """Look through the whole file, beside its writer.

    Args:
        path: Of the database.
        seconds: After which no more is looked at.
        stop: Set to stop at once; set in any case when this returns.

    Returns:
        The first damage found, in SQLite's words; None if there is none, or none in that time.
    """
    try:
        with (
            closing(sqlite3.connect(address(path), uri=True)) as connection,
            interrupted(connection, seconds, stop),
        ):
            ((found,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error) if result_code(error) in DAMAGE else None
    return None if found == "ok" else str(found)


@contextmanager
def interrupted(
    connection: sqlite3.Connection, seconds: float, stop: threading.Event
) -> Iterator[None]:
    """Interrupt what runs on a connection after a time, or when it is stopped."""
    done = threading.Event()

    def watch() -> None:
        stop.wait(seconds)
        while not done.wait(_BETWEEN_INTERRUPTS):  # one that comes before a query is for nothing
            connection.interrupt()

    watcher = threading.Thread(target=watch, name="query log check", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        stop.set()
        watcher.join()


def rescue(damaged: Path, new: Path) -> None:
    """Carry over what must not be lost and can be read: who opted out, what was done, counts.

    Args:
        damaged: The database that was set aside.
        new: The one that was begun in its place, with the tables of today.
    """
    with (
        closing(sqlite3.connect(address(damaged), uri=True)) as old,
        closing(sqlite3.connect(new)) as connection,
    ):
        for table in _RESCUED:
            with suppress(sqlite3.Error):  # the rows before the damage are kept
                _carry_over(table, old, connection)
        connection.commit()


def _carry_over(table: str, old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    names = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
    marks = ", ".join("?" * len(names))
    insert = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"  # noqa: S608  # our own names
    for row in old.execute(f"SELECT {', '.join(names)} FROM {table}"):  # noqa: S608  # as above
        new.execute(insert, row)
