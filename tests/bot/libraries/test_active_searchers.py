"""Which searcher answers for which server."""

from bot.libraries.active import Views
from index import Searcher
from sources import Library

COMMON = Searcher(Library("0", {}, ()))
OWN = Searcher(Library("1", {}, ()))


def test_servers_without_anything_of_their_own_and_the_terminal_search_the_common_documents() -> (
    None
):
    views = Views(COMMON, {7: OWN})

    assert views.of(None) is views.of(8) is COMMON
    assert views.of(7) is OWN


def test_switch_changes_one_server_only() -> None:
    views = Views(COMMON)

    views.switch(7, OWN)

    assert views.of(7) is OWN
    assert views.of(8) is views.of(None) is COMMON
