"""The data of several processes, each with its own servers, in folders beside each other.

A server belongs to the part `(guild_id >> 22) % parts`, counted from 0, as Discord deals servers
out to connections. So each server's rows and files have one process that writes them.
"""

import asyncio
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import aiosqlite

from bot.errors import LogUnusableError, OtherPartsError

from .backup import DATABASE
from .database import Parameters, address

MOST_PARTS = 10
"""SQLite reads so many databases together."""

_TIMESTAMP_BITS = 22  # of an id: what comes before is when it was made
_FOLDER = re.compile(r"part-(\d+)-of-(\d+)")
_HINT = re.compile(r"\bINDEXED BY \w+")
# The numbers that rows of one database refer to each other by, which two databases have both.
_NUMBERS = {
    "question": {"id"},
    "passage": {"question_id", "quoted"},
    "quoted": {"id"},
    "audit": {"id"},
    "lesson": {"number"},
    "version": {"number"},
}


@dataclass(frozen=True, slots=True)
class Part:
    """One of several processes that share the servers.

    Attributes:
        number: From 1.
        total: How many there are.
    """

    number: int
    total: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "1/2"."""
        number, total = map(int, text.split("/"))
        return cls(number, total)

    def has(self, guild_id: int) -> bool:
        """Return whether a server belongs to this part."""
        return (guild_id >> _TIMESTAMP_BITS) % self.total == self.number - 1

    def folder(self, data: Path) -> Path:
        """Return the part's own folder in the data folder."""
        return data / f"part-{self.number}-of-{self.total}"


WHOLE = Part(1, 1)
"""A process that has all servers."""


def parts_in(data: Path) -> list[Part]:
    """Return the parts that a data folder has, in order."""
    if not data.is_dir():
        return []
    found = (_FOLDER.fullmatch(path.name) for path in data.iterdir() if path.is_dir())
    return sorted(
        (Part(int(one[1]), int(one[2])) for one in found if one),
        key=lambda part: (part.total, part.number),
    )


def folder_of(data: Path, guild_id: int) -> Path:
    """Return the folder of the part that has a server; the data folder itself without parts."""
    parts = parts_in(data)
    return next((part.folder(data) for part in parts if part.has(guild_id)), data)


def check_parts(data: Path, part: Part) -> None:
    """Check that no server has two processes' data in a data folder.

    Args:
        data: The folder of all parts.
        part: Which one is about to run.

    Raises:
        OtherPartsError: If the folder has data for another number of processes.
    """
    totals = {one.total for one in parts_in(data)}
    if (data / DATABASE).exists():
        totals.add(1)
    if others := totals - {part.total}:
        raise OtherPartsError(data, max(others), part.total)


class JoinedLogs:
    """The databases of several parts, read as one; for reading only."""

    def __init__(self, paths: Sequence[Path], connection: aiosqlite.Connection) -> None:
        """Take over an open connection; called by `open` only."""
        self._paths = paths
        self._connection = connection

    @classmethod
    async def open(cls, data: Path) -> Self:
        """Open all databases of a data folder.

        Raises:
            LogUnusableError: If one can't be read.
        """
        paths = [path for part in parts_in(data) if (path := part.folder(data) / DATABASE).exists()]
        connection = await aiosqlite.connect(":memory:", uri=True, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            for number, path in enumerate(paths):
                await connection.execute(f"ATTACH ? AS part{number}", (address(path),))
            for view in [*_views(await _columns(connection), len(paths))]:
                await connection.execute(view)
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                await connection.close()
            raise LogUnusableError(data, error) from error
        return cls(paths, connection)

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Run one query over all parts.

        Raises:
            LogUnusableError: If the databases can't be read now.
        """
        try:
            unhinted = _HINT.sub("", sql)  # a view has no index of its own
            return list(await self._connection.execute_fetchall(unhinted, parameters))
        except sqlite3.Error as error:
            raise LogUnusableError(self._paths[0], error) from error

    async def close(self) -> None:
        """Close the databases."""
        await asyncio.shield(self._connection.close())


async def _columns(connection: aiosqlite.Connection) -> dict[str, list[str]]:
    """Return the columns of each table, which all parts have."""
    tables = await connection.execute_fetchall(
        "SELECT name FROM part0.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        name: [
            row["name"]
            for row in await connection.execute_fetchall(f"PRAGMA part0.table_info({name})")
        ]
        for (name,) in tables
    }


def _views(columns: dict[str, list[str]], parts: int) -> Iterator[str]:
    """Yield what makes each table's view: the rows of all parts, their numbers kept apart."""
    for table, names in columns.items():
        selects = (
            f"SELECT {', '.join(_column(table, name, part, parts) for name in names)} "  # noqa: S608
            f"FROM part{part}.{table}"  # our own names
            for part in range(parts)
        )
        yield f"CREATE TEMP VIEW {table} AS {' UNION ALL '.join(selects)}"


def _column(table: str, name: str, part: int, parts: int) -> str:
    quoted = f'"{name}"'
    if name in _NUMBERS.get(table, ()):
        return f"{quoted} * {parts} + {part} AS {quoted}"
    return quoted
