"""Deleting: all of it, nothing else, gone from every byte, and in nobody's way."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.storage import deletion as retention
from bot.storage.deletion import delete_person, forget_before
from bot.storage.entries import LoggedPassage, Quoted
from bot.storage.people import (
    export_person,
    find_asker,
    opt_in,
    opt_out,
    opted_out_since,
)
from bot.storage.query_log import QueryLog
from sources import Citation
from tests.bot.entries import make_entry, questions, select

OLD, NEW = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
SPRING_ENDS = date(2026, 6, 1)

VOTE = (
    "INSERT INTO vote (answer_id, voter, guild_id, at, helpful, reason) VALUES (?, ?, 11, ?, ?, ?)"
)
WISH = "INSERT INTO wish (answer_id, asker, sealed, at) VALUES (?, ?, x'00', '')"
GAP = "INSERT INTO gap (answer_id, decision, at, actor) VALUES (?, 'done', '', ?)"
AUDIT = "INSERT INTO audit (at, guild_id, actor, action, details) VALUES (?, 11, ?, 'reload', '{}')"


def shown(text: str) -> tuple[LoggedPassage, ...]:
    """One passage with a text that is kept."""
    quoted = Quoted(text=text, breaks=(), citation=Citation(title="Bees"), document="d" * 64)
    passage = LoggedPassage(
        passage_id="p", source="bees.txt", start=0, end=9, score=1, quoted=quoted
    )
    return (passage,)


def bytes_on_disk(path: Path) -> bytes:
    """Every byte of the database, its write-ahead log and its index."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


async def add_life_of(log: QueryLog, asker: str, asked_at: datetime) -> str:
    """A question of somebody with whatever can hang on it; its answer's id."""
    entry = make_entry(
        asker=asker, asked_at=asked_at, question=f"{asker} asks", passages=shown(asker)
    )
    await log.record(entry)
    await log.change(
        (VOTE, (entry.answer_id, asker, asked_at.isoformat(), 1, f"{asker} explains")),
        (VOTE, (entry.answer_id, f"fan of {asker}", asked_at.isoformat(), 0, None)),
        (WISH, (entry.answer_id, asker)),
        (GAP, (entry.answer_id, f"teacher of {asker}")),
        (AUDIT, (asked_at.isoformat(), asker)),
    )
    return entry.answer_id


async def test_what_is_past_its_time_goes_and_its_counts_stay(log: QueryLog, path: Path) -> None:
    old, new = await add_life_of(log, "ada", OLD), await add_life_of(log, "bob", NEW)

    deleted = await forget_before(log, SPRING_ENDS)

    assert deleted == 1
    for table in ("question", "vote", "wish", "gap"):
        assert set(select(path, f"SELECT answer_id FROM {table}")) == {new}  # noqa: S608 - our own
    assert select(path, "SELECT text FROM quoted") == ["bob"]
    assert select(path, "SELECT actor FROM audit") == ["", "bob"]
    assert select(path, "SELECT day, found, askers, helpful, unhelpful FROM daily") == [
        ("2026-03-01", 1, 1, 1, 1),
        ("2026-09-01", 1, 1, 0, 0),
    ]
    assert await log.find(old) is None
    assert await forget_before(log, SPRING_ENDS) == 0


async def test_a_quotation_that_a_later_answer_shows_stays(log: QueryLog, path: Path) -> None:
    for asked_at in (OLD, NEW, OLD):
        await log.record(make_entry(asked_at=asked_at, passages=shown("same")))

    await forget_before(log, SPRING_ENDS)

    assert select(path, "SELECT text FROM quoted JOIN passage ON quoted = quoted.id") == ["same"]


@pytest.mark.parametrize("asked", [1, 5, 700])
async def test_what_is_deleted_is_in_no_byte_of_the_files(
    log: QueryLog, path: Path, asked: int
) -> None:
    async def ask(n: int, asker: str, secret: str) -> None:
        question = f"{secret} {n} " + secret * (n % 40)
        await log.record(make_entry(asker=asker, question=question, passages=()))

    for n in range(asked):
        await asyncio.gather(
            ask(n, "pseudonym-of-ada", "xyzzy"), ask(n, "pseudonym-of-bob", "plugh")
        )
    before = bytes_on_disk(path)
    await delete_person(log, 11, ["pseudonym-of-ada"])
    after = bytes_on_disk(path)

    assert b"xyzzy" in before
    assert b"pseudonym-of-ada" in before
    assert b"xyzzy" not in after
    assert b"pseudonym-of-ada" not in after
    assert len(questions(path)) == asked
    assert select(path, "PRAGMA integrity_check") == ["ok"]


