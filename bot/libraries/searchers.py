"""The searcher of each server: taken up when the server first asks, dropped when it rests."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Protocol

from index import LibraryIndex, Meaning, Searcher

MOST_AT_HAND = 200
"""Servers whose searchers are in memory: about 1 MB each, beside a class's documents."""

MOST_OWN_PASSAGES = 400_000
"""Of what moderators added in these servers: some gigabytes of memory."""

RESTS_S = 3_600.0
"""How long after its last question a server's searcher is dropped."""

_MOST_TAKEN_UP_AT_ONCE = 2  # each takes a thread, and other servers' questions need some


class Source(Protocol):
    """Where the searcher of a server comes from: its library."""

    async def take_up(self) -> Searcher:
        """Load what the server searches; the event loop goes on meanwhile."""

    def rest(self) -> None:
        """Keep nothing in memory that only the searcher needs."""


@dataclass(slots=True)
class _AtHand:
    searcher: Searcher
    own_passages: int
    used: float  # by the monotonic clock


class SearcherRegistry:
    """The searcher of each server; read once per question, and for the event loop only."""

    def __init__(
        self,
        common: Searcher,
        *,
        most: int = MOST_AT_HAND,
        most_own_passages: int = MOST_OWN_PASSAGES,
    ) -> None:
        """Begin without servers.

        Args:
            common: Of the operator's documents, for the terminal and for servers without
                documents or lessons of their own.
            most: Servers whose searchers are in memory; at least 1.
            most_own_passages: In the documents that moderators added in these; of a single server,
                all are in memory.
        """
        self.common = common
        self._most, self._most_own_passages = most, most_own_passages
        self._sources: dict[int, Source] = {}
        self._versions: dict[int, int] = {}
        self._numbers = count(1)
        self._at_hand: OrderedDict[int, _AtHand] = OrderedDict()  # the longest unused first
        self._replaced: list[LibraryIndex] = []
        self._taking_up: dict[int, asyncio.Task[Searcher]] = {}
        self._turns = asyncio.Semaphore(_MOST_TAKEN_UP_AT_ONCE)

    @property
    def meaning(self) -> Meaning | None:
        """What passages are compared by besides words; None for words alone."""
        return self.common.meaning

    @property
    def at_hand(self) -> frozenset[int]:
        """The servers whose searchers are in memory."""
        return frozenset(self._at_hand)

    def add(self, guild_id: int, source: Source) -> None:
        """Register a server that has documents or lessons of its own; nothing is loaded."""
        self._sources[guild_id] = source
        self._versions[guild_id] = next(self._numbers)

    async def of(self, guild_id: int | None) -> Searcher:
        """Return the searcher of a server, or of the terminal.

        A server that rests is taken up first; others that ask meanwhile wait for the same.
        """
        if guild_id is None or guild_id not in self._sources:
            return self.common
        if found := self._at_hand.get(guild_id):
            found.used = time.monotonic()
            self._at_hand.move_to_end(guild_id)
            return found.searcher
        task = self._taking_up.get(guild_id)
        if task is None:
            task = asyncio.create_task(self._take_up(guild_id), name="taking a server up")
            self._taking_up[guild_id] = task
            task.add_done_callback(lambda _: self._taking_up.pop(guild_id))
        return await asyncio.shield(task)  # for others who wait

    def version(self, guild_id: int) -> int:
        """Return a number that changes whenever other documents or lessons are searched."""
        return self._versions.get(guild_id, 0)

    def switch(self, guild_id: int, source: Source, searcher: Searcher) -> None:
        """Answer a server's questions with another searcher from now on."""
        self.add(guild_id, source)
        if self.meaning and (before := self._at_hand.get(guild_id)):
            self._replaced += before.searcher.view.indexes
        self._keep(guild_id, searcher)

    def drop(self, guild_id: int) -> None:
        """Drop a server's searcher, if it is at hand: the next question takes it up anew."""
        if guild_id in self._at_hand:
            self._drop(guild_id)

    def drop_resting(self, rests_s: float = RESTS_S) -> None:
        """Drop the searchers of servers that have not asked for some seconds."""
        before = time.monotonic() - rests_s
        for guild_id in [i for i, one in self._at_hand.items() if one.used <= before]:
            self._drop(guild_id)

    def forgetting_vectors(self) -> Callable[[], None]:
        """Return what removes the vectors of documents that are searched no longer. Blocking.

        It raises OSError if their folder can't be read.
        """
        gone, self._replaced = self._replaced, []
        if self.meaning is None:
            return _nothing
        every = (self.common, *(one.searcher for one in self._at_hand.values()))
        kept = [index for searcher in every for index in searcher.view.indexes]
        if len(self._at_hand) == len(self._sources):
            return partial(self.meaning.forget_but, kept)
        return partial(self.meaning.forget, gone, kept)  # others' are on disk only

    async def _take_up(self, guild_id: int) -> Searcher:
        async with self._turns:
            searcher = await self._sources[guild_id].take_up()
        if guild_id not in self._at_hand:  # another one may have become active meanwhile
            self._keep(guild_id, searcher)
        return searcher

    def _keep(self, guild_id: int, searcher: Searcher) -> None:
        own = sum(len(index.library.passages) for index in searcher.view.indexes[1:])
        self._at_hand.pop(guild_id, None)
        self._at_hand[guild_id] = _AtHand(searcher, own, time.monotonic())
        while len(self._at_hand) > 1 and self._is_full():
            self._drop(next(iter(self._at_hand)))

    def _is_full(self) -> bool:
        own = sum(one.own_passages for one in self._at_hand.values())
        return len(self._at_hand) > self._most or own > self._most_own_passages

    def _drop(self, guild_id: int) -> None:
        del self._at_hand[guild_id]
        self._sources[guild_id].rest()


def _nothing() -> None:
    """Forget no vectors: there are none."""
