"""A new server is greeted once: the person who invited the bot, or else a channel."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import discord
import pytest

from tests.bot.classroom import Classroom, words
from tests.bot.staff import guild_of, labels, moderator_of


async def test_new_server_is_greeted_in_its_first_channel(
    classroom: Classroom,
) -> None:
    guild = classroom.env.bot.get_guild(guild_of(classroom).id)
    assert guild is not None

    classroom.env.bot.dispatch("guild_join", guild)
    await classroom.env.settle()

    (greeting,) = [*classroom.channel.history()]
    assert "For moderators, three steps:" in words(greeting)
    assert labels(greeting) == [
        "Add documents",
        "Choose a channel for weekly reports",
        "Ask a sample question",
    ]
    pressed = await classroom.student.click(greeting, custom_id="setup:samples")
    assert words(pressed).startswith("Only moderators")


async def test_person_who_invited_the_bot_is_written_to_if_the_audit_log_says_who(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = moderator_of(classroom)
    bot = classroom.env.bot
    guild = bot.get_guild(guild_of(classroom).id)
    assert guild is not None
    inviter = await bot.fetch_user(teacher.id)

    async def added(*_: object, **__: object) -> AsyncIterator[SimpleNamespace]:
        yield SimpleNamespace(target=discord.Object(1), user=bot.user)
        yield SimpleNamespace(target=guild.me, user=inviter)

    monkeypatch.setattr(discord.Guild, "audit_logs", added)
    bot.dispatch("guild_join", guild)
    await classroom.env.settle()

    (greeting,) = teacher.user.dm_channel.history()
    assert words(greeting).startswith("### Thank you for inviting me to Class!")
    assert labels(greeting) == ["Open the server"]
    assert [*classroom.channel.history()] == []
