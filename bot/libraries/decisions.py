"""What one server serves: taken up when it is asked for, and changed by one decision at a time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.errors import LogUnusableError, NotWrittenError
from bot.storage.entries import Statement
from bot.storage.lessons import Lessons, lesson_changes
from bot.storage.query_log import QueryLog
from bot.storage.reviews import audit
from bot.storage.server_state import HistoryEntry, OwnDocument, ServerState, state_changes
from index import Searcher
from index.opensearch import Cluster, EngineAwayError
from sources import Library

from .active import Active, Current, InUse, Shared, class_answers
from .engine import server_of
from .loading import Loading
from .own_documents import OwnDocuments
from .state import followed
from .teaching import Teaching
from .under_way import to_end
from .versions import library_version

_log = logging.getLogger(__name__)


class Decisions:
    """What one server serves, and each change of it as one transaction; for the event loop only."""

    def __init__(self, guild_id: int, shared: Shared, own: OwnDocuments, current: Current) -> None:
        """Take over what is active already; nothing is loaded."""
        self.guild_id = guild_id
        self._shared = shared
        self._own = own
        self._current = current
        self._loading = Loading(guild_id, shared, own)
        self._deciding = asyncio.Lock()
        self._following: asyncio.Task[None] | None = None
        if not current.is_common(shared.start.version):
            shared.searchers.add(guild_id, self)

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

    async def searcher(self) -> Searcher:
        """Return the server's active searcher."""
        return await self._shared.searchers.of(self.guild_id)

    @property
    def log(self) -> QueryLog:
        """Where questions and decisions are stored."""
        return self._shared.log

    def history(self) -> tuple[HistoryEntry, ...]:
        """Return the stored versions, the newest first; the first one is active."""
        return self._current.state.history[::-1]

    @asynccontextmanager
    async def teaching(self) -> AsyncIterator[Teaching]:
        """Change lessons, one moderator at a time; nothing is stored before `Teaching.commit`."""
        async with self._deciding:
            searcher = await self.searcher()  # first: it may find that a version was lost
            yield Teaching(self._current, searcher, self._loading.build, self.commit)

    async def take_up(self) -> Searcher:
        """Load what this server searches; called by `SearcherRegistry` only."""
        while True:
            current = self._current
            searcher, active = await asyncio.to_thread(self._loading.take_up, current)
            if current is self._current:  # else something was decided meanwhile
                break
        self._current = replace(current, active=active)
        if active.common != current.active.common:
            self._following = asyncio.create_task(self._follow(), name="following the folder")
        return searcher

    def rest(self) -> None:
        """Keep nothing in memory that only the searcher needs."""
        self._own.versions.rest()

    def forget_but(self, used: InUse, *, rests: bool) -> None:
        """Remove the uploads that are not in use; all from memory, if it `rests`. Blocking."""
        if self._shared.cluster:
            self._forget_in(self._shared.cluster, used)
        self._own.versions.forget(used.own_versions, () if rests else used.at_hand)
        self._own.files.forget(used.files)

    def _forget_in(self, cluster: Cluster, used: InUse) -> None:
        kept = {library_version(version) for version in used.own_versions}
        if answers := self._current.lessons.answers:
            kept.add(class_answers(answers).library.version)
        try:
            cluster.forget_own(server_of(self.guild_id), kept)
        except EngineAwayError as error:  # tried again at the next change
            _log.warning("What a server no longer needs stays in OpenSearch: %s", error.reason)

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
        if searcher is not None and self._shared.searchers.meaning:
            await self.searcher()  # so that the vectors are removed that only it needs
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
            self._shared.searchers.switch(self.guild_id, self, searcher)
        self._shared.changed(self.guild_id)

    async def _set_state(self, make: Callable[[ServerState], ServerState]) -> None:
        async with self._deciding:
            await self.commit(replace(self._current, state=make(self._current.state)))

    async def settle(self) -> None:
        """Finish what was decided."""
        if self._following is not None:
            await asyncio.wait({self._following})
        async with self._deciding:
            pass

    def peek(self, target: HistoryEntry) -> list[Library]:
        """Read the documents of a stored version; SnapshotError if it is gone. Blocking."""
        stores = [(self._shared.commons, target.common), (self._own.versions, target.own_version)]
        return [store.peek(version).index.library for store, version in stores if version]

    async def _follow(self) -> None:
        """Follow the operator's folder, for the version that was active is lost."""
        folder, kept = self._shared.start.version, self._shared.rules.kept_versions
        try:
            await self._set_state(lambda state: followed(state, folder, kept))
        except NotWrittenError as error:
            _log.warning("The state of server %d cannot be written: %s", self.guild_id, error)

    async def _audit(self, action: str, by: str | None, details: Mapping[str, object]) -> None:
        self._shared.changed(self.guild_id)
        await audit(self.log, self.guild_id, by, action, details)
