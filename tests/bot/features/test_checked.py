"""Checked questions are kept from good answers, added by hand, listed and removed."""

from bot.libraries.own_documents import Change
from tests.bot.classroom import ANSWER, QUESTION, Classroom, press, words
from tests.bot.staff import guild_of, labels, moderator_of

NOBODY_KNOWS = "Who repairs bicycles?"


async def test_question_added_by_hand_is_shown_first_then_checked_by_reloads(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)

    offered = await teacher.slash(classroom.channel, "checked add", question=QUESTION)
    assert ANSWER in words(offered)
    kept = await press(teacher, offered, "Keep as checked")

    assert words(kept).startswith("**Checked from now on.**")
    library = classroom.libraries.of(guild_of(classroom).id)
    found = await library.reload(Change(add={"owls.txt": b"On owls\n\nOwls hunt.\n"}), by="b" * 32)
    assert found.golden == 1
    listed = words(await teacher.slash(classroom.channel, "checked list"))
    assert listed.startswith("### 1 checked question\n")
    assert f"**{QUESTION}**\n> " in listed
    assert ANSWER in listed
    removed = await teacher.slash(classroom.channel, "checked remove", question=QUESTION)
    assert words(removed) == f"No longer checked: {QUESTION}"
    assert library.lessons.golden == ()


async def test_question_without_a_clear_answer_is_not_offered_to_be_checked(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)

    offered = await teacher.slash(classroom.channel, "checked add", question=NOBODY_KNOWS)

    assert labels(offered) == []
    assert "`/pin add`" in words(offered)


async def test_any_good_answer_is_kept_from_the_log_and_from_its_message(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    asked = await classroom.ask()
    assert asked.response is not None

    kept = await teacher.context_menu(classroom.channel, "Keep as checked", asked.response.message)
    assert words(kept).startswith("**Checked from now on.**")

    recent = await teacher.slash(classroom.channel, "logs recent")
    again = await press(teacher, await press(teacher, recent, "Open"), "Keep as checked")
    assert words(again).startswith("**Checked from now on.**")
    assert len(classroom.libraries.of(guild_of(classroom).id).lessons.golden) == 1


async def test_message_that_is_no_answer_of_this_server_is_refused(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    said = await classroom.student.send(classroom.channel, "Good morning")

    refused = await teacher.context_menu(classroom.channel, "Keep as checked", said)

    assert words(refused).startswith("This isn't one of my answers")
    assert len(classroom.env.errors) == 1
