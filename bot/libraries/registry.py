"""The libraries of all servers: taken up at the start, kept apart, and tidied up after."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watchfiles import awatch

from bot.errors import PullquoteError, ReaderNotStartedError, sentence
from bot.storage.files import sweep
from bot.storage.lessons import GuidanceFile
from bot.storage.query_log import QueryLog
from index import SnapshotError
from sources import Limits

from .active import Active, InUse, Rules, SearcherRegistry, Shared
from .comparison import Rehearsal
from .decisions import Decisions, Named
from .own_documents import OwnDocuments
from .reading import Served
from .server import ServerLibrary
from .state import ServerState, StateFile, followed, resumed
from .versions import COMMON, IndexVersion, VersionStore

_log = logging.getLogger(__name__)

SERVERS = "servers"
"""The folder of the data folder that has a folder for each server."""


class Libraries:
    """Every server's library; for the event loop only, once it is made."""

    def __init__(  # noqa: PLR0913  # what is to be put together, each by its name
        self,
        *,
        sources: Path,
        data: Path,
        start: IndexVersion,
        searchers: SearcherRegistry,
        limits: Limits,
        log: QueryLog,
        rules: Rules,
    ) -> None:
        """Take up every server where it stood, and show it in `searchers`; blocks.

        Args:
            sources: The operator's folder.
            data: The data folder; no other bot uses it.
            start: What the operator's folder holds now.
            searchers: Has `start` for everybody.
            limits: What files may cost.
            log: For the audit table, and the questions that reloads are rehearsed with.
            rules: What the operator decided.
        """
        self._libraries = data / COMMON
        commons = VersionStore(self._libraries)
        commons.sweep()
        try:
            start = commons.add(start)
        except OSError as error:
            _log.warning("The index cannot be saved (%s): no reload is possible.", error)
        self._shared = Shared(
            sources, limits, data / SERVERS, commons, start, searchers, log, rules, self._tidy_soon
        )
        self._started = datetime.now(UTC)
        self._servers: dict[int, ServerLibrary] = {}
        self._decisions: dict[int, Decisions] = {}
        self._is_untidy = False
        self._tidying: asyncio.Task[Any] | None = None
        for folder in sorted(self._shared.servers.glob("*")):
            if folder.name.isdecimal():
                self._servers[int(folder.name)] = self._take_up(int(folder.name))
        self._forget_but(self._used(), self._served_last())

    @property
    def sources(self) -> Path:
        """The operator's folder."""
        return self._shared.sources

    @property
    def rules(self) -> Rules:
        """What the operator decided."""
        return self._shared.rules

    @property
    def limits(self) -> Limits:
        """What files may cost."""
        return self._shared.limits

    def of(self, guild_id: int) -> ServerLibrary:
        """The library of a server, which has no part in that of any other."""
        if guild_id not in self._servers:  # then it has nothing on disk that would be read
            self._servers[guild_id] = self._take_up(guild_id)
        return self._servers[guild_id]

    def named(self, guild_id: int, names: Collection[str]) -> Named:
        """What somebody did in a server as a moderator, by kinds.

        Args:
            guild_id: Of the server.
            names: All pseudonyms of the person there.
        """
        return self._decisions_of(guild_id).named(names)

    async def forget(self, guild_id: int, names: Collection[str]) -> None:
        """Take somebody's pseudonyms out of what they did in a server, which stays.

        Raises:
            NotWrittenError: If the disk does not take it.
        """
        await self._decisions_of(guild_id).forget(names)

    async def forget_before(self, moment: datetime) -> None:
        """Take pseudonyms out of what was done before a moment, in all servers.

        Raises:
            NotWrittenError: If the disk does not take it.
        """
        for decisions in [*self._decisions.values()]:
            await decisions.forget_before(moment)

    async def close(self) -> None:
        """End the reloads that are under way; what is in place stays there for the next start."""
        await asyncio.gather(*(server.close() for server in self._servers.values()))
        if self._tidying:
            await asyncio.wait({self._tidying})

    def _decisions_of(self, guild_id: int) -> Decisions:
        self.of(guild_id)
        return self._decisions[guild_id]

    def _take_up(self, guild_id: int) -> ServerLibrary:
        shared = self._shared
        folder = shared.servers / str(guild_id)
        own = OwnDocuments(folder, shared.limits)
        state_file = StateFile(folder)
        state, common = self._resume(state_file)
        decisions = Decisions(
            guild_id,
            state=state,
            placed=Active(common, _own_version(own, state, guild_id), state.own),
            state_file=state_file,
            guidance_file=GuidanceFile(folder),
            searchers=shared.searchers,
            kept_versions=shared.rules.kept_versions,
        )
        self._decisions[guild_id] = decisions
        server = ServerLibrary(guild_id, shared, own, decisions)
        if folder.exists():
            decisions.show()
            sweep(folder)
            own.versions.sweep()
        return server

    def _resume(self, state_file: StateFile) -> tuple[ServerState, IndexVersion]:
        """What a server decided, brought up to what the folder holds now."""
        on_disk = state_file.read()
        start, kept = self._shared.start, self._shared.rules.kept_versions
        state = resumed(on_disk or ServerState(), start.version, kept)
        common = self._load(state.common) if state.common else start
        if common is None:
            state, common = followed(state, start.version, kept), start
        if on_disk not in (None, state):
            try:
                state_file.write(state)
            except OSError as error:
                _log.warning("What a server decided cannot be written (%s).", error)
        return state, common

    def _load(self, version: str) -> IndexVersion | None:
        try:
            return self._shared.commons.load(version)
        except SnapshotError as error:
            _log.error(
                "Version %s of the documents is lost, and a server that was on it has what the "
                "folder holds now: %s",
                version,
                error.reason,
            )
            return None

    def _tidy_soon(self) -> None:
        self._is_untidy = True
        if self._tidying is None or self._tidying.done():
            self._tidying = asyncio.create_task(self._tidy(), name="tidying libraries")

    async def _tidy(self) -> None:
        while self._is_untidy:
            async with self._shared.turn:
                self._is_untidy = False
                # Noted here, in the event loop, where nothing changes meanwhile.
                used, served = self._used(), self._served_last()
                await asyncio.to_thread(self._forget_but, used, served)

    def _used(self) -> list[tuple[ServerLibrary, InUse]]:
        return [(server, server.in_use()) for server in self._servers.values()]

    def _forget_but(self, used: list[tuple[ServerLibrary, InUse]], served: str) -> None:
        start = {self._shared.start.version}
        try:
            for server, its in used:
                server.forget_but(its)
            self._shared.commons.forget(
                start.union(*(its.common_versions for _, its in used)),
                start.union(*(its.at_hand for _, its in used)),
            )
        except OSError as error:
            _log.warning("What nobody uses cannot be removed (%s).", error)
        self._note_served(served)

    def _served_last(self) -> str:
        """The version that was put in place last, in whatever server."""
        newest = [server.history()[0] for server in self._servers.values() if server.history()]
        since = [entry for entry in newest if entry.at > self._started]
        last = max(since, key=lambda entry: entry.at, default=None)
        return last.common if last else self._shared.start.version

    def _note_served(self, version: str) -> None:
        """Note a version for the terminal."""
        try:
            Served(folder=self.sources.absolute(), version=version).write(self._libraries)
        except OSError as error:
            _log.warning("Which version is served cannot be noted (%s).", error)


