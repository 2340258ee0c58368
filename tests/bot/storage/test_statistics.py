"""Figures: those that counting by hand gives, of one's own server, and of no small group."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.deletion import forget_before
from bot.storage.entries import Entry, LoggedPassage
from bot.storage.feedback import Reader, count_opening, save_vote
from bot.storage.query_log import QueryLog
from bot.storage.statistics import (
    Day,
    ShownSource,
    Split,
    Stats,
    TopQuestion,
    helpful_questions,
    read_stats,
    shown_sources,
)
from tests.bot.entries import make_entry

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
STATUSES = st.sampled_from(["found", "weak", "none"])


def asked(asker: int, question: str = "Why?", *, days: int = 0, **changes: object) -> Entry:
    """A question of one of many askers, so many days after Monday."""
    at = MONDAY + timedelta(days=days)
    return make_entry(asker=f"asker {asker}", question=question, asked_at=at, **changes)


def citing(*sources: str) -> tuple[LoggedPassage, ...]:
    """A passage of each source."""
    return tuple(
        LoggedPassage(passage_id="p", source=source, start=0, end=9, score=1) for source in sources
    )


async def record(log: QueryLog, entries: Sequence[Entry]) -> None:
    """Log all entries."""
    await asyncio.gather(*map(log.record, entries))


async def stats(log: QueryLog, guild_id: int | None = 11) -> Stats:
    """All figures of a server."""
    return await read_stats(log.rows, guild_id=guild_id)


async def test_an_empty_log_has_figures_of_nothing(log: QueryLog) -> None:
    empty = await stats(log)

    assert (empty.questions, empty.askers, empty.days, empty.median_ms) == (0, 0, (), None)
    assert empty.helpful_rate is None


async def test_each_day_and_status_is_counted_and_five_may_be_broken_down(log: QueryLog) -> None:
    await record(log, [asked(n) for n in range(5)])
    await record(log, [asked(0, status="weak"), asked(1, days=1, status="none"), asked(2, days=1)])

    counted = await stats(log)

    assert (counted.questions, counted.found, counted.weak, counted.none) == (8, 6, 1, 1)
    assert counted.askers == 5
    assert counted.days == (
        Day(date(2026, 3, 2), 6, Split(5, 1, 0, askers=5)),
        Day(date(2026, 3, 3), 2, None),
    )


async def test_of_fewer_than_five_askers_nothing_is_broken_down(log: QueryLog) -> None:
    await record(log, [asked(n % 4, passages=citing("bees.txt")) for n in range(40)])

    counted = await stats(log)

    assert (counted.questions, counted.askers) == (40, 4)
    assert counted.days == (Day(date(2026, 3, 2), 40, None),)
    assert (counted.top_questions, counted.cited, counted.never_cited) == ((), (), ())


async def test_top_questions_are_those_that_five_asked_in_whatever_case(log: QueryLog) -> None:
    await record(log, [asked(n, "How do bees dance?") for n in range(5)])
    await record(log, [asked(9, "how do  BEES dance", days=1)])
    await record(log, [asked(n % 4, "Asked by four") for n in range(40)])

    counted = await stats(log)

    assert counted.top_questions == (TopQuestion("how do  BEES dance", times=6, askers=6),)


async def test_sources_are_counted_once_an_answer_and_the_uncited_are_named(log: QueryLog) -> None:
    twice = citing("bees.txt", "bees.txt", "wasps.txt")
    await record(log, [asked(n, passages=twice) for n in range(5)])
    await record(log, [asked(0, passages=citing("bees.txt"))])

    counted = await read_stats(
        log.rows, guild_id=11, sources=["ants.txt", "bees.txt", "wasps.txt", "moths.txt"]
    )

    assert counted.cited == (("bees.txt", 6), ("wasps.txt", 5))
    assert counted.never_cited == ("ants.txt", "moths.txt")


async def test_votes_are_counted_before_and_after_their_questions_are_deleted(
    log: QueryLog,
) -> None:
    entries = [asked(n) for n in range(4)]
    await record(log, entries)
    vote = "INSERT INTO vote VALUES (?, 'fan', 11, ?, ?, NULL)"
    await log.change(
        *((vote, (e.answer_id, "2026-03-02T10", n < 3)) for n, e in enumerate(entries))
    )

    before = await stats(log)
    await forget_before(log, date(2026, 3, 3))
    after = await stats(log)

    assert (before.helpful, before.unhelpful, before.helpful_rate) == (3, 1, 0.75)
    assert (after.helpful, after.unhelpful, after.questions) == (3, 1, 4)


async def test_a_period_is_its_days_from_the_first_to_before_the_last(log: QueryLog) -> None:
    for days in range(5):
        await record(log, [asked(n, f"Of day {days}", days=days) for n in range(5)])

    counted = await read_stats(
        log.rows, guild_id=11, since=date(2026, 3, 3), until=date(2026, 3, 5)
    )

    assert [day.day.day for day in counted.days] == [3, 4]
    assert {top.question for top in counted.top_questions} == {"Of day 1", "Of day 2"}


async def test_no_server_sees_another_ones_and_all_are_seen_together(log: QueryLog) -> None:
    for guild in (11, 12, None):
        cited = citing(f"{guild}.txt")
        own = [asked(n, f"Of {guild}", guild_id=guild, passages=cited) for n in range(5)]
        await record(log, own)

    one, every, nobody = await stats(log, 11), await stats(log, None), await stats(log, 13)

    assert (one.questions, one.askers, one.cited) == (5, 5, (("11.txt", 5),))
    assert [top.question for top in one.top_questions] == ["Of 11"]
    assert (every.questions, every.askers, len(every.cited)) == (15, 15, 3)
    assert {top.question for top in every.top_questions} == {"Of 11", "Of 12", "Of None"}
    assert nobody.questions == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 2), STATUSES, st.sampled_from("abc")),
        max_size=60,
    )
)
def test_any_log_is_counted_as_by_hand(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, str, str]]
) -> None:
    async def count(path: Path) -> Stats:
        log = await QueryLog.open(path)
        entries = [asked(who, what, days=day, status=status) for who, day, status, what in rows]
        await record(log, entries[: len(rows) // 2])
        await record(log, entries[len(rows) // 2 :])
        counted = await stats(log)
        await log.close()
        return counted

    counted = asyncio.run(count(tmp_path_factory.mktemp("any") / "queries.db"))

    by_day = Counter(day for _, day, _, _ in rows)
    askers_of = {what: {who for who, _, _, asks in rows if asks == what} for what in "abc"}
    everybody = {who for who, _, _, _ in rows}
    assert [day.questions for day in counted.days] == [by_day[day] for day in sorted(by_day)]
    assert counted.weak == sum(status == "weak" for _, _, status, _ in rows)
    assert counted.askers == len(everybody)
    for day in counted.days:
        that_day = {who for who, n, _, _ in rows if MONDAY.date() + timedelta(n) == day.day}
        assert (day.split.askers if day.split else None) == (
            len(that_day) if len(that_day) >= 5 else None
        )
    assert {top.question: top.askers for top in counted.top_questions} == {
        what: len(who) for what, who in askers_of.items() if len(who) >= 5
    }


@given(st.lists(st.floats(0.01, 10_000), min_size=2, max_size=60))
def test_latencies_are_right_to_two_digits(
    tmp_path_factory: pytest.TempPathFactory, latencies: list[float]
) -> None:
    async def count(path: Path) -> Stats:
        log = await QueryLog.open(path)
        await record(log, [asked(n, latency_ms=ms) for n, ms in enumerate(latencies)])
        counted = await stats(log)
        await log.close()
        return counted

    counted = asyncio.run(count(tmp_path_factory.mktemp("any") / "queries.db"))

    ordered = sorted(latencies)
    median, p95 = (ordered[-(-len(ordered) * share // 100) - 1] for share in (50, 95))
    assert counted.median_ms == pytest.approx(median, rel=0.051)
    assert counted.p95_ms == pytest.approx(p95, rel=0.051)


async def test_documents_shown_are_those_of_the_first_passage_of_answers_that_were_found(
    log: QueryLog,
) -> None:
    await record(log, [asked(0, passages=citing("bees.txt", "wasps.txt")) for _ in range(2)])
    await record(log, [asked(0, passages=citing("wasps.txt"), days=1)])
    await record(log, [asked(0, status="weak", passages=citing("owls.txt"))])
    await record(log, [asked(0, guild_id=12, passages=citing("owls.txt"))])

    shown = await shown_sources(log.rows, 11, MONDAY.date(), 5)

    assert shown == [ShownSource("bees.txt", 2, 0), ShownSource("wasps.txt", 1, 0)]
    latest = await shown_sources(log.rows, 11, date(2026, 3, 3), 5)
    assert latest == [ShownSource("wasps.txt", 1, 0)]


async def test_documents_of_answers_that_people_opened_come_first(log: QueryLog) -> None:
    opened = asked(0, passages=citing("wasps.txt"))
    await record(log, [asked(0, passages=citing("bees.txt")) for _ in range(2)])
    await record(log, [opened])
    for _ in range(2):
        await count_opening(log, opened.answer_id)

    shown = await shown_sources(log.rows, 11, MONDAY.date(), 5)
    counted = await read_stats(log.rows, guild_id=11)

    assert shown == [ShownSource("wasps.txt", 1, 1), ShownSource("bees.txt", 2, 0)]
    assert counted.opened == 1


async def test_helpful_questions_are_public_ones_of_the_server_by_their_votes(
    log: QueryLog,
) -> None:
    entries = [
        asked(0, "Do bees dance?"),
        asked(1, "do BEES dance"),
        asked(2, "Do wasps dance?"),
        asked(3, "Is mine private?", private=True),
        asked(4, "Elsewhere?", guild_id=12),
    ]
    await record(log, entries)
    for entry in entries:
        for voter in ("a", "b") if entry is entries[1] else ("a",):
            reader = Reader(entry.guild_id, voter, [voter, entry.asker], "out")
            await save_vote(log, entry.answer_id, reader, helpful=True)
    disliked = Reader(11, "c", ["c"], "out")
    await save_vote(log, entries[2].answer_id, disliked, helpful=False)

    found = await helpful_questions(log.rows, 11, MONDAY.date(), 5)

    assert found == [("do BEES dance", 3), ("Do wasps dance?", 1)]
