"""What each server searches now, and what may replace it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.storage.lessons import Guidance, searched_guidance
from bot.storage.query_log import QueryLog
from index import (
    Searcher,
    SynonymTable,
    View,
)
from sources import Limits

from .comparison import Rehearsal
from .state import HistoryEntry, OwnDocument
from .versions import IndexVersion, VersionStore


class SearcherRegistry:
    """Which searcher answers for which server; read once per question."""

    def __init__(self, common: Searcher, servers: Mapping[int, Searcher] | None = None) -> None:
        """Begin with what is served.

        Args:
            common: Of the operator's documents: for servers without anything of their own, and
                for the terminal.
            servers: By guild id, for those that have.
        """
        self._common = common
        self._servers = dict(servers or {})

    def of(self, guild_id: int | None) -> Searcher:
        """The searcher of a server, or of none, as in the terminal."""
        if guild_id is None:
            return self._common
        return self._servers.get(guild_id, self._common)

    def switch(self, guild_id: int, searcher: Searcher) -> None:
        """Let questions of a server that are asked from now on be answered by another searcher."""
        self._servers[guild_id] = searcher


@dataclass(frozen=True, slots=True)
class Rules:
    """What an operator decided about libraries.

    Attributes:
        kept_versions: How many versions of each server can be gone back to; at least 1.
        switch_without_asking: Whether a new version is put in place at once when no answer
            vanishes and no golden question turns wrong.
        watch: Whether the folder is watched, and rehearsed when it changes.
    """

    kept_versions: int = 10
    switch_without_asking: bool = False
    watch: bool = False


def make_searcher(common: IndexVersion, own: IndexVersion | None, guidance: Guidance) -> Searcher:
    """Put together what a server is answered from.

    Args:
        common: Of the operator's folder.
        own: Of the server's own documents; None without any.
        guidance: What its moderators taught.
    """
    view = View([common.index] if own is None else [common.index, own.index])
    taught = [list(one.words) for one in guidance.synonyms]
    beside = common.synonyms or SynonymTable()
    synonyms = SynonymTable(groups=[*beside.groups, *taught], rules=beside.rules)
    return Searcher(view, synonyms, searched_guidance(guidance))


@dataclass(frozen=True, slots=True)
class Shared:
    """What the libraries of all servers share.

    Attributes:
        sources: The operator's folder.
        limits: What its files, and those of servers, may cost.
        servers: A folder for each server is in it.
        commons: The versions of the operator's folder.
        start: What that folder held when the bot was started.
        changed: Called after whatever may have left something behind that nobody uses.
        turn: Held while a library is rebuilt, and while what nobody uses is removed.
    """

    sources: Path
    limits: Limits
    servers: Path
    commons: VersionStore
    start: IndexVersion
    searchers: SearcherRegistry
    log: QueryLog
    rules: Rules
    changed: Callable[[], None]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True)
class Active:
    """The versions that a server sees, and which documents its own one was made of."""

    common: IndexVersion
    own: IndexVersion | None = None
    documents: tuple[OwnDocument, ...] = ()

    @property
    def versions(self) -> tuple[str, str | None]:
        """Of the operator's folder and of the server's own documents."""
        return self.common.version, self.own.version if self.own else None


@dataclass(frozen=True, slots=True)
class Staged:
    """What a reload built, until it is decided."""

    rehearsal: Rehearsal
    placed: Active


@dataclass(frozen=True, slots=True)
class InUse:
    """Versions and files that must stay.

    Attributes:
        common_versions: Of the operator's folder.
        own_versions: Of the server's own documents.
        files: Of these, by SHA-256.
        at_hand: Those of both kinds of versions that stay in memory, too.
    """

    common_versions: frozenset[str]
    own_versions: frozenset[str]
    files: frozenset[str]
    at_hand: frozenset[str]

    @classmethod
    def of(cls, placed: Sequence[Active], history: Sequence[HistoryEntry]) -> "InUse":
        """What is in place, may come, or can be gone back to; the newest of the history last."""
        now = [one.versions for one in placed]
        past = [(entry.common, entry.own_version) for entry in history]
        documents = [document for one in placed for document in one.documents]
        documents += [document for entry in history for document in entry.own]
        return cls(
            frozenset(common for common, _ in (*now, *past)),
            frozenset(own for _, own in (*now, *past) if own),
            frozenset(document.sha256 for document in documents),
            frozenset(one for both in (*now, *past[-_AT_HAND:]) for one in both if one),
        )


_AT_HAND = 2  # of the history: what is in place, and what a step back leads to
