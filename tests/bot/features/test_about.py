"""`/about` and `/help` say what a student should know before asking."""

import re

from bot.app import make_bot
from bot.services.privacy import Keeping
from bot.ui.screen import SCREEN
from tests.bot.classroom import Classroom, press, words
from tests.bot.staff import labels, options, parts_of

from .test_answer_message import height


async def test_about_tells_how_answers_are_made_and_what_is_kept(classroom: Classroom) -> None:
    about = await classroom.student.slash(classroom.channel, "about")
    stored = await classroom.press(about, "What is stored?")

    assert about.ephemeral
    assert "There is no language model" in words(about)
    assert "-# 3 documents; `/sources list` shows them" in words(about)
    assert "Your name and Discord id are not stored" in stored
    assert "stored for 180 days; after that, only anonymous counts remain" in stored
    assert "`/mydata delete` deletes it immediately" in stored


async def test_about_tells_that_there_is_no_time_limit_where_there_is_none(
    classroom: Classroom,
) -> None:
    bot = make_bot(classroom.answerer, classroom.libraries, keeping=Keeping(days=None))
    await classroom.env.restart_bot(bot)

    about = await classroom.student.slash(classroom.channel, "about")

    assert "It is stored until you delete it." in await classroom.press(about, "What is stored?")


async def test_what_every_student_is_told_fits_on_a_phone(classroom: Classroom) -> None:
    about = await classroom.student.slash(classroom.channel, "about")
    stored = await press(classroom.student, about, "What is stored?")
    told = await classroom.student.slash(classroom.channel, "help")

    assert [shown for shown in (about, stored, told) if height([*parts_of(shown)]) > SCREEN] == []


async def test_help_says_how_to_ask_and_names_buttons_as_they_are_labelled(
    classroom: Classroom,
) -> None:
    told = await classroom.student.slash(classroom.channel, "help")
    private = await classroom.ask(private=True)
    unanswered = await classroom.ask("Who discovered quantum chromodynamics?")

    assert told.ephemeral
    named = re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", words(told))
    offered = [*labels(private), *options(private), *labels(unanswered)]
    verdicts = ["Very likely answer", "Likely answer", "Possible answer"]
    assert {*named} <= {*offered, *verdicts}
    assert "Always answer me privately" in named
