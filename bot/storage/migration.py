"""Bring the database to the current schema, and repair one that isn't what its version says."""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import aiosqlite

from bot.errors import LogDamagedError, NewerLogError

from .json_import import import_files
from .schema import IMPORTS_FILES, STEPS

_log = logging.getLogger(__name__)

_COLUMNS = """
    SELECT t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk
    FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
    WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%'
"""
_OBJECTS = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
_FILLS = re.compile(r"\s*(?:INSERT INTO (?P<table>\w+)|UPDATE (?P<of>\w+) SET (?P<column>\w+))")

# Before this column existed, spelling was always corrected.
_DEFAULTS = {("question", "as_typed"): "0"}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as SQLite describes it."""

    type: str
    not_null: bool
    default: str | None
    key: int  # its place in the primary key, from 1; 0 outside

    @property
    def may_be_omitted(self) -> bool:
        """Whether a row can be inserted without this column."""
        return not (self.not_null and self.default is None) and not self.key


@dataclass(frozen=True, slots=True)
class _Schema:
    """Columns by table, and the statements that create tables and indexes, by name."""

    tables: dict[str, dict[str, _Column]]
    table_sql: dict[str, str]
    index_sql: dict[str, str]

    @classmethod
    def of(cls, columns: Iterable[Sequence[str]], objects: Iterable[Sequence[str]]) -> "_Schema":
        """Collect what the queries above return."""
        tables: dict[str, dict[str, _Column]] = {}
        for table, name, kind, not_null, default, key in columns:
            column = _Column(kind, bool(not_null), default, int(key))
            tables.setdefault(table, {})[name] = column
        named = [*objects]
        return cls(
            tables,
            {name: sql for kind, name, sql in named if kind == "table"},
            {name: sql for kind, name, sql in named if kind == "index"},
        )


async def migrate(connection: aiosqlite.Connection, path: Path) -> None:
    """Bring the tables to the current version, each step in one transaction.

    Args:
        connection: In autocommit mode.
        path: Of the database, in the data folder.

    Raises:
        NewerLogError: If the database has a later version than this program knows.
        LogDamagedError: If its tables are not those of its version, and cannot be repaired.
        ImportFailedError: If a JSON file of an older version cannot be imported.
        sqlite3.Error: If it is damaged, locked or cannot be written.
    """
    version = -1
    while version < len(STEPS):
        # Begun even if no step is left: it shows that the database can be written. And if two
        # processes start together, the second waits here and finds the first one's tables.
        await connection.execute("BEGIN IMMEDIATE")
        try:
            version = await _step(connection, path)
            await connection.commit()
        except BaseException:
            await connection.rollback()
            raise
    if version > len(STEPS):
        raise NewerLogError(path, version, len(STEPS))


async def _step(connection: aiosqlite.Connection, path: Path) -> int:
    """Repair the tables, then take the next step, if there is one; return the new version."""
    ((found,),) = await connection.execute_fetchall("PRAGMA user_version")
    if 0 < found <= len(STEPS):
        await _repair(connection, path, found)
    if found >= len(STEPS):
        return int(found)
    for statement in STEPS[found]:
        await connection.execute(statement)
    if found + 1 == IMPORTS_FILES:
        for sql, parameters in await asyncio.to_thread(import_files, path.parent):
            await connection.execute(sql, parameters)
    await connection.execute(f"PRAGMA user_version = {found + 1}")
    return int(found) + 1


async def _repair(connection: aiosqlite.Connection, path: Path, version: int) -> None:
    """Add what the tables of a version lack.

    Raises:
        LogDamagedError: If something else is wrong with them.
    """
    found = _Schema.of(
        [tuple(row) for row in await connection.execute_fetchall(_COLUMNS)],
        [tuple(row) for row in await connection.execute_fetchall(_OBJECTS)],
    )
    right = _expected(version)
    if problem := _problem(found, right):
        raise LogDamagedError(path, problem)
    lacking = [*_lacking(found, right)]
    for statement in (*lacking, *_fillings(found, right, version)):
        await connection.execute(statement)
    if lacking:
        _log.warning("The query log %s was repaired in %d places.", path, len(lacking))


@lru_cache
def _expected(version: int) -> _Schema:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in (statement for step in STEPS[:version] for statement in step):
            connection.execute(statement)
        return _Schema.of(connection.execute(_COLUMNS), connection.execute(_OBJECTS))


def _problem(found: _Schema, right: _Schema) -> str | None:
    """Return the first thing that cannot be repaired, as a phrase."""
    for table, columns in right.tables.items():
        there = found.tables.get(table)
        if there is None:
            continue
        for name, column in columns.items():
            if name not in there:
                if not (column.may_be_omitted or (table, name) in _DEFAULTS):
                    return f"table {table} has no column {name}"
            elif (there[name].type, there[name].key) != (column.type, column.key):
                return f"column {name} of table {table} is of another kind"
        for name in there.keys() - columns.keys():
            if not there[name].may_be_omitted:
                return f"table {table} has an unknown column {name}"
    return None


def _lacking(found: _Schema, right: _Schema) -> Iterable[str]:
    """Return the statements that add missing tables, columns and indexes."""
    for table, columns in right.tables.items():
        if table not in found.tables:
            yield right.table_sql[table]
            continue
        for name in columns.keys() - found.tables[table].keys():
            column = columns[name]
            default = _DEFAULTS.get((table, name), column.default)
            rule = f" DEFAULT {default}" if default is not None else ""
            rule = f" NOT NULL{rule}" if column.not_null else rule
            yield f"ALTER TABLE {table} ADD COLUMN {name} {column.type}{rule}"
    for index, sql in right.index_sql.items():
        if found.index_sql.get(index, "").split() != sql.split():
            yield from [f"DROP INDEX {index}"] if index in found.index_sql else []
            yield sql


def _fillings(found: _Schema, right: _Schema, version: int) -> Iterable[str]:
    """Return the statements of the steps that fill what was missing."""
    for statement in (statement for step in STEPS[:version] for statement in step):
        match = _FILLS.match(statement)
        if match is None:
            continue
        table, column = match["table"] or match["of"], match["column"]
        there = found.tables.get(table)
        is_new = there is None if column is None else there is not None and column not in there
        if is_new and table in right.tables:
            yield statement
