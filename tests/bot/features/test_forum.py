"""New posts of forum channels, answered where moderators chose so."""

import pytest

from bot.app import make_bot
from bot.features import forum
from bot.services.forums import choose_forum, chosen_forums
from bot.ui.cooldowns import Cooldowns
from tests.bot.classroom import ANSWER, QUESTION, Classroom, words


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Discord's wait for a post's first message is not what is tested."""
    monkeypatch.setattr(forum, "AFTER_S", 0.0)


async def post(classroom: Classroom, title: str, *, chosen: bool) -> list[str]:
    """Open a post in a new forum and give what the bot says in it."""
    channel = classroom.env.guild.create_forum_channel("homework")
    log, guild_id = classroom.answerer.query_log, classroom.env.guild.id
    if chosen:
        await choose_forum(log, guild_id, channel.id, answers=True, by="teacher")
    opened = classroom.thread(channel, title)
    await classroom.env.settle()
    return [words(message) for message in opened.history()]


async def test_new_post_of_a_chosen_forum_gets_the_passage_that_answers_its_title(
    classroom: Classroom,
) -> None:
    (said,) = await post(classroom, QUESTION, chosen=True)

    assert ANSWER in said
    assert await classroom.logged() == [("forum", QUESTION)]


async def test_new_post_of_another_forum_gets_nothing(classroom: Classroom) -> None:
    assert await post(classroom, QUESTION, chosen=False) == []
    assert await classroom.logged() == []


async def test_post_that_nothing_answers_is_left_alone(classroom: Classroom) -> None:
    assert await post(classroom, "Who discovered quantum chromodynamics?", chosen=True) == []
    assert await classroom.logged() == []


async def test_posts_of_somebody_who_opens_many_are_left_alone(classroom: Classroom) -> None:
    once = Cooldowns(per_person=1)
    bot = make_bot(classroom.answerer, classroom.libraries, cooldowns=once)
    await classroom.env.restart_bot(bot)

    assert await post(classroom, QUESTION, chosen=True)
    assert await post(classroom, QUESTION, chosen=True) == []


async def test_choice_of_a_forum_can_be_taken_back(classroom: Classroom) -> None:
    log = classroom.answerer.query_log
    await choose_forum(log, 1, 2, answers=True, by="teacher")
    await choose_forum(log, 1, 2, answers=True, by="teacher")
    chosen = await chosen_forums(log.rows, 1)
    await choose_forum(log, 1, 2, answers=False, by="teacher")

    assert chosen == [2]
    assert await chosen_forums(log.rows, 1) == []
