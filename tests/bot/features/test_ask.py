"""Questions on a simulated Discord, through the real bot, index and log."""

import re
from datetime import UTC, datetime

import aiosqlite
import pytest

from bot.features.questions import (
    FORGOTTEN,
    HOW_TO_ASK,
    MAX_QUESTION_CHARS,
    TOO_LONG,
    question_words,
)
from bot.ui.screen import SCREEN
from tests.bot.classroom import ANSWER, HORNETS, QUESTION, Classroom, press, words
from tests.bot.staff import parts_of

from .test_answer_message import height


async def test_ask_shows_question_answer_and_source_to_everyone(classroom: Classroom) -> None:
    asked = await classroom.ask()

    assert not asked.ephemeral
    assert words(asked).startswith(f"### {QUESTION}\n")
    assert ANSWER in words(asked)
    assert "[On Bees](https://bees.example/dance), Ada Keeper" in words(asked)
    assert await classroom.logged() == [("slash", QUESTION)]


async def test_private_question_is_answered_to_its_asker_alone(classroom: Classroom) -> None:
    asked = await classroom.ask(private=True)

    assert asked.ephemeral
    assert ANSWER in words(asked)


async def test_question_beyond_the_sources_is_answered_and_logged(classroom: Classroom) -> None:
    asked = await classroom.ask("Who discovered quantum chromodynamics?")

    assert "**I couldn't find this in the sources.**" in words(asked)
    assert await classroom.logged() == [("slash", "Who discovered quantum chromodynamics?")]


async def test_question_without_a_word_is_told_how_to_ask(classroom: Classroom) -> None:
    asked = await classroom.ask(" <@123> ")

    assert words(asked) == HOW_TO_ASK
    assert asked.ephemeral
    assert await classroom.logged() == []


async def test_mentioned_bot_replies_in_the_channel(classroom: Classroom) -> None:
    (reply,) = await classroom.say(f"{classroom.mention} {QUESTION}")

    assert ANSWER in words(reply)
    assert QUESTION not in words(reply)  # the reply shows what it replies to
    assert reply.reference is not None
    assert await classroom.logged() == [("mention", QUESTION)]


async def test_mention_without_words_is_told_how_to_ask(classroom: Classroom) -> None:
    (reply,) = await classroom.say(classroom.mention.replace("@", "@!"))

    assert words(reply) == HOW_TO_ASK
    assert await classroom.logged() == []


async def test_mention_with_an_essay_is_asked_to_be_brief(classroom: Classroom) -> None:
    (reply,) = await classroom.say(f"{classroom.mention} {'a' * (MAX_QUESTION_CHARS + 1)}")

    assert words(reply) == TOO_LONG


async def test_message_that_does_not_name_the_bot_is_left_alone(classroom: Classroom) -> None:
    assert await classroom.say("@everyone what do bees do?") == []
    assert await classroom.say(QUESTION) == []


async def test_other_bot_is_left_alone(classroom: Classroom) -> None:
    guild = classroom.env.guild
    robot = guild.add_member(classroom.env.create_user("robot", bot=True))

    await robot.send(classroom.channel, f"{classroom.mention} {QUESTION}")

    assert len(classroom.channel.history()) == 1


async def test_more_passages_are_shown_to_whoever_asks_for_them(classroom: Classroom) -> None:
    asked = await classroom.ask("wasps")
    assert asked.response is not None

    more = await press(classroom.student, asked, "Next passages")

    assert more.ephemeral
    assert words(more).startswith("-# 2 of ")


async def test_more_passages_work_for_a_bot_that_was_restarted(classroom: Classroom) -> None:
    asked = await classroom.ask("wasps")
    await classroom.env.restart_bot(classroom.new_bot())

    assert (await classroom.press(asked, "Next passages")).startswith("-# 2 of ")


async def test_misspelled_word_is_told_and_can_be_searched_as_typed(classroom: Classroom) -> None:
    asked = await classroom.ask("What does the wagle dance tell?")
    await classroom.env.restart_bot(classroom.new_bot())

    again = await classroom.press(asked, "Use my spelling")

    assert "-# Searched for *waggle* instead of *wagle*" in words(asked)
    assert "instead of *wagle*" not in again
    assert [question for _, question in await classroom.logged()] == [
        "What does the wagle dance tell?"
    ] * 2


