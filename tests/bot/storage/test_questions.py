"""Pages of the log begin where another one ended, whatever was asked in between."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.query_log import QueryLog
from bot.storage.questions import Cursor, Turn, Wanted, search_log
from tests.bot.entries import make_entry

NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)
ALL = Wanted()


@given(st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1)), st.integers(0, 2**59))  # noqa: DTZ001  # hypothesis wants naive ones
def test_cursor_is_read_back_from_a_buttons_id(moment: datetime, row: int) -> None:
    cursor = Cursor(moment.replace(tzinfo=UTC), row)

    assert Cursor.parse(str(cursor)) == cursor
    assert len(str(cursor)) <= 36


@pytest.mark.parametrize("text", ["", "1", "1.", ".1", "1.1.1", "-1.1", f"{'9' * 40}.1"])
def test_what_is_no_cursor_is_none(text: str) -> None:
    assert Cursor.parse(text) is None


async def test_questions_of_one_moment_are_neither_repeated_nor_left_out(log: QueryLog) -> None:
    for number in range(5):
        await log.record(make_entry(question=f"q{number}", asked_at=NOON))
    seen: list[str] = []
    turn = None
    while True:
        page = await search_log(log.rows, 11, ALL, limit=2, turn=turn)
        seen += [asked.question for asked in page.questions]
        if not page.has_older:
            break
        turn = Turn("older", page.questions[-1].cursor)

    assert seen == ["q4", "q3", "q2", "q1", "q0"]


async def test_new_questions_do_not_move_the_pages_of_older_ones(log: QueryLog) -> None:
    for number in range(4):
        await log.record(make_entry(question=f"q{number}", asked_at=NOON))
    first = await search_log(log.rows, 11, ALL, limit=2)
    await log.record(make_entry(question="new", asked_at=NOON + timedelta(hours=1)))

    second = await search_log(
        log.rows, 11, ALL, limit=2, turn=Turn("older", first.questions[-1].cursor)
    )
    back = await search_log(
        log.rows, 11, ALL, limit=2, turn=Turn("newer", second.questions[0].cursor)
    )

    assert [asked.question for asked in second.questions] == ["q1", "q0"]
    assert back.questions == first.questions
    assert back.has_newer


async def test_percent_signs_and_underlines_are_only_themselves(log: QueryLog) -> None:
    for question in ("a_b percent", "axb percent"):
        await log.record(make_entry(question=question))

    page = await search_log(log.rows, 11, Wanted(text="a_b"), limit=9)

    assert [asked.question for asked in page.questions] == ["a_b percent"]


async def test_questions_of_another_server_are_not_found(log: QueryLog) -> None:
    await log.record(make_entry(guild_id=12))

    assert (await search_log(log.rows, 11, ALL, limit=9)).questions == ()


async def test_all_words_are_found_in_any_order(log: QueryLog) -> None:
    for question in ("Homework for Friday?", "homework for Monday", "Friday's lunch"):
        await log.record(make_entry(question=question))

    page = await search_log(log.rows, 11, Wanted(text="FRIDAY homework"), limit=9)

    assert [asked.question for asked in page.questions] == ["Homework for Friday?"]


async def test_punctuation_alone_is_found_as_it_is(log: QueryLog) -> None:
    for question in ("100 % wool", "percent"):
        await log.record(make_entry(question=question))

    page = await search_log(log.rows, 11, Wanted(text="%"), limit=9)

    assert [asked.question for asked in page.questions] == ["100 % wool"]
