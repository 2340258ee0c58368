"""Reading beside the writer: what is committed, at once, and of the file that is there now."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import LogUnusableError
from bot.storage.query_log import QueryLog
from tests.bot.entries import connection_threads, locked, make_entry, questions

LONG = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000)
    SELECT sum(i) FROM n
"""


async def test_rows_are_those_committed_by_position_and_by_name(log: QueryLog) -> None:
    await log.record(make_entry(question="one"))
    ((before,),) = await log.rows("SELECT count(*) FROM question")
    await log.record(make_entry(question="two"))

    rows = await log.rows("SELECT question FROM question WHERE question <> ?", ("one",))

    assert before == 1
    assert [row["question"] for row in rows] == ["two"]


async def test_rows_come_while_another_program_holds_the_write_lock(
    log: QueryLog, path: Path
) -> None:
    await log.record(make_entry())

    with locked(path):
        rows = await log.rows("SELECT question FROM question")

    assert len(rows) == 1


async def test_many_at_once_are_served_in_turn(log: QueryLog) -> None:
    answers = await asyncio.gather(*(log.rows("SELECT ?", (n,)) for n in range(50)))

    assert [row[0] for (row,) in answers] == list(range(50))


@pytest.mark.parametrize("turns", [0, 1, 5])
async def test_queries_that_nobody_waits_for_cost_the_next_one_nothing(
    log: QueryLog, turns: int
) -> None:
    vain = [asyncio.create_task(log.rows(LONG)) for _ in range(9)]
    for _ in range(turns):
        await asyncio.sleep(0)
    for task in vain:
        task.cancel()

    ((one,),) = await log.rows("SELECT 1")
    await log.close()

    assert one == 1
    assert connection_threads() == []


async def test_nothing_is_held_between_two_queries_so_that_a_checkpoint_is_whole(
    log: QueryLog, path: Path
) -> None:
    await log.record(make_entry())
    await log.rows("SELECT * FROM question")

    with closing(sqlite3.connect(path)) as other:
        ((busy, left, done),) = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    assert (busy, left, done) == (0, 0, 0)


async def test_reading_cannot_write(log: QueryLog) -> None:
    with pytest.raises(LogUnusableError, match="readonly"):
        await log.rows("DELETE FROM question")


async def test_a_log_that_was_replaced_is_read_where_it_is_now(log: QueryLog, path: Path) -> None:
    await log.record(make_entry(question="old"))
    await log.rows("SELECT 1")
    for file in path.parent.glob("queries.db*"):
        file.unlink()
    await log.record(make_entry(question="new"))

    rows = await log.rows("SELECT question FROM question")

    assert [row["question"] for row in rows] == questions(path) == ["new"]


async def test_a_question_that_comes_after_closing_leaves_no_connection_behind(
    log: QueryLog,
) -> None:
    await log.record(make_entry(question="one"))
    await log.close()

    rows = await log.rows("SELECT question FROM question")

    assert len(rows) == 1
    assert connection_threads() == []
