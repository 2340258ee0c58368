"""Which searcher answers for which server."""

from bot.libraries.active import SearcherRegistry
from index import Searcher
from sources import Library

COMMON = Searcher(Library("0", {}, ()))
OWN = Searcher(Library("1", {}, ()))


def test_servers_without_anything_of_their_own_and_the_terminal_search_the_common_documents() -> (
    None
):
    searchers = SearcherRegistry(COMMON, {7: OWN})

    assert searchers.of(None) is searchers.of(8) is COMMON
    assert searchers.of(7) is OWN


def test_switch_changes_one_server_only() -> None:
    searchers = SearcherRegistry(COMMON)

    searchers.switch(7, OWN)

    assert searchers.of(7) is OWN
    assert searchers.of(8) is searchers.of(None) is COMMON
