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
