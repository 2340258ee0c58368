"""Indexes in a cluster: loaded once and whole, switched in one request, and removed in the end."""

from collections.abc import Sequence
from typing import Any

import pytest

from index import LibraryIndex
from index.opensearch import Cluster, EngineAwayError
from sources import Library
from tests.index.shelf import BEES, BRIDGES, ISLAND, library, whole_shelf
from tests.index.test_view import parted
from tests.opensearch import connection

_REASON = "a test"

pytestmark = pytest.mark.opensearch


def again(cluster: Cluster) -> Cluster:
    """The same cluster for a process that knows nothing of it yet."""
    return Cluster(cluster.connection, cluster._prefix)  # noqa: SLF001  # a second process


def versions(*shelves: Library) -> list[LibraryIndex]:
    """Indexes that have different versions."""
    every = (part for shelf in shelves for part in parted(shelf, {"2.txt"}))
    return [LibraryIndex.build(part) for part in every]


class Sent:
    """Counts what is sent, and may fail at a time."""

    def __init__(self, cluster: Cluster, patch: pytest.MonkeyPatch) -> None:
        self.documents = 0
        self.left = 10**9
        self._send = cluster._send  # noqa: SLF001  # to count
        patch.setattr(cluster, "_send", self.send)

    def send(self, name: str, documents: Sequence[dict[str, Any]]) -> None:
        """Send, unless it is time to fail."""
        if self.left <= 0:
            raise EngineAwayError(_REASON)
        self.left -= 1
        self.documents += len(documents)
        self._send(name, documents)


def test_an_index_is_loaded_once_for_all_processes(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = LibraryIndex.build(whole_shelf())
    cluster.load(index)
    second = again(cluster)
    sent = Sent(second, monkeypatch)

    second.load(index)

    assert sent.documents == 0
    assert second.first_stage([index]).candidates([], 1).numbers == []


def test_loading_tells_how_far_it_is(cluster: Cluster) -> None:
    told: list[tuple[int, int]] = []
    index = LibraryIndex.build(whole_shelf())

    cluster.load(index, progress=lambda done, total: told.append((done, total)))

    total = len(index.library.passages)
    assert told[-1] == (total, total)
    assert told == sorted(told)


def test_loading_goes_on_where_it_ended(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.opensearch.cluster._CHUNK", 5)
    index = LibraryIndex.build(library(*[ISLAND, BEES, BRIDGES] * 6))
    sent = Sent(cluster, monkeypatch)
    sent.left = 45
    with pytest.raises(EngineAwayError):
        cluster.load(index)
    second = again(cluster)
    rest = Sent(second, monkeypatch)

    second.load(index)

    monkeypatch.undo()
    whole = Sent(third := Cluster(cluster.connection, f"{cluster._prefix}-b"), monkeypatch)  # noqa: SLF001
    third.load(index)
    assert 0 < rest.documents < whole.documents
    everything = [*index.numbers]
    one, other = second.first_stage([index]), third.first_stage([index])
    passages = range(len(index.library.passages))
    phrases = ["honey bee", "port anselm"]
    assert one.frequencies(phrases) == other.frequencies(phrases)
    tokens = [stage.tokens(passages, everything).terms.tolist() for stage in (one, other)]
    assert tokens[0] == tokens[1]


def test_an_index_that_is_not_whole_is_not_asked(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = LibraryIndex.build(whole_shelf())
    sent = Sent(cluster, monkeypatch)
    sent.left = 1
    with pytest.raises(EngineAwayError):
        cluster.first_stage([index])


def test_alias_is_at_one_version_and_moves_to_another_one(cluster: Cluster) -> None:
    first, second = versions(library(BEES, ISLAND))
    for index in (first, second):
        cluster.load(index)

    cluster.point(first.library.version, "7")
    before = cluster.aliases()
    cluster.point(second.library.version, "7")
    after = cluster.aliases()

    assert sorted(map(len, before.values())) == sorted(map(len, after.values())) == [0, 1]
    assert before != after


def test_servers_are_astray_whose_alias_is_elsewhere_or_nowhere(cluster: Cluster) -> None:
    first, second = versions(library(BEES, ISLAND))
    cluster.load(first)
    cluster.load(second)
    on = dict.fromkeys(("7", "8", "9"), first.library.version)
    cluster.point(first.library.version, "7")
    cluster.point(second.library.version, "8")

    assert cluster.astray({**on, "10": "0" * 20}) == ["8", "9"]  # 10's is not there


def test_versions_that_nobody_needs_are_removed_and_no_others(cluster: Cluster) -> None:
    first, second = versions(library(BEES, ISLAND))
    third = LibraryIndex.build(library(BRIDGES))
    for index in (first, second, third):
        cluster.load(index)
    another_process = again(cluster)
    another_process.point(second.library.version, "8")
    others = Cluster(cluster.connection, f"{cluster._prefix}-other")  # noqa: SLF001  # a longer one
    others.load(first)

    gone = cluster.forget({third.library.version})

    assert len(gone) == 1
    assert len(others.aliases()) == 1
    assert len(cluster.aliases()) == 2
    cluster.point(third.library.version)
    assert cluster.forget(()) == []
    assert cluster.first_stage([first]).frequencies(["bee"]) == [1]  # loaded anew


def test_what_a_server_no_longer_needs_is_removed_and_nothing_of_another_one(
    cluster: Cluster,
) -> None:
    common, own = versions(library(BEES, ISLAND))
    stages = {server: cluster.first_stage([common, own], server) for server in ("7", "8")}
    phrase = "fish guild"

    cluster.forget_own("7", ())

    assert not len(stages["7"].having(phrase))
    assert len(stages["8"].having(phrase))
    assert len(cluster.first_stage([common, own], "7").having(phrase))  # loaded anew


def test_a_cluster_that_lost_an_index_is_away(search_node: str, cluster: Cluster) -> None:
    index = LibraryIndex.build(library(BEES))
    stage = cluster.first_stage([index])
    connection(search_node).load(
        lambda client, how: client.indices.delete(index=f"{cluster._prefix}-*", params=how)  # noqa: SLF001
    )

    with pytest.raises(EngineAwayError):
        stage.having("honey bees")
