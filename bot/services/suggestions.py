"""What is offered while somebody types a question: answered questions and headings of sources."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cachetools import LRUCache
from rapidfuzz import fuzz, process, utils

from bot.errors import LogUnusableError
from bot.storage.suggestions import well_answered
from sources import Library

from .answering import Answerer

LONGEST = 100
"""Characters of a suggestion; Discord's limit."""

ASKERS = 2
"""How many people must have asked a question before it is offered: it names nobody then."""

_PERIOD = timedelta(days=180)
_MOST_QUESTIONS = 200
_MOST_HEADINGS = 5_000
_FRESH_S = 60.0
_LIKE = 65.0  # of 100, as rapidfuzz counts likeness
_SERVERS = 100


@dataclass(frozen=True, slots=True)
class _Offer:
    """What one server may offer.

    Attributes:
        until: When to look again; seconds of a monotonic clock.
    """

    version: int
    questions: tuple[str, ...]
    headings: tuple[str, ...]
    until: float


class Suggestions:
    """Suggests questions from memory, and reads the log again once a minute at most."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._offers: LRUCache[int, _Offer] = LRUCache(_SERVERS)
        self._reading: dict[int, asyncio.Task[_Offer]] = {}

    async def suggest(self, guild_id: int, typed: str, limit: int) -> list[str]:
        """Return questions and headings like what was typed so far, best first.

        Args:
            guild_id: Of the server; nothing of another server is suggested.
            typed: The beginning of a question.
            limit: Suggestions at most.
        """
        offer = self._offers.get(guild_id)
        is_stale = offer is None or offer.version != self._answerer.searchers.version(guild_id)
        if offer is None or is_stale or time.monotonic() > offer.until:
            if guild_id not in self._reading:
                self._reading[guild_id] = asyncio.create_task(self._read(guild_id))
            if offer is None or is_stale:
                offer = await asyncio.shield(self._reading[guild_id])
        return await asyncio.to_thread(_matching, offer, typed, limit)

    def forget(self, guild_id: int) -> None:
        """Read a server's questions again before anything else is suggested."""
        self._offers.pop(guild_id, None)

    async def _read(self, guild_id: int) -> _Offer:
        try:
            version = self._answerer.searchers.version(guild_id)
            searcher = await self._answerer.searchers.of(guild_id)
            headings = await asyncio.to_thread(_headings, searcher.library)
            questions = await self._questions(guild_id)
            offer = _Offer(version, questions, headings, time.monotonic() + _FRESH_S)
            self._offers[guild_id] = offer
            return offer
        finally:
            del self._reading[guild_id]

    async def _questions(self, guild_id: int) -> tuple[str, ...]:
        since = datetime.now(UTC) - _PERIOD
        try:
            rows = self._answerer.query_log.rows
            found = await well_answered(rows, guild_id, since, askers=ASKERS, limit=_MOST_QUESTIONS)
        except LogUnusableError:
            return ()
        return tuple(question for question in found if len(question) <= LONGEST)


def _headings(library: Library) -> tuple[str, ...]:
    """Return the headings of a library's documents, in their order, each once."""
    sections = (passage.locator.section for passage in library.passages)
    named = dict.fromkeys(" ".join(section.split()) for section in sections if section)
    return tuple(name for name in named if len(name) <= LONGEST)[:_MOST_HEADINGS]


def _matching(offer: _Offer, typed: str, limit: int) -> list[str]:
    if not typed.strip():
        return [*offer.questions[:limit]]
    found = [*_alike(offer.questions, typed, limit), *_alike(offer.headings, typed, limit)]
    return [*dict.fromkeys(found)][:limit]


def _alike(names: Sequence[str], typed: str, limit: int) -> list[str]:
    found = process.extract(
        typed,
        names,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=_LIKE,
    )
    return [name for name, _, _ in found]
