"""Servers that rest: nothing of them is in memory, and nothing of them is lost."""

import logging
from pathlib import Path

import pytest

from bot.libraries.own_documents import Change
from bot.libraries.versions import IndexVersion
from bot.storage.lessons import Lessons, OwnSynonym, ServerChoices
from tests.bot.entries import make_entry

from .stage import ANTS, BY, DANCE, HERDS, HUNT, OTHER, OWLS, SERVER, Opened, Stage, teach

pytestmark = pytest.mark.usefixtures("quick")

ADD_ANTS = Change(add={"ants.txt": ANTS.encode()})
NOW = make_entry().asked_at


@pytest.fixture
def loaded(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders of servers that versions were loaded from, in order."""
    folders: list[Path] = []
    load = IndexVersion.load

    def noted(folder: Path) -> IndexVersion:
        if folder.is_relative_to(stage.data / "servers"):
            folders.append(folder)
        return load(folder)

    monkeypatch.setattr(IndexVersion, "load", noted)
    return folders


async def _switch(bot: Opened, change: Change, guild_id: int = SERVER) -> None:
    server = bot.libraries.of(guild_id)
    await server.switch((await server.reload(change, by=BY)).id, by=BY)


async def test_nothing_of_a_server_is_loaded_before_it_asks_and_then_once(
    stage: Stage, loaded: list[Path]
) -> None:
    async with stage.open() as bot:
        await _switch(bot, ADD_ANTS)
    loaded.clear()

    async with stage.open() as bot:
        assert (loaded, bot.searchers.at_hand) == ([], frozenset())
        assert await bot.status(DANCE, OTHER) == "found"
        assert [one.name for one in bot.server.own] == ["ants.txt"]
        assert (loaded, bot.searchers.at_hand) == ([], frozenset())

        for _ in range(2):
            assert await bot.status(HERDS) == "found"

        (folder,) = loaded
        assert str(SERVER) in folder.parts


async def test_server_that_rested_answers_as_before_and_is_read_from_disk_again(
    stage: Stage, loaded: list[Path]
) -> None:
    async with stage.open() as bot:
        await _switch(bot, ADD_ANTS)
        synonym = OwnSynonym(by=BY, at=NOW, words=("livestock", "aphids"))
        await teach(bot.server, Lessons(synonyms=(synonym,)))
        before = (await bot.searchers.of(SERVER)).answer("What livestock do ants milk?")
        loaded.clear()

        bot.searchers.drop_resting(0)
        assert bot.searchers.at_hand == frozenset()
        after = (await bot.searchers.of(SERVER)).answer("What livestock do ants milk?")

        assert before.hits
        assert after == before
        assert len(loaded) == 1


async def test_what_is_undecided_can_be_switched_to_and_undone_though_the_server_rested(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        await _switch(bot, ADD_ANTS)
        stage.write("owls.txt", OWLS)
        found = await bot.server.reload(by=BY)
        bot.searchers.drop_resting(0)
        bot.libraries.drop_resting()

        await bot.server.switch(found.id, by=BY)
        assert (await bot.status(HUNT), await bot.status(HERDS)) == ("found", "found")
        bot.searchers.drop_resting(0)
        await bot.server.rollback(by=BY)

        assert (await bot.status(HUNT), await bot.status(HERDS)) == ("none", "found")


async def test_lessons_that_change_no_answer_take_no_memory(stage: Stage) -> None:
    silent = ServerChoices(by=BY, at=NOW, silent=(5,))
    async with stage.open() as bot:
        await teach(bot.server, Lessons(choices=(silent,)))
    async with stage.open() as bot:
        assert bot.server.lessons.chosen == silent
        assert await bot.searchers.of(SERVER) is bot.searchers.common


async def test_version_that_is_damaged_is_followed_by_the_folder_when_its_server_asks(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        await bot.server.discard((await bot.server.reload(by=BY)).id, by=BY)
    async with stage.open() as bot:
        assert await bot.status(HUNT) == "none"
        stays = bot.server.active.common
    for path in (stage.data / "libraries" / stays).rglob("*.json*"):
        path.write_bytes(path.read_bytes()[:-1])

    with caplog.at_level(logging.ERROR):
        async with stage.open() as bot:
            assert await bot.status(HUNT) == "found"
            assert bot.server.active.common != stays
    assert "is lost" in caplog.text
    caplog.clear()

    async with stage.open() as bot:
        assert await bot.status(HUNT) == "found"
    assert not caplog.text
