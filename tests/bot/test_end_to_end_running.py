"""One process of the real bot, on a local Discord that checks every request and sometimes fails."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from .classroom import ANSWER, BEES, HORNETS, QUESTION, WASPS
from .school import LOCAL_DISCORD, School, open_school

OTHER_QUESTION = "Why are hornets feared?"

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[School, Any]]:
    """A school, and the process of its bot, which takes questions."""
    if not LOCAL_DISCORD.is_dir():
        pytest.skip("needs the local Discord in ../shared/discord")
    folder = tmp_path_factory.mktemp("running")
    (folder / "sources").mkdir()
    for name, text in (("bees", BEES), ("wasps", WASPS), ("hornets", HORNETS)):
        (folder / "sources" / f"{name}.md").write_text(text, "utf-8")
    async with open_school(folder / "sources", folder / "data") as school:
        yield school, await school.open()


@pytest_asyncio.fixture(loop_scope="module")
async def school(running: tuple[School, Any], request: pytest.FixtureRequest) -> School:
    """The school, in a channel where nobody has asked anything."""
    school, process = running
    school.channel = school.discord.add_channel(school.guild, request.node.name[-90:])
    process.lines.clear()
    return school


@pytest.fixture
def lines(running: tuple[School, Any], school: School) -> list[str]:
    """What the process has said since the test began."""
    assert school
    lines: list[str] = running[1].lines
    return lines


async def test_private_answer_is_seen_by_nobody_else(school: School) -> None:
    asked = await school.ask(private=True)

    assert ANSWER in asked.text
    assert asked.ephemeral


async def test_exact_text_comes_as_a_file_where_discord_cannot_show_it(school: School) -> None:
    asked = await school.discord.slash(
        school.student, school.channel, "ask", question="Why are hornets feared?"
    )

    more = await school.discord.click(school.student, asked.original, label="More")
    assert more.files["passage-1.txt"].decode() in HORNETS


async def test_mention_is_answered_in_the_channel_without_a_ping(school: School) -> None:
    said = await school.discord.say(school.student, school.channel, QUESTION, mention_bot=True)
    reply = await school.discord.wait_message(school.channel)

    assert ANSWER in reply.text
    assert reply.json["message_reference"]["message_id"] == said.id
    assert reply.pings == {"users": set(), "roles": set(), "everyone": False}
    await school.wait_logged(("mention", QUESTION))


async def test_question_asked_while_the_gateway_was_lost_is_answered_after_it(
    school: School,
) -> None:
    await school.discord.drop_ws(resumable=True)

    asked = await school.ask()

    assert ANSWER in asked.text
    assert [resume["ok"] for resume in school.discord.resumes] == [True]


async def test_answer_arrives_though_discord_fails_once(school: School) -> None:
    fault = school.discord.fault("POST", r"/callback$", status=500)

    asked = await school.ask()

    assert fault.hits
    assert ANSWER in asked.text


async def test_answer_that_discord_took_and_called_failed_is_shown_and_no_error(
    school: School, lines: list[str]
) -> None:
    fault = school.discord.fault("POST", r"/callback$", status=500, after=True)

    asked = await school.ask()
    await school.ask(OTHER_QUESTION)

    assert fault.hits
    assert ANSWER in asked.text
    assert not any("delivered" in line or "ERROR" in line for line in lines)


async def test_answer_arrives_though_the_connection_is_cut_once(school: School) -> None:
    fault = school.discord.fault("POST", r"/callback$", drop=True)

    asked = await school.ask()

    assert fault.hits
    assert ANSWER in asked.text


async def test_mention_is_answered_though_the_connection_is_cut_and_discord_can_tell_the_repeat(
    school: School,
) -> None:
    fault = school.discord.fault("POST", r"/messages$", drop=True)

    said = await school.discord.say(school.student, school.channel, QUESTION, mention_bot=True)
    reply = await school.discord.wait_message(school.channel)

    assert ANSWER in reply.text
    (cut,) = fault.hits
    for request in (cut, reply.request):
        assert request.body["nonce"] == said.id
        assert request.body["enforce_nonce"]


async def test_question_delivered_twice_is_answered_and_logged_once(school: School) -> None:
    asked = await school.ask()

    school.discord.redeliver(asked)
    later = await school.ask(OTHER_QUESTION)

    assert later.text
    assert len(asked.attempts) == 1
    await school.wait_logged(("slash", QUESTION), ("slash", OTHER_QUESTION))


async def test_answer_that_comes_too_late_is_told_in_the_log_without_an_error(
    school: School, lines: list[str]
) -> None:
    asked = await school.discord.slash(
        school.student, school.channel, "ask", question=QUESTION, wait=False
    )
    school.discord.expire(asked)

    await school.discord.until(lambda: any("could not be delivered" in line for line in lines))

    assert not any("ERROR" in line for line in lines)
    assert not any(asked.token in line for line in lines)
