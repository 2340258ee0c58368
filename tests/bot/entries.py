"""Entries for the log's tests, and a look at its tables from outside."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.storage import query_log
from bot.storage.entries import Entry, LoggedPassage, new_id

BEES = LoggedPassage(passage_id="b" * 12, source="bees.txt", start=0, end=11, score=2.5)
WASPS = LoggedPassage(passage_id="a" * 12, source="wasps.txt", start=13, end=25, score=0.5)


def make_entry(**changes: object) -> Entry:
    """Fill in an entry with two passages; `changes` replace its fields."""
    fields: dict[str, object] = {
        "answer_id": new_id(),
        "asked_at": datetime.now(UTC),
        "guild_id": 11,
        "channel_id": 22,
        "surface": "slash",
        "asker": "somebody",
        "question": "How do bees dance?",
        "status": "found",
        "confidence": 0.75,
        "library_version": "c" * 12,
        "latency_ms": 1.5,
        "passages": (BEES, WASPS),
    }
    return Entry.model_validate(fields | changes)


def select(path: Path, query: str) -> list[Any]:
    """Run a query; rows of one column come as its bare values."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(query).fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


def questions(path: Path) -> list[str]:
    """Every question of the log, in the order in which they were written."""
    return select(path, "SELECT question FROM question ORDER BY id")


def connection_threads() -> list[str]:
    """The threads of open connections; that of a closed one may need a moment to end."""
    threads = [t for t in threading.enumerate() if "connection_worker" in t.name]
    for thread in threads:
        thread.join(timeout=10)
    return [thread.name for thread in threads if thread.is_alive()]


@contextmanager
def giving_up_soon() -> Iterator[None]:
    """Let `record` hand over after a moment, as the fault outlasts any bound."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(query_log, "RECORD_SECONDS", 0.05)
        yield


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the database's write lock."""
    with giving_up_soon(), closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
