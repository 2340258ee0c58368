"""The open gaps of every server, as the command line sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.libraries.active import make_searcher
from bot.libraries.own_documents import OwnDocuments
from bot.libraries.reading import reading_limits
from bot.libraries.registry import SERVERS
from bot.libraries.state import ServerState, StateFile, decided
from bot.libraries.versions import COMMON, IndexVersion, VersionStore
from bot.services.gaps import Gap, gaps_of, outside_of
from bot.storage.lessons import Guidance, GuidanceFile
from bot.storage.query_log import QueryLog
from bot.storage.reviews import Candidate, open_candidates
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
    """Searchers by server, each made when it is asked for."""

    def __init__(self, settings: Settings, common: IndexVersion) -> None:
        """Look in the data folder of the settings.

        Args:
            settings: All of them.
            common: What the operator's folder holds now.
        """
        self._servers = settings.data / SERVERS
        self._commons = VersionStore(settings.data / COMMON)
        self._limits = reading_limits(settings)
        self._common = common

    def of(self, guild_id: int | None) -> Searcher:
        """What a server is answered from; None for the terminal.

        A version that is not to be found is passed over: then it is what the folder holds now.
        """
        if guild_id is None:
            return make_searcher(self._common, None, Guidance())
        folder = self._servers / str(guild_id)
        state = StateFile(folder).read() or ServerState()
        own = OwnDocuments(folder, self._limits).versions
        return make_searcher(
            _kept(self._commons, decided(state, self._common.version)) or self._common,
            _kept(own, state.own_version),
            self.guidance(guild_id),
        )

    def guidance(self, guild_id: int | None) -> Guidance:
        """What the moderators of a server taught."""
        if guild_id is None:
            return Guidance()
        return GuidanceFile(self._servers / str(guild_id)).read()


async def server_gaps(
    log: QueryLog,
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
    lacking = (c.written for c in concepts if not ranker.matcher.blend(c).names)
    return tuple(dict.fromkeys(lacking))


def _grouped(
    candidates: Sequence[Candidate], searchers: ServerSearchers, guild_id: int | None
) -> Iterator[ServerGap]:
    searcher = searchers.of(guild_id)
    outside = outside_of(searchers.guidance(guild_id))
    for gap in gaps_of(candidates, searcher, outside):
        yield ServerGap(guild_id, gap, lacking_words(searcher, gap.question))


def _kept(versions: VersionStore, version: str | None) -> IndexVersion | None:
    try:
        return versions.load(version) if version else None
    except SnapshotError:
        return None
