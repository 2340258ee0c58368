"""An operator's folder, a data folder, and the libraries of all servers, opened as `run` does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bot.errors import SynonymFileError
from bot.libraries import worker
from bot.libraries.active import Rules, make_searcher
from bot.libraries.comparison import Progress, Tell
from bot.libraries.engine import engine_for
from bot.libraries.reading import Cache, read_folder, read_synonyms
from bot.libraries.registry import Libraries
from bot.libraries.reload import Built, Request
from bot.libraries.searchers import SearcherRegistry
from bot.libraries.server import ServerLibrary
from bot.libraries.versions import IndexVersion
from bot.storage.lessons import Lessons
from bot.storage.query_log import QueryLog
from sources import Limits
from sources.limits import DEFAULT_LIMITS
from sources.pipeline import read_document
from sources.protocol import Orders, Served

if TYPE_CHECKING:
    from index.opensearch import Cluster

SERVER, OTHER = 7, 8
BY = "a" * 32  # a pseudonym

BEES = "On bees\n\nBees dance in the hive to tell where the flowers stand.\n"
WASPS = "On wasps\n\nWasps chew old wood and build their nests of paper.\n"
ANTS = "On ants\n\nAnts keep herds of aphids and milk them for honeydew.\n"
OWLS = "On owls\n\nOwls hunt mice at night, for they hear each rustle.\n"

DANCE = "What do bees tell by their dance in the hive?"
NESTS = "What do wasps build their nests of?"
HERDS = "What herds do ants keep and milk?"
HUNT = "What do owls hunt at night?"


@dataclass(frozen=True, slots=True)
class Opened:
    """The libraries of a bot that runs."""

    libraries: Libraries
    searchers: SearcherRegistry
    log: QueryLog

    @property
    def server(self) -> ServerLibrary:
        """The library of the one server that most tests look at."""
        return self.libraries.of(SERVER)

    async def status(self, question: str, guild_id: int | None = SERVER) -> str:
        """How a question is answered in a server."""
        return (await self.searchers.of(guild_id)).answer(question).status

    async def knows(self, guild_id: int | None = SERVER) -> set[str]:
        """The documents that a server searches."""
        return {*(await self.searchers.of(guild_id)).library.documents}


class Stage:
    """Folders that outlive the bots that run on them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources = root / "sources"
        self.data = root / "data"
        self.cluster: Cluster | None = None

    def make(self) -> Self:
        """Make the folders, with two common documents."""
        self.sources.mkdir(parents=True)
        self.data.mkdir()
        self.write("bees.txt", BEES)
        self.write("wasps.txt", WASPS)
        return self

    def write(self, name: str, text: str) -> None:
        """Put a file into the operator's folder."""
        path = self.sources / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, "utf-8")

    @asynccontextmanager
    async def open(
        self, rules: Rules | None = None, limits: Limits = DEFAULT_LIMITS
    ) -> AsyncIterator[Opened]:
        """Start a bot, and end it as it ends itself."""
        log = await QueryLog.open(self.data / "queries.db")
        previous = Cache(self.sources, self.data).newest()
        index = read_folder(self.sources, limits=limits, previous=previous)
        synonyms = None
        with suppress(SynonymFileError):
            synonyms = read_synonyms(self.sources)
        start = IndexVersion.of(index, synonyms)
        engine = engine_for(self.cluster, None)
        searchers = SearcherRegistry(make_searcher(start, None, Lessons(), engine=engine))
        libraries = await Libraries.open(
            sources=self.sources,
            data=self.data,
            start=start,
            searchers=searchers,
            limits=limits,
            log=log,
            rules=rules or Rules(),
            cluster=self.cluster,
        )
        try:
            yield Opened(libraries, searchers, log)
        finally:
            await libraries.close()
            await log.close()

    def left_over(self) -> list[Path]:
        """Whatever is half written."""
        return [p for p in self.data.rglob("*") if ".draft" in p.name or ".new" in p.name]


async def teach(server: ServerLibrary, lessons: Lessons) -> None:
    """Store lessons in place of those of a server."""
    async with server.teaching() as teaching:
        await teaching.set(lessons)
        await teaching.commit()


class ReadHere:
    """What reads files in processes of their own, in this one: their start takes long."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, doc_id: str, raw: bytes) -> Served:
        """Read one file."""
        given = self._orders
        document, passages, notes = read_document(
            doc_id,
            raw,
            max_chars=given.max_chars,
            target_chars=given.target_chars,
            limits=given.limits,
        )
        return Served(document=document, passages=tuple(passages), notes=notes)


async def rebuild_here(request: Request, tell: Tell) -> Built:
    """What a worker process does, without the second that it takes to start one."""
    again = Request.model_validate_json(request.model_dump_json())
    loop = asyncio.get_running_loop()

    def tell_loop(progress: Progress) -> None:
        loop.call_soon_threadsafe(tell, progress)

    return await asyncio.to_thread(worker.rebuild, again, tell_loop)


async def tidied() -> None:
    """Wait until the bot writes nothing by itself."""
    tidying = {task for task in asyncio.all_tasks() if task.get_name() == "tidying libraries"}
    if tidying:
        await asyncio.wait(tidying)
