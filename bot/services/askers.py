"""Who asks for the first time, and who opted out."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace

from cachetools import LRUCache

from bot.errors import LogUnusableError
from bot.storage.people import find_asker
from bot.storage.query_log import QueryLog

PATIENCE_S = 0.1
"""What an answer waits at most for this, should it take longer than the search."""

_MOST_TOLD = 10_000


@dataclass(frozen=True, slots=True)
class Asker:
    """What the log knows about an asker, as far as it changes their answer.

    Attributes:
        is_new: Nothing that they asked here is kept, and they were not told yet what is.
        is_kept: What they ask is kept, for they did not opt out.
    """

    is_new: bool = False
    is_kept: bool = True


UNKNOWN = Asker()
"""Somebody of whom nothing can be said: answered, and kept, like anybody."""


class Askers:
    """Knows who asks for the first time, from what they asked before: it stores nothing itself."""

    def __init__(self, log: QueryLog) -> None:
        """Read in a log.

        Args:
            log: Where questions are kept.
        """
        self._log = log
        # While the log cannot be written, it knows nobody. Of too many, one is greeted twice.
        self._told: LRUCache[str, bool] = LRUCache(_MOST_TOLD)

    async def find(
        self, guild_id: int | None, pseudonyms: Collection[str], opted_out_as: str
    ) -> Asker:
        """Look up an asker; if the log is too slow, treat them as known."""
        with suppress(LogUnusableError, TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                has_asked, opted_out = await find_asker(
                    self._log.rows, guild_id, pseudonyms, opted_out_as
                )
            return Asker(is_new=not (has_asked or opted_out), is_kept=not opted_out)
        return UNKNOWN

    def greet(self, asker: Asker, opted_out_as: str) -> Asker:
        """Count somebody who is answered now as new, if they were not greeted before."""
        if opted_out_as in self._told:
            return replace(asker, is_new=False)
        if asker.is_new:
            self._told[opted_out_as] = True
        return asker

    def forget(self, opted_out_as: str) -> None:
        """Tell somebody again, who was deleted."""
        self._told.pop(opted_out_as, None)
