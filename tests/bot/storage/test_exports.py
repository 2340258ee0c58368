"""Exporting: every question of the days once, in order, and no other server's."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.storage import exports as log_queries_export
from bot.storage.entries import LoggedPassage, Quoted
from bot.storage.exports import export_rows
from bot.storage.query_log import QueryLog
from sources import Citation
from tests.bot.entries import make_entry

FIRST = datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("portion", [1, 2, 3, 1_000])
async def test_every_question_comes_once_in_order_whatever_the_portion(
    log: QueryLog, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(log_queries_export, "PORTION", portion)
    days = [2, 0, 1, 1, 1, 0]
    await asyncio.gather(
        *(
            log.record(make_entry(question=f"{n}", asked_at=FIRST + timedelta(days=day)))
            for n, day in enumerate(days)
        )
    )
    await log.record(make_entry(question="theirs", guild_id=12, asked_at=FIRST))

    own = [row.question async for row in export_rows(log.rows, 11)]
    every = [row.question async for row in export_rows(log.rows, None)]
    second_day = [
        row.question async for row in export_rows(log.rows, 11, date(2026, 3, 2), date(2026, 3, 3))
    ]

    assert own == ["1", "5", "2", "3", "4", "0"]
    assert every == ["1", "5", "theirs", "2", "3", "4", "0"]
    assert second_day == ["2", "3", "4"]


async def test_a_question_comes_with_its_first_quote_votes_and_decision(log: QueryLog) -> None:
    quoted = Quoted(
        text="Wasps do. Bees dance.", breaks=(), citation=Citation(title="B"), document="d" * 64
    )
    passage = LoggedPassage(
        passage_id="p", source="bees.txt", start=0, end=21, score=1,
        quoted=quoted, quote_start=10, quote_end=21,
    )  # fmt: skip
    entry = make_entry(passages=(passage,), scope="week 1")
    await log.record(entry)
    vote = "INSERT INTO vote VALUES (?, ?, 11, '', ?, NULL)"
    await log.change(
        *((vote, (entry.answer_id, voter, helpful)) for voter, helpful in [("a", 1), ("b", 0)]),
        ("INSERT INTO gap VALUES (?, 'pin', '', 'teacher', 'fix')", (entry.answer_id,)),
    )

    (row,) = [row async for row in export_rows(log.rows, 11)]

    assert (row.source, row.quote, row.scope) == ("bees.txt", "Bees dance.", "week 1")
    assert (row.helpful, row.unhelpful, row.decision) == (1, 1, "pin")
    assert row.asked_at == entry.asked_at


async def test_a_question_without_an_answer_has_no_source(log: QueryLog) -> None:
    await log.record(make_entry(passages=(), status="none", guild_id=None))

    (row,) = [row async for row in export_rows(log.rows, None)]

    assert (row.source, row.quote, row.decision, row.guild_id) == (None, None, None, None)
