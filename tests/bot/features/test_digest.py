"""The weekly digest: to a hidden channel, once a week, with buttons that work."""

from datetime import UTC, datetime, timedelta

import aiosqlite
import discord
import pytest
import simcord

from bot.app import make_bot
from bot.bot import PullquoteBot
from bot.storage.entries import instant
from bot.ui.layout import Reply
from tests.bot.classroom import QUESTION, Classroom, press, words
from tests.bot.entries import select
from tests.bot.staff import background_of, guild_of, hidden_channel, moderator_of, other_class

UNANSWERED = "How does the apiarist calm the swarm?"


async def _begun(classroom: Classroom) -> tuple[simcord.MemberActor, simcord.ChannelHandle]:
    """A moderator, and the channel that their first digest was sent to."""
    teacher = moderator_of(classroom)
    channel = hidden_channel(classroom, teacher)
    await teacher.slash(classroom.channel, "logs digest", channel=channel)
    return teacher, channel


async def _weeks_later(classroom: Classroom) -> None:
    """Let the last digest be of eight days ago."""
    before = instant(datetime.now(UTC) - timedelta(days=8))
    async with aiosqlite.connect(classroom.database) as connection:
        await connection.execute("UPDATE digest SET sent_at = ?", (before,))
        await connection.commit()


def _bot(classroom: Classroom) -> PullquoteBot:
    assert isinstance(classroom.env.bot, PullquoteBot)
    return classroom.env.bot


async def test_first_digest_comes_at_once_with_figures_and_gaps(classroom: Classroom) -> None:
    await classroom.ask()
    await classroom.ask(UNANSWERED)
    teacher = moderator_of(classroom)
    channel = hidden_channel(classroom, teacher)

    begun = await teacher.slash(classroom.channel, "logs digest", channel=channel)

    assert begun.ephemeral
    assert words(begun).endswith(f"<#{channel.id}>.")
    (card,) = channel.history()
    assert words(card).startswith("### This week's questions\n**2 questions by 1 asker**\n")
    assert "-# More is shown once 5 people ask in a week" in words(card)
    assert f"**Not answered**\n**{UNANSWERED}**\n-# 1 asker" in words(card)
    assert QUESTION not in words(card)
    assert "logs digest" in select(classroom.database, "SELECT action FROM audit")


async def test_private_questions_are_counted_and_not_quoted(classroom: Classroom) -> None:
    await classroom.ask(UNANSWERED, private=True)
    await classroom.ask("What are vespids made of?")

    _, channel = await _begun(classroom)

    (card,) = channel.history()
    assert UNANSWERED not in words(card)
    assert "**What are vespids made of?**" in words(card)
    assert "-# 1 more gap in `/logs gaps`, private questions included." in words(card)


async def test_gap_is_fixed_from_the_digest(classroom: Classroom) -> None:
    await classroom.ask(UNANSWERED)
    teacher, channel = await _begun(classroom)
    (card,) = channel.history()

    opened = await teacher.click(card, label="Fix")
    done = await press(teacher, opened, "Not a question")

    assert opened.ephemeral
    assert words(done).startswith("**Closed** as not a question")


async def test_digest_comes_once_a_week_across_restarts(classroom: Classroom) -> None:
    _, channel = await _begun(classroom)
    await background_of(_bot(classroom)).digests.send_due()
    assert len(channel.history()) == 1

    await _weeks_later(classroom)
    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))
    await classroom.env.settle()
    await background_of(_bot(classroom)).digests.send_due()

    assert len(channel.history()) == 2


async def test_digest_that_discord_does_not_take_is_sent_later(classroom: Classroom) -> None:
    _, channel = await _begun(classroom)
    await _weeks_later(classroom)
    classroom.env.inject_error("POST", f"/channels/{channel.id}/messages", status=400)

    await background_of(_bot(classroom)).digests.send_due()
    assert len(channel.history()) == 1
    await background_of(_bot(classroom)).digests.send_due()

    assert len(channel.history()) == 2


async def test_digest_that_fails_in_one_server_comes_in_the_other(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, channel = await _begun(classroom)
    colleague, _ = other_class(classroom)
    other = hidden_channel(classroom, colleague)
    await colleague.slash(other, "logs digest", channel=other)
    await _weeks_later(classroom)
    digests = background_of(_bot(classroom)).digests
    reply = digests.reply

    async def failing(guild_id: int) -> Reply:
        if guild_id == guild_of(classroom).id:
            raise RuntimeError("the inner workings")  # noqa: EM101, TRY003  # as any library's
        return await reply(guild_id)

    monkeypatch.setattr(digests, "reply", failing)

    await digests.send_due()

    assert (len(channel.history()), len(other.history())) == (1, 2)
    assert f"the weekly digest of server {guild_of(classroom).id} failed" in caplog.text


async def test_channel_that_everyone_sees_is_refused(classroom: Classroom) -> None:
    refused = await moderator_of(classroom).slash(
        classroom.channel, "logs digest", channel=classroom.channel
    )

    assert "everyone can see it" in words(refused)
    assert select(classroom.database, "SELECT * FROM digest") == []
    assert classroom.env.errors  # the refusal itself


async def test_channel_that_was_opened_since_gets_a_warning_instead(classroom: Classroom) -> None:
    await classroom.ask(UNANSWERED)
    _, channel = await _begun(classroom)
    await _weeks_later(classroom)
    there = classroom.env.bot.get_channel(channel.id)
    assert isinstance(there, discord.TextChannel)
    await there.set_permissions(there.guild.default_role, view_channel=True)

    await background_of(_bot(classroom)).digests.send_due()

    assert words(channel.history()[-1]).startswith("This week's digest isn't shown here")


async def test_digests_can_be_ended(classroom: Classroom) -> None:
    teacher, _ = await _begun(classroom)

    await teacher.slash(classroom.channel, "logs digest")

    assert select(classroom.database, "SELECT * FROM digest") == []


async def test_digest_tells_nothing_of_another_server(classroom: Classroom) -> None:
    await classroom.ask(UNANSWERED)
    colleague, _ = other_class(classroom)
    channel = hidden_channel(classroom, colleague)

    await colleague.slash(channel, "logs digest", channel=channel)

    (card,) = channel.history()
    assert words(card) == "### This week's questions\nNo questions."