async def test_bot_keeps_nothing_of_the_messages_it_sent(classroom: Classroom) -> None:
    await classroom.ask("wasps")

    assert classroom.env.bot.persistent_views == []


@pytest.mark.parametrize(
    ("question", "label"), [("wasps", "Next passages"), ("wagle", "Use my spelling")]
)
async def test_button_of_an_answer_that_was_deleted_is_told(
    classroom: Classroom, question: str, label: str
) -> None:
    asked = await classroom.ask(question)
    async with aiosqlite.connect(classroom.database) as connection:
        await connection.execute("DELETE FROM question")
        await connection.commit()
    classroom.answerer.query_log.forget(before=datetime.max.replace(tzinfo=UTC))

    assert await classroom.press(asked, label) == FORGOTTEN


async def test_exact_text_comes_with_a_quotation_that_cannot_be_shown_exactly(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask("Why are hornets feared?")

    more = await press(classroom.student, asked, "More")

    assert "Hornets are feared more than wasps, \N{REPLACEMENT CHARACTER} though" in words(asked)
    assert "-# Discord can't show some of its characters: *More* has all of them." in words(asked)
    assert "-# Discord can't show some of its characters: the file below has all of them." in words(
        more
    )
    assert more.response is not None
    (file,) = more.response.attachments
    assert (await file.read()).decode() in HORNETS


async def test_quotation_that_names_everyone_pings_nobody(classroom: Classroom) -> None:
    asked = await classroom.ask("what should everyone know about wasps and honey?")
    more = await press(classroom.student, asked, "More")

    assert r"\@everyone should know" in words(asked)
    assert r"\<\@1234567> about stings" in words(more)
    for said in (asked.response, more.response):
        assert said is not None
        assert not said.message.mention_everyone
        assert said.message.mentions == []
    sent = [r.json for r in classroom.env.http_requests if r.path.endswith("/callback")]
    assert [one and one["data"]["allowed_mentions"] for one in sent] == [{"parse": []}] * 2


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("<@1> what  do\nbees do?", "what do bees do?"),
        ("what did <@!2> and <@&3> say in <#4> <a:wave:5> <:hi:6>?", "what did and say in ?"),
        ("is 3 < 4 and a@b.example?", "is 3 < 4 and a@b.example?"),
        (" <@1> ", ""),
    ],
)
def test_question_keeps_its_words_and_no_reference_to_anybody(text: str, question: str) -> None:
    assert question_words(text) == question


async def test_question_can_be_limited_to_a_source_that_is_offered(classroom: Classroom) -> None:
    (choice,) = await classroom.student.autocomplete(classroom.channel, "ask", "source", "wasp")

    asked = await classroom.ask("Who makes honey?", source=choice["value"])

    assert choice["name"] == "On Wasps"
    assert "-# Searched only in *On Wasps*" in words(asked)
    assert "On Bees" not in words(asked)


async def test_source_that_there_is_none_of_is_told_privately_with_its_likes(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask("Who makes honey?", source="on bess")

    assert asked.ephemeral
    assert "such as “On Bees”" in words(asked)
    assert await classroom.logged() == []
    assert classroom.env.errors  # the refusal itself


async def test_search_as_typed_keeps_the_limit(classroom: Classroom) -> None:
    asked = await classroom.ask("What does the wagle dance tell?", source="On Bees")

    assert "-# Searched only in *On Bees*" in await classroom.press(asked, "Use my spelling")


async def test_three_questions_at_once_fit_on_a_phone(classroom: Classroom) -> None:
    asked = await classroom.ask(
        "What does the waggle dance tell the other bees, what do the drones wait for, and what "
        "does the keeper look for in the hive?"
    )

    shown = words(asked)
    assert len(re.findall(r"^\*\*wh", shown, re.MULTILINE | re.IGNORECASE)) >= 3
    assert height([*parts_of(asked)]) <= SCREEN


async def test_two_questions_with_one_answer_share_its_quotation(classroom: Classroom) -> None:
    shown = words(await classroom.ask("What do the drones wait for, and where do the drones wait?"))

    assert "**What do the drones wait for**\n**where do the drones wait**\n> “Drones" in shown
    assert shown.count("Drones never dance") == 1
