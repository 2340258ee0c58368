"""The tables: created, migrated step by step, repaired, and refused if that is not possible."""

import asyncio
import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import LogDamagedError, LogUnusableError, NewerLogError
from bot.storage import migration
from bot.storage.query_log import QueryLog
from bot.storage.schema import STEPS
from tests.bot.entries import BEES, WASPS, make_entry, questions, select

TABLES = (
    "audit cited daily digest document forum gap key_check latency lesson opted_out passage "
    "preference question quoted served server version vote wish"
)
VERSION_1 = Path(__file__).parent / "log_of_version_1.sql"

LOGS = sorted((Path(__file__).parent / "logs").glob("*.sql"))
"""A log of each schema that ever landed, made by running the steps of each commit that changed
them and adding rows. One of version 1 and two of version 2 lack columns of their version."""

LANDED = (
    "101cb47fd9d05b3e",
    "b0a0fe62e999e0a7",
    "f03963e87ce02aee",
    "71ecc15d3bb9dbe8",
    "3de90b2e65e6ae29",
    "29d012e321968191",
    "0d31c6eaf1a8f810",
)
"""The SHA-256 of each step's text, 16 digits. A step is never edited once it has landed."""


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

    with pytest.raises(NewerLogError, match="Update Pullquote") as refused:
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
        changed.setattr(migration, "STEPS", (*STEPS, broken))
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
    monkeypatch.setattr(migration, "STEPS", (*STEPS, step))
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


def test_steps_that_landed_are_as_they_landed() -> None:
    hashes = [hashlib.sha256("\0".join(step).encode()).hexdigest()[:16] for step in STEPS]

    assert tuple(hashes[: len(LANDED)]) == LANDED
    assert len(hashes) == len(LANDED), "add the hash of the new step"


def _make(path: Path, dump: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text("utf-8"))


@pytest.mark.parametrize("dump", LOGS, ids=lambda dump: dump.stem)
async def test_log_of_each_landed_schema_opens_and_takes_questions(
    tmp_path: Path, dump: Path
) -> None:
    path = tmp_path / "queries.db"
    _make(path, dump)

    log = await QueryLog.open(path)
    before = await log.find("a" * 16)
    recorded = await log.record(make_entry(question="new", asked_at=datetime.now(UTC)))
    await log.close()

    assert before is not None
    assert before.question == "How do bees dance?"
    assert [passage.source for passage in before.passages] == ["bees.txt"]
    assert recorded
    assert questions(path) == ["How do bees dance?", "new"]
    assert select(path, "SELECT sum(found) FROM daily") == [2]
    assert select(path, "SELECT DISTINCT asked_as FROM question") == ["how do bees dance", "new"]
    assert {*select(path, _COLUMNS)} >= {*await _columns_of_a_new_log(tmp_path)}
    assert select(path, _INDEXES) == select(tmp_path / "new.db", _INDEXES)


_COLUMNS = """
    SELECT t.name, c.name, c.type, c."notnull", c.pk
    FROM pragma_table_list AS t, pragma_table_info(t.name) AS c WHERE t.schema = 'main'
"""
_INDEXES = "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index' ORDER BY name"


async def _columns_of_a_new_log(folder: Path) -> list[object]:
    await (await QueryLog.open(folder / "new.db")).close()
    return select(folder / "new.db", _COLUMNS)


@pytest.mark.parametrize("table", ["daily", "latency", "cited"])
async def test_missing_counts_are_counted_again_from_the_questions(
    tmp_path: Path, table: str
) -> None:
    path = tmp_path / "queries.db"
    _make(path, Path(__file__).parent / "logs" / "2.sql")
    before = select(path, f"SELECT * FROM {table}")  # noqa: S608  # the test's own name
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {table}")

    await (await QueryLog.open(path)).close()

    assert before
    assert select(path, f"SELECT * FROM {table}") == before  # noqa: S608  # as above


async def test_index_that_is_missing_or_of_other_columns_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "queries.db"
    await (await QueryLog.open(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP INDEX question_by_time")
        connection.execute("DROP INDEX gap_by_fix")
        connection.execute("CREATE INDEX gap_by_fix ON gap (at)")

    await (await QueryLog.open(path)).close()

    assert select(path, "SELECT name FROM pragma_index_info('gap_by_fix')") == ["fix"]
    assert select(path, "SELECT name FROM pragma_index_info('question_by_time')") == ["asked_at"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("ALTER TABLE question DROP COLUMN latency_ms", "no column latency_ms"),
        ("ALTER TABLE vote ADD COLUMN x TEXT NOT NULL DEFAULT ''", None),
        ("ALTER TABLE vote RENAME COLUMN helpful TO useful", "no column helpful"),
        ("DROP TABLE digest; CREATE TABLE digest (guild_id TEXT)", "of another kind"),
    ],
)
async def test_log_that_cannot_be_repaired_is_refused_in_one_sentence_and_left_as_it_is(
    tmp_path: Path, change: str, reason: str | None
) -> None:
    path = tmp_path / "queries.db"
    await (await QueryLog.open(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(change)
    before = select(path, "SELECT sql FROM sqlite_schema ORDER BY name")

    if reason is None:  # a column more that no row needs does no harm
        await (await QueryLog.open(path)).close()
    else:
        with pytest.raises(LogDamagedError, match=reason) as refused:
            await QueryLog.open(path)
        assert "\n" not in str(refused.value)

    assert select(path, "SELECT sql FROM sqlite_schema ORDER BY name") == before
