"""Answers that people opened are counted, without who did."""

import asyncio

import pytest

from bot.storage.statistics import read_stats
from tests.bot.classroom import Classroom, press
from tests.bot.entries import select
from tests.bot.staff import guild_of, hidden_channel, moderator_of, students

OPENED = "SELECT opened FROM question ORDER BY id"


async def _opened(classroom: Classroom, *counts: int) -> None:
    async with asyncio.timeout(30):
        while select(classroom.database, OPENED) != [*counts]:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("label", ["Read in context", "Cite", "More", "Share in the channel"])
async def test_each_way_to_open_an_answer_is_counted(classroom: Classroom, label: str) -> None:
    asked = await classroom.ask(private=True)

    await press(classroom.student, asked, label)

    await _opened(classroom, 1)


async def test_answer_that_somebody_else_may_not_see_is_not_counted(classroom: Classroom) -> None:
    asked = await classroom.ask(private=True)
    await press(classroom.student, asked, "Helpful")

    assert select(classroom.database, OPENED) == [0]


async def test_digest_and_figures_count_opened_answers(classroom: Classroom) -> None:
    for student in students(classroom, "a", "b", "c", "d", "e"):
        question = "Who die in the autumn?"
        asked = await student.slash(classroom.channel, "ask", question=question, private=True)
    await press(student, asked, "Cite")
    await press(student, asked, "More")
    teacher = moderator_of(classroom)
    async with asyncio.timeout(30):
        while sum(select(classroom.database, OPENED)) < 2:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)

    channel = hidden_channel(classroom, teacher)
    await teacher.slash(channel, "logs digest", channel=channel)
    figures = await read_stats(classroom.answerer.query_log.rows, guild_id=guild_of(classroom).id)

    (page,) = [m for m in channel.history() if "This week" in str(m.components[0].to_dict())]
    assert "**Documents that answered**" in str(page.components[0].to_dict())
    assert "- *On Bees*: 5 answers, 1 opened" in str(page.components[0].to_dict())
    assert figures.opened == 1
