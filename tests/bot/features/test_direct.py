"""Direct messages, on a simulated Discord through the real bot, index and log."""

import aiosqlite
import discord
import pytest
import simcord
from simcord.components import walk_components

from bot.errors import NotMemberError
from bot.features.direct import GONE, NO_SERVER, WHICH_SERVER
from bot.features.questions import HOW_TO_ASK
from bot.services import pages
from bot.services.answering import Viewer
from tests.bot.asking import switch
from tests.bot.classroom import ANSWER, QUESTION, Classroom, words

from .test_reader import options


async def say(classroom: Classroom, text: str) -> list[discord.Message]:
    """Send the bot a direct message and give what it said to that."""
    said = await classroom.student.send_dm(text)
    return [m for m in classroom.student.user.dm_channel.history() if m.id > said.id]


async def choose(
    classroom: Classroom, asked: discord.Message, label: str
) -> simcord.InteractionResult:
    """Choose an option of the menu under a message."""
    value = next(
        option["value"]
        for component in walk_components([part.to_dict() for part in asked.components])
        for option in component.get("options", ())
        if option["label"] == label
    )
    chosen: simcord.InteractionResult = await classroom.student.user.select(asked, [value])
    return chosen


def last(classroom: Classroom) -> str:
    """What the last message of the conversation says."""
    return words(classroom.student.user.dm_channel.history()[-1])


async def test_direct_message_is_answered_privately_from_the_server_that_both_are_in(
    classroom: Classroom,
) -> None:
    (reply,) = await say(classroom, QUESTION)

    assert words(reply).startswith("-# From the sources of Class\n")
    assert ANSWER in words(reply)
    async with aiosqlite.connect(classroom.database) as connection:
        rows = await connection.execute_fetchall(
            "SELECT surface, guild_id, channel_id, private FROM question"
        )
    assert [*rows] == [("direct", classroom.env.guild.id, None, 1)]


async def test_direct_message_after_an_answer_leans_on_it(classroom: Classroom) -> None:
    await say(classroom, "What do the drones wait for?")

    (reply,) = await say(classroom, "when do they die?")

    assert "-# Asked as: when do they die (drones wait)?" in words(reply)


async def test_thanks_between_two_direct_messages_change_no_subject(classroom: Classroom) -> None:
    await say(classroom, "What do the drones wait for?")
    (thanked,) = await say(classroom, "thanks!")
    await say(classroom, "and when do they die?")

    assert words(thanked).startswith("You're welcome.")
    assert "Asked as: and when do they die (drones wait)?" in last(classroom)


async def test_whoever_is_in_several_servers_is_asked_which(classroom: Classroom) -> None:
    other = classroom.env.create_guild("Another class")
    other.add_member(classroom.student.user)
    (asked,) = await say(classroom, QUESTION)
    await classroom.env.restart_bot(classroom.new_bot())

    await choose(classroom, asked, "Class")

    assert WHICH_SERVER in words(asked)
    assert "-# From the sources of Class\n" in last(classroom)
    assert ANSWER in last(classroom)


async def test_whoever_only_thanks_is_not_asked_which_server(classroom: Classroom) -> None:
    classroom.env.create_guild("Another class").add_member(classroom.student.user)

    (reply,) = await say(classroom, "thanks!")

    assert words(reply).startswith("You're welcome.")
    assert await classroom.logged() == []


async def test_choice_of_a_server_that_was_left_is_refused(classroom: Classroom) -> None:
    other = classroom.env.create_guild("Another class")
    there = other.add_member(classroom.student.user)
    (asked,) = await say(classroom, QUESTION)
    other.remove_member(there)
    await classroom.env.restart_bot(classroom.new_bot())

    await choose(classroom, asked, "Another class")

    assert last(classroom) == str(NotMemberError())
    assert await classroom.logged() == []


async def test_stranger_is_told_that_there_is_nothing_to_search(classroom: Classroom) -> None:
    stranger = classroom.env.create_user("stranger")

    said = await stranger.send_dm(QUESTION)

    (reply,) = [m for m in stranger.dm_channel.history() if m.id > said.id]
    assert words(reply) == NO_SERVER
    assert await classroom.logged() == []


async def test_direct_message_without_words_is_told_how_to_ask(classroom: Classroom) -> None:
    (reply,) = await say(classroom, "<a:wave:5>")

    assert words(reply) == HOW_TO_ASK


async def test_buttons_under_a_direct_answer_work(classroom: Classroom) -> None:
    (reply,) = await say(classroom, "wasps")

    voted = await choose(classroom, reply, "Helpful")
    receipt = await choose(classroom, reply, "Receipt")

    assert "Thank you" in words(voted)
    assert "**The source still says exactly this**" in words(receipt)


async def test_source_of_a_direct_answer_is_read_and_cited(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE_CHARS", 200)
    (reply,) = await say(classroom, QUESTION)
    student = classroom.student.user

    page = await student.click(reply, label="Read in context")
    cited = await student.click(reply, label="Cite")
    await classroom.env.restart_bot(classroom.new_bot())

    assert page.response is not None
    assert "The quoted words are in bold." in words(page)
    turned = words(await student.click(page.response, label="Next"))
    assert "screen 2 of" in turned
    assert cited.response is not None
    assert "### APA 7" in words(await choose(classroom, cited.response.message, "APA 7"))


async def test_source_of_a_server_that_was_left_is_not_read_on(classroom: Classroom) -> None:
    (reply,) = await say(classroom, QUESTION)
    classroom.env.guild.remove_member(classroom.student)

    refused = await classroom.student.user.click(reply, label="Read in context")

    assert words(refused) == str(NotMemberError())


async def test_closest_passages_to_a_direct_question_are_those_of_its_server(
    classroom: Classroom,
) -> None:
    searchers = classroom.answerer.searchers
    switch(searchers, classroom.env.guild.id, searchers.common.within({"wasps.md"}))
    await say(classroom, "What do bees and wasps build?")
    async with aiosqlite.connect(classroom.database) as connection:
        [(answer_id,)] = await connection.execute_fetchall("SELECT answer_id FROM question")

    closest = await classroom.answerer.closest(answer_id, Viewer(classroom.student.id, None))

    assert closest is not None
    assert {hit.passage.doc_id for hit in closest.answer.hits} == {"wasps.md"}


async def test_menu_of_a_direct_answer_offers_nothing_about_channels(classroom: Classroom) -> None:
    (reply,) = await say(classroom, "What do the drons wait for?")
    as_typed = await classroom.student.user.click(reply, label="Use my spelling")
    assert as_typed.response is not None

    for message in (reply, as_typed.response.message):
        offered = options(message)
        assert "Remove this answer" in offered
        assert not {one for one in offered if "channel" in one or "privately" in one}


async def test_question_that_was_deleted_before_the_choice_is_asked_for_again(
    classroom: Classroom,
) -> None:
    classroom.env.create_guild("Another class").add_member(classroom.student.user)
    said = await classroom.student.send_dm(QUESTION)
    asked = classroom.student.user.dm_channel.history()[-1]
    await classroom.student.user.delete(said)

    await choose(classroom, asked, "Class")

    assert last(classroom) == GONE
