"""The open gaps of every server, as the command line sees them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from bot.libraries.active import make_searcher
from bot.libraries.own_documents import OwnDocuments
from bot.libraries.reading import reading_limits
from bot.libraries.registry import SERVERS
from bot.libraries.state import decided
from bot.libraries.versions import COMMON, IndexVersion, VersionStore
from bot.services.gaps import Gap, gaps_of, outside_of
from bot.storage.database import Readable
from bot.storage.lessons import Lessons, read_lessons
from bot.storage.parts import folder_of
from bot.storage.reviews import Candidate, open_candidates
from bot.storage.server_state import ServerState, read_states
from bot.storage.statistics import GUILDS
from config import Settings
from index import Searcher, SnapshotError


@dataclass(frozen=True, slots=True)
class ServerGap:
    """A gap, and where it is one.

    Attributes:
        guild_id: None of the terminal.
        lacking: Words of its question that no source of the server has.
    """

    guild_id: int | None
    gap: Gap
    lacking: tuple[str, ...]


class ServerSearchers:
    """The searchers of all servers, each built when it is asked for."""

    def __init__(
        self, settings: Settings, common: IndexVersion, states: Mapping[int, ServerState],
        lessons: Mapping[int, Lessons],
    ) -> None:  # fmt: skip
        """Look in the data folder of the settings.

        Args:
            settings: All of them.
            common: What the operator's folder contains now.
            states: Of the servers, by guild id.
            lessons: As above.
        """
        self._data = settings.data
        self._commons: dict[Path, VersionStore] = {}
        self._limits = reading_limits(settings)
        self._common = common
        self._states = states
        self._lessons = lessons

    @classmethod
    async def open(cls, settings: Settings, common: IndexVersion, log: Readable) -> Self:
        """Read what the servers decided.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        return cls(settings, common, await read_states(log.rows), await read_lessons(log.rows))

    def of(self, guild_id: int | None) -> Searcher:
        """Build a server's searcher; None for the terminal.

        If a version is missing, the searcher uses what the folder contains now.
        """
        if guild_id is None:
            return make_searcher(self._common, None, Lessons())
        state = self._states.get(guild_id, ServerState())
        data = folder_of(self._data, guild_id)
        own = OwnDocuments(data / SERVERS / str(guild_id), self._limits).versions
        return make_searcher(
            _kept(self._commons_in(data), decided(state, self._common.version)) or self._common,
            _kept(own, state.own_version),
            self.lessons(guild_id),
        )

    def _commons_in(self, data: Path) -> VersionStore:
        return self._commons.setdefault(data, VersionStore(data / COMMON))

    def lessons(self, guild_id: int | None) -> Lessons:
        """Return what the moderators of a server taught."""
        return Lessons() if guild_id is None else self._lessons.get(guild_id, Lessons())


async def server_gaps(
    log: Readable,
    searchers: ServerSearchers,
    guild_id: int | None = None,
    since: datetime | None = None,
) -> list[ServerGap]:
    """The open gaps, those that most people asked first; takes a while, on the event loop.

    Args:
        log: Where the questions are.
        searchers: What each server is answered from.
        guild_id: None for all servers and the terminal together.
        since: Only those asked from then on.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    guilds = [row[0] for row in await log.rows(GUILDS)]
    found: list[ServerGap] = []
    for guild in guilds if guild_id is None else [guild_id]:
        candidates = await open_candidates(log, guild, since)
        if candidates:
            found += _grouped(candidates, searchers, guild)
    return sorted(found, key=lambda one: one.gap.weight, reverse=True)


def lacking_words(searcher: Searcher, question: str) -> tuple[str, ...]:
    """The words of a question that no passage has in any form, in their order."""
    ranker = searcher.ranker
    concepts = ranker.reader.read(question).concepts
    lacking = (c.written for c in concepts if not ranker.matcher.blend(c).is_known)
    return tuple(dict.fromkeys(lacking))


def _grouped(
    candidates: Sequence[Candidate], searchers: ServerSearchers, guild_id: int | None
) -> Iterator[ServerGap]:
    searcher = searchers.of(guild_id)
    outside = outside_of(searchers.lessons(guild_id))
    for gap in gaps_of(candidates, searcher, outside):
        yield ServerGap(guild_id, gap, lacking_words(searcher, gap.question))


def _kept(versions: VersionStore, version: str | None) -> IndexVersion | None:
    try:
        return versions.load(version) if version else None
    except SnapshotError:
        return None
