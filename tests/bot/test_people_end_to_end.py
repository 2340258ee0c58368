"""What people go through with the real bot: restarts, closed messages, forums, consent."""

from typing import Any

import pytest

from .classroom import ANSWER, QUESTION
from .school import School

MITES = "Why are mites dangerous to brood?"
OWN_WORDS = "Mites suck the blood of larvae, as we saw in the lab."

pytestmark = pytest.mark.process


def teacher_of(school: School) -> Any:  # noqa: ANN401  # untyped
    """Somebody who moderates."""
    powers = "manage_guild manage_channels view_channel send_messages"
    return school.discord.add_member(school.guild, "grace", permissions=powers)


async def answer_gap(school: School, teacher: Any) -> Any:  # noqa: ANN401  # untyped
    """Answer the first gap in the teacher's own words, and leave it; gives the desk."""
    desk = (await school.discord.slash(teacher, school.channel, "logs gaps")).original
    form = await school.discord.click(teacher, desk, label="Answer")
    await school.discord.submit_modal(form, {"text": OWN_WORDS})
    await school.discord.until(lambda: "in your own words" in desk.text, 10)
    return desk


async def test_follow_up_form_that_is_open_during_a_restart_works_after_it(school: School) -> None:
    first = await school.open()
    asked = await school.ask("What do the drones wait for?")
    form = await school.discord.click(school.student, asked.original, label="Follow up")
    await first.stop()
    await school.open()

    answered = await school.discord.submit_modal(form, {"question": "when do they die?"})

    assert "Asked as: when do they die (drones wait)?" in answered.text
    assert not answered.ephemeral


async def test_button_whose_press_expired_works_at_the_next_press(school: School) -> None:
    process = await school.open()
    asked = await school.ask()
    lost = await school.discord.click(
        school.student, asked.original, label="Read in context", wait=False
    )
    school.discord.expire(lost)

    again = await school.discord.click(school.student, asked.original, label="Read in context")

    assert ANSWER.split(" how ")[0] in again.text
    assert not any("Traceback" in line for line in process.lines)


async def test_somebody_else_cannot_remove_an_answer(school: School) -> None:
    await school.open()
    asked = await school.ask()
    other = school.discord.add_member(school.guild, "ben")
    remove = next(
        option["value"]
        for menu in asked.original.selects
        for option in menu["options"]
        if option["label"] == "Remove this answer"
    )

    refused = await school.discord.select(other, asked.original, [remove])
    assert not asked.original.deleted
    await school.discord.select(school.student, asked.original, [remove])
    await school.discord.until(lambda: asked.original.deleted, 10)

    assert refused.ephemeral
    assert "asked" in refused.text


async def test_closed_direct_messages_leave_the_answer_for_the_next_question(
    school: School,
) -> None:
    process = await school.open()
    discord, teacher = school.discord, teacher_of(school)
    await school.ask("Who embroidered zeppelins?")
    asked = await school.ask(MITES)
    await discord.click(school.student, asked.original, label="Notify me")
    own = discord.dm(school.student)
    closed = discord.fault(
        "POST", rf"/channels/{own.id}/messages$", status=403, code=50007, times=-1
    )

    desk = await answer_gap(school, teacher)
    told = desk.text
    await discord.click(teacher, desk, label="Skip")  # the last fix stays
    await discord.until(lambda: closed.hits, 60)
    next_one = await school.ask()
    await discord.until(lambda: len(next_one.followups) > 0, 10)

    assert "1 asker will be notified in a minute" in told
    assert OWN_WORDS in next_one.followups[0].text
    assert "allow direct messages from this server" in next_one.followups[0].text
    assert not any("Traceback" in line for line in process.lines)


async def test_new_post_in_a_chosen_forum_is_answered_and_one_elsewhere_is_not(
    school: School,
) -> None:
    await school.open()
    discord, teacher = school.discord, teacher_of(school)
    chosen = discord.add_channel(school.guild, "homework", type=15)
    other = discord.add_channel(school.guild, "chat", type=15)
    setup = (await discord.slash(teacher, school.channel, "setup")).original
    menu = await discord.select(teacher, setup, ["setup:forums"])
    await discord.select(teacher, menu.original, [chosen])

    elsewhere = discord.add_thread(other, QUESTION, owner=school.student)
    post = discord.add_thread(chosen, QUESTION, owner=school.student)
    answer = await discord.wait_message(post, timeout=20)

    assert ANSWER in answer.text
    assert elsewhere not in [message.channel for message in discord.bot_messages]


async def test_message_becomes_an_answer_when_its_writer_agrees(school: School) -> None:
    await school.open()
    discord, teacher = school.discord, teacher_of(school)
    writer = discord.add_member(school.guild, "ben")
    said = await discord.say(writer, school.channel, OWN_WORDS)

    form = await discord.message_command(teacher, "Use as answer", said)
    await discord.submit_modal(form, {"question": MITES})
    request = await discord.wait_message(school.channel)
    for_another = await discord.click(school.student, request, label="Yes, with my name")
    await discord.click(writer, request, label="Yes, without my name")
    await discord.until(lambda: "Thank you" in request.text, 10)
    answered = await school.ask(MITES)

    assert request.pings["users"] == {writer.user.id}
    assert "for somebody else" in for_another.text
    assert OWN_WORDS in answered.text
    assert "ben" not in answered.text


async def test_bot_starts_without_documents_and_answers_from_what_a_teacher_adds(
    school: School,
) -> None:
    for file in school.sources.iterdir():
        file.unlink()
    process = await school.open()
    discord, teacher = school.discord, teacher_of(school)
    before = await school.ask("What do owls hunt at night?")
    owls = ("owls.md", b"# On Owls\n\nOwls hunt mice at night.\n")

    form = await discord.slash(teacher, school.channel, "sources add")
    upload = next(c["component"] for c in form.modal["components"] if c["component"]["type"] == 19)
    card = await discord.submit_modal(form, {upload["custom_id"]: [owls]})
    await card.wait_for(lambda i: any(b["label"] == "Switch" for b in i.original.buttons), 60)
    await discord.click(teacher, card.original, label="Switch")
    await discord.until(lambda: "Your class can ask now" in card.original.text, 30)
    after = await school.ask("What do owls hunt at night?")

    assert "There are no sources yet" in before.text
    assert "Owls hunt mice at night." in after.text
    assert any("There are no documents in" in line for line in process.lines)
    assert any("starts anyway" in line for line in process.lines)
    assert not any("Traceback" in line for line in process.lines)
