"""The libraries of all servers: known from the start, kept apart, and tidied up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, Self

from watchfiles import awatch

from bot.errors import LogUnusableError, PullquoteError, sentence
from bot.storage.deletion import delete_person, forget_before
from bot.storage.lessons import Lessons, read_lessons
from bot.storage.query_log import QueryLog
from bot.storage.server_state import (
    HistoryEntry,
    ServerState,
    read_states,
    served_change,
    state_changes,
)
from index.opensearch import Cluster, EngineAwayError
from sources import Limits

from .active import Active, Current, InUse, Rules, Shared
from .comparison import Rehearsal
from .own_documents import OwnDocuments
from .searchers import SearcherRegistry
from .server import ServerLibrary, point_astray
from .state import followed, resumed
from .versions import COMMON, IndexVersion, VersionStore, library_version

_log = logging.getLogger(__name__)

SERVERS = "servers"
"""The folder of the data folder that contains a folder for each server."""

_Claims = tuple[list[Active], tuple[HistoryEntry, ...]]


class Libraries:
    """Every server's library; for the event loop only."""

    def __init__(self, shared: Shared) -> None:
        """Know no server yet; called by `open` only."""
        self._shared = shared
        self._started = datetime.now(UTC)
        self._servers: dict[int, ServerLibrary] = {}
        self._served: str | None = None  # as stored for the terminal
        self._is_untidy = False
        self._untidy: set[int] = set()  # the servers that may have left unused files behind
        self._tidying: asyncio.Task[Any] | None = None

    @classmethod
    async def open(  # noqa: PLR0913  # the parts, each by its name
        cls,
        *,
        sources: Path,
        data: Path,
        start: IndexVersion,
        searchers: SearcherRegistry,
        limits: Limits,
        log: QueryLog,
        rules: Rules,
        cluster: Cluster | None = None,
    ) -> Self:
        """Find out what each server had active last, and load none of it; blocks the event loop.

        Args:
            sources: The operator's folder.
            data: The data folder; no other bot uses it.
            start: What the operator's folder contains now.
            searchers: Contains the searcher of `start` for everyone.
            limits: What files may cost.
            log: The database.
            rules: The operator's settings.
            cluster: Searches instead of this process.

        Raises:
            LogUnusableError: If the database cannot be read.
        """
        commons = VersionStore(data / COMMON, stay=True)
        commons.sweep()
        try:
            start = commons.add(start)
        except OSError as error:
            _log.warning("The index cannot be saved (%s): no reload is possible.", error)
        servers = data / SERVERS
        libraries: Self

        def changed(guild_id: int) -> None:
            libraries._tidy_soon(guild_id)  # its own method

        def elsewhere(but: int) -> tuple[Active, ...]:
            return tuple(one.active for one in libraries._servers.values() if one.guild_id != but)

        parts = sources, limits, servers, commons, start, searchers, log, rules
        shared = Shared(*parts, changed, elsewhere, cluster)
        libraries = cls(shared)
        states, lessons = await read_states(log.rows), await read_lessons(log.rows)
        await libraries._resume(states, lessons)
        await asyncio.to_thread(_sweep, servers, limits)
        libraries._tidy_soon()
        await asyncio.wait({libraries._tidying} if libraries._tidying else set())
        return libraries

    @property
    def sources(self) -> Path:
        """The operator's folder."""
        return self._shared.sources

    @property
    def rules(self) -> Rules:
        """The operator's settings."""
        return self._shared.rules

    @property
    def limits(self) -> Limits:
        """Limits on files."""
        return self._shared.limits

    def of(self, guild_id: int) -> ServerLibrary:
        """Return the library of a server, which shares nothing with that of any other."""
        if guild_id not in self._servers:  # it decided nothing yet
            new = Current(ServerState(), Active(self._shared.start.version), Lessons())
            self._servers[guild_id] = self._add(guild_id, new)
        return self._servers[guild_id]

    async def erase_person(self, guild_id: int, names: Collection[str]) -> None:
        """Delete everything about a person in a server; what they did as a moderator stays.

        Args:
            guild_id: Of the server.
            names: All pseudonyms of the person there.

        Raises:
            LogUnusableError: If the log cannot be read or written now; some may be deleted.
        """
        log = self._shared.log
        await self.of(guild_id).erase(
            lambda: delete_person(log, guild_id, names),
            lambda: self._read(guild_id),
            lambda by, _at: by in names,
        )

    async def erase_before(self, day: date) -> int:
        """Delete the questions asked before a day, in UTC, and who did what before it.

        Returns:
            The number of questions deleted.

        Raises:
            LogUnusableError: If the log cannot be read or written now; the next call continues.
        """
        deleted = await forget_before(self._shared.log, day)
        moment = datetime.combine(day, time(), UTC)

        def is_erased(_by: str | None, at: datetime) -> bool:
            return at < moment

        for guild_id, server in [*self._servers.items()]:
            if server.names_anybody(is_erased):
                await server.erase(_nothing, partial(self._read, guild_id), is_erased)
        return deleted

    def drop_resting(self) -> None:
        """Keep nothing in memory of servers that have not asked for a while."""
        self._shared.searchers.drop_resting()
        self._tidy_soon()

    async def stop_reloads(self) -> None:
        """Stop reloads for good, as the bot ends; those who wait for one are told."""
        await asyncio.gather(*(server.cancel(for_good=True) for server in self._servers.values()))

    async def close(self) -> None:
        """Stop the reloads that are running; the active versions stay so for the next start."""
        await asyncio.gather(*(server.close() for server in self._servers.values()))
        if self._tidying:
            await asyncio.wait({self._tidying})

    async def _read(self, guild_id: int) -> tuple[ServerState, Lessons]:
        rows = self._shared.log.rows
        states, lessons = await read_states(rows, guild_id), await read_lessons(rows, guild_id)
        return states.get(guild_id, ServerState()), lessons.get(guild_id, Lessons())

    async def _resume(
        self, states: Mapping[int, ServerState], lessons: Mapping[int, Lessons]
    ) -> None:
        """Bring what each server had active last up to what the folder contains now."""
        none = ServerState()
        now = {i: self._resumed(states.get(i, none)) for i in sorted({*states, *lessons})}
        for guild_id, state in now.items():
            common = state.common or self._shared.start.version
            active = Active(common, state.own_version, state.own)
            current = Current(state, active, lessons.get(guild_id, Lessons()))
            self._servers[guild_id] = self._add(guild_id, current)
        changes = [
            change
            for guild_id, state in now.items()
            for change in state_changes(guild_id, states.get(guild_id, none), state)
        ]
        try:
            if changes:
                await self._shared.log.change(*changes)
        except LogUnusableError as error:
            _log.warning("The states of servers cannot be written: %s", error)

    def _resumed(self, stored: ServerState) -> ServerState:
        folder, kept = self._shared.start.version, self._shared.rules.kept_versions
        state = resumed(stored, folder, kept)
        if state.common and not self._shared.commons.has(state.common):
            _log.error(
                "Version %s of the documents is lost, and a server that was on it now has what "
                "the folder contains.",
                state.common,
            )
            return followed(state, folder, kept)
        return state

    def _add(self, guild_id: int, current: Current) -> ServerLibrary:
        own = OwnDocuments(self._shared.servers / str(guild_id), self._shared.limits)
        return ServerLibrary(guild_id, self._shared, own, current)

    def _tidy_soon(self, guild_id: int | None = None) -> None:
        self._is_untidy = True
        if guild_id is not None:
            self._untidy.add(guild_id)
        if self._tidying is None or self._tidying.done():
            self._tidying = asyncio.create_task(self._tidy(), name="tidying libraries")

    async def _tidy(self) -> None:
        while self._is_untidy:
            async with self._shared.turn:
                self._is_untidy = False
                untidy, self._untidy = self._untidy, set()
                if self._shared.cluster:
                    start, on = self._shared.start.version, {**self._servers}
                    await point_astray(self._shared.cluster, start, on)
                # Noted here, in the event loop, where nothing changes meanwhile.
                claims = {guild_id: server.claims() for guild_id, server in self._servers.items()}
                at_hand = self._shared.searchers.at_hand
                forget_vectors = self._shared.searchers.forgetting_vectors()
                await asyncio.to_thread(self._forget, claims, untidy, at_hand, forget_vectors)
                await self._note_served(self._served_last(claims))

    def _forget(
        self,
        claims: Mapping[int, _Claims],
        untidy: Collection[int],
        at_hand: AbstractSet[int],
        forget_vectors: Callable[[], None],
    ) -> None:
        """Remove what no server uses, from the disk and from memory."""
        at_hand = at_hand & claims.keys()
        used = {guild_id: InUse.of(*claims[guild_id]) for guild_id in {*untidy, *at_hand}}
        start = self._shared.start.version
        commons = {one.common for current, _ in claims.values() for one in current}
        commons.update(entry.common for _, history in claims.values() for entry in history)
        try:
            for guild_id in untidy:
                its, rests = used[guild_id], guild_id not in at_hand
                self._servers[guild_id].forget_but(its, rests=rests)
            in_memory = {start}.union(*(used[guild_id].at_hand for guild_id in at_hand))
            self._shared.commons.forget({start, *commons}, in_memory)
            if self._shared.cluster:
                self._forget_in(self._shared.cluster, {start, *commons})
            forget_vectors()
        except OSError as error:
            _log.warning("Unused files cannot be removed (%s).", error)

    def _forget_in(self, cluster: Cluster, versions: Collection[str]) -> None:
        """Remove the versions from the cluster that no server uses, of this process or another."""
        try:
            cluster.forget({library_version(version) for version in versions})
        except EngineAwayError as error:  # tried again at the next change
            _log.warning("What no server needs stays in OpenSearch: %s", error.reason)

    def _served_last(self, claims: Mapping[int, _Claims]) -> str:
        """Return the version of the operator's folder that any server activated last."""
        newest = [history[-1] for _, history in claims.values() if history]
        since = [entry for entry in newest if entry.at > self._started]
        last = max(since, key=lambda entry: entry.at, default=None)
        return last.common if last else self._shared.start.version

    async def _note_served(self, version: str) -> None:
        """Store a version for the terminal."""
        if version == self._served:
            return
        try:
            await self._shared.log.change(*served_change(self.sources, version))
            self._served = version
        except LogUnusableError as error:
            _log.warning("The version that is served cannot be stored: %s", error)


def _sweep(servers: Path, limits: Limits) -> None:
    """Remove what an ended process left unfinished in the servers' folders."""
    if servers.is_dir():
        for folder in servers.iterdir():
            OwnDocuments(folder, limits).sweep()


async def _nothing() -> None:
    """Delete nothing more."""


_QUIET_MS = 3_000  # without a change: a teacher who copies a folder of files has finished

_LONGEST_MS = 60_000

Report = Callable[[int, Rehearsal], Awaitable[None]]


async def watch_folder(
    libraries: Libraries, servers: Callable[[], Iterable[int]], report: Report
) -> None:
    """Rehearse what changes in the operator's folder, until cancelled.

    Only what the operator's rules allow is switched.

    Args:
        libraries: Of all servers.
        servers: Returns the ids of the servers to rehearse, each time.
        report: Called with a server's id and the result of its reload, if there is something to
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
