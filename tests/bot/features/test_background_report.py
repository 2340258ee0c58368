"""A change of the operator's folder, as each server's moderators are told of it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from bot.app import make_bot
from bot.libraries import registry as watching
from bot.libraries import reload as reloading
from bot.libraries.active import Rules
from sources import library
from tests.bot.classroom import Classroom, words
from tests.bot.libraries.stage import ANTS, HERDS, ReadHere, rebuild_here
from tests.bot.staff import hidden_channel, labels, moderator_of, other_class

HALF_MINUTE = 30.0
WATCHED = pytest.mark.parametrize("rules", [Rules(watch=True)])


class FakeWatch:
    """What sees changes of a folder, but by the simulated clock: every half minute."""

    def __init__(self) -> None:
        self.folders: list[Path] = []

    async def __call__(self, folder: Path, **_: object) -> AsyncIterator[set[str]]:
        """As `watchfiles.awatch`."""
        self.folders.append(folder)
        while True:
            await asyncio.sleep(HALF_MINUTE)
            yield {"added"}


@pytest.fixture(autouse=True)
def watch(monkeypatch: pytest.MonkeyPatch) -> FakeWatch:
    """Read in this process, and see changes by its clock; both are real in `test_watching`."""
    fake = FakeWatch()
    monkeypatch.setattr(library, "Pool", ReadHere)
    monkeypatch.setattr(reloading, "rebuild_aside", rebuild_here)
    monkeypatch.setattr(watching, "awatch", fake)
    return fake


async def _staff_room(classroom: Classroom) -> tuple[simcord.MemberActor, simcord.ChannelHandle]:
    """A moderator, and the hidden channel that their weekly digest goes to."""
    teacher = moderator_of(classroom)
    channel = hidden_channel(classroom, teacher)
    await teacher.slash(classroom.channel, "logs digest", channel=channel)
    return teacher, channel


async def _change(classroom: Classroom) -> None:
    (classroom.libraries.sources / "ants.txt").write_text(ANTS, "utf-8")
    await classroom.env.advance_time(HALF_MINUTE)


async def _status(classroom: Classroom, channel: simcord.ChannelHandle) -> str:
    assert channel.guild is not None
    return (await classroom.answerer.searchers.of(channel.guild.id)).answer(HERDS).status


@WATCHED
async def test_moderators_are_shown_what_would_change_and_decide_there(
    classroom: Classroom,
) -> None:
    teacher, channel = await _staff_room(classroom)

    await _change(classroom)

    (_, card) = channel.history()
    assert "1 document added (" in words(card)
    assert labels(card) == ["Switch", "Discard"]
    assert await _status(classroom, channel) != "found"
    switched = await teacher.click(card, label="Switch")
    assert "**Switched.**" in words(switched)
    assert await _status(classroom, channel) == "found"


@pytest.mark.parametrize("rules", [Rules(watch=True, switch_without_asking=True)])
async def test_moderators_are_told_where_nothing_is_lost_and_nobody_has_to_be_asked(
    classroom: Classroom,
) -> None:
    _, channel = await _staff_room(classroom)

    await _change(classroom)

    (_, card) = channel.history()
    assert "Switched: no answer was lost" in words(card)
    assert labels(card) == []
    assert await _status(classroom, channel) == "found"


@WATCHED
async def test_server_without_a_hidden_channel_is_told_nothing_and_stays_as_it_is(
    classroom: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    _, questions = other_class(classroom)

    with caplog.at_level(logging.INFO, "bot.features.background"):
        await _change(classroom)

    assert questions.history() == []
    assert classroom.channel.history() == []
    assert "has no digest channel to report to: 1 added" in caplog.text
    assert await _status(classroom, questions) != "found"


@WATCHED
async def test_change_that_discord_does_not_take_is_logged_and_the_next_one_shown(
    classroom: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    _, channel = await _staff_room(classroom)
    classroom.env.inject_error("POST", f"/channels/{channel.id}/messages", status=400)

    await _change(classroom)
    assert len(channel.history()) == 1
    assert "is not shown to server" in caplog.text
    await _change(classroom)

    assert len(channel.history()) == 2


@WATCHED
async def test_restarted_bot_watches_the_folder_once_more(
    classroom: Classroom, watch: FakeWatch
) -> None:
    _, channel = await _staff_room(classroom)

    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))
    await classroom.env.settle()
    await _change(classroom)

    assert watch.folders == [classroom.libraries.sources] * 2
    assert len(channel.history()) == 2


async def test_folder_is_not_watched_unless_the_operator_wishes_so(
    classroom: Classroom, watch: FakeWatch
) -> None:
    _, channel = await _staff_room(classroom)

    await _change(classroom)

    assert watch.folders == []
    assert len(channel.history()) == 1
