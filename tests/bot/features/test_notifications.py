"""Who wished to be told gets one private message, once, and nobody else does."""

from datetime import timedelta

import pytest
import simcord

from bot.app import make_bot
from bot.features import notifications as wishes
from index import Answer, Searcher, parse_synonyms
from tests.bot.asking import switch
from tests.bot.classroom import Classroom, press, words
from tests.bot.entries import select
from tests.bot.staff import (
    background_of,
    fill,
    forge,
    guild_of,
    moderator_of,
    other_class,
    student_opts_out,
)

QUESTION = "How does the apiarist calm the swarm?"
WISHES = "SELECT sealed IS NOT NULL, told_at IS NOT NULL FROM wish"


async def _wished(classroom: Classroom) -> simcord.InteractionResult:
    asked = await classroom.ask(QUESTION)
    return await press(classroom.student, asked, "Notify me")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no fix wait to be undone."""
    monkeypatch.setattr(wishes, "UNDO_WINDOW_S", 0.0)


async def _fix(classroom: Classroom) -> simcord.InteractionResult:
    """A teacher answers the gap by a synonym."""
    teacher = moderator_of(classroom)
    listed = await teacher.slash(classroom.channel, "logs gaps")
    form = await press(teacher, listed, "Synonym")
    return await fill(teacher, form, "apiarist", "keeper")


def _told(classroom: Classroom) -> list[str]:
    return [words(message) for message in classroom.student.user.dm_channel.history()]


async def test_wish_is_noted_without_a_user_id(classroom: Classroom) -> None:
    wished = await _wished(classroom)

    assert wished.ephemeral
    assert words(wished).startswith("I'll message you once when this has been answered.")
    ((asker, sealed),) = select(classroom.database, "SELECT asker, sealed FROM wish")
    assert str(classroom.student.id) not in asker
    assert str(classroom.student.id).encode() not in sealed


async def test_who_wished_is_told_once_and_the_wish_is_erased(classroom: Classroom) -> None:
    await _wished(classroom)

    fixed = await _fix(classroom)

    assert "1 asker will be notified in a minute." in words(fixed)
    (told,) = _told(classroom)
    assert told.startswith(f"### {QUESTION}\nThere is now an answer in Class:\n")
    assert "Smoke calms the bees" in told
    assert select(classroom.database, WISHES) == [(0, 1)]
    await background_of(classroom.env.bot).notifications.send()
    assert len(_told(classroom)) == 1


async def test_wish_survives_a_restart_between_the_fix_and_the_message(
    classroom: Classroom,
) -> None:
    await _wished(classroom)
    classroom.env.inject_error("POST", "/users/@me/channels", status=400, times=None)
    await _fix(classroom)
    assert select(classroom.database, WISHES) == [(1, 0)]
    classroom.env.backend.faults.clear()

    bot = make_bot(classroom.answerer, classroom.libraries)
    await classroom.env.restart_bot(bot)
    await background_of(bot).notifications.send()

    assert len(_told(classroom)) == 1


async def test_message_that_discord_refuses_is_shown_after_the_next_question(
    classroom: Classroom,
) -> None:
    await _wished(classroom)
    classroom.env.inject_error(
        "POST", f"/channels/{classroom.student.user.dm_channel.id}/messages", status=403, code=50007
    )

    await _fix(classroom)

    assert _told(classroom) == []
    assert select(classroom.database, WISHES) == [(0, 0)]  # not marked as sent
    mine = words(await classroom.student.slash(classroom.channel, "mydata show"))
    assert "**Answered, but Discord didn't let me message you**\n" in mine
    asked = await classroom.ask("What do drones do?")
    (shown,) = asked.followups
    assert shown.ephemeral
    assert words(shown.message).startswith(f"### {QUESTION}\nThere is now an answer in Class:\n")
    assert select(classroom.database, WISHES) == [(0, 1)]
    assert not (await classroom.ask("What do drones do?")).followups


async def test_server_that_discord_has_not_announced_marks_nothing_as_sent(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _wished(classroom)
    monkeypatch.setattr(classroom.env.bot, "get_guild", lambda _: None)

    await _fix(classroom)

    assert select(classroom.database, WISHES) == [(1, 0)]
    monkeypatch.undo()
    await background_of(classroom.env.bot).notifications.send()
    assert len(_told(classroom)) == 1
    assert select(classroom.database, WISHES) == [(0, 1)]


async def test_message_that_fails_for_a_week_is_given_up(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _wished(classroom)
    classroom.env.inject_error("POST", "/users/@me/channels", status=400, times=None)
    monkeypatch.setattr(wishes, "GIVEN_UP_AFTER", timedelta())

    await _fix(classroom)

    assert select(classroom.database, WISHES) == [(0, 0)]


async def test_who_left_the_class_is_told_nothing_of_its_sources(classroom: Classroom) -> None:
    await _wished(classroom)
    guild_of(classroom).remove_member(classroom.student)

    await _fix(classroom)

    assert _told(classroom) == []
    assert select(classroom.database, WISHES) == [(0, 0)]


async def test_what_a_fix_brings_waits_until_it_can_no_longer_be_undone(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wishes, "UNDO_WINDOW_S", 3600.0)
    await _wished(classroom)
    notifications = background_of(classroom.env.bot).notifications
    guild_id = guild_of(classroom).id
    notifications.hold(guild_id, "a fix")
    # Its answers are served already, and the questions that they answer about to be closed.
    table = parse_synonyms('groups = [["apiarist", "keeper"]]')
    view = (await classroom.answerer.searchers.of(guild_id)).view
    switch(classroom.answerer.searchers, guild_id, Searcher(view, table))

    await notifications.send()

    assert _told(classroom) == []
    assert select(classroom.database, "SELECT count(*) FROM gap") == [0]
    notifications.drop(guild_id)
    await notifications.send()
    assert len(_told(classroom)) == 1


async def test_gap_that_is_only_set_aside_tells_nobody(classroom: Classroom) -> None:
    await _wished(classroom)
    teacher = moderator_of(classroom)
    listed = await teacher.slash(classroom.channel, "logs gaps")

    await press(teacher, listed, "Not a question")

    assert _told(classroom) == []
    assert select(classroom.database, WISHES) == [(1, 0)]


async def test_wish_for_an_answer_of_another_server_is_none(classroom: Classroom) -> None:
    await classroom.ask(QUESTION)
    (answer_id,) = select(classroom.database, "SELECT answer_id FROM question")
    colleague, channel = other_class(classroom)

    wished = await forge(classroom, colleague, channel, f"wish:{answer_id}")

    assert words(wished).startswith(
        "I can't notify you because you opted out or the answer has been deleted."
    )
    assert select(classroom.database, WISHES) == []


async def test_wish_of_somebody_who_opted_out_is_not_kept(classroom: Classroom) -> None:
    asked = await classroom.ask(QUESTION)
    await student_opts_out(classroom)

    wished = await press(classroom.student, asked, "Notify me")

    assert words(wished).startswith(
        "I can't notify you because you opted out or the answer has been deleted."
    )
    assert select(classroom.database, WISHES) == []


@pytest.mark.parametrize("decision", [None, "Not a question"])
async def test_synonym_from_elsewhere_that_answers_a_wish_is_told_of(
    classroom: Classroom, decision: str | None
) -> None:
    await _wished(classroom)
    teacher = moderator_of(classroom)
    if decision is not None:
        listed = await teacher.slash(classroom.channel, "logs gaps")
        await press(teacher, listed, decision)

    await teacher.slash(classroom.channel, "synonyms add", word="apiarist", means="wasp")
    assert _told(classroom) == []
    await teacher.slash(classroom.channel, "synonyms add", word="apiarist", means="keeper")

    (told,) = _told(classroom)
    assert "Smoke calms the bees" in told
    assert select(classroom.database, WISHES) == [(0, 1)]


async def test_round_tells_of_what_another_version_of_the_sources_answers(
    classroom: Classroom,
) -> None:
    await _wished(classroom)
    guild_id = guild_of(classroom).id
    table = parse_synonyms('groups = [["apiarist", "keeper"]]')
    better = Searcher((await classroom.answerer.searchers.of(guild_id)).view, table)

    await background_of(classroom.env.bot).notifications.send()
    assert _told(classroom) == []
    switch(classroom.answerer.searchers, guild_id, better)
    await background_of(classroom.env.bot).notifications.send()

    assert len(_told(classroom)) == 1


async def test_wish_is_asked_again_only_of_what_has_changed(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _wished(classroom)
    await background_of(classroom.env.bot).notifications.send()
    searchers, guild_id = classroom.answerer.searchers, guild_of(classroom).id
    asked: list[str] = []
    answer = Searcher.answer

    def counted(self: Searcher, question: str, *, limit: int = 1, correct: bool = True) -> Answer:
        asked.append(question)
        return answer(self, question, limit=limit, correct=correct)

    monkeypatch.setattr(Searcher, "answer", counted)
    await background_of(classroom.env.bot).notifications.send()
    assert asked == []

    switch(searchers, guild_id, Searcher(searchers.common.view))
    for _ in range(2):
        await background_of(classroom.env.bot).notifications.send()

    assert asked == [QUESTION] * 2  # for the wish, and for the gap


@pytest.mark.parametrize(("source", "number"), [("On Wasps", 0), ("On Bees", 1)])
async def test_wish_within_a_source_is_asked_again_within_it(
    classroom: Classroom, source: str, number: int
) -> None:
    asked = await classroom.ask(QUESTION, source=source)
    await press(classroom.student, asked, "Notify me")

    await moderator_of(classroom).slash(
        classroom.channel, "synonyms add", word="apiarist", means="keeper"
    )

    assert len(_told(classroom)) == number
