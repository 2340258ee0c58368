"""The real bot, a process of its own, against a local Discord that checks every request."""

import importlib
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from .classroom import ANSWER, HORNETS, QUESTION

OWLS = b"On owls\n\nOwls hunt mice at night, for they hear each rustle in the leaves.\n"

_LOCAL_DISCORD = Path(__file__).parents[3] / "shared" / "discord"

pytestmark = pytest.mark.skipif(
    not _LOCAL_DISCORD.is_dir(), reason="needs the local Discord in ../shared/discord"
)


class School:
    """A guild of the local Discord with one student, and the bot's folders."""

    def __init__(self, discord: Any, sources: Path, data: Path) -> None:  # noqa: ANN401  # untyped
        self.discord = discord
        self.sources = sources
        self.data = data
        self.guild = discord.add_guild("School", channels=("questions",))
        (self.channel,) = self.guild.channels.values()
        self.student = discord.add_member(self.guild, "ada")

    async def start_bot(self, token: str) -> Any:  # noqa: ANN401  # untyped
        """Start `python -m bot run`."""
        return await self.discord.start_bot(
            ["-m", "bot", "run", "--sources", str(self.sources), "--data", str(self.data)],
            env={"DISCORD_TOKEN": token},
            cwd=Path(__file__).parents[2],
        )

    async def open(self) -> Any:  # noqa: ANN401  # untyped
        """Start the bot and wait until it takes questions."""
        connections = len(self.discord.identifies)
        process = await self.start_bot(self.discord.token)
        await self.discord.wait_commands("ask", "sources", "about")
        await self.discord.wait_ready(count=connections + 1)
        return process

    async def ask(self, **options: Any) -> Any:  # noqa: ANN401  # untyped
        """Ask the question by /ask and wait for the answer."""
        return await self.discord.slash(
            self.student, self.channel, "ask", question=QUESTION, **options
        )

    def logged(self) -> list[tuple[str, str]]:
        """Surface and question of each row of the log."""
        with sqlite3.connect(self.data / "queries.db") as connection:
            rows = connection.execute("SELECT surface, question FROM question").fetchall()
        connection.close()
        return rows


@pytest.fixture
async def school(
    monkeypatch: pytest.MonkeyPatch, sources_folder: Path, tmp_path: Path
) -> AsyncIterator[School]:
    """A school; its test fails on any request that breaks Discord's own description."""
    monkeypatch.syspath_prepend(str(_LOCAL_DISCORD))
    local = importlib.import_module("fakediscord")
    async with local.FakeDiscord() as discord:
        yield School(discord, sources_folder, tmp_path / "data")
        assert discord.problems() == []
        assert discord.unimplemented == []
    for name in ("fakediscord", "apispec", "launch"):
        sys.modules.pop(name, None)


async def test_slash_answers_and_the_question_is_in_the_log(school: School) -> None:
    process = await school.open()

    asked = await school.ask()

    assert ANSWER in asked.text
    assert not asked.ephemeral
    await process.stop()  # a slow disk may have handed the row over
    assert school.logged() == [("slash", QUESTION)]


async def test_private_answer_is_seen_by_nobody_else(school: School) -> None:
    await school.open()

    asked = await school.ask(private=True)

    assert ANSWER in asked.text
    assert asked.ephemeral


async def test_exact_text_comes_as_a_file_where_discord_cannot_show_it(school: School) -> None:
    await school.open()

    asked = await school.discord.slash(
        school.student, school.channel, "ask", question="Why are hornets feared?"
    )

    assert asked.files["passage-1.txt"].decode() in HORNETS


async def test_mention_is_answered_in_the_channel_without_a_ping(school: School) -> None:
    process = await school.open()

    said = await school.discord.say(school.student, school.channel, QUESTION, mention_bot=True)
    reply = await school.discord.wait_message(school.channel)

    assert ANSWER in reply.text
    assert reply.json["message_reference"]["message_id"] == said.id
    assert reply.pings == {"users": set(), "roles": set(), "everyone": False}
    await process.stop()
    assert school.logged() == [("mention", QUESTION)]


async def test_more_passages_still_works_after_a_restart(school: School) -> None:
    first = await school.open()
    asked = await school.ask()
    await first.stop()
    await school.open()

    more = await school.discord.click(school.student, asked.original, label="More passages")

    assert more.ephemeral
    assert more.text.startswith("-# 2 of ")
    assert len(school.discord.syncs) == 1  # unchanged commands are registered once


async def test_answer_under_way_is_still_sent_when_the_bot_is_told_to_stop(
    school: School,
) -> None:
    process = await school.open()
    fault = school.discord.fault("POST", r"/callback$", status=500)  # tried again after 1 s
    asked = await school.discord.slash(
        school.student, school.channel, "ask", question=QUESTION, wait=False
    )
    await school.discord.until(lambda: fault.hits)

    status = await process.stop()

    assert status == 0
    assert ANSWER in asked.text


