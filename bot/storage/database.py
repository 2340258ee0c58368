"""The database file: its address, its errors, read connections, damage, and backups."""

import asyncio
import errno
import os
import secrets
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from bot.errors import LogUnusableError

DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
"""SQLite's result codes for a damaged file, or one that is not a database."""


def address(path: Path, mode: Literal["ro", "rw"] = "ro") -> str:
    """Return the database as a URI; neither mode creates a file."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def identity(path: Path) -> tuple[int, int]:
    """Return what distinguishes a file from a later one at the same path.

    Raises:
        OSError: If there is no file.
    """
    status = path.stat()
    return status.st_dev, status.st_ino


def result_code(error: BaseException) -> int:
    """Return SQLite's primary result code; 0 for other errors."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


# What SQLite says about a row itself, however often it is retried.
_REFUSALS = (
    sqlite3.DataError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
    UnicodeError,
)


def is_refusal(error: Exception, *, of_change: bool) -> bool:
    """Return whether the error is about the row itself, so that a retry would not help."""
    # The SQL of entries is right: SQLite rejects it only if other tables are there.
    wrong_sql = of_change and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return wrong_sql or isinstance(error, _REFUSALS)


_BETWEEN_INTERRUPTS = 0.01
_RESCUED = (
    *("opted_out", "audit", "digest", "daily", "latency", "cited"),
    *("server", "version", "document", "served", "lesson", "key_check"),
)


def find_damage(path: Path, seconds: float, stop: threading.Event) -> str | None:
    """Check the whole file without blocking its writer.

    Args:
        path: Of the database.
        seconds: The longest time to take.
        stop: Set to stop at once; always set when this returns.

    Returns:
        The first damage found, in SQLite's words; None if none was found in that time.
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
    """Interrupt the queries of a connection after a time, or when it is stopped."""
    done = threading.Event()

    def watch() -> None:
        stop.wait(seconds)
        while not done.wait(_BETWEEN_INTERRUPTS):  # an interrupt before a query has no effect
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
    """Copy what must not be lost: opt-outs, lessons, versions, the audit table, and counts.

    Args:
        damaged: The database that was moved aside.
        new: The one that was created in its place, with the current tables.
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

Rows = Callable[[str, Parameters], Awaitable[list[sqlite3.Row]]]
"""`QueryLog.rows`, or anything else that runs a query."""


class Readable(Protocol):
    """A query log, or several, to read from."""

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Run one query, and return its rows.

        Raises:
            LogUnusableError: If the database cannot be read now.
        """


_MOST_AT_ONCE = 3  # so that a short query need not wait for a long one
_BUSY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class _Open:
    connection: sqlite3.Connection
    file: tuple[int, int]


class LogReader:
    """Read-only connections that never block the writer, at most three at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[_Open] = []
        self._turns = asyncio.Semaphore(_MOST_AT_ONCE)
        self._running: set[asyncio.Task[list[sqlite3.Row]]] = set()
        self._closed = False

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Run one query, and return its rows, with columns by position and by name.

        Raises:
            LogUnusableError: If the database cannot be read now.
        """
        # In its own task: cancelled halfway, a connection would stay open forever.
        task = asyncio.create_task(self._rows(sql, parameters))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for running queries, and close all connections.

        Later queries still work, each with its own connection.
        """
        self._closed = True
        if self._running:
            await asyncio.wait(self._running)
        await asyncio.to_thread(self._close_idle)

    async def _rows(self, sql: str, parameters: Parameters) -> list[sqlite3.Row]:
        async with self._turns:
            try:
                # All of it in one go: each change of threads costs more than most queries.
                return await asyncio.to_thread(self._read, sql, parameters)
            except (sqlite3.Error, OSError) as error:
                raise LogUnusableError(self._path, error) from error

    def _read(self, sql: str, parameters: Parameters) -> list[sqlite3.Row]:
        reading = self._take()
        try:
            rows = reading.connection.execute(sql, parameters).fetchall()
        except BaseException:
            reading.connection.close()
            raise
        if self._closed:
            reading.connection.close()
        else:
            self._idle.append(reading)
        return rows

    def _take(self) -> _Open:
        """Return an idle connection to the file that is at the path now, or a new one."""
        file = identity(self._path)
        with suppress(IndexError):  # another thread may have taken the last one
            while True:
                reading = self._idle.pop()
                if reading.file == file:
                    return reading
                reading.connection.close()
        connection = sqlite3.connect(
            address(self._path), uri=True, timeout=_BUSY_SECONDS, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        return _Open(connection, file)

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().connection.close()


def backup(database: Path, to: Path) -> None:
    """Copy everything committed so far into a new file that only its owner can read. Blocking.

    The writer is not blocked. The copy is one file, without what was deleted; it appears under its
    name whole and on disk, or not at all.

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
        os.link(draft, to)  # unlike renaming, this never replaces a file
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
