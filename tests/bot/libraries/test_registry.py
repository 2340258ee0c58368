"""Many servers on one folder: where each stands when a bot starts, and what is kept of them."""

import asyncio
import logging
import shutil

import pytest

from bot.errors import ReloadFailedError
from bot.libraries.own_documents import Change
from bot.libraries.reading import Cache
from bot.storage.server_state import last_served
from index import saving

from .stage import ANTS, BY, HERDS, HUNT, OTHER, OWLS, SERVER, Opened, Stage

pytestmark = pytest.mark.usefixtures("quick")

ADD_ANTS = Change(add={"ants.txt": ANTS.encode()})


async def test_servers_are_on_the_versions_that_each_decided_for(stage: Stage) -> None:
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        await _switch(bot, OTHER)
        await _switch(bot, SERVER, ADD_ANTS)
        await bot.server.rollback(by=BY)
        assert (await bot.status(HUNT, SERVER), await bot.status(HUNT, OTHER)) == ("none", "found")

    async with stage.open() as bot:
        assert (await bot.status(HUNT, SERVER), await bot.status(HUNT, OTHER)) == ("none", "found")
        assert await bot.status(HUNT, None) == "found"
        assert await bot.status(HERDS, OTHER) == "none"


async def test_version_that_is_lost_from_the_disk_is_followed_by_the_folder_and_told(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        await bot.server.discard((await bot.server.reload(by=BY)).id, by=BY)
    shutil.rmtree(stage.data / "libraries")

    with caplog.at_level(logging.ERROR):
        async with stage.open() as bot:
            assert await bot.status(HUNT) == "found"

    assert "is lost" in caplog.text


async def test_versions_that_no_server_refers_to_are_off_the_disk_and_what_is_served_is_noted(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        for text in (OWLS, OWLS * 2):
            stage.write("owls.txt", text)
            await bot.server.discard((await bot.server.reload(by=BY)).id, by=BY)
        stage.write("owls.txt", OWLS * 3)
        await _switch(bot, SERVER)
        switched = bot.server.history()[0].common

    kept = {path.name for path in (stage.data / "libraries").iterdir() if path.is_dir()}
    assert kept == {entry.common for entry in bot.server.history()}
    served = await last_served(stage.data / "queries.db", stage.sources)
    last = Cache(stage.sources, stage.data).last(served)
    assert last is not None
    assert last.version == switched


async def test_unchanged_folder_is_not_indexed_again_when_a_bot_starts(stage: Stage) -> None:
    async with stage.open():
        pass

    (saved,) = (path for path in (stage.data / "libraries").iterdir() if path.is_dir())
    before = saved.stat().st_mtime_ns
    async with stage.open():
        pass

    assert saved.stat().st_mtime_ns == before


async def test_closing_ends_a_reload_that_is_under_way(stage: Stage) -> None:
    async with stage.open() as bot:
        waiting = bot.libraries._shared.turn  # noqa: SLF001  # as if another server's reload ran
        await waiting.acquire()
        reloading = asyncio.create_task(bot.server.reload(by=BY))
        await asyncio.sleep(0)

        await bot.libraries.close()

        with pytest.raises(ReloadFailedError):
            await reloading
        waiting.release()


async def _switch(bot: Opened, guild_id: int, change: Change = Change()) -> None:  # noqa: B008
    server = bot.libraries.of(guild_id)
    await server.switch((await server.reload(change, by=BY)).id, by=BY)


async def test_folders_of_earlier_starts_do_not_stay_on_disk(stage: Stage) -> None:
    for number in range(3):
        stage.write("owls.txt", OWLS * (number + 1))
        async with stage.open():
            pass

    kept = [path for path in (stage.data / "libraries").iterdir() if path.is_dir()]
    assert len(kept) == 1


@pytest.mark.parametrize("damage", ["another version of Pullquote", "a file that is cut short"])
async def test_saved_versions_that_cannot_be_read_any_more_are_made_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    async with stage.open() as bot:
        await _switch(bot, SERVER, ADD_ANTS)
    if damage == "another version of Pullquote":
        monkeypatch.setattr(saving, "WRITTEN_BY", "a newer one")
    else:
        for path in stage.data.rglob("words.json"):
            path.write_bytes(path.read_bytes()[:-1])

    async with stage.open() as bot:
        assert await bot.status(HERDS) == "found"
        stage.write("owls.txt", OWLS)
        await _switch(bot, SERVER)

        assert await bot.status(HUNT) == "found"
        assert await bot.status(HERDS) == "found"
