"""*Find in sources* on anybody's message."""

import pytest

from bot.features.find import NO_WORDS
from bot.features.questions import MAX_QUESTION_CHARS
from tests.bot.classroom import ANSWER, QUESTION, Classroom, words


async def test_find_in_sources_answers_privately_on_anybodys_message(
    classroom: Classroom,
) -> None:
    teacher = classroom.moderator()
    message = await teacher.send(classroom.channel, f"class: {QUESTION}")

    found = await classroom.student.context_menu(classroom.channel, "Find in sources", message)

    assert found.ephemeral
    assert ANSWER in words(found)
    assert len(classroom.channel.history()) == 1
    assert await classroom.logged() == [("menu", f"class: {QUESTION}")]


async def test_message_without_words_is_told(classroom: Classroom) -> None:
    message = await classroom.student.send(classroom.channel, "<:bee:5>")

    found = await classroom.student.context_menu(classroom.channel, "Find in sources", message)

    assert words(found) == NO_WORDS
    assert await classroom.logged() == []


@pytest.mark.parametrize("text", [f"{QUESTION} " * 40, "bees" * 490])
async def test_long_message_is_searched_for_by_its_beginning(
    classroom: Classroom, text: str
) -> None:
    message = await classroom.student.send(classroom.channel, text[:2000])

    found = await classroom.student.context_menu(classroom.channel, "Find in sources", message)

    ((_, question),) = await classroom.logged()
    assert found.ephemeral
    assert text.startswith(question)
    assert len(question) <= MAX_QUESTION_CHARS
