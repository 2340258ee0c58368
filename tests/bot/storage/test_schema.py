"""The log's tables: begun, carried forward step by step, and refused when they are newer."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import LogUnusableError, NewerLogError
from bot.storage import schema as log_schema
from bot.storage.query_log import QueryLog
from bot.storage.schema import STEPS
from tests.bot.entries import BEES, WASPS, make_entry, questions, select

TABLES = "audit cited daily digest gap latency opted_out passage question quoted vote wish"
VERSION_1 = Path(__file__).parent / "log_of_version_1.sql"


async def test_a_new_log_has_todays_version_and_only_strict_tables(tmp_path: Path) -> None:
    path = tmp_path / "queries.db"

    await (await QueryLog.open(path)).close()

    assert select(path, "PRAGMA user_version") == [len(STEPS)]
    assert select(
        path,
        "SELECT name, strict FROM pragma_table_list"
        " WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    ) == [(name, 1) for name in TABLES.split()]


async def test_a_log_of_version_1_is_carried_forward_with_its_rows_and_counted(
    tmp_path: Path,
) -> None:
    path = tmp_path / "queries.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1.read_text("utf-8"))

    log = await QueryLog.open(path)
    first, terminal = await log.find("a" * 16), await log.find("d" * 16)
    await log.record(make_entry(asker="ada", asked_at=datetime(2026, 3, 1, 23, tzinfo=UTC)))
    await log.close()

    assert first is not None
    assert (first.question, first.passages) == ("How do bees dance?", (BEES, WASPS))
    assert terminal is not None
    assert (terminal.status, terminal.guild_id, terminal.passages) == ("none", None, ())
    assert select(path, "SELECT DISTINCT asked_as FROM question ORDER BY id") == [
        "how do bees dance",
        "what do wasps eat",
    ]
    assert select(path, "SELECT guild_id, day, found, weak, none, askers FROM daily") == [
        (0, "2026-03-02", 0, 0, 1, 1),
        (11, "2026-03-01", 2, 1, 0, 1),
    ]
    assert select(path, "SELECT day, ms, questions FROM latency ORDER BY day, ms") == [
        ("2026-03-01", 1.5, 3),
        ("2026-03-02", 20.0, 1),
    ]
    assert select(path, "SELECT source, answers FROM cited ORDER BY source") == [
        ("bees.txt", 3),
        ("wasps.txt", 2),
    ]


async def test_a_log_of_version_1_has_the_tables_of_a_new_one_afterwards(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(VERSION_1.read_text("utf-8"))

    for path in (old, new):
        await (await QueryLog.open(path)).close()

    columns = """
        SELECT t.name, c.name, c.type, c."notnull", c.pk, c.dflt_value
        FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
        WHERE t.schema = 'main' ORDER BY t.name, c.cid
    """
    indexes = "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index' ORDER BY name"
    assert select(old, columns) == select(new, columns)
    assert select(old, indexes) == select(new, indexes)


async def test_a_log_of_a_newer_version_is_refused_in_one_sentence_and_left_as_it_is(
    tmp_path: Path,
) -> None:
    path = tmp_path / "queries.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = path.read_bytes()[100:]  # the header tells the journal mode

    with pytest.raises(NewerLogError, match="update Pullquote") as refused:
        await QueryLog.open(path)

    assert (refused.value.path, refused.value.found) == (path, len(STEPS) + 1)
    assert "\n" not in str(refused.value)
    assert path.read_bytes()[100:] == before


async def test_a_step_that_fails_halfway_leaves_the_version_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "queries.db"
    with monkeypatch.context() as changed:
        broken = ("CREATE TABLE half (a INTEGER) STRICT", "CREATE TABLE passage (a INTEGER)")
        changed.setattr(log_schema, "STEPS", (*STEPS, broken))
        with pytest.raises(LogUnusableError, match="passage"):
            await QueryLog.open(path)

    assert select(path, "PRAGMA user_version") == [len(STEPS)]
    assert select(path, "SELECT name FROM sqlite_schema WHERE name = 'half'") == []


async def test_an_older_log_is_carried_forward_with_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "queries.db"
    log = await QueryLog.open(path)
    await log.record(make_entry(question="kept?"))
    await log.close()

    step = ("CREATE TABLE later (a INTEGER) STRICT",)
    monkeypatch.setattr(log_schema, "STEPS", (*STEPS, step))
    await (await QueryLog.open(path)).close()

    assert select(path, "PRAGMA user_version") == [len(STEPS) + 1]
    assert select(path, "SELECT * FROM later") == []
    assert questions(path) == ["kept?"]


async def test_two_processes_may_begin_the_same_log_at_once(tmp_path: Path) -> None:
    path = tmp_path / "queries.db"

    logs = await asyncio.gather(*(QueryLog.open(path) for _ in range(4)))
    recorded = await asyncio.gather(*(log.record(make_entry()) for log in logs))
    for log in logs:
        await log.close()

    assert len(questions(path)) == len(recorded)
