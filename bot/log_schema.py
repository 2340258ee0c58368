"""The query log's tables, as numbered steps from an empty database to today's."""

from pathlib import Path

import aiosqlite

from .errors import NewerLogError

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE question (
            id INTEGER PRIMARY KEY,
            answer_id TEXT NOT NULL UNIQUE,
            asked_at TEXT NOT NULL, -- UTC, ISO 8601, of one width: sorts as time does
            guild_id INTEGER,
            channel_id INTEGER,
            surface TEXT NOT NULL,
            asker TEXT NOT NULL, -- a pseudonym
            question TEXT NOT NULL,
            as_typed INTEGER NOT NULL, -- 1 if no word was to be read as another
            status TEXT NOT NULL,
            confidence REAL NOT NULL,
            library_version TEXT NOT NULL,
            latency_ms REAL NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE passage (
            question_id INTEGER NOT NULL REFERENCES question ON DELETE CASCADE,
            rank INTEGER NOT NULL,
            passage_id TEXT NOT NULL,
            source TEXT NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            score REAL NOT NULL,
            PRIMARY KEY (question_id, rank)
        ) STRICT, WITHOUT ROWID
        """,
        # A guild's gaps and figures, and what is past its time, are counted in this index.
        "CREATE INDEX question_by_guild ON question (guild_id, status, asked_at)",
        "CREATE INDEX question_by_asker ON question (asker)",
    ),
)
"""Step n (from 1) leads from version n - 1 to n; a step that was ever released is never changed."""


async def migrate(connection: aiosqlite.Connection, path: Path) -> None:
    """Bring the tables to today's version, each step in one transaction.

    Args:
        connection: In autocommit mode.
        path: Named in errors.

    Raises:
        NewerLogError: If the database is of a later version than this program knows.
        sqlite3.Error: If it is damaged, locked or cannot be written.
    """
    version = -1
    while version < len(STEPS):
        # Begun even if no step is left: it shows that the database can be written. And of two
        # processes that begin together, the second waits here and finds the first one's tables.
        await connection.execute("BEGIN IMMEDIATE")
        try:
            version = await _step(connection)
            await connection.commit()
        except BaseException:
            await connection.rollback()
            raise
    if version > len(STEPS):
        raise NewerLogError(path, version, len(STEPS))


async def _step(connection: aiosqlite.Connection) -> int:
    """Take the next step, if there is one; the version that the tables have then."""
    ((found,),) = await connection.execute_fetchall("PRAGMA user_version")
    if found >= len(STEPS):
        return int(found)
    for statement in STEPS[found]:
        await connection.execute(statement)
    await connection.execute(f"PRAGMA user_version = {found + 1}")
    return int(found) + 1
