"""Several connections in one process, and several processes that share the servers."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from bot.storage.parts import Part
from config import TOKEN_VARIABLE

from .classroom import ANSWER, QUESTION
from .school import School
from .shelf import pullquote

pytestmark = pytest.mark.process

PARTS = (Part(1, 2), Part(2, 2))


@pytest.fixture
async def classes(school: School) -> list[tuple[Any, Any]]:
    """A student and a channel in a server of each part of two."""
    found: dict[Part, tuple[Any, Any]] = {}
    while len(found) < len(PARTS):
        guild = school.discord.add_guild("Class", channels=("questions",))
        (channel,) = guild.channels.values()
        student = school.discord.add_member(guild, f"student{guild.id}")
        found[next(part for part in PARTS if part.has(int(guild.id)))] = student, channel
        time.sleep(0.001)  # noqa: ASYNC251  # the id of the next one has another time
    return [found[part] for part in PARTS]


async def _ask(school: School, one: tuple[Any, Any]) -> str:
    student, channel = one
    asked = await school.discord.slash(student, channel, "ask", question=QUESTION)
    return str(asked.text)


async def _ready(school: School, process: Any, servers: int | None = None) -> None:  # noqa: ANN401
    words = "ready in" if servers is None else f"ready in {servers} servers"
    await school.discord.until(lambda: any(words in line for line in process.lines), 60)


async def test_one_process_with_two_connections_answers_in_the_servers_of_both(
    school: School, classes: list[tuple[Any, Any]]
) -> None:
    process = await school.open("--shards", "2")
    await _ready(school, process, len(school.discord.guilds))

    assert sorted(one["shard"] for one in school.discord.identifies) == [[0, 2], [1, 2]]
    assert [ANSWER in await _ask(school, one) for one in classes] == [True, True]
    assert (school.data / "heartbeat").exists()


async def test_number_of_connections_that_discord_recommends_is_asked_for(school: School) -> None:
    process = await school.open("--shards", "auto")
    await _ready(school, process)

    assert [one["shard"] for one in school.discord.identifies] == [[0, 1]]
    assert ANSWER in (await school.ask()).text


async def test_each_of_two_processes_writes_its_own_servers_and_logs_shows_them_together(
    school: School, classes: list[tuple[Any, Any]]
) -> None:
    processes = [await school.open("--part", f"{part.number}/2") for part in PARTS]
    for process in processes:
        await _ready(school, process)

    answered = [ANSWER in await _ask(school, one) for one in classes]
    for process in processes:
        await process.stop()

    assert answered == [True, True]
    assert sorted(one["shard"] for one in school.discord.identifies) == [[0, 2], [1, 2]]
    guilds = [str(channel.guild.id) for _, channel in classes]
    assert [_asked_in(part.folder(school.data)) for part in PARTS] == [[guilds[0]], [guilds[1]]]
    assert sorted(_asked_in(school.data)) == sorted(guilds)
    assert _asked_in(school.data, "--server", guilds[1]) == [guilds[1]]


async def test_a_second_process_with_the_same_part_is_refused(school: School) -> None:
    await school.open("--part", "2/2")

    second = await school.start_bot(school.discord.token, "--part", "2/2")
    await school.discord.until(lambda: second.returncode is not None, 60)

    assert second.returncode == 2
    assert any("uses the data folder" in line for line in second.lines)


@pytest.mark.parametrize(
    ("before", "options"),
    [("queries.db", ("--part", "1/2")), ("part-1-of-3/queries.db", ("--part", "1/2")),
     ("part-1-of-2/queries.db", ())],
)  # fmt: skip
def test_data_of_another_number_of_processes_is_refused_in_a_sentence(
    shelf: Path, before: str, options: tuple[str, ...]
) -> None:
    there = shelf.parent / "data" / before
    there.parent.mkdir(parents=True)
    there.touch()

    run = pullquote(
        "run", "--sources", "shelf", *options, cwd=shelf.parent, **{TOKEN_VARIABLE: "a.b.c"}
    )

    assert run.returncode == 2
    (line,) = run.stderr.decode().splitlines()
    assert "docs/scaling.md" in line


def _asked_in(data: Path, *options: str) -> list[str]:
    """The servers of the questions that `pullquote logs recent` shows."""
    shown = pullquote("logs", "recent", "--json", "--data", str(data), *options, cwd=data)
    return [str(json.loads(line)["server"]) for line in shown.stdout.decode().splitlines()]
