"""The library of one server: what it holds, and everything its moderators do to it."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from bot.errors import (
    NotWrittenError,
    NoVersionError,
    ReaderNotStartedError,
    RehearsalGoneError,
    ReloadFailedError,
    ReloadRunningError,
)
from bot.storage.lessons import Guidance
from bot.storage.reviews import audit
from index import SnapshotError

from .active import Active, InUse, Shared, Staged
from .comparison import Progress, Rehearsal, Tell
from .decisions import Decisions
from .own_documents import NO_CHANGE, Change, OwnDocuments, planned
from .reload import build_staged
from .state import Action, HistoryEntry, OwnDocument, entry, version_before

_OVERTAKEN = "another version became active meanwhile"


class ServerLibrary:
    """The library of one server; for the event loop only, which it never holds up.

    Whoever acts is given as `by`, a pseudonym, and stands in the history and the audit table.
    """

    def __init__(
        self, guild_id: int, shared: Shared, own: OwnDocuments, decisions: Decisions
    ) -> None:
        """Take over what is in place already; made by `Libraries` only."""
        self._guild_id = guild_id
        self._shared = shared
        self._own = own
        self._decisions = decisions
        self._candidate: Staged | None = None
        self._under_way = UnderWay()

    @property
    def own(self) -> tuple[OwnDocument, ...]:
        """The documents that this server's moderators added, by name, as they are in place."""
        return self._decisions.placed.documents

    @property
    def guidance(self) -> Guidance:
        """What this server's moderators taught."""
        return self._decisions.guidance

    @property
    def is_reloading(self) -> bool:
        """Whether a reload is under way."""
        return self._under_way.is_running

    def rehearsal(self, rehearsal_id: str) -> Rehearsal:
        """The result of a reload that is not decided yet.

        Raises:
            RehearsalGoneError: If this server has none of this id.
        """
        return self._undecided(rehearsal_id).rehearsal

    def history(self) -> tuple[HistoryEntry, ...]:
        """The versions that were in place, the newest first; the first one is in place now."""
        return self._decisions.state.history[::-1]

    async def reload(
        self, change: Change = NO_CHANGE, *, by: str | None, progress: Tell | None = None
    ) -> Rehearsal:
        """Build the library anew aside, and rehearse it; what is in place stays there.

        What an earlier reload was to add or remove, and is not decided yet, is in the new one,
        too, which takes its place. Whoever asks while a reload is under way gets its result.

        Args:
            change: What is to be different about the server's own documents.
            by: Who asks; None if nobody does, as when a folder is watched.
            progress: Is told how far it is, in the event loop.

        Raises:
            ReloadRunningError: If a reload is under way that lacks the change.
            ReloadFailedError: If it did not get to its end.
            NoOwnDocumentError, LibraryFullError: If the change cannot be made.
        """
        if not self._under_way.is_running:
            self._under_way.begin(self._reload(change, by))
        elif change:
            raise ReloadRunningError
        return await self._under_way.result(progress)

    async def cancel(self) -> None:
        """End a reload that is under way; whoever waits for it gets a ReloadFailedError."""
        await self._under_way.cancel()

    async def switch(self, rehearsal_id: str, *, by: str) -> HistoryEntry:
        """Put in place what a reload built; every question from now on is answered by it.

        Raises:
            RehearsalGoneError: If this server has no undecided reload of this id.
            ReloadRunningError: If another one is under way.
            NotWrittenError: If the disk does not take it; then all is as before.
        """
        if self.is_reloading:
            raise ReloadRunningError
        return await self._switch(self._undecided(rehearsal_id), by)

    async def discard(self, rehearsal_id: str, *, by: str) -> None:
        """Forget what a reload built, and the documents that it was to add.

        Raises:
            RehearsalGoneError: If this server has no undecided reload of this id.
        """
        discarded = self._undecided(rehearsal_id)
        self._candidate = None
        await self._audit("sources discard", by, {"what": discarded.rehearsal.summary})

    async def rollback(self, to: str | None = None, *, by: str) -> HistoryEntry:
        """Put an earlier version in place again; a reload that is under way is ended.

        Args:
            to: The id of an entry of the history; None for the one before, which after a
                rollback is the one before the version that this led to.
            by: Who asks.

        Raises:
            NoVersionError: If there is no such version, or it is not on disk any more.
            NotWrittenError: If the disk does not take it; then all is as before.
        """
        await self.cancel()
        target = self._find(to)
        try:
            placed = await asyncio.to_thread(self._load, target)
        except (SnapshotError, ReaderNotStartedError) as error:
            raise NoVersionError from error
        if target not in self._decisions.state.history:  # forgotten meanwhile, and on disk as well
            raise NoVersionError
        new = await self._place("rollback", placed, by, target.summary, restores=target.id)
        await self._audit("sources rollback", by, {"to": target.id})
        return new

    async def teach(
        self,
        make: Callable[[Guidance], Guidance],
        *,
        by: str,
        action: str,
        details: Mapping[str, object],
    ) -> Guidance:
        """Change what this server is taught; every question from now on is answered with it.

        Args:
            make: Gives the new guidance for the one in place.
            by: Who asks.
            action: For the audit table, "synonyms add".
            details: For the audit table; what JSON can hold, and names nobody.

        Raises:
            NotWrittenError: If the disk does not take it; then all is as before.
        """
        guidance = await self._decisions.teach(make)
        await self._audit(action, by, details)
        return guidance

    async def close(self) -> None:
        """End what is under way, but for what was decided."""
        await self.cancel()
        await self._decisions.settle()

    def in_use(self) -> InUse:
        """What must stay on disk."""
        return self._decisions.in_use(self._candidate.placed if self._candidate else None)

    def forget_but(self, used: InUse) -> None:
        """Remove the own documents that are not in use; blocks."""
        self._own.versions.forget(used.own_versions, used.at_hand)
        self._own.files.forget(used.files)

    async def _reload(self, change: Change, by: str | None) -> Rehearsal:
        async with self._shared.turn:
            placed = self._decisions.placed
            base = self._candidate.placed if self._candidate else placed
            documents = await asyncio.to_thread(planned, base.documents, change, by)
            await self._decisions.begin()
            await asyncio.to_thread(self._own.keep, change)
            candidate = await build_staged(
                self._shared,
                self._own,
                guild_id=self._guild_id,
                placed=placed,
                documents=documents,
                guidance=self._decisions.guidance,
                by=by,
                tell=self._under_way.tell,
            )
            if self._decisions.placed is not placed:
                raise ReloadFailedError(_OVERTAKEN)
            await self._decisions.look_at(candidate.placed.common.version)
            rehearsal = candidate.rehearsal
            self._candidate = candidate if rehearsal.is_switch else None
        details = {"what": rehearsal.summary, "problems": len(rehearsal.problems)}
        await self._audit("sources reload", by, details)
        if rehearsal.is_switch and self._may_switch(rehearsal):
            await self._switch(candidate, by)
            return rehearsal.model_copy(update={"switched": True})
        return rehearsal

    def _may_switch(self, rehearsal: Rehearsal) -> bool:
        return self._shared.rules.switch_without_asking and not rehearsal.does_harm

    async def _switch(self, candidate: Staged, by: str | None) -> HistoryEntry:
        summary = candidate.rehearsal.summary
        new = await self._place("switch", candidate.placed, by, summary)
        await self._audit("sources switch", by, {"what": summary, "to": new.id})
        return new

    async def _place(
        self,
        action: Action,
        placed: Active,
        by: str | None,
        summary: str,
        restores: str | None = None,
    ) -> HistoryEntry:
        common, own = placed.versions
        new = entry(
            action,
            common=common,
            own=placed.documents,
            own_version=own,
            by=by,
            summary=summary,
            restores=restores,
        )
        # Taken at once, so that a second press of the button finds it gone.
        undecided, self._candidate = self._candidate, None
        try:
            await self._decisions.place(placed, new)
        except NotWrittenError:
            self._candidate = undecided
            raise
        return new

    def _undecided(self, rehearsal_id: str) -> Staged:
        if self._candidate is None or self._candidate.rehearsal.id != rehearsal_id:
            raise RehearsalGoneError
        return self._candidate

    def _find(self, entry_id: str | None) -> HistoryEntry:
        history = self._decisions.state.history
        if entry_id is None:
            target = version_before(history)
        else:
            target = next((one for one in history if one.id == entry_id), None)
        if target is None:
            raise NoVersionError
        return target

    def _load(self, target: HistoryEntry) -> Active:
        return Active(
            self._shared.commons.load(target.common),
            self._own.load(target.own, target.own_version),
            target.own,
        )

    async def _audit(self, action: str, by: str | None, details: Mapping[str, object]) -> None:
        self._shared.changed()
        await audit(self._shared.log, self._guild_id, by, action, details)


