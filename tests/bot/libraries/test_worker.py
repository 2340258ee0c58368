"""What a rebuild tells while it goes on."""

from typing import TYPE_CHECKING

import pytest

from bot.libraries.own_documents import Change

from .stage import BY, OWLS, Stage

if TYPE_CHECKING:
    from bot.libraries.comparison import Progress


@pytest.mark.usefixtures("quick")
async def test_common_documents_and_the_servers_own_are_read_in_steps_of_their_own(
    stage: Stage,
) -> None:
    told: list[Progress] = []
    async with stage.open() as bot:
        change = Change(add={"owls.txt": OWLS.encode()})

        await bot.server.reload(change, by=BY, progress=told.append)

    read = [(one.step, one.done, one.total) for one in told if one.step.startswith("reading")]
    assert read[-3:] == [("reading", 1, 2), ("reading", 2, 2), ("reading own", 1, 1)]


@pytest.mark.usefixtures("quick")
async def test_file_that_gives_nothing_is_reported_and_left_out(stage: Stage) -> None:
    async with stage.open() as bot:
        change = Change(add={"owls.txt": OWLS.encode(), "empty.txt": b" \n"})

        found = await bot.server.reload(change, by=BY)

        assert [one.title for one in found.added] == ["On owls"]
        ((source, is_left_out),) = [(p.source, p.is_left_out) for p in found.problems]
        assert (source, is_left_out) == ("~/empty.txt", True)
        await bot.server.switch(found.id, by=BY)
        assert [one.name for one in bot.server.own] == ["owls.txt"]
        assert not (await bot.server.reload(by=BY)).problems


@pytest.mark.usefixtures("quick")
async def test_nothing_is_offered_if_every_new_file_gives_nothing(stage: Stage) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(Change(add={"empty.txt": b" \n"}), by=BY)

        assert not found.is_switch
        assert [one.reason for one in found.problems]


@pytest.mark.usefixtures("quick")
async def test_document_stays_if_the_file_that_was_to_replace_it_gives_nothing(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        found = await bot.server.reload(Change(add={"owls.txt": OWLS.encode()}), by=BY)
        await bot.server.switch(found.id, by=BY)

        broken = await bot.server.reload(Change(add={"owls.txt": b" \n"}), by=BY)

        assert (broken.is_switch, broken.removed) == (False, ())
        assert [one.is_left_out for one in broken.problems] == [True]
        assert await bot.status("What do owls hunt at night?") == "found"
