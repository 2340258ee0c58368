"""The real bot, index and log, for every test that asks."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import simcord

import sources.library
from bot.app import make_bot
from bot.bot import PullquoteBot
from bot.libraries import reload as reloading
from bot.libraries.active import Rules
from bot.libraries.registry import Libraries
from bot.libraries.searchers import SearcherRegistry
from bot.libraries.versions import IndexVersion
from bot.services import recent
from bot.services.answering import Answerer
from bot.services.pseudonyms import Pseudonyms
from bot.storage import query_log
from bot.storage.query_log import QueryLog
from index import LibraryIndex, Searcher
from sources import Library, Limits, load_library

from .classroom import BEES, HORNETS, WASPS, Classroom
from .libraries.stage import ReadHere, Stage, rebuild_here
from .school import LOCAL_DISCORD, School, open_school
from .shelf import write_shelf


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer to commit; only a fault is to make `record` give up."""
    monkeypatch.setattr(query_log, "RECORD_SECONDS", 60)


@pytest.fixture(autouse=True)
def answered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests ask again to see what has changed; `test_repeats` tests the link instead."""
    monkeypatch.setattr(recent, "LATELY", timedelta(0))


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Two common documents, and no bot that ever ran."""
    return Stage(tmp_path).make()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read and reload in this process; `test_worker` and others test the processes."""
    monkeypatch.setattr(sources.library, "Pool", ReadHere)
    monkeypatch.setattr(reloading, "rebuild_aside", rebuild_here)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own with two documents in `shelf`."""
    monkeypatch.chdir(tmp_path)
    return write_shelf(tmp_path / "shelf")


def _write_sources(folder: Path) -> Path:
    folder.mkdir()
    (folder / "bees.md").write_text(BEES, encoding="utf-8")
    (folder / "wasps.md").write_text(WASPS, encoding="utf-8")
    (folder / "hornets.md").write_text(HORNETS, encoding="utf-8")
    return folder


@pytest.fixture
def sources_folder(tmp_path: Path) -> Path:
    """A folder with three documents."""
    return _write_sources(tmp_path / "sources")


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The three documents; reading starts processes, which takes longer than most tests do."""
    return load_library(_write_sources(tmp_path_factory.mktemp("read") / "sources"))


@pytest.fixture
def library(read_once: Library) -> Library:
    """The three documents; a module may have others."""
    return read_once


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The query log's file."""
    return tmp_path / "queries.db"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[QueryLog]:
    """The query log, closed after the test."""
    opened = await QueryLog.open(path)
    yield opened
    await opened.close()


@pytest.fixture
async def answerer(library: Library, log: QueryLog, tmp_path: Path) -> AsyncIterator[Answerer]:
    """The real way of a question, from the documents to the database."""
    answerer = Answerer(SearcherRegistry(Searcher(library)), log, Pseudonyms.load(tmp_path / "key"))
    yield answerer
    await answerer.settle()


@pytest.fixture
def rules() -> Rules:
    """What the operator decided about libraries; a test may have others."""
    return Rules()


@pytest.fixture
async def libraries(  # noqa: PLR0913, PLR0917  # as many fixtures as a bot has parts
    sources_folder: Path,
    library: Library,
    answerer: Answerer,
    log: QueryLog,
    tmp_path: Path,
    rules: Rules,
) -> AsyncIterator[Libraries]:
    """The libraries of all servers, which begin with the documents of the folder."""
    libraries = await Libraries.open(
        sources=sources_folder,
        limits=Limits(),
        data=tmp_path / "data",
        start=IndexVersion.of(LibraryIndex.build(library)),
        searchers=answerer.searchers,
        log=log,
        rules=rules,
    )
    yield libraries
    await libraries.close()


@pytest.fixture
def simcord_bot(answerer: Answerer, libraries: Libraries) -> PullquoteBot:
    """The bot that `simcord_env` connects; a test fails on errors that it did not look at."""
    return make_bot(answerer, libraries)


@pytest.fixture
def classroom(
    simcord_env: simcord.Env, answerer: Answerer, path: Path, libraries: Libraries
) -> Classroom:
    """The bot in a guild with one channel and one student."""
    guild = simcord_env.create_guild("Class")
    channel = guild.create_text_channel("questions")
    student = guild.add_member(simcord_env.create_user("student"))
    return Classroom(simcord_env, channel, student, answerer, path, libraries)


@pytest.fixture
async def school(sources_folder: Path, tmp_path: Path) -> AsyncIterator[School]:
    """The real bot in a process of its own, once it is opened."""
    if not LOCAL_DISCORD.is_dir():
        pytest.skip("needs the local Discord in ../shared/discord")
    async with open_school(sources_folder, tmp_path / "data") as school:
        yield school
