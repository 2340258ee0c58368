"""One moderator cannot take the memory of all servers."""

import pytest
import simcord

from bot.bot import PullquoteBot
from bot.errors import UploadsRunningError
from bot.features import sources as sources_cog
from tests.bot.classroom import Classroom, words
from tests.bot.staff import moderator_of

OWLS = b"# On Owls\n\nOwls hunt mice at night, for they hear each rustle in the leaves.\n"


async def test_uploads_of_all_servers_together_are_bounded_while_they_are_added(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources_cog, "_MOST_ADDING", 2 * len(OWLS) - 1)
    teacher = moderator_of(classroom)
    assert isinstance(classroom.env.bot, PullquoteBot)
    cogs = [one for one in classroom.env.bot.features if isinstance(one, sources_cog.Sources)]
    monkeypatch.setattr(cogs[0], "_adding", len(OWLS))  # in another server, at this moment

    refused = await teacher.slash(classroom.channel, "sources add", file=("owls.md", OWLS))
    monkeypatch.setattr(cogs[0], "_adding", 0)
    card = await teacher.slash(classroom.channel, "sources add", file=("owls.md", OWLS))

    assert "being added right now" in words(refused)
    assert "1 document added" in words(card)
    simcord.assert_error(classroom.env, UploadsRunningError)
