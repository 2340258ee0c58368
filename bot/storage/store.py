"""The database file with its one connection for writing: opened, repaired, written to."""

import asyncio
import errno
import logging
import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import aiosqlite

from .database import DAMAGE, identity, rescue, result_code
from .entries import Change, Entry, statements
from .files import aside
from .json_import import remove_imported
from .migration import migrate

_logger = logging.getLogger(__name__)

_Result = TypeVar("_Result")
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
)
_BUSY_SECONDS = 0.1  # how long SQLite itself waits for a lock; the writer tries again anyway
_LEAVES_CONNECTION_GOOD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}
_PASSING = {*_LEAVES_CONNECTION_GOOD, sqlite3.SQLITE_IOERR}  # a nearly full disk is an I/O error


def is_passing(error: Exception) -> bool:
    """Return whether the error may be temporary: a lock, or a full or failing disk."""
    return result_code(error) in _PASSING or getattr(error, "errno", None) == errno.ENOSPC


class LogStore:
    """The database file with its one connection for writing.

    Attributes:
        replacements: How often a new database has begun to take the place of a damaged one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        # SQLite's connections belong to one thread; and no write waits behind searches.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="query log")
        self._identity: tuple[int, int] | None = None
        self._damage: tuple[str, tuple[int, int]] | None = None  # found, and in which file
        self._aside: Path | None = None  # a damaged database, of which nothing was rescued yet
        self._whole = asyncio.Event()  # cleared while a new database takes the damaged one's place
        self._whole.set()
        self.replacements = 0

    async def connect(self) -> sqlite3.Connection:
        """Return the open connection, or open one.

        A damaged database is moved aside under a dated name, and a new one is created, into which
        what must not be lost is copied.

        Raises:
            NewerLogError: If the database has a later version than this program knows.
            sqlite3.Error, OSError: If it can be neither opened nor created.
        """
        if self._damage is not None:
            (damage, file), self._damage = self._damage, None
            # Another process may have found it, too, and begun a new log in the meantime.
            with suppress(FileNotFoundError):
                if await asyncio.to_thread(identity, self.path) == file:
                    await self._set_aside(damage)
        if self._connection is None:
            try:
                self._connection = await self._open()
            except sqlite3.DatabaseError as error:
                if result_code(error) not in DAMAGE:
                    raise
                await self._set_aside(str(error))
                self._connection = await self._open()
            self._identity = await asyncio.to_thread(identity, self.path)
            await self._rescue()
            self._whole.set()
        return self._connection

    async def settle(self, seconds: float) -> None:
        """Wait while a new database takes the place of a damaged one, at most so many seconds."""
        if not self._whole.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._whole.wait(), seconds)

    def condemn(self, damage: str, file: tuple[int, int]) -> None:
        """Move the database aside before the next write, if it is still this file."""
        self._damage = damage, file

    async def write(self, writes: Sequence[Entry | Change]) -> None:
        """Commit entries and changes in order, all or none.

        Raises:
            sqlite3.Error, OSError, PullquoteError: If they are not written. An unusable connection
                is closed; the next call opens another.
        """
        try:
            if not await self._run(self._write, await self.connect(), writes):
                await self.close()  # the file was replaced: rows would go into a deleted one
                await self._run(self._write, await self.connect(), writes)
        except BaseException as error:
            if result_code(error) not in _LEAVES_CONNECTION_GOOD:
                await self.close()
            if result_code(error) in DAMAGE:
                await self._set_aside(str(error))
            raise

    async def close(self) -> None:
        """Close the connection; the next write would open another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):  # closed all the same
                await self._run(connection.close)

    async def _run(self, work: Callable[..., _Result], *arguments: object) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    def _write(self, connection: sqlite3.Connection, writes: Sequence[Entry | Change]) -> bool:
        """Commit, unless the file at the path is another one by now; return whether it is not.

        All of it in one go: each change of threads costs more than most statements.
        """
        if self._moved():
            return False
        try:
            connection.execute("BEGIN IMMEDIATE")
            for sql, rows in statements(writes):
                connection.executemany(sql, rows)
            connection.commit()
        except BaseException as error:
            if result_code(error) in _LEAVES_CONNECTION_GOOD:
                connection.rollback()
            raise
        return True

    async def _open(self) -> sqlite3.Connection:
        await _prepare(self.path)
        return await self._run(_connect, self.path)

    async def _set_aside(self, damage: str) -> None:
        await self.close()
        self._whole.clear()
        self.replacements += 1
        self._aside = await asyncio.to_thread(_set_aside, self.path, damage)

    async def _rescue(self) -> None:
        aside, self._aside = self._aside, None
        if aside is not None:
            with suppress(sqlite3.Error):  # the new log is good without
                await asyncio.to_thread(rescue, aside, self.path)

    def _moved(self) -> bool:
        """Return whether the file was replaced, so that rows would go into a deleted one."""
        try:
            return identity(self.path) != self._identity
        except OSError:
            return True


async def _prepare(path: Path) -> None:
    """Create the database, or bring it to the current schema."""
    await asyncio.to_thread(_make_file, path)
    async with aiosqlite.connect(path, timeout=_BUSY_SECONDS, isolation_level=None) as connection:
        for pragma in _PRAGMAS:
            await connection.execute(pragma)
        await migrate(connection, path)
        await asyncio.to_thread(remove_imported, path.parent)
        # Rows are added at the far ends: damage there would show at the first question.
        await connection.execute_fetchall("SELECT max(id) FROM question")
        await connection.execute_fetchall("SELECT max(question_id) FROM passage")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _set_aside(path: Path, damage: str) -> Path:
    there = aside(path, datetime.now(UTC))
    # The database last: SQLite deletes a write-ahead log that it finds next to a new one.
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(f"{there}{ending}")
    _logger.error(
        "The query log %s is damaged (%s). It was renamed to %s, and a new log was created.",
        path,
        damage,
        there.name,
    )
    return there
