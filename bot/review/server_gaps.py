"""The gaps of every server at once, each grouped by what that server is answered from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.log.query_log import QueryLog
from bot.log.stats_sql import GUILDS
from index import Searcher

from .gap_log import open_candidates, outside_of
from .gaps import Candidate, Gap, gaps_of
from .server_searchers import ServerSearchers


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
    lacking = (c.written for c in concepts if not len(ranker.matcher.blend(c).passages))
    return tuple(dict.fromkeys(lacking))


def _grouped(
    candidates: Sequence[Candidate], searchers: ServerSearchers, guild_id: int | None
) -> Iterator[ServerGap]:
    searcher = searchers.of(guild_id)
    outside = outside_of(searchers.guidance(guild_id))
    for gap in gaps_of(candidates, searcher, outside):
        yield ServerGap(guild_id, gap, lacking_words(searcher, gap.question))
