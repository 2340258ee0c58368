"""What `/setup` shows and changes, and what comes after the first documents."""

import discord
import simcord

from tests.bot.classroom import QUESTION, Classroom, press, words
from tests.bot.staff import (
    forge,
    guild_of,
    hidden_channel,
    labels,
    moderator_of,
    options,
    students,
)

from .test_sources import OWLS, switch


async def _setup(classroom: Classroom, teacher: simcord.MemberActor) -> simcord.InteractionResult:
    return await teacher.slash(classroom.channel, "setup")


async def _choose(
    teacher: simcord.MemberActor, shown: simcord.InteractionResult, *values: object
) -> simcord.InteractionResult:
    """Choose in the only menu of a message."""
    assert shown.response is not None
    return await teacher.select(shown.response, [*values])


async def test_card_ticks_what_is_done(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)

    shown = await _setup(classroom, teacher)

    assert shown.ephemeral
    assert words(shown).startswith("### 2 of 3 steps left\n**1. Add documents**\n-# ✓ Done. 3 doc")
    assert "**2. Choose a channel for weekly reports**\n-# Not done yet." in words(shown)
    await classroom.ask()
    again = await press(teacher, shown, "Check again")
    assert "**3. Ask a sample question**\n-# ✓ Done." in words(again)


async def test_documents_are_added_from_the_card_and_what_follows_is_said(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    form = await press(teacher, await _setup(classroom, teacher), "Add")
    assert form.modal is not None
    card = await teacher.slash(classroom.channel, "sources add", file=("owls.md", OWLS))

    done = await press(teacher, card, "Switch")

    assert words(done).startswith("**Your class can ask now.** 4 documents")
    assert "**Questions that they answer**\n- " in words(done)
    assert "/ask " in words(await press(teacher, done, "Text for the class"))
    assert labels(done) == [
        "Text for the class",
        "Ask a sample question",
        "Choose a channel for weekly reports",
    ]
    second = await teacher.slash(classroom.channel, "sources remove", document="On Owls")
    assert words(await press(teacher, second, "Switch")).startswith("**Switched.**")


async def test_weekly_reports_go_to_a_channel_that_only_moderators_see(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    staff = hidden_channel(classroom, teacher)
    menu = await press(teacher, await _setup(classroom, teacher), "Choose")

    refused = await _choose(teacher, menu, classroom.channel)
    done = await _choose(teacher, menu, staff)

    assert words(refused).startswith("That channel isn't for moderators only")
    assert words(done).startswith(f"Weekly reports go to <#{staff.id}>")
    assert f"-# ✓ Done. They go to <#{staff.id}>." in words(await _setup(classroom, teacher))


async def test_sample_questions_are_answered_and_quote_what_they_were_made_from(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    shown = await press(teacher, await _setup(classroom, teacher), "Ask")

    assert "### Sample questions" in words(shown)
    assert "-# From the heading “" in words(shown)
    answered = await press(teacher, shown, "Ask")

    assert answered.ephemeral
    assert "couldn't find" not in words(answered)


async def test_private_answers_and_silent_channels_are_as_chosen(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await _setup(classroom, teacher)
    assert "**Answers:** public" in words(shown)

    shown = await press(teacher, shown, "Turn private answers on")

    assert "**Answers:** private" in words(shown)
    assert (await classroom.ask()).ephemeral
    assert not (await classroom.ask(private=False)).ephemeral
    assert await classroom.say(f"{classroom.mention} {QUESTION}")
    menu = await press(teacher, shown, "Mentions")
    silent = await _choose(teacher, menu, classroom.channel)
    assert f"but not in <#{classroom.channel.id}>" in words(silent)
    assert await classroom.say(f"{classroom.mention} {QUESTION}") == []
    await _choose(teacher, await press(teacher, shown, "Mentions"))
    assert await classroom.say(f"{classroom.mention} {QUESTION}")


async def test_forums_whose_posts_are_answered_are_chosen_and_taken_back(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    forum = guild_of(classroom).create_forum_channel("homework")
    shown = await _setup(classroom, teacher)
    assert "**Forum posts:** not answered" in words(shown)

    chosen = await _choose(teacher, await press(teacher, shown, "Forum posts"), forum)
    assert f"**Forum posts:** new ones are answered in <#{forum.id}>" in words(chosen)

    none = await _choose(teacher, await press(teacher, shown, "Forum posts"))
    assert "**Forum posts:** not answered" in words(none)


async def test_chosen_role_moderates_and_cannot_choose_another(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    guild = guild_of(classroom)
    role = guild.create_role("Tutors")
    tutor = guild.add_member(classroom.env.create_user("tutor"), roles=[role])
    shown = await _setup(classroom, teacher)

    chosen = await _choose(teacher, await press(teacher, shown, "Moderators' role"), role)

    assert f"**Moderators:** Manage Server or <@&{role.id}>" in words(chosen)
    (ada,) = students(classroom, "ada")
    for who, allowed in ((tutor, True), (ada, False)):
        pressed = await forge(classroom, who, classroom.channel, "setup:text")
        assert words(pressed).startswith("```" if allowed else "Only moderators")
    refused = await forge(classroom, tutor, classroom.channel, "setup:role")
    assert words(refused).startswith("Only members with the permission Manage Server")


async def test_missing_permissions_are_named_with_the_channel(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    assert classroom.env.bot.user is not None
    mute = discord.PermissionOverwrite(send_messages=False, attach_files=False)
    channel = guild_of(classroom).create_text_channel(
        "announcements", overwrites={classroom.env.bot.user: mute}
    )

    shown = words(await _setup(classroom, teacher))

    assert f"**Missing permissions**\n- <#{channel.id}>: Send Messages, Attach Files\n" in shown


async def test_choices_survive_a_restart_and_are_those_of_one_server(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    await press(teacher, await _setup(classroom, teacher), "Turn private answers on")
    await switch(classroom, teacher, ("owls.md", OWLS))

    await classroom.env.restart_bot(classroom.new_bot())

    assert (await classroom.ask()).ephemeral
    other = classroom.env.create_guild("Other class")
    channel = other.create_text_channel("questions")
    student = other.add_member(classroom.env.create_user("ben"))
    assert not (await student.slash(channel, "ask", question=QUESTION)).ephemeral


async def test_moderators_shorten_how_long_questions_are_stored(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    shown = await _setup(classroom, teacher)
    assert "**Questions:** stored for 180 days" in words(shown)

    menu = await press(teacher, shown, "How long questions are stored")
    assert options(menu) == [
        *("7 days", "14 days", "30 days", "60 days", "90 days"),
        "As long as the operator allows: for 180 days",
    ]
    chosen = await press(teacher, menu, "30 days")
    asked = await classroom.ask()

    assert "**Questions:** stored for 30 days" in words(chosen)
    assert "Questions are stored for 30 days without your name" in words(asked)
    about = await classroom.student.slash(classroom.channel, "about")
    assert "stored for 30 days" in await classroom.press(about, "What is stored?")
    again = await press(teacher, await _setup(classroom, teacher), "How long questions are stored")
    longest = await press(teacher, again, "As long as the operator allows: for 180 days")
    assert "**Questions:** stored for 180 days" in words(longest)
