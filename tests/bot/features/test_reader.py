"""*Read in context*: pages of the source around a quotation, also after restarts and reloads."""

import re

import aiosqlite
import discord
import pytest
import simcord
from simcord.components import walk_components

from bot.services import pages
from tests.bot.asking import switch
from tests.bot.classroom import ANSWER, Classroom, words
from tests.bot.staff import forge, other_class, students


@pytest.fixture(autouse=True)
def _small_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's documents are short."""
    monkeypatch.setattr(pages, "PAGE_CHARS", 200)


def is_marked(shown: str) -> bool:
    """Whether the answering sentence is in bold."""
    return re.search(rf"\*\*[^*]*{re.escape(ANSWER)}[^*]*\*\*", shown) is not None


def options(message: discord.Message) -> dict[str, str]:
    """The options of a message's menu: the value of each label."""
    components = [part.to_dict() for part in message.components]
    (menu,) = [part for part in walk_components(components) if part["type"] == 3]
    return {option["label"]: option["value"] for option in menu["options"]}


async def opened(classroom: Classroom) -> simcord.InteractionResult:
    """The source, opened at an answer's quotation by the student."""
    asked = await classroom.ask()
    assert asked.response is not None
    return await classroom.student.click(asked.response, label="Read in context")


async def test_source_opens_at_the_quoted_words_for_the_reader_only(classroom: Classroom) -> None:
    told = await opened(classroom)

    assert told.ephemeral
    shown = words(told)
    assert shown.startswith("### On Bees\n-# screen 1 of ")
    assert "**The dance**\n> " in shown
    assert is_marked(shown)
    assert "-# The quoted words are in bold." in shown


async def test_pages_turn_both_ways_in_place(classroom: Classroom) -> None:
    told = await opened(classroom)
    assert told.response is not None

    turned = words(await classroom.student.click(told.response, label="Next"))

    assert "-# screen 2 of " in turned
    assert not is_marked(turned)
    back = await classroom.student.click(told.response, label="Previous")
    assert is_marked(words(back))


async def test_menu_jumps_to_a_section(classroom: Classroom) -> None:
    told = await opened(classroom)
    assert told.response is not None

    custom_id = options(told.response.message)["The keeper"]
    jumped = await classroom.student.select(told.response, [custom_id])

    assert "**The keeper**\n> The keeper who looks into the hive" in words(jumped)


async def test_pages_turn_after_a_restart(classroom: Classroom) -> None:
    told = await opened(classroom)
    assert told.response is not None
    await classroom.env.restart_bot(classroom.new_bot())

    assert "screen 2 of" in words(await classroom.student.click(told.response, label="Next"))


async def test_version_that_was_quoted_opens_after_a_reload(classroom: Classroom) -> None:
    asked = await classroom.ask()
    assert asked.response is not None
    bees = classroom.database.parent / "sources" / "bees.md"
    bees.write_text(bees.read_text("utf-8").replace("waggle", "round"), "utf-8")
    server = classroom.libraries.of(_guild_id(classroom))
    rehearsal = await server.reload(by=None)
    await server.switch(rehearsal.id, by="someone")

    shown = words(await classroom.student.click(asked.response, label="Read in context"))

    assert is_marked(shown)
    assert "The source has changed since." in shown


async def test_source_that_is_gone_with_all_its_versions_is_one_sentence(
    classroom: Classroom,
) -> None:
    told = await opened(classroom)
    assert told.response is not None
    without = classroom.answerer.searchers.common.within({"wasps.md"})
    switch(classroom.answerer.searchers, _guild_id(classroom), without)

    told = await classroom.student.click(told.response, label="Next")

    assert words(told).startswith("That version of the source is no longer stored.")


@pytest.mark.parametrize("kind", ["context", "cite"])
async def test_private_answer_is_opened_for_its_asker_only(classroom: Classroom, kind: str) -> None:
    await classroom.ask(private=True)
    (other,) = students(classroom, "bob")
    custom_id = f"{kind}:{await _answer_id(classroom)}:1"

    theirs = await forge(classroom, classroom.student, classroom.channel, custom_id)
    others = await forge(classroom, other, classroom.channel, custom_id)

    assert ANSWER.rstrip(".") in words(theirs)
    assert ANSWER.rstrip(".") not in words(others)


async def test_another_server_cannot_open_an_answer(classroom: Classroom) -> None:
    await classroom.ask()
    colleague, channel = other_class(classroom)

    told = await forge(classroom, colleague, channel, f"context:{await _answer_id(classroom)}:1")

    assert words(told).startswith("That version of the source is no longer stored.")


async def _answer_id(classroom: Classroom) -> str:
    async with aiosqlite.connect(classroom.database) as connection:
        [(answer_id,)] = await connection.execute_fetchall("SELECT answer_id FROM question")
    return str(answer_id)


def _guild_id(classroom: Classroom) -> int:
    assert classroom.channel.guild is not None
    return classroom.channel.guild.id


async def test_source_is_read_from_its_beginning_or_from_a_section(classroom: Classroom) -> None:
    student, channel = classroom.student, classroom.channel

    begun = await student.slash(channel, "read", source="On Bees")
    there = await student.slash(channel, "read", source="On Bees", place="the keeper")

    assert begun.ephemeral
    assert words(begun).startswith("### On Bees\n-# screen 1 of ")
    assert "in bold" not in words(begun)
    assert "**The keeper**\n> The keeper who looks into the hive" in words(there)
    assert there.response is not None
    for _ in range(2):
        await student.click(there.response, label="Previous")
    back = await student.click(there.response, label="Back to where I began")
    assert "**The keeper**" in words(back)


async def test_places_of_the_chosen_source_are_offered(classroom: Classroom) -> None:
    student, channel = classroom.student, classroom.channel
    sources = await student.autocomplete(channel, "read", "source", "bees")

    offered = await student.autocomplete(
        channel, "read", "place", "KEEP", source=sources[0]["value"]
    )

    assert [one["name"] for one in offered] == ["The keeper"]
    assert await student.autocomplete(channel, "read", "place", "") == []


async def test_source_or_place_that_is_not_there_is_told(classroom: Classroom) -> None:
    student, channel = classroom.student, classroom.channel

    no_source = await student.slash(channel, "read", source="On Penguins")
    no_place = await student.slash(channel, "read", source="On Bees", place="p. 99")

    assert words(no_source).startswith("There is no single source called “On Penguins”.")
    assert words(no_place).startswith("This source has no page or section “p. 99”.")
    assert len(classroom.env.errors) == 2  # the refusals themselves
