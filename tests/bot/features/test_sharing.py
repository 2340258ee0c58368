"""Who sees an answer: shared, removed, and private by choice."""

import pytest

from bot.app import make_bot
from bot.errors import AlreadySharedError, NotAskerError
from bot.storage.people import export_person
from bot.ui.cooldowns import Cooldowns
from index import confidence
from tests.bot.classroom import ANSWER, QUESTION, Classroom, press, words
from tests.bot.entries import select
from tests.bot.staff import moderator_of, options, students


async def test_private_answer_is_shared_with_the_name_of_its_asker_and_pings_nobody(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask(private=True)

    shared = await press(classroom.student, asked, "Share in the channel")

    assert not shared.ephemeral
    assert ANSWER in words(shared)
    assert "-# Shared by student" in words(shared)
    assert shared.response is not None
    assert shared.response.message.mentions == []
    assert "Share in the channel" not in options(shared)


async def test_shared_answer_answers_everyones_presses(classroom: Classroom) -> None:
    asked = await classroom.ask(private=True)
    shared = await press(classroom.student, asked, "Share in the channel")
    (friend,) = students(classroom, "friend")

    more = await press(friend, shared, "More")

    assert ANSWER in words(more)
    assert select(classroom.database, "SELECT private FROM question") == [0]


async def test_answer_is_shared_once_also_after_a_restart(classroom: Classroom) -> None:
    asked = await classroom.ask(private=True)
    await press(classroom.student, asked, "Share in the channel")
    await classroom.env.restart_bot(classroom.new_bot())

    again = await press(classroom.student, asked, "Share in the channel")

    assert again.ephemeral
    assert words(again) == str(AlreadySharedError())


async def test_asker_removes_an_answer(classroom: Classroom) -> None:
    asked = await classroom.ask()

    removed = await press(classroom.student, asked, "Remove this answer")

    assert classroom.channel.history() == []
    assert words(removed.followups[0].message) == "I removed the answer."


async def test_moderator_removes_an_answer_and_it_is_recorded(classroom: Classroom) -> None:
    asked = await classroom.ask()

    await press(moderator_of(classroom), asked, "Remove this answer")

    assert classroom.channel.history() == []
    assert select(classroom.database, "SELECT action FROM audit") == ["answers remove"]


async def test_another_student_cannot_remove_an_answer(classroom: Classroom) -> None:
    asked = await classroom.ask()
    (friend,) = students(classroom, "friend")

    refused = await press(friend, asked, "Remove this answer")

    assert words(refused) == str(NotAskerError())
    assert len(classroom.channel.history()) == 1


async def test_choice_of_private_answers_is_remembered_and_taken_back(
    classroom: Classroom,
) -> None:
    await press(classroom.student, await classroom.ask(), "Always answer me privately")
    await classroom.env.restart_bot(classroom.new_bot())
    (friend,) = students(classroom, "friend")

    private = await classroom.ask()
    once = await classroom.ask(private=False)
    others = await friend.slash(classroom.channel, "ask", question="Who makes paper nests?")
    await press(classroom.student, private, "Answer me in the channel from now on")
    shown = await classroom.ask("What calms the bees?")

    assert [asked.ephemeral for asked in (private, once, others, shown)] == [
        True,
        False,
        False,
        False,
    ]


async def test_operator_makes_answers_private_for_whoever_has_not_chosen(
    classroom: Classroom,
) -> None:
    bot = make_bot(classroom.answerer, classroom.libraries, private_answers=True)
    await classroom.env.restart_bot(bot)

    assert (await classroom.ask()).ephemeral
    assert not (await classroom.ask(private=False)).ephemeral


async def test_choice_is_exported_and_deleted_with_everything_else(classroom: Classroom) -> None:
    await press(classroom.student, await classroom.ask(), "Always answer me privately")
    guild_id = classroom.channel.guild.id if classroom.channel.guild else None
    name = classroom.answerer.pseudonyms.choices(classroom.student.id, guild_id)
    rows = classroom.answerer.query_log.rows

    assert (await export_person(rows, [name]))["preferences"] == [{"private": 1}]
    confirm = await classroom.student.slash(classroom.channel, "mydata delete")
    await press(classroom.student, confirm, "Delete everything")

    assert select(classroom.database, "SELECT * FROM preference") == []
    assert not (await classroom.ask("What calms the bees?")).ephemeral


async def test_too_many_questions_get_a_friendly_word_with_the_time_left(
    classroom: Classroom,
) -> None:
    bot = make_bot(classroom.answerer, classroom.libraries, cooldowns=Cooldowns(per_person=1))
    await classroom.env.restart_bot(bot)
    await classroom.ask()

    refused = await classroom.ask()
    (reply,) = await classroom.say(f"{classroom.mention} {QUESTION}")

    for told in (words(refused), words(reply)):
        assert told.startswith("That was a lot of questions. I can take your next one in ")
    assert refused.ephemeral
    assert len(await classroom.logged()) == 1
    assert classroom.env.errors


@pytest.mark.parametrize("text", ["hi", "thanks!", "help", "who are you?"])
async def test_small_talk_gets_one_private_line_and_is_in_no_figure(
    classroom: Classroom, text: str
) -> None:
    asked = await classroom.ask(text)

    assert asked.ephemeral
    assert "\n" not in words(asked)
    assert options(asked) == []
    assert await classroom.logged() == [("slash", text)]
    assert select(classroom.database, "SELECT * FROM daily") == []
    listed = await moderator_of(classroom).slash(classroom.channel, "logs gaps")
    assert text not in words(listed)


async def test_question_without_an_answer_shows_the_closest_passages_on_request(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confidence, "NOTHING", 0.4)
    asked = await classroom.ask("Which volcano erupted in the winter of 1883?")

    assert "> " not in words(asked)
    closest = await press(classroom.student, asked, "Show closest passages")

    assert closest.ephemeral
    assert words(closest).startswith("-# 1 of ")
    assert len(await classroom.logged()) == 1
