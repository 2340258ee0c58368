"""The real bot, index and log, for every test that asks."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from bot.answering import Answerer
from bot.client import PullquoteBot
from bot.pseudonyms import Pseudonyms
from bot.query_log import QueryLog
from index import Searcher
from sources import load_library

from .classroom import BEES, HORNETS, WASPS, Classroom


@pytest.fixture
def sources_folder(tmp_path: Path) -> Path:
    """A folder with three documents."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "bees.md").write_text(BEES, encoding="utf-8")
    (folder / "wasps.md").write_text(WASPS, encoding="utf-8")
    (folder / "hornets.md").write_text(HORNETS, encoding="utf-8")
    return folder


@pytest.fixture
async def answerer(tmp_path: Path, sources_folder: Path) -> AsyncIterator[Answerer]:
    """The real way of a question, from the three documents to the database."""
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
