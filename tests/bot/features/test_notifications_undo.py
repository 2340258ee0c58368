"""Notifications of a fix wait as long as it may be undone."""

import asyncio

import pytest
import simcord

from bot.features import notifications
from tests.bot.classroom import Classroom, press, words
from tests.bot.entries import select
from tests.bot.staff import background_of, fill, moderator_of, students

QUESTION = "How does the apiarist calm the swarm?"
OTHER = "What are vespids made of?"
WAITING = "SELECT count(*) FROM wish WHERE sealed IS NOT NULL"


async def _desk(classroom: Classroom) -> tuple[simcord.MemberActor, simcord.InteractionResult]:
    """A teacher and her desk, with a gap whose answer the student waits for, and another gap."""
    for student in (*students(classroom, "ben"), classroom.student):
        asked = await student.slash(classroom.channel, "ask", question=QUESTION)
    await press(classroom.student, asked, "Notify me")
    await classroom.ask(OTHER)
    teacher = moderator_of(classroom)
    return teacher, await teacher.slash(classroom.channel, "logs gaps")


def _told(classroom: Classroom) -> list[str]:
    return [words(message) for message in classroom.student.user.dm_channel.history()]


async def _send(classroom: Classroom) -> None:
    await background_of(classroom.env.bot).notifications.send()


async def test_nobody_is_told_of_a_fix_that_is_undone(classroom: Classroom) -> None:
    teacher, desk = await _desk(classroom)
    fixed = await fill(teacher, await press(teacher, desk, "Synonym"), "apiarist", "keeper")
    assert "1 asker will be notified in a minute." in words(fixed)
    await _send(classroom)
    assert _told(classroom) == []

    undone = await press(teacher, fixed, "Undo")
    await _send(classroom)

    assert "**Undone.**" in words(undone)
    assert _told(classroom) == []
    assert select(classroom.database, WAITING) == [1]


@pytest.mark.parametrize("label", ["Skip", "Not a question"])
async def test_askers_are_told_once_the_next_gap_has_passed(
    classroom: Classroom, label: str
) -> None:
    teacher, desk = await _desk(classroom)
    fixed = await fill(teacher, await press(teacher, desk, "Synonym"), "apiarist", "keeper")
    assert _told(classroom) == []

    await press(teacher, fixed, label)

    (told,) = _told(classroom)
    assert "Smoke calms the bees" in told


async def test_askers_are_told_when_the_time_to_undo_is_over(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications, "UNDO_WINDOW_S", 0.0)
    teacher, desk = await _desk(classroom)

    await fill(teacher, await press(teacher, desk, "Synonym"), "apiarist", "keeper")
    async with asyncio.timeout(30):
        while not _told(classroom):  # noqa: ASYNC110 - Discord's side has no event
            await asyncio.sleep(0.01)

    assert select(classroom.database, WAITING) == [0]
