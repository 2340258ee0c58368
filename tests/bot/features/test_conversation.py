"""Messages that speak to the bot, on a simulated Discord through the real bot, index and log."""

from datetime import timedelta

import aiosqlite
import discord

from bot.features.conversation import CANNOT_READ, EDITED_WITHIN, ROLE_MENTION
from tests.bot.classroom import ANSWER, QUESTION, Classroom, press, words
from tests.bot.staff import buttons, fill, forge, labels, options, students

ABOUT_DRONES = "What do the drones wait for?"


async def reply(classroom: Classroom, to: discord.Message, text: str) -> list[discord.Message]:
    """Reply to a message with a ping and give what was said after it."""
    said = await classroom.student.send(classroom.channel, text, reply_to=to)
    return [message for message in classroom.channel.history() if message.id > said.id]


async def added(classroom: Classroom) -> list[tuple[str, str | None]]:
    """Question, and what was added to it, of each row of the log."""
    async with aiosqlite.connect(classroom.database) as connection:
        rows = await connection.execute_fetchall("SELECT question, added FROM question")
    return [(question, more) for question, more in rows]


async def test_reply_to_an_answer_takes_the_words_it_lacks_from_its_question(
    classroom: Classroom,
) -> None:
    (answer,) = await classroom.say(f"{classroom.mention} {ABOUT_DRONES}")

    (follow_up,) = await reply(classroom, answer, "when do they die?")

    assert "-# Asked as: when do they die (drones wait)?" in words(follow_up)
    assert "die in the autumn" in words(follow_up)
    assert await added(classroom) == [
        (ABOUT_DRONES, None),
        ("when do they die (drones wait)?", "drones wait"),
    ]


async def test_follow_up_can_be_asked_with_its_own_words_alone_after_a_restart(
    classroom: Classroom,
) -> None:
    (answer,) = await classroom.say(f"{classroom.mention} {ABOUT_DRONES}")
    (follow_up,) = await reply(classroom, answer, "when do they die?")
    await classroom.env.restart_bot(classroom.new_bot())

    alone = await classroom.student.click(follow_up, label="Use only my words")

    assert alone.ephemeral
    assert words(alone).startswith("### when do they die\n")
    assert (await added(classroom))[-1] == ("when do they die", None)


async def test_reply_with_a_question_of_its_own_is_asked_as_it_is(classroom: Classroom) -> None:
    (answer,) = await classroom.say(f"{classroom.mention} {ABOUT_DRONES}")

    (other,) = await reply(classroom, answer, QUESTION)

    assert ANSWER in words(other)
    assert "Asked as" not in words(other)
    assert (await added(classroom))[-1] == (QUESTION, None)


async def test_reply_works_for_a_bot_that_was_restarted(classroom: Classroom) -> None:
    (answer,) = await classroom.say(f"{classroom.mention} {ABOUT_DRONES}")
    await classroom.env.restart_bot(classroom.new_bot())

    (follow_up,) = await reply(classroom, answer, "why?")

    assert "-# Asked as: why (drones wait)?" in words(follow_up)


