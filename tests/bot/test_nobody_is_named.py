"""After a whole story, no byte that the bot keeps, says or gives away leads to a person."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import simcord

from .classroom import QUESTION, Classroom, press, words
from .entries import select
from .staff import DRAWING_S, fill, guild_of, labels, moderator_of, students

pytestmark = pytest.mark.process

STUDENT, TEACHER = "zarathustrina", "quetzalcoatlus"
UNKNOWN = "Who keeps apiarists awake?"
OWLS = b"# On Owls\n\nOwls hunt mice at night, for they hear each rustle in the leaves.\n"

OURS = ("bot", "index", "sources", "config", "asyncio")


async def _files_of(shown: simcord.InteractionResult) -> dict[str, bytes]:
    assert shown.response is not None
    message = shown.response.message
    return {attachment.filename: await attachment.read() for attachment in message.attachments}


async def _learn(
    classroom: Classroom, student: simcord.MemberActor, teacher: simcord.MemberActor
) -> None:
    """Ask, vote, wish: with people in the words where there may be some."""
    channel = classroom.channel
    await student.slash(channel, "ask", question=f"{QUESTION} asks <@{student.id}>")
    await student.slash(channel, "ask", question=QUESTION, private=True)
    await student.send(channel, f"{classroom.mention} bees? <@!{teacher.id}> {teacher.id}")
    asked = await student.slash(channel, "ask", question="bees")
    await press(teacher, asked, "Helpful")
    form = await press(student, asked, "Not helpful")
    await fill(student, form, f"<@{teacher.id}> ({teacher.id}) knows it better")
    unanswered = await student.slash(channel, "ask", question=UNKNOWN)
    await press(student, unanswered, "Notify me")
    (refused,) = students(classroom, "refused")
    await refused.slash(channel, "mydata optout")
    await refused.slash(channel, "ask", question=QUESTION)


async def _moderate(classroom: Classroom, teacher: simcord.MemberActor) -> dict[str, bytes]:
    """Fix what was not answered, reload, review and export; the files that came of it."""
    channel = classroom.channel
    classroom.env.settle_timeout = DRAWING_S
    card = await teacher.slash(channel, "sources add", file=("owls.md", OWLS))
    await press(teacher, card, "Switch")
    await teacher.slash(channel, "sources reload")
    listed = await teacher.slash(channel, "logs gaps")
    form = await press(teacher, listed, "Synonym")
    preview = await fill(teacher, form, "apiarists", "keeper")
    if "Add it" in labels(preview):  # it changes other answers
        await press(teacher, preview, "Add it")
    await teacher.slash(channel, "pin add", question="Who calms?")
    await teacher.slash(channel, "logs search", text=f"{teacher.id}")
    given: dict[str, bytes] = {}
    for command, options in (
        ("logs export", {"format": "csv"}),
        ("logs export", {"format": "json"}),
        ("logs stats", {}),
        ("mydata export", {}),
    ):
        given |= await _files_of(await teacher.slash(channel, command, **options))
    return given


def _traces(*people: simcord.MemberActor) -> Iterator[bytes]:
    """What would lead to them: ids as they are written or stored, and names."""
    for person in people:
        for byte_order in ("big", "little"):
            yield person.id.to_bytes(8, byte_order)
        yield from (f"{person.id}".encode(), f"{person.id:x}".encode(), f"{person.id:X}".encode())
        yield person.id.to_bytes(8).hex(" ").encode()
    yield from (STUDENT.encode(), TEACHER.encode())


async def test_no_byte_that_is_kept_written_or_given_away_leads_to_a_person(
    classroom: Classroom, tmp_path: Path, caplog: pytest.LogCaptureFixture, quick: None
) -> None:
    del quick
    caplog.set_level(logging.DEBUG)
    guild = guild_of(classroom)
    student = guild.add_member(classroom.env.create_user(STUDENT))
    teacher = moderator_of(classroom, TEACHER)

    await _learn(classroom, student, teacher)
    given = await _moderate(classroom, teacher)
    given |= await _files_of(await student.slash(classroom.channel, "mydata export"))
    await classroom.env.restart_bot(classroom.new_bot())
    await classroom.libraries.close()

    kept = _kept(tmp_path)
    said = "\n".join(
        logging.Formatter().format(record)
        for record in caplog.records
        # Of others, what `run` has written: below that, discord.py repeats all that it is sent.
        if record.name.startswith(OURS) or record.levelno >= logging.INFO
    )
    everything = {**kept, **given, "process log": said.encode()}
    assert {"queries.db", "queries.db-wal", "queries.db-shm", "mydata.json"} <= {*everything}
    for table in ("lesson", "version", "document"):
        assert select(tmp_path / "queries.db", f"SELECT * FROM {table}")  # noqa: S608  # our own
    assert {name.rpartition(".")[2] for name in given} >= {"csv", "json", "png"}
    traces = [*_traces(student, teacher)]
    assert [
        (name, trace)
        for name, content in everything.items()
        for trace in traces
        if trace in content
    ] == []


async def test_nothing_of_a_person_is_left_in_any_byte_once_they_are_deleted(
    classroom: Classroom, tmp_path: Path, quick: None
) -> None:
    del quick
    guild = guild_of(classroom)
    student = guild.add_member(classroom.env.create_user(STUDENT))
    teacher = moderator_of(classroom, TEACHER)
    await _learn(classroom, student, teacher)
    await _moderate(classroom, teacher)
    pseudonym = classroom.answerer.pseudonym
    names = [pseudonym(person.id, guild.id).encode() for person in (student, teacher)]
    traces = [*names, b"bees? asks", b"knows it better"]
    assert [trace for trace in traces if not _found(tmp_path, trace)] == []

    for person in (student, teacher):
        confirm = await person.slash(classroom.channel, "mydata delete")
        await press(person, confirm, "Delete everything")
        assert words(confirm).startswith("### Deleted")
        assert labels(confirm) == []

    assert [name for trace in traces for name in _found(tmp_path, trace)] == []
    assert "The keeper" in words(await classroom.ask("What do apiarists do?"))


def _kept(folder: Path) -> dict[str, bytes]:
    """Every file of the bot but the one with the keys."""
    files = (file for file in folder.rglob("*") if file.is_file() and file != folder / "key")
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def _found(folder: Path, trace: bytes) -> list[str]:
    return [name for name, content in _kept(folder).items() if trace in content]
