"""A server's library in a cluster: reloaded, switched, rolled back and kept apart."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.errors import ReloadFailedError
from bot.libraries.own_documents import Change
from bot.services.answering import Answerer
from bot.services.pseudonyms import Pseudonyms
from index.opensearch import EVERYBODY, Cluster, Connection, EngineAwayError
from tests.bot.asking import ask

from .stage import ANTS, BY, DANCE, HERDS, HUNT, OTHER, OWLS, SERVER, Stage, tidied

pytestmark = [pytest.mark.opensearch, pytest.mark.usefixtures("quick")]

_PATIENCE_S = 60.0
ADD_ANTS = Change(add={"ants.txt": ANTS.encode()})
AWAY = Connection(["http://127.0.0.1:9"], answers_s=0.1, pause_s=0)  # nothing listens there


@contextmanager
def _away(cluster: Cluster) -> Iterator[None]:
    """Cut the network."""
    connection = cluster.connection
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_client", AWAY._client)  # noqa: SLF001  # whoever holds it
        yield
    connection._rests_until = 0.0  # noqa: SLF001  # a while later


def _named(cluster: Cluster, guild_id: int) -> set[str]:
    """Return the index that a server's alias has."""
    return {name for name, of in cluster.aliases().items() if any(f"-{guild_id}" in a for a in of)}


@pytest.fixture
def clustered(stage: Stage, cluster: Cluster) -> Stage:
    """A stage whose bots search with a cluster."""
    stage.cluster = cluster
    return stage


async def test_a_reload_is_switched_and_rolled_back_with_the_alias(
    clustered: Stage, cluster: Cluster
) -> None:
    async with clustered.open() as bot:
        clustered.write("owls.txt", OWLS)
        switched = await bot.server.switch((await bot.server.reload(ADD_ANTS, by=BY)).id, by=BY)
        after = _named(cluster, SERVER)
        assert [await bot.status(question) for question in (DANCE, HERDS, HUNT)] == ["found"] * 3

        await bot.server.rollback(by=BY)

        await tidied()  # which points aliases to where they should be, too
        assert _named(cluster, SERVER) != after
        assert [await bot.status(question) for question in (DANCE, HERDS)] == ["found", "none"]
        await bot.server.rollback(switched.id, by=BY)
        await tidied()
        assert _named(cluster, SERVER) == after


async def test_a_rollback_while_unused_versions_are_removed_keeps_its_alias(
    clustered: Stage, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, may_look = asyncio.Event(), threading.Event()
    loop, aliases, point = asyncio.get_running_loop(), cluster.aliases, cluster.point
    pointed: list[str] = []

    def aliases_later() -> dict[str, frozenset[str]]:
        loop.call_soon_threadsafe(looking.set)
        assert may_look.wait(_PATIENCE_S)
        return aliases()

    def point_and_note(version: str, server: str = EVERYBODY) -> None:
        pointed.append(version)
        point(version, server)

    async with clustered.open() as bot:
        clustered.write("owls.txt", OWLS)
        await bot.server.switch((await bot.server.reload(by=BY)).id, by=BY)
        await tidied()
        monkeypatch.setattr(cluster, "aliases", aliases_later)
        monkeypatch.setattr(cluster, "point", point_and_note)
        bot.libraries.drop_resting()  # tidies
        await looking.wait()

        back = await bot.server.rollback(by=BY)

        may_look.set()
        await tidied()
    assert {*pointed} == {back.common}


async def test_an_alias_that_a_failure_left_elsewhere_is_moved_back(
    clustered: Stage, cluster: Cluster
) -> None:
    async with clustered.open() as bot:
        clustered.write("owls.txt", OWLS)
        switched = await bot.server.switch((await bot.server.reload(by=BY)).id, by=BY)
        await tidied()
        before = _named(cluster, SERVER)
        assert switched.common != bot.server.history()[1].common
        cluster.point(bot.server.history()[1].common, str(SERVER))
        assert _named(cluster, SERVER) != before

        bot.libraries.drop_resting()

        await tidied()
        assert _named(cluster, SERVER) == before


async def test_a_server_sees_nothing_of_what_another_one_added(clustered: Stage) -> None:
    async with clustered.open() as bot:
        await bot.server.switch((await bot.server.reload(ADD_ANTS, by=BY)).id, by=BY)

        assert [await bot.status(HERDS, guild) for guild in (SERVER, OTHER, None)] == [
            "found",
            "none",
            "none",
        ]


async def test_versions_that_no_server_refers_to_are_out_of_the_cluster(
    clustered: Stage, cluster: Cluster
) -> None:
    async with clustered.open() as bot:
        for text in (OWLS, OWLS * 2):
            clustered.write("owls.txt", text)
            rehearsal = await bot.server.reload(by=BY)
            await tidied()
            assert len(cluster.aliases()) == 2  # may be switched to
            await bot.server.discard(rehearsal.id, by=BY)
        await tidied()
        assert len(cluster.aliases()) == 1
    async with clustered.open():
        pass

    # What the folder has now, and what the server never left.
    assert len(cluster.aliases()) == 2


async def test_a_question_while_the_cluster_is_away_is_told_so_and_logged(
    clustered: Stage, cluster: Cluster, tmp_path: Path
) -> None:
    async with clustered.open() as bot:
        answerer = Answerer(bot.searchers, bot.log, Pseudonyms.load(tmp_path / "key"))
        with _away(cluster):
            asked = await ask(answerer, DANCE, guild_id=SERVER)
        again = await ask(answerer, DANCE, guild_id=SERVER)

        assert (asked.answer.kind, asked.answer.hits) == ("unreachable", ())
        assert "can't reach the library" in asked.answer.reason
        logged = await bot.log.find(asked.answer_id)
        assert logged is not None
        assert (logged.question, logged.kind) == (DANCE, "unreachable")
        assert again.answer.status == "found"


async def test_a_reload_while_the_cluster_is_away_fails_and_changes_nothing(
    clustered: Stage, cluster: Cluster
) -> None:
    async with clustered.open() as bot:
        clustered.write("owls.txt", OWLS)
        rehearsal = await bot.server.reload(by=BY)
        before = bot.server.active
        with _away(cluster):
            with pytest.raises(EngineAwayError):
                await bot.server.switch(rehearsal.id, by=BY)
            assert bot.server.active == before
            with pytest.raises(ReloadFailedError, match="can't be reached"):
                await bot.server.reload(ADD_ANTS, by=BY)
        await bot.server.switch(rehearsal.id, by=BY)

        assert await bot.status(HUNT) == "found"
