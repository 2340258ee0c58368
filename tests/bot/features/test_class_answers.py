"""Teachers answer in their own words, or with a member's message once that member agrees."""

import simcord

from tests.bot.classroom import Classroom, words
from tests.bot.entries import select
from tests.bot.staff import (
    buttons,
    fill,
    forge,
    guild_of,
    labels,
    moderator_of,
    other_class,
    students,
)

QUESTION = "When is the essay due?"
TEXT = "Hand it in on Friday at noon."


async def _written(
    classroom: Classroom, teacher: simcord.MemberActor, *values: str
) -> simcord.InteractionResult:
    form = await teacher.slash(classroom.channel, "answers add", question=QUESTION)
    return await fill(teacher, form, *(values or (TEXT, "Ms Bell", "")))


async def _proposed(
    classroom: Classroom, teacher: simcord.MemberActor, writer: simcord.MemberActor
) -> simcord.InteractionResult:
    """A message of a member that a teacher wants to use; the reply to the teacher."""
    said = await writer.send(classroom.channel, TEXT)
    form = await teacher.context_menu(classroom.channel, "Use as answer", said)
    return await fill(teacher, form, QUESTION)


async def test_answer_is_written_shown_to_students_changed_and_removed(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)

    done = await _written(classroom, teacher)

    assert words(done).startswith("**Saved.**")
    assert f"> {TEXT}" in words(done)
    asked = words(await classroom.ask(QUESTION))
    assert TEXT in asked
    assert "Answers of this class, Ms Bell, " in asked
    form = await teacher.slash(classroom.channel, "answers edit", answer=QUESTION)
    assert form.modal is not None
    await fill(teacher, form, "Hand it in on Monday.", "Ms Bell", "https://school.example/essay")
    again = words(await classroom.ask(QUESTION))
    assert "Hand it in on Monday." in again
    assert "](https://school.example/essay), Ms Bell" in again
    listed = words(await teacher.slash(classroom.channel, "answers list"))
    assert listed.startswith("### 1 answer of this class\n")
    assert "Hand it in on Monday." in listed
    removed = await teacher.slash(classroom.channel, "answers remove", answer=QUESTION)
    assert words(removed) == f"Removed: {QUESTION}"
    assert "Monday" not in words(await classroom.ask(QUESTION))
    assert "answers" not in words(await classroom.student.slash(classroom.channel, "sources list"))


async def test_answer_closes_open_questions_that_ask_the_same(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    (ada,) = students(classroom, "ada")
    await ada.slash(classroom.channel, "ask", question=QUESTION)

    done = await _written(classroom, teacher)

    assert "1 open question is answered now and closed." in words(done)
    assert len(select(classroom.database, "SELECT decision FROM gap")) == 1


async def test_pin_that_a_moderator_sets_on_an_answer_is_listed_and_removed(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    await _written(classroom, teacher)
    listed = words(await teacher.slash(classroom.channel, "pin list"))
    other = "What is due on Friday at noon?"

    offered = await teacher.slash(classroom.channel, "pin add", question=other)
    assert offered.response is not None
    await teacher.click(offered.response, custom_id=buttons(offered)[0]["custom_id"])

    assert listed.startswith("No pins yet")  # the answer's own goes with the answer
    assert f"### 1 pin\n**{other}**" in words(await teacher.slash(classroom.channel, "pin list"))
    removed = await teacher.slash(classroom.channel, "pin remove", pin=other)
    assert words(removed).startswith(f"Removed: {other}")
    assert TEXT in words(await classroom.ask(QUESTION))


async def test_answers_are_one_document_that_a_question_can_be_limited_to(
    classroom: Classroom,
) -> None:
    teacher = moderator_of(classroom)
    await _written(classroom, teacher)

    shown = await teacher.slash(classroom.channel, "sources show", document="Answers of this class")
    only = await classroom.ask(QUESTION, source="Answers of this class")

    assert words(shown).startswith("### Answers of this class\n1 passage")
    assert f"**Headings**\n- {QUESTION}" in words(shown)
    assert labels(shown) == []
    assert TEXT in words(only)


async def test_message_is_used_only_as_its_writer_wishes(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    ada, ben = students(classroom, "ada", "ben")

    told = await _proposed(classroom, teacher, ada)

    assert told.ephemeral
    assert words(told).startswith("I asked the author")
    request = [*classroom.channel.history()][-1]
    assert f"<@{ada.id}>, may I quote your message" in words(request)
    assert labels(request) == ["Yes, with my name", "Yes, without my name", "No"]
    assert TEXT not in words(await classroom.ask(QUESTION))
    named = buttons(request)[0]["custom_id"]
    refused = await ben.click(request, custom_id=named)
    assert words(refused).startswith("This request is out of date or for somebody else")
    thanked = await ada.click(request, custom_id=named)
    assert words(thanked).startswith("Thank you! Your message now answers")
    asked = words(await classroom.ask(QUESTION))
    assert TEXT in asked
    assert ", ada, " in asked
    assert f"https://discord.com/channels/{guild_of(classroom).id}/" in asked
    assert str(ada.id) not in asked


async def test_writer_who_says_no_or_nothing_is_not_quoted(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    (ada,) = students(classroom, "ada")
    await _proposed(classroom, teacher, ada)
    request = [*classroom.channel.history()][-1]

    told = await ada.click(request, label="No")

    assert words(told) == "Your message isn't used, and nothing of it is stored."
    assert select(classroom.database, "SELECT id FROM lesson") == []
    again = await forge(classroom, ada, classroom.channel, buttons(request)[0]["custom_id"])
    assert words(again).startswith("This request is out of date")


async def test_nothing_of_one_server_is_changed_from_another(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    await _written(classroom, teacher)
    lessons = classroom.libraries.of(guild_of(classroom).id).lessons
    colleague, channel = other_class(classroom)

    edit = await forge(classroom, colleague, channel, f"answer:edit:{lessons.answers[0].id}")
    listed = await colleague.slash(channel, "answers list")
    removed = await colleague.slash(channel, "answers remove", answer=QUESTION)

    assert words(edit).startswith("There is no such entry")
    assert words(listed).startswith("No answers yet")
    assert words(removed).startswith("There is no such entry")
    assert len(classroom.env.errors) == 1
    assert classroom.libraries.of(guild_of(classroom).id).lessons == lessons


async def test_message_of_a_bot_or_without_text_is_refused_at_once(classroom: Classroom) -> None:
    teacher = moderator_of(classroom)
    asked = await classroom.ask()
    assert asked.response is not None

    refused = await teacher.context_menu(classroom.channel, "Use as answer", asked.response.message)

    assert words(refused).startswith("A bot wrote this message")
    assert len(classroom.env.errors) == 1
