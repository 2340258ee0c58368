"""What stands in messages becomes documents: files, texts, and the pinned or long ones."""

import discord
import pytest

from tests.bot.classroom import Classroom, press, words
from tests.bot.staff import guild_of, labels, moderator_of

from .test_sources import HUNT, OWLS

NOTICE = "The essay on owls is due on Friday.\nBring two pencils. Write to ada@school.example."


async def test_files_of_a_message_are_added(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    said = await teacher.send(
        classroom.channel, "This week's reading", attachments=[("owls.md", OWLS)]
    )

    card = await teacher.context_menu(classroom.channel, "Add to sources", said)

    assert "**On Owls**" in words(card)
    await press(teacher, card, "Switch")
    assert "Owls hunt mice" in words(await classroom.ask(HUNT))


async def test_text_of_a_message_is_cited_with_channel_day_and_link(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    said = await teacher.send(classroom.channel, NOTICE)

    card = await teacher.context_menu(classroom.channel, "Add to sources", said)

    day = f"{said.created_at.day} {said.created_at:%B %Y}"
    assert f"**Questions, {day}**" in words(card)
    await press(teacher, card, "Switch")
    asked = words(await classroom.ask("When is the essay on owls due?"))
    assert "The essay on owls is due on Friday." in asked
    assert f"[Questions, {day}]({said.jump_url})" in asked
    assert "ada@school" not in asked


async def test_pinned_messages_of_a_channel_are_added_together(classroom: Classroom) -> None:
    guild = guild_of(classroom)
    powers = discord.Permissions(manage_guild=True, manage_messages=True)
    role = guild.create_role("powers", permissions=powers)
    teacher = guild.add_member(classroom.env.create_user("teacher"), roles=[role])
    for text in (NOTICE, "Owls sleep by day in hollow trees.", "Good morning"):
        said = await teacher.send(classroom.channel, text)
        if text != "Good morning":
            await teacher.set_pinned(said, pinned=True)

    card = await teacher.slash(
        classroom.channel, "sources channel", channel=classroom.channel, messages="pinned"
    )

    assert "2 documents added (" in words(card)
    assert labels(card)[-2:] == ["Switch", "Discard"]
    again = await teacher.slash(classroom.channel, "sources channel", channel=classroom.channel)
    assert "2 documents added (" in words(again)


async def test_channel_whose_messages_the_moderator_cannot_read_stays_closed(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    closed = guild_of(classroom).create_text_channel(
        "staff", overwrites={teacher: discord.PermissionOverwrite(read_message_history=False)}
    )
    await teacher.send(closed, NOTICE)

    refused = await teacher.slash(classroom.channel, "sources channel", channel=closed)

    assert words(refused).startswith("You and I both need View Channel")
    assert len(classroom.env.errors) == 1


@pytest.mark.parametrize("messages", ["pinned", "long"])
async def test_channel_without_such_messages_says_so(classroom: Classroom, messages: str) -> None:
    teacher = moderator_of(classroom)
    await classroom.student.send(classroom.channel, f"{classroom.mention} Good morning")

    refused = await teacher.slash(
        classroom.channel, "sources channel", channel=classroom.channel, messages=messages
    )

    assert words(refused).startswith(("There is no text or file", "Discord doesn't show me"))
    assert len(classroom.env.errors) == 1
