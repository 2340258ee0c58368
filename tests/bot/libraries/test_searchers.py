"""Which searcher answers for which server, and which of them are in memory."""

import asyncio
from collections.abc import Iterable
from typing import cast

import pytest

from bot.libraries.searchers import SearcherRegistry
from index import LibraryIndex, Meaning, Searcher
from sources import Library
from tests.bot.asking import Always, switch

COMMON = Searcher(Library("0", {}, ()))
OWN = Searcher(Library("1", {}, ()))


class Slow(Always):
    """A server that takes until it is let go."""

    def __init__(self, searcher: Searcher) -> None:
        super().__init__(searcher)
        self.go_on = asyncio.Event()

    async def take_up(self) -> Searcher:
        """Wait."""
        searcher = await super().take_up()
        await self.go_on.wait()
        return searcher


async def test_servers_without_anything_of_their_own_and_the_terminal_search_what_is_common() -> (
    None
):
    searchers = SearcherRegistry(COMMON)
    searchers.add(7, Always(OWN))

    assert await searchers.of(None) is await searchers.of(8) is searchers.common is COMMON
    assert await searchers.of(7) is OWN


async def test_switch_changes_one_server_only() -> None:
    searchers = SearcherRegistry(COMMON)

    switch(searchers, 7, OWN)

    assert await searchers.of(7) is OWN
    assert await searchers.of(8) is await searchers.of(None) is COMMON


async def test_server_is_taken_up_when_it_first_asks_and_once() -> None:
    searchers, server = SearcherRegistry(COMMON), Slow(OWN)
    searchers.add(7, server)
    assert (server.taken_up, searchers.at_hand) == (0, frozenset())

    asking = [asyncio.create_task(searchers.of(7)) for _ in range(3)]
    await asyncio.sleep(0)
    assert await searchers.of(8) is COMMON  # which nobody waits for
    asking.pop().cancel()
    server.go_on.set()

    assert await asyncio.gather(*asking) == [OWN, OWN]
    assert await searchers.of(7) is OWN
    assert server.taken_up == 1


async def test_switch_while_a_server_is_taken_up_is_what_counts() -> None:
    searchers, server = SearcherRegistry(COMMON), Slow(COMMON)
    searchers.add(7, server)
    asking = asyncio.create_task(searchers.of(7))
    await asyncio.sleep(0)

    searchers.switch(7, server, OWN)
    server.go_on.set()
    await asking

    assert await searchers.of(7) is OWN


async def test_server_that_cannot_be_taken_up_fails_those_who_wait_and_is_tried_again() -> None:
    class Failing(Always):
        async def take_up(self) -> Searcher:
            searcher = await super().take_up()
            if self.taken_up == 1:
                raise OSError
            return searcher

    searchers = SearcherRegistry(COMMON)
    searchers.add(7, Failing(OWN))

    with pytest.raises(OSError):  # noqa: PT011  # without words
        await searchers.of(7)

    assert await searchers.of(7) is OWN


async def test_the_longest_unused_searcher_is_dropped_when_there_are_too_many() -> None:
    searchers = SearcherRegistry(COMMON, most=2)
    servers = {guild_id: Always(OWN) for guild_id in (1, 2, 3)}
    for guild_id, server in servers.items():
        searchers.add(guild_id, server)

    for guild_id in (1, 2, 1, 3):
        await searchers.of(guild_id)

    assert searchers.at_hand == {1, 3}
    assert [server.rested for server in servers.values()] == [0, 1, 0]
    await searchers.of(2)
    assert servers[2].taken_up == 2


async def test_server_that_has_not_asked_for_long_is_dropped_and_taken_up_again() -> None:
    searchers, server = SearcherRegistry(COMMON), Always(OWN)
    searchers.add(7, server)
    await searchers.of(7)

    searchers.drop_resting(3_600)
    assert searchers.at_hand == {7}
    searchers.drop_resting(0)

    assert (searchers.at_hand, server.rested) == (frozenset(), 1)
    assert await searchers.of(7) is OWN


async def test_version_changes_with_a_switch_and_not_when_a_server_rests() -> None:
    searchers, server = SearcherRegistry(COMMON), Always(OWN)
    searchers.add(7, server)
    before = searchers.version(7)

    await searchers.of(7)
    searchers.drop_resting(0)
    await searchers.of(7)
    assert searchers.version(7) == before != searchers.version(8)
    searchers.switch(7, server, OWN)

    assert searchers.version(7) != before


class Vectors:
    """What is removed of the vectors, in order."""

    def __init__(self) -> None:
        self.removed: list[tuple[str, int]] = []

    def forget_but(self, indexes: Iterable[LibraryIndex]) -> None:
        """All but those of some indexes."""
        self.removed.append(("all but", len([*indexes])))

    def forget(self, gone: Iterable[LibraryIndex], kept: Iterable[LibraryIndex]) -> None:
        """Those of some indexes."""
        assert kept
        self.removed.append(("of", len([*gone])))


async def test_vectors_of_servers_that_rest_are_not_removed() -> None:
    common, vectors = Searcher(Library("0", {}, ())), Vectors()
    common.meaning = cast("Meaning", vectors)
    searchers = SearcherRegistry(common)
    for guild_id in (7, 8):
        searchers.add(guild_id, Always(OWN))

    searchers.forgetting_vectors()()
    await searchers.of(7)
    searchers.switch(7, Always(OWN), OWN)
    searchers.forgetting_vectors()()
    assert vectors.removed == [("of", 0), ("of", 1)]
    await searchers.of(8)
    searchers.forgetting_vectors()()

    assert vectors.removed[2:] == [("all but", 3)]
