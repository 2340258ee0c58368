"""Who may see the channel of the weekly digest: moderators, and nobody else."""

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import aiosqlite
import discord
import simcord

from bot.app import make_bot
from bot.storage.entries import instant
from tests.bot.classroom import Classroom, words
from tests.bot.entries import select
from tests.bot.staff import background_of, guild_of, moderator_of

SEES = discord.PermissionOverwrite(view_channel=True)
HIDDEN = discord.PermissionOverwrite(view_channel=False)
Target: TypeAlias = simcord.RoleHandle | simcord.MemberActor | discord.ClientUser
ASKED = "How does the apiarist calm the swarm?"


def _channel(
    classroom: Classroom, teacher: simcord.MemberActor, *shown_to: Target
) -> simcord.ChannelHandle:
    """A channel hidden from @everyone, and shown to a moderator, the bot and others."""
    me = classroom.env.bot.user
    assert me is not None
    overwrites: dict[Target, discord.PermissionOverwrite] = {
        guild_of(classroom).default_role: HIDDEN,
        teacher: SEES,
        me: SEES,
        **dict.fromkeys(shown_to, SEES),
    }
    return guild_of(classroom).create_text_channel("staff", overwrites=overwrites)  # type: ignore[arg-type]  # dict


async def _show_to(
    classroom: Classroom, channel: simcord.ChannelHandle, target: simcord.RoleHandle
) -> None:
    """Let a role see a channel that exists."""
    guild = classroom.env.bot.get_guild(guild_of(classroom).id)
    assert guild is not None
    there, role = guild.get_channel(channel.id), guild.get_role(target.id)
    assert there is not None
    assert role is not None
    await there.set_permissions(role, overwrite=SEES)


async def _refuses(
    classroom: Classroom, teacher: simcord.MemberActor, channel: simcord.ChannelHandle, who: str
) -> None:
    refused = await teacher.slash(classroom.channel, "logs digest", channel=channel)

    assert f"isn't for moderators only: {who} can see it" in words(refused)
    assert channel.history() == []
    assert select(classroom.database, "SELECT * FROM digest") == []
    assert classroom.env.errors  # the refusal itself


async def _accepts(
    classroom: Classroom, teacher: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    chosen = await teacher.slash(classroom.channel, "logs digest", channel=channel)

    assert "starting now" in words(chosen)
    assert len(channel.history()) == 1


async def test_role_of_students_with_access_is_refused(classroom: Classroom) -> None:
    students = guild_of(classroom).create_role("Student")
    teacher = moderator_of(classroom)
    channel = _channel(classroom, teacher, students)

    await _refuses(classroom, teacher, channel, "members with the role “Student”")


async def test_role_that_sees_all_channels_of_a_server_hidden_from_everyone_is_refused(
    classroom: Classroom,
) -> None:
    guild, there = guild_of(classroom), classroom.env.bot.get_guild(guild_of(classroom).id)
    assert there is not None
    await there.default_role.edit(permissions=discord.Permissions.none())
    guild.create_role("Guests", permissions=discord.Permissions(view_channel=True))
    power = guild.create_role("power", permissions=discord.Permissions(administrator=True))
    teacher = guild.add_member(classroom.env.create_user("teacher"), roles=[power])

    channel = guild.create_text_channel("staff")

    await _refuses(classroom, teacher, channel, "members with the role “Guests”")


async def test_member_with_access_who_moderates_nothing_is_refused(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    channel = _channel(classroom, teacher, classroom.student)

    who = f"{classroom.student.name}, who isn't a moderator,"
    await _refuses(classroom, teacher, channel, who)


async def test_channel_that_follows_a_category_for_students_is_refused(
    classroom: Classroom,
) -> None:
    guild, teacher = guild_of(classroom), moderator_of(classroom)
    students, category = guild.create_role("Student"), guild.create_category("Class")
    channel = _channel(classroom, teacher)
    await _show_to(classroom, category, students)
    there = classroom.env.bot.get_channel(channel.id)
    assert isinstance(there, discord.TextChannel)
    above = there.guild.get_channel(category.id)
    assert isinstance(above, discord.CategoryChannel)
    await there.edit(category=above, sync_permissions=True)

    await _refuses(classroom, teacher, channel, "everyone")


async def test_those_who_moderate_and_those_who_left_may_be_let_in(classroom: Classroom) -> None:
    guild, teacher = guild_of(classroom), moderator_of(classroom)
    powers = discord.Permissions(administrator=True), discord.Permissions(manage_guild=True)
    roles = [guild.create_role("Staff", permissions=power) for power in powers]
    gone = guild.add_member(classroom.env.create_user("gone"))
    channel = _channel(classroom, teacher, *roles, gone)
    guild.remove_member(gone)

    await _accepts(classroom, teacher, channel)


async def test_role_that_the_operator_named_moderates(classroom: Classroom) -> None:
    tutors, teacher = guild_of(classroom).create_role("Tutor"), moderator_of(classroom)
    bot = make_bot(classroom.answerer, classroom.libraries, moderator_role="Tutor")
    await classroom.env.restart_bot(bot)

    await _accepts(classroom, teacher, _channel(classroom, teacher, tutors))


async def test_channel_shown_to_students_since_gets_a_warning_and_no_question(
    classroom: Classroom,
) -> None:
    await classroom.ask(ASKED, private=True)
    teacher = moderator_of(classroom)
    channel = _channel(classroom, teacher)
    await _accepts(classroom, teacher, channel)
    await _show_to(classroom, channel, guild_of(classroom).create_role("Student_"))
    async with aiosqlite.connect(classroom.database) as connection:
        before = instant(datetime.now(UTC) - timedelta(days=8))
        await connection.execute("UPDATE digest SET sent_at = ?", (before,))
        await connection.commit()
    digests = background_of(classroom.env.bot).digests

    await digests.send_due()

    warning = words(channel.history()[-1])
    assert "isn't shown here: members with the role “Student\\_” can see" in warning
    assert ASKED not in warning
    assert await digests.channel(guild_of(classroom).id) is None  # for reload cards neither
