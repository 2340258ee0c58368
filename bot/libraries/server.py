"""The library of one server: everything its moderators do to it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.errors import (
    NotWrittenError,
    NoVersionError,
    ReaderNotStartedError,
    RehearsalGoneError,
    ReloadFailedError,
    ReloadRunningError,
)
from bot.storage.lessons import Lessons
from bot.storage.reviews import audit_row
from bot.storage.server_state import (
    HistoryEntry,
    OwnDocument,
    ServerState,
    documents_without,
)
from index import SnapshotError
from index.opensearch import EVERYBODY, Cluster, EngineAwayError

from .active import Active, Current, Shared, Staged, named_in
from .comparison import Rehearsal, Tell
from .decisions import Decisions
from .engine import server_of
from .own_documents import NO_CHANGE, Change, OwnDocuments, planned
from .reload import build_staged
from .state import begun, find_version, gone_to, looked_at
from .under_way import UnderWay, to_end
from .versions import library_version

_T = TypeVar("_T")

_log = logging.getLogger(__name__)

_OVERTAKEN = "another version became active meanwhile"


class ServerLibrary(Decisions):
    """The library of one server; for the event loop only, which it never blocks.

    Moderators are given as `by`, a pseudonym, which the history and the audit table store. Each
    decision is one transaction; if it cannot be written, everything stays as it was.
    """

    def __init__(self, guild_id: int, shared: Shared, own: OwnDocuments, current: Current) -> None:
        """Take over what is active already; called by `Libraries` only."""
        super().__init__(guild_id, shared, own, current)
        self._staged: Staged | None = None
        self._coming: tuple[Active, ...] = ()  # being activated at this moment
        self._planned: tuple[OwnDocument, ...] = ()  # the uploads in the reload that is running
        self._under_way = UnderWay()

    @property
    def is_reloading(self) -> bool:
        """Whether a reload is running."""
        return self._under_way.is_running

    def rehearsal(self, rehearsal_id: str) -> Rehearsal:
        """Return the result of a reload that is not decided yet.

        Raises:
            RehearsalGoneError: If this server has none with this id.
        """
        return self._undecided(rehearsal_id).rehearsal

    async def reload(
        self, change: Change = NO_CHANGE, *, by: str | None, progress: Tell | None = None
    ) -> Rehearsal:
        """Build and rehearse a new version; the active one stays active.

        The new version includes the changes of an earlier reload that is not decided yet, and
        replaces it. A request without a change joins a reload that is running.

        Args:
            change: To the server's uploads.
            by: Who asks; None for the bot, as when a folder is watched.
            progress: Called with the progress, in the event loop.

        Raises:
            ReloadRunningError: If a reload is running that lacks the change.
            ReloadFailedError: If it did not finish.
            NoOwnDocumentError, LibraryFullError: If the change cannot be made.
            NotWrittenError: If the disk is full or fails.
        """
        if not self._under_way.is_running:
            self._under_way.begin(self._reload(change, by))
        elif change:
            raise ReloadRunningError
        return await self._under_way.result(progress)

    async def cancel(self, *, for_good: bool = False) -> None:
        """Stop a reload; those who wait for it get a ReloadFailedError, as later ones may."""
        await self._under_way.cancel(for_good=for_good)

    async def switch(self, rehearsal_id: str, *, by: str) -> HistoryEntry:
        """Activate what a reload built: it answers every question from now on.

        Raises:
            RehearsalGoneError: If this server has no undecided reload with this id.
            ReloadRunningError: If another one is running.
            NotWrittenError: If it cannot be written; then everything stays as it was.
        """
        if self.is_reloading:
            raise ReloadRunningError
        return await self._switch(self._undecided(rehearsal_id), by)

    async def discard(self, rehearsal_id: str, *, by: str) -> None:
        """Drop what a reload built, and the uploads in it.

        Raises:
            RehearsalGoneError: If this server has no undecided reload with this id.
        """
        discarded = self._undecided(rehearsal_id)
        self._staged = None
        await self._audit("sources discard", by, {"what": discarded.rehearsal.summary})

    async def rollback(self, to: str | None = None, *, by: str) -> HistoryEntry:
        """Activate an earlier version again; a reload that is running is stopped.

        Args:
            to: The id of an entry of the history; None for the previous version.
            by: Who asks.

        Raises:
            NoVersionError: If there is no such version, or it is no longer on disk.
            NotWrittenError: If it cannot be written; then everything stays as it was.
        """
        await self.cancel()
        target = find_version(self._current.state.history, to)
        if target is None:
            raise NoVersionError
        try:
            active = await asyncio.to_thread(self._loading.version, target)
        except (SnapshotError, ReaderNotStartedError) as error:
            raise NoVersionError from error
        if target not in self._current.state.history:  # deleted meanwhile, and on disk as well
            raise NoVersionError
        new = active.entry("rollback", by, target.summary, target.id)
        return await self._activate(active, new, "sources rollback", {"to": target.id})

    async def erase(
        self,
        delete: Callable[[], Awaitable[_T]],
        read: Callable[[], Awaitable[tuple[ServerState, Lessons]]],
        is_erased: Callable[[str | None, datetime], bool],
    ) -> _T:
        """Delete the names of moderators from the database and from memory.

        Args:
            delete: Deletes them from the database.
            read: Reads what the database has then.
            is_erased: Whether a moderator who acted at a time is no longer named.
        """
        async with self._deciding:
            result = await delete()
            state, lessons = await read()
            active = replace(self._current.active, documents=state.own)
            before, self._current = self._current, Current(state, active, lessons)
            if before.lessons.answers != lessons.answers:  # the words of somebody who was deleted
                await self._forget_answers()
            self._planned = documents_without(self._planned, is_erased)
            if self._staged:
                self._staged = self._staged.without(is_erased)
            return result

    async def _forget_answers(self) -> None:
        """Search without the answers that were deleted."""
        try:
            searcher = await asyncio.to_thread(self._loading.build, self._current, anew=True)
        except EngineAwayError as error:  # the next question loads what is left
            _log.warning("A server's library is loaded later: %s", error.reason)
            self._shared.searchers.drop(self.guild_id)
        else:
            self._shared.searchers.switch(self.guild_id, self, searcher)
        self._shared.changed(self.guild_id)

    def names_anybody(self, is_erased: Callable[[str | None, datetime], bool]) -> bool:
        """Return whether one of these moderators is named in memory."""
        named = [*named_in(self._current, self._staged)]
        named += [(one.by, one.added_at) for one in self._planned]
        return any(by and is_erased(by, at) for by, at in named)

    async def close(self) -> None:
        """Stop a reload, and finish what was decided."""
        await self.cancel()
        await self.settle()

    async def point(self) -> None:
        """Move the alias in the cluster to what is active, once nothing is being decided.

        Raises:
            EngineAwayError: If the cluster can't be reached.
        """
        async with self._deciding:
            await asyncio.to_thread(self._loading.point, self._current.active.common)

    def claims(self) -> tuple[list[Active], tuple[HistoryEntry, ...]]:
        """Return what is active or may become so, and what can be rolled back to."""
        current = [self._current.active, *self._coming]
        if self._staged:
            current.append(self._staged.active)
        return current, self._current.state.history

    async def _reload(self, change: Change, by: str | None) -> Rehearsal:
        async with self._shared.turn:
            await self.searcher()  # so that what is active can be read from disk
            active = self._current.active
            base = self._staged.active if self._staged else active
            self._planned = await asyncio.to_thread(planned, base.documents, change, by)
            in_place = active.common
            await self._set_state(lambda state: begun(state, in_place))
            await asyncio.to_thread(self._own.keep, change)
            staged = await build_staged(
                self._shared,
                self._own,
                guild_id=self.guild_id,
                active=active,
                before=base.documents,
                documents=self._planned,
                lessons=self.lessons,
                by=by,
                tell=self._under_way.tell,
            )
            if self._current.active.versions != active.versions:
                raise ReloadFailedError(_OVERTAKEN)
            seen = staged.active.common
            await self._set_state(lambda state: looked_at(state, seen))
            base = self._staged.active if self._staged else self._current.active
            staged = staged.named_as((*base.documents, *self._planned)).with_refused(change.refused)
            rehearsal = staged.rehearsal
            self._staged = staged if rehearsal.is_switch else None
        details = {"what": rehearsal.summary, "problems": len(rehearsal.problems)}
        await self._audit("sources reload", by, details)
        may_switch = self._shared.rules.switch_without_asking and not rehearsal.does_harm
        if rehearsal.is_switch and may_switch:
            await self._switch(staged, by)
            return rehearsal.model_copy(update={"switched": True})
        return rehearsal

    async def _switch(self, staged: Staged, by: str | None) -> HistoryEntry:
        summary = staged.rehearsal.summary
        new = staged.active.entry("switch", by, summary)
        details = {"what": summary, "to": new.id}
        return await self._activate(staged.active, new, "sources switch", details)

    async def _activate(
        self, active: Active, new: HistoryEntry, action: str, details: Mapping[str, object]
    ) -> HistoryEntry:
        # Taken at once, so that a second press of the button finds it gone.
        undecided, self._staged = self._staged, None
        self._coming = (*self._coming, active)
        try:
            await to_end(self._activate_now(active, new, action, details))
        except (NotWrittenError, EngineAwayError):
            self._staged = undecided
            raise
        finally:
            self._coming = tuple(one for one in self._coming if one is not active)
        return new

    async def _activate_now(
        self, active: Active, new: HistoryEntry, action: str, details: Mapping[str, object]
    ) -> None:
        async with self._deciding:
            left = self._current.active.common
            state = gone_to(self._current.state, new, left, self._shared.rules.kept_versions)
            current = replace(self._current, state=state, active=active)
            # Made first: nothing that can fail lies between the disk and the questions.
            searcher = await asyncio.to_thread(self._loading.build, current)
            await asyncio.to_thread(self._loading.point, active.common)
            row = audit_row(self.guild_id, new.by, action, details)
            await self._commit(current, (row,), searcher)

    def _undecided(self, rehearsal_id: str) -> Staged:
        if self._staged is None or self._staged.rehearsal.id != rehearsal_id:
            raise RehearsalGoneError
        return self._staged


async def point_astray(cluster: Cluster, start: str, servers: Mapping[int, ServerLibrary]) -> None:
    """Move the aliases that a failure left elsewhere to the versions that servers are on.

    Args:
        cluster: If it can't be reached, they stay.
        start: The version of the operator's folder that the bot started with.
        servers: Each moves its own, for it may be deciding at this moment where to.
    """
    on = {EVERYBODY: library_version(start)}
    for guild_id, server in servers.items():
        (active, *_), history = server.claims()
        if history:
            on[server_of(guild_id)] = library_version(active.common)
    try:
        for name in await asyncio.to_thread(cluster.astray, on):
            if name == EVERYBODY:
                await asyncio.to_thread(cluster.point, on[name])
            else:
                await servers[int(name)].point()
    except EngineAwayError as error:  # tried again at the next change
        _log.warning("The aliases in OpenSearch stay as they are: %s", error.reason)
