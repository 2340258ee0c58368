"""The query log's file: opening and mending it, and writing to it."""

import asyncio
import errno
import logging
import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from bot.durable import aside

from .check import rescue
from .database import DAMAGE, identity, result_code
from .entry import Entry
from .rows import Change, statements
from .schema import migrate

_logger = logging.getLogger(__name__)

_BUSY_SECONDS = 0.1  # how long SQLite itself waits for a lock; the writer tries again anyway
_LEAVES_CONNECTION_GOOD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}
_PASSING = {*_LEAVES_CONNECTION_GOOD, sqlite3.SQLITE_IOERR}  # a nearly full disk is an I/O error


def is_passing(error: Exception) -> bool:
    """Whether the log can be used once the error is over: a lock, a full or failing disk."""
    return result_code(error) in _PASSING or getattr(error, "errno", None) == errno.ENOSPC


class LogStore:
    """The database file with its one connection for writing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: aiosqlite.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._damage: tuple[str, tuple[int, int]] | None = None  # found, and in which file
        self._aside: Path | None = None  # a damaged database, of which nothing was rescued yet

    async def connect(self) -> aiosqlite.Connection:
        """Give the open connection; open one if there is none.

        A damaged database is set aside under a dated name, and a new one is begun, into which is
        carried over what must not be lost.

        Raises:
            NewerLogError: If the database is of a later version than this program knows.
            sqlite3.Error, OSError: If it can be neither opened nor made.
        """
        if self._damage is not None:
            (damage, file), self._damage = self._damage, None
            # Another process may have found it, too, and begun a new log in the meantime.
            with suppress(FileNotFoundError):
                if await asyncio.to_thread(identity, self.path) == file:
                    await self._set_aside(damage)
        if self._connection is not None and await asyncio.to_thread(self._moved):
            await self.close()
        if self._connection is None:
            try:
                self._connection = await _open(self.path)
            except sqlite3.DatabaseError as error:
                if result_code(error) not in DAMAGE:
                    raise
                await self._set_aside(str(error))
                self._connection = await _open(self.path)
            self._identity = await asyncio.to_thread(identity, self.path)
            await self._rescue()
        return self._connection

    def condemn(self, damage: str, file: tuple[int, int]) -> None:
        """Have the database set aside before the next write, if it is still this file."""
        self._damage = damage, file

    async def write(self, writes: Sequence[Entry | Change]) -> None:
        """Commit entries and changes in their order, all or none.

        Raises:
            sqlite3.Error, OSError, PullquoteError: If they are not written. A connection that
                is of no more use is closed; the next call opens another.
        """
        connection = await self.connect()
        try:
            await connection.execute("BEGIN IMMEDIATE")
            for sql, rows in statements(writes):
                await connection.executemany(sql, rows)
            await connection.commit()
        except BaseException as error:
            if result_code(error) in _LEAVES_CONNECTION_GOOD:
                await connection.rollback()
            else:
                await self.close()
            if result_code(error) in DAMAGE:
                await self._set_aside(str(error))
            raise

    async def close(self) -> None:
        """Close the connection; the next write would open another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):  # closed all the same
                await connection.close()

    async def _set_aside(self, damage: str) -> None:
        await self.close()
        self._aside = await asyncio.to_thread(_set_aside, self.path, damage)

    async def _rescue(self) -> None:
        aside, self._aside = self._aside, None
        if aside is not None:
            with suppress(sqlite3.Error):  # the new log is good without
                await asyncio.to_thread(rescue, aside, self.path)

    def _moved(self) -> bool:
        """Whether the path leads elsewhere: rows would go into a file that nobody sees."""
        try:
            return identity(self.path) != self._identity
        except OSError:
            return True


async def _open(path: Path) -> aiosqlite.Connection:
    await asyncio.to_thread(_make_file, path)
    connection = await aiosqlite.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        await connection.execute("PRAGMA journal_mode = WAL")
        await connection.execute("PRAGMA synchronous = FULL")
        await connection.execute("PRAGMA foreign_keys = ON")
        await connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        await migrate(connection, path)
        # Rows are added at the far ends: damage there would show at the first question.
        await connection.execute_fetchall("SELECT max(id) FROM question")
        await connection.execute_fetchall("SELECT max(question_id) FROM passage")
    except BaseException:
        await connection.close()
        raise
    return connection


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _set_aside(path: Path, damage: str) -> Path:
    there = aside(path, datetime.now(UTC))
    # The database last: SQLite deletes a write-ahead log that it finds beside a new one.
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(f"{there}{ending}")
    _logger.error(
        "The query log %s is damaged (%s): it was set aside as %s, and a new log was begun.",
        path,
        damage,
        there.name,
    )
    return there
