"""Whenever a bot is killed, the next one serves a whole version, and the one that was decided."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.libraries.own_documents import Change
from tests.bot.entries import select
from tests.bot.shelf import ROOT, environment

from .stage import ANTS, BY, SERVER, Stage

pytestmark = pytest.mark.process

OLD = {"bees.txt", "wasps.txt", "~/ants.txt"}
NEW = {"bees.txt", "~/owls.txt"}
NOT_BEGUN = {"bees.txt", "~/ants.txt"}
"""The folder had changed when the bot was started again, and nobody had asked for a reload."""

AFTER = {
    (): (OLD,),
    ("reloaded",): (OLD, NEW),  # at some moment of the switch it is made
    ("reloaded", "switched"): (NEW, OLD),  # and so with the way back
    ("reloaded", "switched", "returned"): (OLD,),
}


@pytest.mark.usefixtures("quick")
async def test_kill_9_at_each_step_on_the_disk_leaves_a_whole_version_and_nothing_half_written(
    tmp_path: Path,
) -> None:
    template = Stage(tmp_path / "template").make()
    async with template.open() as bot:
        found = await bot.server.reload(Change(add={"ants.txt": ANTS.encode()}), by=BY)
        await bot.server.switch(found.id, by=BY)
    before = _state(template)

    seen = []
    for root, told in _killed(template.root, tmp_path / "copies"):
        stage = Stage(root)
        may_be = AFTER[told] if _state(stage) != before else (NOT_BEGUN,)
        async with stage.open() as bot:
            assert await bot.knows() in may_be, (root, told)
            seen.append(await bot.knows())
        assert stage.left_over() == [], (root, told)

    assert OLD in seen
    assert NEW in seen
    assert len(seen) > 30


def _killed(template: Path, copies: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Where each bot lived, and what it had done when it was killed."""
    command = [sys.executable, "-m", f"{__package__}.victim", str(template), str(copies)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(), cwd=ROOT) as victims:
        assert victims.stdout is not None
        for line in victims.stdout:
            told = json.loads(line)
            yield Path(told["root"]), tuple(told["told"])
    assert victims.returncode == 0


def _state(stage: Stage) -> list[object]:
    """What the database has of the server; a killed bot's log is recovered by reading it."""
    path = stage.data / "queries.db"
    server = select(path, f"SELECT * FROM server WHERE guild_id = {SERVER}")  # noqa: S608  # ours
    return [*server, *select(path, "SELECT id FROM version ORDER BY number")]
