"""Reading the query log: connections of their own, that neither wait for the writer nor hold it up.

Each reads what is committed when its query begins, and holds nothing between two queries.
"""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from bot.errors import LogUnusableError

from .database import address, identity

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
