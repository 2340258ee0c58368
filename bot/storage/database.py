"""The query log's file: where SQLite finds it, which file it is, and what SQLite says of it."""

import asyncio
import errno
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import aiosqlite

from bot.errors import LogUnusableError

DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
"""SQLite's result codes for a file that is no database, or no sound one."""


def address(path: Path, mode: Literal["ro", "rw"] = "ro") -> str:
    """The database as a URI; neither mode makes a file where there is none."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def identity(path: Path) -> tuple[int, int]:
    """What tells a file from any other that is at its path later.

    Raises:
        OSError: If there is none.
    """
    status = path.stat()
    return status.st_dev, status.st_ino


def result_code(error: BaseException) -> int:
    """SQLite's primary result code, 0 for errors that are not SQLite's."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


_BETWEEN_INTERRUPTS = 0.01
_RESCUED = (
    *("opted_out", "audit", "digest", "daily", "latency", "cited"),
    *("server", "version", "document", "served", "lesson"),
)


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


Parameters = Sequence[object] | Mapping[str, object]
"""For the question marks of a query, or for its names."""

_MOST_AT_ONCE = 3  # so that a long query is no reason for a short one to wait
_BUSY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class _Open:
    connection: aiosqlite.Connection
    file: tuple[int, int]


class LogReader:
    """Runs queries on the database file, three at once at most."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[_Open] = []
        self._turns = asyncio.Semaphore(_MOST_AT_ONCE)
        self._running: set[asyncio.Task[list[sqlite3.Row]]] = set()
        self._closed = False

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Run one query; its rows, which can be read by position and by name.

        Raises:
            LogUnusableError: If the database cannot be read now.
        """
        # A task of its own: cancelled halfway, a connection would be left open for ever.
        task = asyncio.create_task(self._rows(sql, parameters))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for the queries that run, and close all connections.

        Later queries are still answered, each with a connection of its own.
        """
        self._closed = True
        if self._running:
            await asyncio.wait(self._running)
        while self._idle:
            await _close(self._idle.pop())

    async def _rows(self, sql: str, parameters: Parameters) -> list[sqlite3.Row]:
        async with self._turns:
            try:
                reading = await self._take()
                rows = await _fetch(reading, sql, parameters)
            except (sqlite3.Error, OSError) as error:
                raise LogUnusableError(self._path, error) from error
            if self._closed:  # a connection left open keeps the process from ending
                await _close(reading)
            else:
                self._idle.append(reading)
        return rows

    async def _take(self) -> _Open:
        """An idle connection to the file that is at the path now, or a new one."""
        file = await asyncio.to_thread(identity, self._path)
        while self._idle:
            reading = self._idle.pop()
            if reading.file == file:
                return reading
            await _close(reading)
        where = address(self._path)
        connection = await aiosqlite.connect(where, uri=True, timeout=_BUSY_SECONDS)
        connection.row_factory = sqlite3.Row
        return _Open(connection, file)


async def _fetch(reading: _Open, sql: str, parameters: Parameters) -> list[sqlite3.Row]:
    try:
        return list(await reading.connection.execute_fetchall(sql, parameters))
    except BaseException:
        await _close(reading)
        raise


async def _close(reading: _Open) -> None:
    with suppress(sqlite3.Error):  # closed all the same
        await reading.connection.close()


def backup(database: Path, to: Path) -> None:
    """Copy all that is committed when this begins into a new file, which its owner alone can read.

    The writer is not held up. The copy appears under its name whole and on disk, or not at all;
    it is one file, without what was deleted. To be called in a thread: it takes as long as
    reading and writing the file.

    Raises:
        LogUnusableError: If there is no log, or it cannot be read.
        OSError: If the copy cannot be written, or a file of its name exists.
    """
    if to.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(to))
    draft = to.with_name(f".{to.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            _copy(database, draft)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.link(draft, to)  # unlike a renaming, it never replaces a file
    finally:
        draft.unlink(missing_ok=True)


def _copy(database: Path, draft: Path) -> None:
    try:
        with closing(
            sqlite3.connect(address(database), uri=True, isolation_level=None)
        ) as connection:
            connection.execute("SELECT 1 FROM sqlite_schema")
            connection.execute("VACUUM INTO ?", (str(draft),))
    except sqlite3.Error as error:
        raise LogUnusableError(database, error) from error
