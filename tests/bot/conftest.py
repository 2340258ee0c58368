"""A class on a simulated Discord, with the real bot, index and log."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiosqlite
import pytest
import simcord

from bot.answering import Answerer
from bot.client import PullquoteBot
from bot.pseudonyms import Pseudonyms
from bot.query_log import QueryLog
from index import Searcher
from sources import load_library

BEES = """---
title: On Bees
authors: [Ada Keeper]
published: 2019
url: https://bees.example/dance
---

A honeybee that has found flowers dances on the comb. The waggle dance tells the other bees how far
the flowers are and in which direction. Bees that follow the dance fly out at once.

Drones never dance. They wait for a young queen and die in the autumn.

A queen lays two thousand eggs on a day in May. Nurse bees feed her with royal jelly.

The bees of one hive keep warm in winter by shivering together. They eat the honey of the summer.
"""

WASPS = """---
title: On Wasps
---

Wasps build their nests of paper. They chew old wood until it is soft.

@everyone should know that wasps do not make honey. Ask <@1234567> about [stings](https://x.example).
"""


@dataclass(frozen=True, slots=True)
class Classroom:
    """A guild with one channel, a student in it, and the bot."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    student: simcord.MemberActor
    answerer: Answerer
    database: Path

    async def logged(self) -> list[tuple[str, str]]:
        """Surface and question of each row of the log."""
        async with aiosqlite.connect(self.database) as connection:
            rows = await connection.execute_fetchall("SELECT surface, question FROM question")
        return [(surface, question) for surface, question in rows]


@pytest.fixture
def sources_folder(tmp_path: Path) -> Path:
    """A folder with two documents."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "bees.md").write_text(BEES, encoding="utf-8")
    (folder / "wasps.md").write_text(WASPS, encoding="utf-8")
    return folder


@pytest.fixture
async def answerer(tmp_path: Path, sources_folder: Path) -> AsyncIterator[Answerer]:
    """The real way of a question, from the two documents to the database."""
    log = await QueryLog.open(tmp_path / "queries.db")
    pseudonyms = Pseudonyms.load(tmp_path / "key")
    answerer = Answerer(Searcher(load_library(sources_folder)), log, pseudonyms)
    yield answerer
    await answerer.settle()
    await log.close()


@pytest.fixture
def simcord_bot(answerer: Answerer) -> PullquoteBot:
    """The bot that `simcord_env` connects; a test fails on errors that it did not look at."""
    return PullquoteBot(answerer)


@pytest.fixture
def classroom(simcord_env: simcord.Env, answerer: Answerer, tmp_path: Path) -> Classroom:
    """The bot in a guild with one channel and one student."""
    guild = simcord_env.create_guild("Class")
    channel = guild.create_text_channel("questions")
    student = guild.add_member(simcord_env.create_user("student"))
    return Classroom(simcord_env, channel, student, answerer, tmp_path / "queries.db")