def _own_version(own: OwnDocuments, state: ServerState, guild_id: int) -> IndexVersion | None:
    try:
        return own.load(state.own, state.own_version)
    except ReaderNotStartedError as error:
        _log.error("The documents of server %d itself cannot be read: %s", guild_id, error)
        return None


_QUIET_MS = 3_000  # without a change: a teacher who copies a folder of files has finished

_LONGEST_MS = 60_000

Report = Callable[[int, Rehearsal], Awaitable[None]]


async def watch_folder(
    libraries: Libraries, servers: Callable[[], Iterable[int]], report: Report
) -> None:
    """Rehearse what changes in the operator's folder, until cancelled.

    Nothing is switched but what the operator's rules allow to be.

    Args:
        libraries: Of all servers.
        servers: Gives the ids of those that are to be rehearsed, each time.
        report: Is told a server's id and the result of its reload, if there is something to
            switch to. What it raises is logged.
    """
    folder = libraries.sources
    _log.info("watching %s", folder)
    async for _ in awatch(folder, step=_QUIET_MS, debounce=_LONGEST_MS):
        for guild_id in servers():
            await _rehearse(libraries, guild_id, report)


async def _rehearse(libraries: Libraries, guild_id: int, report: Report) -> None:
    try:
        rehearsal = await libraries.of(guild_id).reload(by=None)
        if rehearsal.is_switch:
            await report(guild_id, rehearsal)
    except PullquoteError as error:
        _log.warning("%s changed, and server %d: %s", libraries.sources, guild_id, sentence(error))
    except Exception:  # noqa: BLE001  # the next server has its turn, and the next change
        _log.exception("a change of %s is not shown to server %d", libraries.sources, guild_id)