_STOPPED = "it was stopped"


class UnderWay:
    """The reload of a server that was begun last; for the event loop only."""

    def __init__(self) -> None:
        self._task: asyncio.Task[Rehearsal] | None = None
        self._listeners: list[Tell] = []

    @property
    def is_running(self) -> bool:
        """Whether it has not come to its end."""
        return self._task is not None and not self._task.done()

    def begin(self, reload: Coroutine[Any, Any, Rehearsal]) -> None:
        """Begin another one; none may be running."""
        self._listeners.clear()
        self._task = asyncio.create_task(reload, name="reload")

    def tell(self, progress: Progress) -> None:
        """Tell everybody who waits how far it is."""
        for listener in self._listeners:
            listener(progress)

    async def result(self, progress: Tell | None) -> Rehearsal:
        """Wait for what comes of it; it goes on even if whoever waits is cancelled.

        Args:
            progress: Is told how far it is.

        Raises:
            ReloadFailedError: If it is ended before.
        """
        running = self._task
        assert running is not None  # noqa: S101  # only what was begun is waited for
        if progress:
            self._listeners.append(progress)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if running.cancelled():
                raise ReloadFailedError(_STOPPED) from None
            raise

    async def cancel(self) -> None:
        """End it; whoever waits for it gets a ReloadFailedError."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
