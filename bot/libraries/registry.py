"""The libraries of all servers: opened at the start, kept apart, and tidied up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeAlias

from watchfiles import awatch

from bot.errors import LogUnusableError, PullquoteError, ReaderNotStartedError, sentence
from bot.storage.deletion import delete_person, forget_before
from bot.storage.files import sweep
from bot.storage.lessons import Lessons, read_lessons
from bot.storage.query_log import QueryLog
from bot.storage.server_state import ServerState, read_states, served_change, state_changes
from index import SnapshotError
from sources import Limits

from .active import Active, Current, InUse, Rules, SearcherRegistry, Shared
from .comparison import Rehearsal
from .own_documents import OwnDocuments
from .server import ServerLibrary
from .state import followed, resumed
from .versions import COMMON, IndexVersion, VersionStore

_log = logging.getLogger(__name__)

SERVERS = "servers"
"""The folder of the data folder that contains a folder for each server."""

_States: TypeAlias = Mapping[int, ServerState]
_Lessons: TypeAlias = Mapping[int, Lessons]


class Libraries:
    """Every server's library; for the event loop only."""

    def __init__(self, shared: Shared, states: _States, lessons: _Lessons) -> None:
        """Keep what was read; called by `open` only."""
        self._shared = shared
        self._states = states
        self._lessons = lessons
        self._started = datetime.now(UTC)
        self._servers: dict[int, ServerLibrary] = {}
        self._is_untidy = False
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
    ) -> Self:
        """Activate what each server had active last; blocks the event loop.

        Args:
            sources: The operator's folder.
            data: The data folder; no other bot uses it.
            start: What the operator's folder contains now.
            searchers: Contains the searcher of `start` for everyone.
            limits: What files may cost.
            log: The database.
            rules: The operator's settings.

        Raises:
            LogUnusableError: If the database cannot be read.
        """
        commons = VersionStore(data / COMMON)
        commons.sweep()
        try:
            start = commons.add(start)
        except OSError as error:
            _log.warning("The index cannot be saved (%s): no reload is possible.", error)
        servers = data / SERVERS
        libraries: Self

        def changed() -> None:
            libraries._tidy_soon()  # its own method

        def elsewhere(but: int) -> tuple[Active, ...]:
            return tuple(one.active for one in libraries._servers.values() if one.guild_id != but)

        parts = sources, limits, servers, commons, start, searchers, log, rules
        shared = Shared(*parts, changed, elsewhere)
        states, lessons = await read_states(log.rows), await read_lessons(log.rows)
        libraries = cls(shared, states, lessons)
        for guild_id in sorted({*states, *lessons}):
            await libraries._resume(guild_id)
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
            new = Current(ServerState(), Active(self._shared.start), Lessons())
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
        for guild_id, server in [*self._servers.items()]:
            await server.erase(_nothing, partial(self._read, guild_id), lambda _by, at: at < moment)
        return deleted

    async def stop_reloads(self) -> None:
        """Stop reloads for good, as the bot ends; those who wait for one are told."""
        await asyncio.gather(*(server.cancel(for_good=True) for server in self._servers.values()))

    async def close(self) -> None:
        """Stop the reloads that are running; the active versions stay so for the next start."""
        await asyncio.gather(*(server.close() for server in self._servers.values()))
        if self._tidying:
            await asyncio.wait({self._tidying})

    async def _read(self, guild_id: int) -> tuple[ServerState, Lessons]:
        states, lessons = (
            await read_states(self._shared.log.rows),
            await read_lessons(self._shared.log.rows),
        )
        return states.get(guild_id, ServerState()), lessons.get(guild_id, Lessons())

    async def _resume(self, guild_id: int) -> None:
        """Activate what a server had active last, brought up to what the folder contains now."""
        shared, kept = self._shared, self._shared.rules.kept_versions
        stored = self._states.get(guild_id, ServerState())
        state = resumed(stored, shared.start.version, kept)
        common = self._load(state.common) if state.common else shared.start
        if common is None:
            state, common = followed(state, shared.start.version, kept), shared.start
        if changes := [*state_changes(guild_id, stored, state)]:
            try:
                await shared.log.change(*changes)
            except LogUnusableError as error:
                _log.warning("The state of server %d cannot be written: %s", guild_id, error)
        current = self._current(guild_id, state, common)
        self._servers[guild_id] = self._add(guild_id, current)
        shared.searchers.switch(guild_id, current.searcher(shared.searchers.of(guild_id).meaning))

    def _add(self, guild_id: int, current: Current) -> ServerLibrary:
        return ServerLibrary(guild_id, self._shared, self._uploads(guild_id), current)

    def _current(self, guild_id: int, state: ServerState, common: IndexVersion) -> Current:
        uploads = self._uploads(guild_id)
        sweep(self._shared.servers / str(guild_id))
        uploads.versions.sweep()
        active = Active(common, _own_version(uploads, state, guild_id), state.own)
        return Current(state, active, self._lessons.get(guild_id, Lessons()))

    def _uploads(self, guild_id: int) -> OwnDocuments:
        return OwnDocuments(self._shared.servers / str(guild_id), self._shared.limits)

    def _load(self, version: str) -> IndexVersion | None:
        try:
            return self._shared.commons.load(version)
        except SnapshotError as error:
            _log.error(
                "Version %s of the documents is lost, and a server that was on it now has what "
                "the folder contains: %s",
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
                await asyncio.to_thread(self._forget_but, used)
                await self._note_served(served)

    def _used(self) -> list[tuple[ServerLibrary, InUse]]:
        return [(server, server.in_use()) for server in self._servers.values()]

    def _forget_but(self, used: list[tuple[ServerLibrary, InUse]]) -> None:
        start = {self._shared.start.version}
        try:
            for server, its in used:
                server.forget_but(its)
            self._shared.commons.forget(
                start.union(*(its.common_versions for _, its in used)),
                start.union(*(its.at_hand for _, its in used)),
            )
            self._shared.searchers.forget_vectors()
        except OSError as error:
            _log.warning("Unused files cannot be removed (%s).", error)

    def _served_last(self) -> str:
        """Return the version of the operator's folder that any server activated last."""
        newest = [server.history()[0] for server in self._servers.values() if server.history()]
        since = [entry for entry in newest if entry.at > self._started]
        last = max(since, key=lambda entry: entry.at, default=None)
        return last.common if last else self._shared.start.version

    async def _note_served(self, version: str) -> None:
        """Store a version for the terminal."""
        try:
            await self._shared.log.change(*served_change(self.sources, version))
        except LogUnusableError as error:
            _log.warning("The version that is served cannot be stored: %s", error)


async def _nothing() -> None:
    """Delete nothing more."""


def _own_version(own: OwnDocuments, state: ServerState, guild_id: int) -> IndexVersion | None:
    try:
        return own.load(state.own, state.own_version)
    except ReaderNotStartedError as error:
        _log.error("The uploads of server %d cannot be read: %s", guild_id, error)
        return None


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