async def test_termination_ends_with_0_and_keeps_what_was_asked(school: School) -> None:
    process = await school.open()
    asked = await school.discord.slash(
        school.student, school.channel, "ask", question=QUESTION, wait=False
    )
    await asked.wait_ack()

    status = await process.stop()

    assert status == 0
    assert school.logged() == [("slash", QUESTION)]
    assert not any("Traceback" in line for line in process.lines)


@pytest.mark.parametrize(
    ("token", "how_to_mend"), [("wrong.token", "Reset Token"), ("", "DISCORD_TOKEN")]
)
async def test_wrong_or_missing_token_is_one_sentence_and_status_2(
    school: School, token: str, how_to_mend: str
) -> None:
    process = await school.start_bot(token)

    status = await process.proc.wait()
    await process.stop()

    assert status == 2
    assert how_to_mend in process.lines[-1]
    assert not any("Traceback" in line for line in process.lines)
    assert not any("wrong.token" in line for line in process.lines)


async def test_question_asked_while_the_gateway_was_lost_is_answered_after_it(
    school: School,
) -> None:
    await school.open()
    await school.discord.drop_ws(resumable=True)

    asked = await school.ask()

    assert ANSWER in asked.text
    assert [resume["ok"] for resume in school.discord.resumes] == [True]


async def test_answer_arrives_though_discord_fails_once(school: School) -> None:
    await school.open()
    fault = school.discord.fault("POST", r"/callback$", status=500)

    asked = await school.ask()

    assert fault.hits
    assert ANSWER in asked.text


async def test_answer_that_discord_took_and_called_failed_is_shown_and_no_error(
    school: School,
) -> None:
    process = await school.open()
    fault = school.discord.fault("POST", r"/callback$", status=500, after=True)

    asked = await school.ask()
    await process.stop()

    assert fault.hits
    assert ANSWER in asked.text
    assert not any("delivered" in line or "ERROR" in line for line in process.lines)


async def test_answer_arrives_though_the_connection_is_cut_once(school: School) -> None:
    await school.open()
    fault = school.discord.fault("POST", r"/callback$", drop=True)

    asked = await school.ask()

    assert fault.hits
    assert ANSWER in asked.text


async def test_mention_is_answered_though_the_connection_is_cut_and_discord_can_tell_the_repeat(
    school: School,
) -> None:
    await school.open()
    fault = school.discord.fault("POST", r"/messages$", drop=True)

    said = await school.discord.say(school.student, school.channel, QUESTION, mention_bot=True)
    reply = await school.discord.wait_message(school.channel)

    assert ANSWER in reply.text
    (cut,) = fault.hits
    for request in (cut, reply.request):
        assert request.body["nonce"] == said.id
        assert request.body["enforce_nonce"]


async def test_question_delivered_twice_is_answered_and_logged_once(school: School) -> None:
    process = await school.open()
    asked = await school.ask()

    school.discord.redeliver(asked)
    again = await school.ask()

    assert ANSWER in again.text
    assert len(asked.attempts) == 1
    await process.stop()
    assert school.logged() == [("slash", QUESTION)] * 2


async def test_answer_that_comes_too_late_is_told_in_the_log_without_an_error(
    school: School,
) -> None:
    process = await school.open()
    asked = await school.discord.slash(
        school.student, school.channel, "ask", question=QUESTION, wait=False
    )
    school.discord.expire(asked)

    await school.discord.until(
        lambda: any("could not be delivered" in line for line in process.lines)
    )

    assert not any("ERROR" in line for line in process.lines)
    assert not any(asked.token in line for line in process.lines)


async def test_added_file_is_cited_once_it_is_switched_to_and_no_more_once_it_is_taken_back(
    school: School,
) -> None:
    """In the real process, which rebuilds the library in another one."""
    await school.open()
    teacher = school.discord.add_member(school.guild, "grace", permissions="manage_guild")

    async def hunt() -> str:
        asked = await school.discord.slash(
            school.student, school.channel, "ask", question="What do owls hunt at night?"
        )
        return str(asked.text)

    form = await school.discord.slash(teacher, school.channel, "sources add")
    upload, folder = (field["component"]["custom_id"] for field in form.modal["components"])
    card = await school.discord.submit_modal(
        form, {upload: [("owls.txt", OWLS)], folder: "Week 3"}, wait=False
    )
    await school.discord.until(lambda: "1 document added" in card.text)
    assert card.ephemeral
    assert "do not answer" in await hunt()

    await school.discord.click(teacher, card.original, label="Switch")
    found = await hunt()
    assert "Owls hunt mice at night" in found
    assert "On owls, par. 1" in found

    asked = await school.discord.slash(teacher, school.channel, "sources rollback")
    await school.discord.click(teacher, asked.original, label="Go back")
    assert "do not answer" in await hunt()
