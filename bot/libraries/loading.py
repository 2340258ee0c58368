"""Loading what one server searches, in threads."""

import logging
from dataclasses import replace

from bot.errors import ReaderNotStartedError
from bot.storage.server_state import HistoryEntry
from index import Searcher, SnapshotError

from .active import Active, Current, Shared, class_answers, make_searcher
from .engine import engine_for, server_of
from .own_documents import OwnDocuments
from .versions import IndexVersion, library_version

_log = logging.getLogger(__name__)


class Loading:
    """Loads versions of one server, and builds its searchers."""

    def __init__(self, guild_id: int, shared: Shared, own: OwnDocuments) -> None:
        """Load nothing yet.

        Args:
            guild_id: Of the server.
            shared: Has the operator's documents.
            own: The server's uploads.
        """
        self._shared = shared
        self._engine = engine_for(shared.cluster, guild_id)
        self._server = server_of(guild_id)
        self._own = own

    def build(self, current: Current, *, anew: bool = False) -> Searcher:
        """Build the searcher, `anew` without what is in memory of deleted answers. Blocking."""
        if anew:
            class_answers.cache_clear()
        return self.take_up(current)[0]

    def point(self, common: str) -> None:
        """Let the cluster know which of the operator's versions the server is on. Blocking.

        Raises:
            EngineAwayError: If there is a cluster, and it can't be reached.
        """
        if self._shared.cluster:
            self._shared.cluster.point(library_version(common), self._server)

    def version(self, target: HistoryEntry) -> Active:
        """Load a version of the history. Blocking.

        Raises:
            SnapshotError, ReaderNotStartedError: If it cannot be loaded.
        """
        common = self._shared.commons.load(target.common)
        own = self._own.load(target.own, target.own_version)
        return Active(common.version, own.version if own else None, target.own)

    def take_up(self, current: Current) -> tuple[Searcher, Active]:
        """Build the searcher. Blocking.

        Returns:
            The searcher, and what it searches: something else than what is current if a version is
            lost, or had to be read again.
        """
        active, searchers = current.active, self._shared.searchers
        if current.is_common(self._shared.start.version):
            return searchers.common, active
        common, own = self._load_common(active.common), self._load_own(active)
        searcher = make_searcher(common, own, current.lessons, searchers.meaning, self._engine)
        loaded = replace(active, common=common.version, own=own.version if own else None)
        return searcher, loaded

    def _load_common(self, version: str) -> IndexVersion:
        start = self._shared.start
        if version == start.version:
            return start
        try:
            return self._shared.commons.load(version)
        except SnapshotError as error:
            _log.error(
                "Version %s of the documents is lost, and a server that was on it now has what "
                "the folder contains: %s",
                version,
                error.reason,
            )
            return start

    def _load_own(self, active: Active) -> IndexVersion | None:
        try:
            return self._own.load(active.documents, active.own)
        except ReaderNotStartedError as error:
            _log.error("The uploads of a server cannot be read: %s", error)
            return None
