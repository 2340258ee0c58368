"""The log's file: sound from the first row on, mended when it is damaged, and nobody else's."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import LogUnusableError
from bot.storage.query_log import QueryLog
from bot.storage.store import LogStore
from tests.bot.entries import make_entry, questions, select


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log" / "queries.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[LogStore]:
    made = LogStore(path)
    yield made
    await made.close()


def tear(path: Path, intact_bytes: int) -> bytes:
    """Overwrite a database behind its first bytes; what it is then."""
    content = path.read_bytes()
    torn = content[:intact_bytes] + b"\xa5" * (len(content) - intact_bytes)
    path.write_bytes(torn)
    return torn


def tear_index(path: Path, name: str) -> None:
    """Overwrite the root page of an index; the tables stay whole."""
    (page,) = select(path, f"SELECT rootpage FROM sqlite_schema WHERE name = '{name}'")  # noqa: S608 - the test's own name
    (size,) = select(path, "PRAGMA page_size")
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


async def test_what_is_written_survives_a_power_cut(store: LogStore) -> None:
    connection = await store.connect()

    (synchronous,) = connection.execute("PRAGMA synchronous").fetchall()
    (journal,) = connection.execute("PRAGMA journal_mode").fetchall()

    assert (tuple(synchronous), tuple(journal)) == ((2,), ("wal",))  # 2: FULL


async def test_entries_are_written_all_or_none(store: LogStore, path: Path) -> None:
    twice = make_entry()

    with pytest.raises(sqlite3.IntegrityError):
        await store.write([make_entry(), twice, twice])

    assert questions(path) == []
    assert select(path, "SELECT * FROM passage") == []


@pytest.mark.parametrize("intact_bytes", [0, 100, 4096], ids=["none", "header", "first page"])
async def test_a_damaged_log_is_set_aside_whole_and_a_new_one_begun(
    store: LogStore, path: Path, caplog: pytest.LogCaptureFixture, intact_bytes: int
) -> None:
    await store.write([make_entry() for _ in range(200)])
    await store.close()
    content = tear(path, intact_bytes)

    await store.write([make_entry(question="new")])

    assert questions(path) == ["new"]
    (aside,) = path.parent.glob("queries.damaged-*.db")
    assert aside.read_bytes() == content
    (told,) = caplog.messages
    assert "is damaged" in told
    assert aside.name in told


async def test_rows_that_another_program_has_not_moved_into_the_log_are_set_aside_with_it(
    store: LogStore, path: Path
) -> None:
    await store.write([make_entry() for _ in range(200)])
    await store.close()
    await store.write([make_entry(question="latest", passages=())])
    tear(path, 0)

    other = LogStore(path)
    await other.write([make_entry(question="new")])
    await other.close()

    assert questions(path) == ["new"]
    aside = b"".join(file.read_bytes() for file in path.parent.glob("queries.damaged-*"))
    assert b"latest" in aside


async def test_damage_met_by_a_row_sets_the_log_aside_for_the_next_try(
    store: LogStore, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await store.write([make_entry() for _ in range(200)])
    await store.close()
    tear_index(path, "question_by_asker")
    await store.connect()
    told_at_open = list(caplog.messages)

    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        await store.write([make_entry(question="new")])
    await store.write([make_entry(question="new")])

    assert told_at_open == []
    assert questions(path) == ["new"]
    assert len(list(path.parent.glob("queries.damaged-*.db"))) == 1


async def test_a_deleted_folder_is_made_anew_for_the_next_row(store: LogStore, path: Path) -> None:
    await store.write([make_entry(question="deleted")])
    shutil.rmtree(path.parent)

    await store.write([make_entry(question="kept")])

    assert questions(path) == ["kept"]


async def test_a_place_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(LogUnusableError, match=r"taken/queries\.db can't be used") as refused:
        await QueryLog.open(tmp_path / "taken" / "queries.db")

    assert refused.value.path == tmp_path / "taken" / "queries.db"
    assert "\n" not in str(refused.value)


async def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE passage (words TEXT)")

    with pytest.raises(LogUnusableError):
        await QueryLog.open(path)

    assert select(path, "SELECT name FROM sqlite_schema") == ["passage"]


async def test_only_the_owner_can_read_the_log(store: LogStore, path: Path) -> None:
    await store.write([make_entry()])

    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(("queries.db", "queries.db-wal", "queries.db-shm"), 0o600)


async def test_two_programs_may_write_one_log(path: Path) -> None:
    logs = [await QueryLog.open(path) for _ in range(2)]

    await asyncio.gather(*(log.record(make_entry()) for log in logs * 50))
    for log in logs:
        await log.close()

    assert len(questions(path)) == 100
