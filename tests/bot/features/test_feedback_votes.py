"""Votes on answers: one a reader and answer, changeable, and never under a name."""

from bot.app import make_bot
from tests.bot.classroom import Classroom, press, words
from tests.bot.entries import select
from tests.bot.staff import (
    fill,
    forge,
    guild_of,
    moderator_of,
    other_class,
    student_opts_out,
    students,
)

VOTES = "SELECT voter, helpful, reason FROM vote ORDER BY at"


async def test_helpful_is_noted_under_a_pseudonym(classroom: Classroom) -> None:
    asked = await classroom.ask()

    voted = await press(classroom.student, asked, "Helpful")

    assert voted.ephemeral
    assert words(voted) == "Thank you for your vote. You can change it here at any time."
    voter = classroom.answerer.pseudonym(classroom.student.id, guild_of(classroom).id)
    assert select(classroom.database, VOTES) == [(voter, 1, None)]


async def test_not_helpful_asks_why_and_keeps_no_address(classroom: Classroom) -> None:
    asked = await classroom.ask()
    form = await press(classroom.student, asked, "Not helpful")
    assert select(classroom.database, VOTES) == []  # whoever closes the form has not voted

    voted = await fill(classroom.student, form, " It is off. Mail me: ada@school.example ")

    assert voted.ephemeral
    ((_, helpful, reason),) = select(classroom.database, VOTES)
    assert (helpful, reason) == (0, "It is off. Mail me: [e-mail]")


async def test_reason_may_be_left_out(classroom: Classroom) -> None:
    form = await press(classroom.student, await classroom.ask(), "Not helpful")

    await fill(classroom.student, form, "")

    ((_, helpful, reason),) = select(classroom.database, VOTES)
    assert (helpful, reason) == (0, None)


async def test_vote_can_be_changed_and_counts_once(classroom: Classroom) -> None:
    asked = await classroom.ask()
    await fill(classroom.student, await press(classroom.student, asked, "Not helpful"), "No.")
    await classroom.env.restart_bot(make_bot(classroom.answerer, classroom.libraries))

    await press(classroom.student, asked, "Helpful")
    await press(classroom.student, asked, "Helpful")

    ((_, helpful, reason),) = select(classroom.database, VOTES)
    assert (helpful, reason) == (1, None)


async def test_each_reader_of_an_answer_has_a_vote(classroom: Classroom) -> None:
    asked = await classroom.ask()
    (ada,) = students(classroom, "ada")

    await press(classroom.student, asked, "Helpful")
    await press(ada, asked, "Helpful")

    first, second = select(classroom.database, VOTES)
    assert first[0] != second[0]


async def test_answer_of_another_server_cannot_be_voted_on(classroom: Classroom) -> None:
    await classroom.ask()
    (answer_id,) = select(classroom.database, "SELECT answer_id FROM question")
    colleague, channel = other_class(classroom)

    voted = await forge(classroom, colleague, channel, f"vote:up:{answer_id}")

    assert words(voted).startswith(
        "Your vote was not saved because you opted out or the answer has been deleted."
    )
    assert select(classroom.database, VOTES) == []


async def test_copied_id_of_a_private_answer_gives_others_no_vote_and_no_notification(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask("How does the apiarist calm the swarm?", private=True)
    (answer_id,) = select(classroom.database, "SELECT answer_id FROM question")
    (ada,) = students(classroom, "ada")

    for who in (ada, moderator_of(classroom)):
        for custom_id in (f"vote:up:{answer_id}", f"wish:{answer_id}"):
            await forge(classroom, who, classroom.channel, custom_id)
    assert select(classroom.database, VOTES) == []
    assert select(classroom.database, "SELECT asker FROM wish") == []

    await press(classroom.student, asked, "Helpful")
    await press(classroom.student, asked, "Notify me")
    assert len(select(classroom.database, VOTES)) == 1
    assert len(select(classroom.database, "SELECT asker FROM wish")) == 1


async def test_vote_of_somebody_who_opted_out_is_not_kept(classroom: Classroom) -> None:
    asked = await classroom.ask()
    await student_opts_out(classroom)

    voted = await press(classroom.student, asked, "Helpful")

    assert words(voted).startswith(
        "Your vote was not saved because you opted out or the answer has been deleted."
    )
    assert select(classroom.database, VOTES) == []


async def test_answer_that_was_voted_down_is_a_gap_with_its_reason(classroom: Classroom) -> None:
    asked = await classroom.ask()
    await fill(
        classroom.student, await press(classroom.student, asked, "Not helpful"), "Too *old*."
    )
    teacher = moderator_of(classroom)

    shown = await teacher.slash(classroom.channel, "logs gaps")

    assert "1 vote “not helpful”" in words(shown)
    assert r"-# Marked not helpful: “Too \*old\*.”" in words(shown)
