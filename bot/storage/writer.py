"""Open the database, repair it, and write to it."""

import asyncio
import errno
import logging
import os
import sqlite3
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from .database import DAMAGE, identity, is_refusal, rescue, result_code
from .entries import Change, Entry, statements
from .files import aside
from .json_import import remove_imported
from .migration import migrate

_logger = logging.getLogger(__name__)

_BUSY_SECONDS = 0.1  # how long SQLite itself waits for a lock; the writer tries again anyway
_LEAVES_CONNECTION_GOOD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}
_PASSING = {*_LEAVES_CONNECTION_GOOD, sqlite3.SQLITE_IOERR}  # a nearly full disk is an I/O error


def is_passing(error: Exception) -> bool:
    """Return whether the error may be temporary: a lock, or a full or failing disk."""
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
        """Move the database aside before the next write, if it is still this file."""
        self._damage = damage, file

    async def write(self, writes: Sequence[Entry | Change]) -> None:
        """Commit entries and changes in order, all or none.

        Raises:
            sqlite3.Error, OSError, PullquoteError: If they are not written. An unusable connection
                is closed; the next call opens another.
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
        """Return whether the file was replaced, so that rows would go into a deleted one."""
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
        await asyncio.to_thread(remove_imported, path.parent)
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


MOST_WAITING = 100_000
"""Rows kept in memory while the disk fails; beyond this, the oldest are lost."""

_MOST_IN_ONE_TRANSACTION = 1_000  # a long backlog is written in steps, each safe once done
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 30.0


@dataclass(slots=True, eq=False)
class Waiting:
    """An entry or a change on its way to the disk.

    Attributes:
        settled: None once it is committed; the reason, once it never will be.
        given_up: Whether the caller stopped waiting, so that the change must not be applied.
    """

    write: Entry | Change
    settled: asyncio.Future[Exception | None]
    given_up: bool = False


class LogWriter:
    """Writes in the order of arrival; everything that waits shares one transaction.

    What cannot be written waits in memory and is retried until it succeeds.
    """

    def __init__(self, store: LogStore) -> None:
        self._store = store
        self._queue: deque[Waiting] = deque()
        self._in_hand: list[Waiting] = []  # taken from the queue, and not settled yet
        self._trying: list[Waiting] = []  # those of them in a transaction at this moment
        self._entries: dict[str, Entry] = {}  # in the queue or in hand
        self._arrived = asyncio.Event()
        self._closing = asyncio.Event()
        self._failure: Exception | None = None
        self._lost = 0
        self._task = asyncio.create_task(self._write_all(), name="query log writer")

    @property
    def closed(self) -> bool:
        """Whether nothing more will be written."""
        return self._task.done()

    @property
    def waiting(self) -> int:
        """How many entries and changes are not in the database yet."""
        return len(self._in_hand) + len(self._queue)

    def put(self, write: Entry | Change) -> Waiting:
        """Queue an entry or a change."""
        waiting = Waiting(write, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if isinstance(write, Entry):
            self._entries[write.answer_id] = write
        self._arrived.set()
        if len(self._queue) > MOST_WAITING:
            self._lose_oldest()
        return waiting

    def find(self, answer_id: str) -> Entry | None:
        """Find an entry that is not written yet."""
        return self._entries.get(answer_id)

    async def give_up(self, waiting: Waiting) -> None:
        """Settle a change that took too long: it is committed by now, or never will be."""
        waiting.given_up = True
        if waiting in self._trying:
            await asyncio.wait({waiting.settled})
        else:
            self._settle(waiting, self._failure or TimeoutError("it does not answer"))

    async def close(self, seconds: float) -> tuple[list[Entry], int]:
        """Write what can be written in that time.

        Returns:
            The entries that could not be written, in order, and the number of those that were lost
            before, because too many were waiting.
        """
        self._closing.set()
        self._arrived.set()
        try:
            await asyncio.wait({self._task}, timeout=seconds)
        finally:  # even if cancelled: a connection left open keeps the process from ending
            self._task.cancel()
            await asyncio.wait({self._task})
            await self._store.close()
        unwritten = [*self._entries.values()]
        for waiting in (*self._in_hand, *self._queue):
            self._settle(waiting, self._failure or TimeoutError("it was closed"))
        lost, self._lost = self._lost, 0
        return unwritten, lost

    async def _write_all(self) -> None:
        while self._queue or not self._closing.is_set():
            await self._arrived.wait()
            self._arrived.clear()
            while self._queue:
                size = min(len(self._queue), _MOST_IN_ONE_TRANSACTION)
                self._in_hand = [self._queue.popleft() for _ in range(size)]
                await self._write(self._in_hand)

    async def _write(self, batch: list[Waiting]) -> None:
        """Write a batch, retrying until it succeeds."""
        pause = _FIRST_PAUSE
        while batch := [waiting for waiting in batch if not waiting.settled.done()]:
            try:
                self._trying = batch
                await self._store.write([waiting.write for waiting in batch])
            except Exception as error:  # noqa: BLE001 - whatever fails, the writer lives on
                self._trying = []
                with_change = not all(isinstance(waiting.write, Entry) for waiting in batch)
                if is_refusal(error, of_change=with_change):
                    await self._write_one_by_one(batch, error)
                    return
                self._tell_failure(error)
                for waiting in batch:
                    if waiting.given_up:
                        self._settle(waiting, error)
                await self._wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                self._trying = []
                self._tell_success()
                for waiting in batch:
                    self._settle(waiting, None)

    async def _write_one_by_one(self, batch: list[Waiting], error: Exception) -> None:
        """Write a batch one by one, so that a refused row costs no other."""
        if len(batch) > 1:
            for waiting in batch:
                await self._write([waiting])
            return
        if isinstance(batch[0].write, Entry):
            _logger.error("A question is lost, for the query log refused its row (%s).", error)
        self._settle(batch[0], error)

    def _settle(self, waiting: Waiting, error: Exception | None) -> None:
        if not waiting.settled.done():
            waiting.settled.set_result(error)
        if isinstance(waiting.write, Entry):
            self._entries.pop(waiting.write.answer_id, None)

    async def _wait(self, seconds: float) -> None:
        """Wait before the next try, only briefly once the log is closing."""
        if self._closing.is_set():
            await asyncio.sleep(_FIRST_PAUSE)
        else:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._closing.wait()

    def _tell_failure(self, error: Exception) -> None:
        if str(self._failure) != str(error):
            _logger.warning(
                "The query log cannot be written (%s); questions that wait in memory: %d.",
                error,
                len(self._entries),
            )
        self._failure = error

    def _tell_success(self) -> None:
        if self._failure is not None or self._lost:
            _logger.warning(
                "The query log can be written again; questions that waited: %d, lost: %d.",
                len(self._entries),
                self._lost,
            )
        self._failure, self._lost = None, 0

    def _lose_oldest(self) -> None:
        if not self._lost:
            _logger.error(
                "The query log has %d questions waiting in memory; from here on, each new one "
                "costs the oldest.",
                MOST_WAITING,
            )
        self._lost += 1
        self._settle(
            self._queue.popleft(), MemoryError("too many questions are waiting to be written")
        )
