"""The log's tables: begun, carried forward step by step, and refused when they are newer."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import log_schema
from bot.errors import LogUnusableError, NewerLogError
from bot.log_schema import STEPS
from bot.query_log import QueryLog

from .entries import make_entry, questions, select


async def test_a_new_log_has_todays_version_and_only_strict_tables(tmp_path: Path) -> None:
    path = tmp_path / "queries.db"

    await (await QueryLog.open(path)).close()

    assert select(path, "PRAGMA user_version") == [len(STEPS)]
    assert select(
        path,
        "SELECT name, strict FROM pragma_table_list"
        " WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    ) == [("passage", 1), ("question", 1)]


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
