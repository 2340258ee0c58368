"""What must stay of a server's versions, on disk and in memory."""

from bot.libraries.active import InUse
from bot.libraries.state import entry


def test_every_version_of_the_history_stays_on_disk_and_the_two_newest_in_memory() -> None:
    history = [entry("switch", common=f"{n:012x}", own_version=f"{n:012d}") for n in range(10, 15)]

    used = InUse.of([], history)

    assert used.common_versions == {one.common for one in history}
    assert used.own_versions == {one.own_version for one in history}
    assert used.at_hand == {
        *(one.common for one in history[-2:]),
        *(one.own_version for one in history[-2:]),
    }


def test_server_that_decided_nothing_uses_nothing_of_its_own() -> None:
    assert InUse.of([], []) == InUse(*[frozenset()] * 4)
