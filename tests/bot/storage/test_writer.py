"""Changes: in the order of arrival with the entries, all or none, and never later than told."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.errors import LogUnusableError
from bot.storage import query_log
from bot.storage.query_log import QueryLog
from tests.bot.entries import locked, make_entry, questions, select

AUDIT = "INSERT INTO audit (at, actor, action, details) VALUES ('', 'ada', ?, '{}')"


def actions(path: Path) -> list[str]:
    """What was audited, in its order."""
    return select(path, "SELECT action FROM audit ORDER BY id")


async def test_a_change_is_committed_after_the_entries_before_it(log: QueryLog, path: Path) -> None:
    entry = make_entry()
    asked = asyncio.create_task(log.record(entry))
    await asyncio.sleep(0)

    await log.change(
        (AUDIT, ("first",)),
        ("UPDATE question SET question = ? WHERE answer_id = ?", ("changed", entry.answer_id)),
        (AUDIT, ("second",)),
    )

    assert await asked
    assert questions(path) == ["changed"]
    assert actions(path) == ["first", "second"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (("INSERT INTO audit (at) VALUES (1, 2)", ()), sqlite3.OperationalError),
        (("INSERT INTO audit (at) VALUES ('')", ()), sqlite3.IntegrityError),
        (("DELETE FROM audit WHERE id = ?", (2**64,)), OverflowError),
        (("DELETE FROM audit WHERE action = ?", ("\ud800",)), UnicodeError),
    ],
    ids=["SQL", "row", "number", "text"],
)
async def test_a_change_that_is_refused_is_applied_in_no_part_and_costs_nothing_else(
    log: QueryLog, path: Path, wrong: tuple[str, tuple[object, ...]], refusal: type[Exception]
) -> None:
    refused, good, recorded = await asyncio.gather(
        log.change((AUDIT, ("before",)), wrong),
        log.change((AUDIT, ("good",))),
        log.record(make_entry(question="good?")),
        return_exceptions=True,
    )

    assert isinstance(refused, refusal)
    assert (good, recorded) == (None, True)
    assert actions(path) == ["good"]
    assert questions(path) == ["good?"]


async def test_a_change_that_the_disk_holds_up_is_given_up_and_not_applied_later(
    log: QueryLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_log, "CHANGE_SECONDS", 0.05)

    with locked(path):
        for _ in range(3):  # at the first the writer is trying, later it may be waiting
            with pytest.raises(LogUnusableError, match="locked"):
                await log.change((AUDIT, ("late",)))
        await log.record(make_entry(question="kept"))
    await log.close()

    assert actions(path) == []
    assert questions(path) == ["kept"]


async def test_a_change_whose_caller_is_gone_is_made_all_the_same(
    log: QueryLog, path: Path
) -> None:
    with locked(path):
        changing = asyncio.create_task(log.change((AUDIT, ("orphan",))))
        await asyncio.sleep(0)
        changing.cancel()
        await asyncio.wait({changing})
    await log.close()

    assert changing.cancelled()
    assert actions(path) == ["orphan"]


async def test_a_change_that_close_cannot_wait_for_is_told_to_be_lost(
    log: QueryLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_log, "CLOSE_SECONDS", 0.05)

    with locked(path):
        changing = asyncio.create_task(log.change((AUDIT, ("never",))))
        await asyncio.sleep(0)
        await log.close()
        with pytest.raises(LogUnusableError):
            await changing

    assert actions(path) == []


async def test_a_change_after_closing_is_refused(log: QueryLog) -> None:
    await log.close()

    with pytest.raises(LogUnusableError, match="closed"):
        await log.change((AUDIT, ("never",)))


async def test_a_question_of_whoever_opted_out_is_counted_and_found_until_a_restart(
    log: QueryLog, path: Path
) -> None:
    await log.change(("INSERT INTO opted_out (asker, since) VALUES ('shy', '')", ()))
    entry = make_entry(opted_out_as="shy")

    recorded = await asyncio.gather(
        log.record(entry), log.record(make_entry(opted_out_as="somebody", question="kept"))
    )

    assert all(recorded)
    assert questions(path) == ["kept"]
    assert select(path, "SELECT DISTINCT question_id FROM passage") == [1]
    assert select(path, "SELECT found, unkept, askers FROM daily") == [(2, 1, 1)]
    assert await log.find(entry.answer_id) == entry


async def test_each_asker_of_a_day_counts_once_in_a_server(log: QueryLog, path: Path) -> None:
    asked = [("ada", 1), ("ada", 1), ("bob", 1), ("cyd", 2), ("ada", None), ("ada", None)]

    await asyncio.gather(*(log.record(make_entry(asker=a, guild_id=g)) for a, g in asked))
    await log.record(make_entry(asker="bob", guild_id=1))

    assert select(path, "SELECT guild_id, found, askers FROM daily") == [
        (0, 2, 1),
        (1, 4, 2),
        (2, 1, 1),
    ]
