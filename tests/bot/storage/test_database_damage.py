"""Damage is found at start, while questions are answered; what can be kept is."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from bot.storage.database import find_damage, identity, interrupted
from bot.storage.migration import migrate
from bot.storage.query_log import QueryLog
from bot.storage.store import LogStore
from tests.bot.entries import make_entry, questions, select

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"


def tear_middle(path: Path, table: str) -> None:
    """Overwrite the leaf pages of a table but for the first and the last; its ends stay whole."""
    with closing(sqlite3.connect(path)) as connection:
        pages = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path", (table,)
        ).fetchall()
        ((size,),) = connection.execute("PRAGMA page_size").fetchall()
    with path.open("r+b") as file:
        for (page,) in pages[1:-1]:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)


async def fill(path: Path) -> None:
    """A log of some pages, with somebody who opted out and something that was done."""
    log = await QueryLog.open(path)
    for _ in range(200):
        await log.record(make_entry(question="long " * 100))
    await log.change(
        ("INSERT INTO opted_out (asker, since) VALUES ('shy', '2026')", ()),
        ("INSERT INTO audit (at, actor, action, details) VALUES ('', 'ada', 'reload', '{}')", ()),
    )
    await log.close()


async def test_damage_in_the_middle_is_found_at_start_and_what_matters_is_kept(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(path)
    tear_middle(path, "question")

    log = await QueryLog.open(path)
    await log.record(make_entry(question="new"))
    await log.record(make_entry(question="counted", opted_out_as="shy"))
    found = await log.rows("SELECT question FROM question")
    await log.close()

    assert [row["question"] for row in found] == questions(path) == ["new"]
    assert select(path, "SELECT action FROM audit") == ["reload"]
    assert select(path, "SELECT sum(found) FROM daily") == [202]
    assert len(list(path.parent.glob("queries.damaged-*.db"))) == 1
    (told,) = caplog.messages
    assert "is damaged" in told


async def test_whoever_reads_meanwhile_waits_until_the_new_log_is_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(path)
    tear_middle(path, "question")
    begun, let_go = asyncio.Event(), asyncio.Event()

    async def slow(connection: aiosqlite.Connection, file: Path) -> None:
        if list(path.parent.glob("*.damaged-*")):
            begun.set()
            await let_go.wait()
        await migrate(connection, file)

    monkeypatch.setattr("bot.storage.store.migrate", slow)
    log = await QueryLog.open(path)
    await begun.wait()

    reading = asyncio.create_task(log.rows("SELECT action FROM audit"))
    await asyncio.wait({reading}, timeout=0.1)
    waited = not reading.done()
    let_go.set()

    assert waited
    assert [row["action"] for row in await reading] == ["reload"]
    await log.close()


async def test_of_two_processes_that_find_damage_one_begins_a_new_log(path: Path) -> None:
    await fill(path)
    tear_middle(path, "question")
    stores = [LogStore(path), LogStore(path)]
    for store in stores:
        await store.connect()
        store.condemn("torn", identity(path))

    for n, store in enumerate(stores):
        await store.write([make_entry(question=f"{n}")])
        await store.close()

    assert questions(path) == ["0", "1"]
    assert len(list(path.parent.glob("queries.damaged-*.db"))) == 1


async def test_a_sound_log_is_left_as_it_is(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await fill(path)

    await (await QueryLog.open(path)).close()

    assert find_damage(path, 60, threading.Event()) is None
    assert len(questions(path)) == 200
    assert caplog.messages == []


@pytest.mark.parametrize(("seconds", "stopped"), [(0, False), (60, True)])
def test_looking_ends_when_its_time_is_up_or_it_is_stopped(
    seconds: float, *, stopped: bool
) -> None:
    stop = threading.Event()
    if stopped:
        stop.set()

    with closing(sqlite3.connect(":memory:")) as connection:
        with interrupted(connection, seconds, stop), pytest.raises(sqlite3.OperationalError):
            connection.execute(ENDLESS).fetchall()

        assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_a_log_that_is_not_there_has_no_damage(path: Path) -> None:
    assert find_damage(path, 60, threading.Event()) is None