async def test_follow_up_to_a_command_is_asked_by_a_form_even_after_a_restart(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask(ABOUT_DRONES)
    form = await press(classroom.student, asked, "Follow up")
    await classroom.env.restart_bot(classroom.new_bot())

    answered = await fill(classroom.student, form, "when do they die?")

    assert not answered.ephemeral
    assert "-# Asked as: when do they die (drones wait)?" in words(answered)
    assert "Use only my words" in labels(answered)
    assert (await added(classroom))[-1] == ("when do they die (drones wait)?", "drones wait")


async def test_follow_up_to_a_private_answer_is_private_and_for_its_asker_only(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask(ABOUT_DRONES, private=True)
    (button,) = [b for b in buttons(asked) if b["label"] == "Follow up"]
    (friend,) = students(classroom, "friend")

    answered = await fill(
        classroom.student, await press(classroom.student, asked, "Follow up"), "why?"
    )
    refused = await forge(classroom, friend, classroom.channel, button["custom_id"])

    assert answered.ephemeral
    assert "-# Asked as: why (drones wait)?" in words(answered)
    assert words(refused).startswith("That answer is no longer available.")


async def test_a_reply_has_no_follow_up_button_for_it_can_be_replied_to(
    classroom: Classroom,
) -> None:
    (answer,) = await classroom.say(f"{classroom.mention} {ABOUT_DRONES}")

    assert "Follow up" not in [*labels(answer), *options(answer)]


async def test_thanks_take_nothing_over(classroom: Classroom) -> None:
    (answer,) = await classroom.say(f"{classroom.mention} {ABOUT_DRONES}")

    (thanked,) = await reply(classroom, answer, "thanks!")

    assert "Asked as" not in words(thanked)


async def test_mention_in_a_thread_leans_on_the_last_question_there(classroom: Classroom) -> None:
    thread = classroom.thread(classroom.channel, "homework")
    await classroom.student.send(thread, f"{classroom.mention} {ABOUT_DRONES}")
    await classroom.env.restart_bot(classroom.new_bot())

    await classroom.student.send(thread, f"{classroom.mention} and when do they die?")

    last = thread.history()[-1]
    assert "-# Asked as: and when do they die (drones wait)?" in words(last)


async def test_mention_in_a_channel_leans_on_nothing(classroom: Classroom) -> None:
    await classroom.say(f"{classroom.mention} {ABOUT_DRONES}")

    (other,) = await classroom.say(f"{classroom.mention} when do they die?")

    assert "Asked as" not in words(other)


async def test_mention_alone_in_reply_to_a_message_without_content_says_what_to_do(
    classroom: Classroom,
) -> None:
    question = await classroom.student.send(classroom.channel, QUESTION)

    (told,) = await reply(classroom, question, classroom.mention)

    assert words(told) == CANNOT_READ


async def test_mention_alone_in_reply_to_a_message_that_can_be_read_answers_that(
    classroom: Classroom,
) -> None:
    question = await classroom.student.send(classroom.channel, f"{classroom.mention} {QUESTION}")

    await reply(classroom, question, classroom.mention)

    assert await classroom.logged() == [("mention", QUESTION)] * 2


async def test_mention_alone_in_a_forum_post_answers_its_title(classroom: Classroom) -> None:
    forum = classroom.env.guild.create_forum_channel("homework")
    post = classroom.thread(forum, QUESTION)

    await classroom.student.send(post, classroom.mention)

    assert ANSWER in words(post.history()[-1])


async def test_words_in_a_forum_post_lean_on_its_title(classroom: Classroom) -> None:
    forum = classroom.env.guild.create_forum_channel("homework")
    post = classroom.thread(forum, "drones")

    await classroom.student.send(post, f"{classroom.mention} when do they die?")

    assert "-# Asked as: when do they die (drones)?" in words(post.history()[-1])


async def test_edited_question_has_its_answer_changed(classroom: Classroom) -> None:
    said = await classroom.student.send(classroom.channel, f"{classroom.mention} {ABOUT_DRONES}")

    await classroom.student.edit(said, f"{classroom.mention} {QUESTION}")

    _, answer = classroom.channel.history()
    assert ANSWER in words(answer)
    assert [question for _, question in await classroom.logged()] == [ABOUT_DRONES, QUESTION]


async def test_edit_that_leaves_the_words_alone_asks_nothing(classroom: Classroom) -> None:
    said = await classroom.student.send(classroom.channel, f"{classroom.mention} {QUESTION}")

    await classroom.student.edit(said, f"{QUESTION} {classroom.mention}")

    assert len(await classroom.logged()) == 1


async def test_mention_that_is_added_by_an_edit_is_answered(classroom: Classroom) -> None:
    said = await classroom.student.send(classroom.channel, QUESTION)

    await classroom.student.edit(said, f"{classroom.mention} {QUESTION}")

    _, answer = classroom.channel.history()
    assert ANSWER in words(answer)


async def test_question_that_is_edited_later_keeps_its_answer(classroom: Classroom) -> None:
    said = await classroom.student.send(classroom.channel, f"{classroom.mention} {ABOUT_DRONES}")
    await classroom.env.advance_time((EDITED_WITHIN + timedelta(seconds=1)).total_seconds())

    await classroom.student.edit(said, f"{classroom.mention} {QUESTION}")

    assert len(await classroom.logged()) == 1


async def test_mention_of_the_bots_role_without_content_says_what_to_do(
    classroom: Classroom,
) -> None:
    role = classroom.env.guild.create_role("Pullquote")
    guild = classroom.env.backend.get_guild(classroom.env.guild.id)
    guild.roles[role.id].managed = True
    assert classroom.env.bot.user is not None
    guild.members[classroom.env.bot.user.id].role_ids.append(role.id)
    await classroom.env.restart_bot(classroom.new_bot())

    (told,) = await classroom.say(f"<@&{role.id}> {QUESTION}")

    assert words(told) == ROLE_MENTION
