"""The library of one server: what it serves, and everything its moderators do to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.errors import (
    LogUnusableError,
    NotWrittenError,
    NoVersionError,
    ReaderNotStartedError,
    RehearsalGoneError,
    ReloadFailedError,
    ReloadRunningError,
)
from bot.storage.entries import Statement
from bot.storage.lessons import Lessons, lesson_changes
from bot.storage.query_log import QueryLog
from bot.storage.reviews import audit, audit_row
from bot.storage.server_state import (
    HistoryEntry,
    OwnDocument,
    ServerState,
    documents_without,
    state_changes,
)
from index import Searcher, SnapshotError
from sources import Library

from .active import Active, Current, InUse, Shared, Staged
from .comparison import Rehearsal, Tell
from .own_documents import NO_CHANGE, Change, OwnDocuments, planned
from .reload import UnderWay, build_staged, to_end
from .state import begun, find_version, gone_to, looked_at
from .teaching import Teaching

_T = TypeVar("_T")

_OVERTAKEN = "another version became active meanwhile"


class ServerLibrary:
    """The library of one server; for the event loop only, which it never blocks.

    Moderators are given as `by`, a pseudonym, which the history and the audit table store. Each
    decision is one transaction; if it cannot be written, everything stays as it was.
    """

    def __init__(self, guild_id: int, shared: Shared, own: OwnDocuments, current: Current) -> None:
        """Take over what is active already; called by `Libraries` only."""
        self.guild_id = guild_id
        self._shared = shared
        self._own = own
        self._current = current
        self._staged: Staged | None = None
        self._coming: tuple[Active, ...] = ()  # being activated at this moment
        self._planned: tuple[OwnDocument, ...] = ()  # the uploads in the reload that is running
        self._under_way = UnderWay()
        self._deciding = asyncio.Lock()

    @property
    def active(self) -> Active:
        """What this server searches."""
        return self._current.active

    @property
    def own(self) -> tuple[OwnDocument, ...]:
        """The uploads in the active version, by name."""
        return self._current.active.documents

    @property
    def lessons(self) -> Lessons:
        """What this server's moderators taught."""
        return self._current.lessons

    @property
    def searcher(self) -> Searcher:
        """The server's active searcher."""
        return self._shared.searchers.of(self.guild_id)

    @property
    def log(self) -> QueryLog:
        """Where questions and decisions are stored."""
        return self._shared.log

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

    def history(self) -> tuple[HistoryEntry, ...]:
        """Return the stored versions, the newest first; the first one is active."""
        return self._current.state.history[::-1]

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
            active = await asyncio.to_thread(Active.load, self._shared.commons, self._own, target)
        except (SnapshotError, ReaderNotStartedError) as error:
            raise NoVersionError from error
        if target not in self._current.state.history:  # deleted meanwhile, and on disk as well
            raise NoVersionError
        new = active.entry("rollback", by, target.summary, target.id)
        return await self._activate(active, new, "sources rollback", {"to": target.id})

    @asynccontextmanager
    async def teaching(self) -> AsyncIterator[Teaching]:
        """Change lessons, one moderator at a time; nothing is stored before `Teaching.commit`."""
        async with self._deciding:
            yield Teaching(self._current, self.searcher, self.commit)

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
                meaning = self.searcher.meaning
                searcher = await asyncio.to_thread(self._current.searcher, meaning, anew=True)
                self._shared.searchers.switch(self.guild_id, searcher)
            self._planned = documents_without(self._planned, is_erased)
            if self._staged:
                self._staged = self._staged.without(is_erased)
            return result

    async def close(self) -> None:
        """Stop a reload, and finish what was decided."""
        await self.cancel()
        async with self._deciding:
            pass

    def in_use(self) -> InUse:
        """Return what must stay on disk."""
        current = [self._current.active, *self._coming]
        if self._staged:
            current.append(self._staged.active)
        return InUse.of(current, self._current.state.history)

    def forget_but(self, used: InUse) -> None:
        """Remove the uploads that are not in use. Blocking."""
        self._own.versions.forget(used.own_versions, used.at_hand)
        self._own.files.forget(used.files)

    async def commit(
        self, current: Current, *statements: Statement, searcher: Searcher | None = None
    ) -> None:
        """Write a decision in one transaction, then publish it; to its end, even if cancelled.

        Args:
            current: What the server serves from now on. The caller holds the lock.
            statements: What else is stored with it.
            searcher: The new searcher; None if it stays.

        Raises:
            NotWrittenError: If it cannot be written; then everything stays as it was.
        """
        await to_end(self._commit(current, statements, searcher))

    async def _commit(
        self, current: Current, statements: tuple[Statement, ...], searcher: Searcher | None
    ) -> None:
        before = self._current
        changes = (
            *state_changes(self.guild_id, before.state, current.state),
            *lesson_changes(self.guild_id, before.lessons, current.lessons),
            *statements,
        )
        try:
            await self.log.change(*changes)
        except LogUnusableError as error:
            raise NotWrittenError(str(error.cause).lower()) from error
        self._current = current
        if searcher is not None:
            self._shared.searchers.switch(self.guild_id, searcher)
        self._shared.changed()

    async def _reload(self, change: Change, by: str | None) -> Rehearsal:
        async with self._shared.turn:
            active = self._current.active
            base = self._staged.active if self._staged else active
            self._planned = await asyncio.to_thread(planned, base.documents, change, by)
            in_place = active.common.version
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
            seen = staged.active.common.version
            await self._set_state(lambda state: looked_at(state, seen))
            base = self._staged.active if self._staged else self._current.active
            staged = staged.named_as((*base.documents, *self._planned))
            rehearsal = staged.rehearsal
            self._staged = staged if rehearsal.is_switch else None
        details = {"what": rehearsal.summary, "problems": len(rehearsal.problems)}
        await self._audit("sources reload", by, details)
        may_switch = self._shared.rules.switch_without_asking and not rehearsal.does_harm
        if rehearsal.is_switch and may_switch:
            await self._switch(staged, by)
            return rehearsal.model_copy(update={"switched": True})
        return rehearsal

    async def _set_state(self, make: Callable[[ServerState], ServerState]) -> None:
        async with self._deciding:
            await self.commit(replace(self._current, state=make(self._current.state)))

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
        except NotWrittenError:
            self._staged = undecided
            raise
        finally:
            self._coming = tuple(one for one in self._coming if one is not active)
        return new

    async def _activate_now(
        self, active: Active, new: HistoryEntry, action: str, details: Mapping[str, object]
    ) -> None:
        async with self._deciding:
            left = self._current.active.common.version
            state = gone_to(self._current.state, new, left, self._shared.rules.kept_versions)
            current = replace(self._current, state=state, active=active)
            # Made first: nothing that can fail lies between the disk and the questions.
            searcher = await asyncio.to_thread(current.searcher, self.searcher.meaning)
            row = audit_row(self.guild_id, new.by, action, details)
            await self._commit(current, (row,), searcher)

    def _undecided(self, rehearsal_id: str) -> Staged:
        if self._staged is None or self._staged.rehearsal.id != rehearsal_id:
            raise RehearsalGoneError
        return self._staged

    def peek(self, target: HistoryEntry) -> list[Library]:
        """Read the documents of a stored version; SnapshotError if it is gone. Blocking."""
        stores = [(self._shared.commons, target.common), (self._own.versions, target.own_version)]
        return [store.peek(version).index.library for store, version in stores if version]

    async def _audit(self, action: str, by: str | None, details: Mapping[str, object]) -> None:
        self._shared.changed()
        await audit(self.log, self.guild_id, by, action, details)
