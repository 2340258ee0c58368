"""Bots that reload, switch and roll back, and are killed: the nth at its nth step on the disk.

The bot and its worker run in one process, so that each of their steps is the last one once: each
change of a file, each statement and each commit. Prints one line of JSON for each bot.
"""

import asyncio
import json
import os
import shutil
import sys
from itertools import count as counting
from pathlib import Path
from unittest.mock import patch

from bot.libraries.own_documents import Change
from tests.bot.storage.sql_steps import before_each_sql_step, kill_at

from .stage import BY, OWLS, ReadHere, Stage, rebuild_here

_STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}
_WRITING = os.O_WRONLY | os.O_RDWR


def main() -> None:
    """Let bots live on copies of a stage, until one ends by itself."""
    template, copies = map(Path, sys.argv[1:])
    shutil.copytree(template, copies / "0")
    # Once in this process, so that none of the others has to read word lists again.
    asyncio.run(_live(Stage(copies / "0"), 0, os.open(os.devnull, os.O_WRONLY)))
    for step in counting(1):
        root = copies / str(step)
        shutil.copytree(template, root)
        told, status = _fork(root, step)
        print(json.dumps({"root": str(root), "told": told}), flush=True)  # noqa: T201
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))


def _fork(root: Path, step: int) -> tuple[list[str], int]:
    """What a bot told, and how it ended."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        asyncio.run(_live(Stage(root), step, writer))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        told = pipe.read().split()
    return told, os.waitpid(child, 0)[1]


async def _live(stage: Stage, step: int, told: int) -> None:
    async with stage.open() as bot:
        (stage.sources / "wasps.txt").unlink()
        if step:
            _kill_at(step, (str(stage.data / "servers"), str(stage.data / "libraries")))
        change = Change(add={"owls.txt": OWLS.encode()}, remove=["ants.txt"])
        found = await bot.server.reload(change, by=BY)
        os.write(told, b"reloaded ")
        await bot.server.switch(found.id, by=BY)
        os.write(told, b"switched ")
        await bot.server.rollback(by=BY)
        os.write(told, b"returned ")


def _kill_at(step: int, folders: tuple[str, ...]) -> None:
    """End this process, as kill -9 does, before its nth change of folders or of the database."""
    count = kill_at(step)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _STEPS:
            # A tree is removed by names within folders that are open.
            counts = str(arguments[0]).startswith(folders) or "/" not in str(arguments[0])
        else:
            flags = arguments[2] if event == "open" else 0
            writes = isinstance(flags, int) and flags & _WRITING
            counts = bool(writes) and str(arguments[0]).startswith(folders)
        if counts:
            count()

    sys.addaudithook(watch)
    before_each_sql_step(count)


if __name__ == "__main__":
    with (
        patch("sources.library.Pool", ReadHere),
        patch("bot.libraries.reload.rebuild_aside", rebuild_here),
    ):
        main()
