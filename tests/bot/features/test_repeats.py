"""A question that its channel has just seen answered gets a link."""

import pytest

from tests.bot.classroom import ANSWER, QUESTION, Classroom, words


@pytest.fixture
def answered_again() -> None:
    """Links stay as they are: they are what is tested."""


AGAIN = "what does the waggle dance tell the other bees"


async def test_question_asked_again_gets_a_private_link_and_the_answer_on_demand(
    classroom: Classroom,
) -> None:
    first = await classroom.ask()
    assert first.response is not None
    other = classroom.env.guild.add_member(classroom.env.create_user("friend"))

    again = await other.slash(classroom.channel, "ask", question=AGAIN)

    assert again.ephemeral
    assert ANSWER not in words(again)
    assert first.response.message.jump_url in words(again)
    assert again.response is not None
    shown = await other.click(again.response, label="Show it here")
    assert shown.ephemeral
    assert ANSWER in words(shown)
    assert len(await classroom.logged()) == 2  # both were asked


async def test_mention_asked_again_gets_a_link_in_the_channel(classroom: Classroom) -> None:
    (first,) = await classroom.say(f"{classroom.mention} {QUESTION}")

    (again,) = await classroom.say(f"{classroom.mention} {AGAIN}")

    assert first.jump_url in words(again)
    assert ANSWER not in words(again)


async def test_answer_that_was_deleted_is_given_again(classroom: Classroom) -> None:
    (first,) = await classroom.say(f"{classroom.mention} {QUESTION}")
    await first.delete()

    (again,) = await classroom.say(f"{classroom.mention} {QUESTION}")

    assert ANSWER in words(again)


async def test_private_answer_is_no_reason_to_withhold_one(classroom: Classroom) -> None:
    await classroom.ask(private=True)

    asked = await classroom.ask()

    assert ANSWER in words(asked)


async def test_private_question_is_answered_in_full(classroom: Classroom) -> None:
    await classroom.ask()

    asked = await classroom.ask(private=True)

    assert ANSWER in words(asked)


async def test_another_channel_sees_the_answer_itself(classroom: Classroom) -> None:
    await classroom.ask()
    other = classroom.env.guild.create_text_channel("other")

    asked = await classroom.student.slash(other, "ask", question=QUESTION)

    assert ANSWER in words(asked)


async def test_another_question_is_answered(classroom: Classroom) -> None:
    await classroom.ask("What do the drones wait for?")

    asked = await classroom.ask()

    assert ANSWER in words(asked)