async def test_a_person_goes_from_every_table_and_nobody_else(log: QueryLog, path: Path) -> None:
    await add_life_of(log, "ada", OLD)
    bob = await add_life_of(log, "bob", OLD)
    await log.change(
        (VOTE, (bob, "ada", "", 1, None)),
        (WISH, (bob, "ada")),
        ("UPDATE gap SET actor = 'ada'", ()),
    )

    await delete_person(log, 11, ["ada", "ada-last-term"])

    assert questions(path) == ["bob asks"]
    assert select(path, "SELECT voter FROM vote ORDER BY 1") == ["bob", "fan of bob"]
    assert select(path, "SELECT asker FROM wish") == ["bob"]
    assert select(path, "SELECT actor FROM gap") == [""]
    assert select(path, "SELECT actor FROM audit ORDER BY 1") == ["", "bob"]
    kept = await export_person(log.rows, ["ada"])
    assert not any(kept.values())


async def test_answers_are_written_while_much_is_deleted(log: QueryLog, path: Path) -> None:
    for _ in range(3):
        rows = (make_entry(asked_at=OLD, passages=()) for _ in range(1_000))
        await asyncio.gather(*map(log.record, rows))
    deleting = asyncio.create_task(forget_before(log, SPRING_ENDS))

    recorded = []
    while not deleting.done():
        recorded.append(await log.record(make_entry(asked_at=NEW)))

    assert await deleting == 3_000
    assert len(recorded) > 10  # had it been one transaction, they would have come after it
    assert all(recorded)
    assert len(questions(path)) == len(recorded)


async def test_a_log_that_is_being_read_is_overwritten_later_and_says_so(
    log: QueryLog, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(retention, "_TRIES", 2)
    await log.record(make_entry(asker="ada"))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM question").fetchall()

        await delete_person(log, 11, ["ada"])

    assert questions(path) == []
    assert "overwritten later" in caplog.text
    caplog.clear()
    caplog.set_level(logging.INFO)
    await delete_person(log, 11, ["ada"])
    assert caplog.messages == []


async def test_a_damaged_log_that_was_set_aside_goes_when_its_time_is_past(
    log: QueryLog, path: Path
) -> None:
    names = ["queries.damaged-20260301T000000000000.db", "queries.damaged-20260601T000000000000.db"]
    for name in names:
        path.with_name(name).touch()

    await forget_before(log, SPRING_ENDS)

    assert [path.with_name(name).exists() for name in names] == [False, True]


async def test_a_person_is_given_all_that_is_kept_of_them(log: QueryLog) -> None:
    await add_life_of(log, "bob", OLD)
    answer_id = await add_life_of(log, "ada", OLD)

    kept = await export_person(log.rows, ["ada-last-term", "ada"])

    (question,), (vote,), (wish,) = kept["questions"], kept["votes"], kept["wishes"]
    assert question["question"] == "ada asks"
    assert question["passages"] == [{"source": "bees.txt", "text": "ada"}]
    assert (vote["answer_id"], vote["reason"]) == (answer_id, "ada explains")
    assert (wish["answer_id"], "sealed" in wish) == (answer_id, False)
    assert kept["decisions"] == []
    assert [action["action"] for action in kept["actions"]] == ["reload"]
    assert await find_asker(log.rows, 11, ["ada"], "shy") == (True, False)
    assert await find_asker(log.rows, 12, ["ada"], "shy") == (False, False)


async def test_opting_out_holds_until_one_opts_in_again(log: QueryLog, path: Path) -> None:
    await opt_out(log, "shy", 11, OLD)
    await opt_out(log, "shy", 11, NEW)
    since = await opted_out_since(log, "shy")
    await log.record(make_entry(opted_out_as="shy", question="counted"))
    await delete_person(log, 11, ["somebody"])
    await log.record(make_entry(opted_out_as="shy", question="counted still"))

    await opt_in(log, "shy")
    await log.record(make_entry(opted_out_as="shy", question="kept"))

    assert since == OLD
    assert await opted_out_since(log, "shy") is None
    assert questions(path) == ["kept"]
    assert select(path, "SELECT sum(found), sum(unkept) FROM daily") == [(3, 2)]
