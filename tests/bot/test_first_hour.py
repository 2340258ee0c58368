"""A teacher's first hour and weekly gaps with the real bot, in counted presses.

With the name of a folder in the environment's PICTURES, each step is drawn there as on a phone.
"""

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from .classroom import ANSWER, QUESTION
from .school import LOCAL_DISCORD, School

pytestmark = pytest.mark.process

OWLS = (
    b"# On Owls\n\n## Hunting\n\n"
    b"A pellet is a lump of bones that an owl coughs up. Owls hunt at night.\n"
)
UNANSWERED = [
    "Which chancellor taxed honey in Prussia?",
    "What did Aristotle write about hives?",
    "When is the essay on bees due?",
    "Who invented the smoker for beekeepers?",
    "How do hornets survive volcanoes?",
    "Where did Napoleon embroider bees?",
    "Why are mites dangerous to brood?",
    "Which orchids imitate wasps?",
    "How much does a kilogram of wax cost?",
    "What is royal jelly made of?",
    "Which museum exhibits amber insects?",
    "Who translated the fable by Mandeville?",
]


class Teacher:
    """A moderator of a new class who counts her presses; a sent form or a choice is one, too."""

    def __init__(self, school: School) -> None:
        self.discord = school.discord
        self.guild = self.discord.add_guild("Class 3B", channels=("general",))
        (self.channel,) = self.guild.channels.values()
        self.member = self.discord.add_member(
            self.guild, "teacher", permissions="manage_guild view_channel send_messages"
        )
        self.presses = 0

    async def press(self, message: Any, label: str) -> Any:  # noqa: ANN401  # untyped
        """Press a button."""
        self.presses += 1
        return await self.discord.click(self.member, message, label=label)

    async def send(self, form: Any, **fields: object) -> Any:  # noqa: ANN401  # untyped
        """Fill in a form and send it."""
        self.presses += 1
        return await self.discord.submit_modal(form, fields)

    async def see(self, step: str, message: Any) -> None:  # noqa: ANN401  # untyped
        """Draw what she sees, if pictures are wanted."""
        if folder := os.environ.get("PICTURES"):
            file = Path(folder, f"{step}.json")
            await asyncio.to_thread(file.write_text, json.dumps(message.json), "utf-8")
            draw = (str(LOCAL_DISCORD / "render.py"), file, file.with_suffix(".png"))
            drawing = await asyncio.create_subprocess_exec(sys.executable, *draw, "--width", "390")
            await drawing.wait()
            await asyncio.to_thread(file.unlink)

    def staff_room(self) -> Any:  # noqa: ANN401  # untyped
        """A channel that only moderators and the bot see."""
        room = self.discord.add_channel(self.guild, "staff")
        room.set_overwrite(self.guild.everyone, deny="view_channel")
        me = self.guild.members[self.discord.bot.id]
        room.set_overwrite(me, allow="view_channel send_messages attach_files")
        self.discord.emit("CHANNEL_UPDATE", room.json(), "guilds", self.guild)
        return room


async def invite(school: School) -> Teacher:
    """Invite the bot into a new class, after it has received those that it was in before."""
    await school.open()
    await asyncio.sleep(3)  # discord.py waits for them; a guild that comes meanwhile is not new
    return Teacher(school)


async def test_first_hour_from_the_greeting_takes_at_most_eight_presses(school: School) -> None:
    teacher = await invite(school)
    discord = teacher.discord
    greeting = await discord.wait_message(teacher.channel)

    await teacher.see("1-greeting", greeting)
    form = await teacher.press(greeting, "Add documents")
    upload = next(c["component"] for c in form.modal["components"] if c["component"]["type"] == 19)
    added = await teacher.send(form, **{upload["custom_id"]: [("owls.md", OWLS)]})
    await added.wait_for(lambda i: any(b["label"] == "Switch" for b in i.original.buttons), 60)
    await teacher.see("2-update", added.original)
    done = (await teacher.press(added.original, "Switch")).original
    await discord.until(lambda: "Your class can ask now" in done.text, 30)
    await teacher.see("3-switched", done)
    sample = await teacher.press(done, "Ask a sample question")
    await teacher.see("4-samples", sample.original)
    answer = await teacher.press(sample.original, "Ask")
    await teacher.see("5-answer", answer.original)
    report = await teacher.press(done, "Choose a channel for weekly reports")
    room = teacher.staff_room()
    teacher.presses += 1
    chosen = await discord.select(teacher.member, report.original, [room])

    assert "Likely answer" in answer.text or "Very likely answer" in answer.text
    assert f"Weekly reports go to {room.mention}" in chosen.original.text
    await teacher.see("6-report", await discord.wait_message(room))
    setup = await discord.slash(teacher.member, teacher.channel, "setup")
    await teacher.see("7-setup", setup.original)
    assert "Everything is set up" in setup.text
    assert teacher.presses <= 8


async def test_ten_gaps_take_at_most_fifteen_presses(school: School) -> None:
    teacher = await invite(school)
    discord = teacher.discord
    for number, question in enumerate(UNANSWERED):
        student = discord.add_member(teacher.guild, f"student{number}")
        await discord.slash(student, teacher.channel, "ask", question=question)
    desk = (await discord.slash(teacher.member, teacher.channel, "logs gaps")).original
    found = re.search(r"Gap 1 of (\d+)", desk.text)
    assert found, desk.text
    total = int(found[1])
    assert total >= 10

    for number in range(10):
        await teacher.see(f"gap-{number + 1}", desk)
        label = "Answer" if number % 3 == 0 else "Not a question"
        pressed = await teacher.press(desk, label)
        if pressed.modal:
            await teacher.send(pressed, text=f"Please see the board, number {number}.")
        left = total - number - 1
        shown = f"Gap 1 of {left} " if left else "No gaps"
        await discord.until(lambda shown=shown: shown in desk.text, 10)

    await teacher.see("gap-11", desk)
    assert teacher.presses <= 15
    waiting = (await teacher.press(desk, "Undo")).original
    assert "**Undone.** The question is open again." in waiting.text
    figures = await discord.slash(teacher.member, teacher.channel, "logs stats")
    await teacher.see("figures", figures.original)
    assert f"{len(UNANSWERED)} questions by {len(UNANSWERED)} askers" in figures.text
    assert ANSWER in (await discord.slash(student, teacher.channel, "ask", question=QUESTION)).text
