"""Bots that fix a gap, or undo that, and are killed: the nth at its nth step in the database.

Prints the folder of each, one a line. The last one ends by itself.
"""

import asyncio
import os
import shutil
import sys
from itertools import count
from pathlib import Path
from unittest.mock import patch

from bot.services.fixes import put_out_of_scope, undo_fix
from bot.services.gaps import open_gaps
from tests.bot.libraries.stage import BY, SERVER, Opened, ReadHere, Stage
from tests.bot.storage.sql_steps import before_each_sql_step, kill_at

SENTENCE = "Please ask in class."


async def fix(bot: Opened) -> None:
    """Fix the only gap of the server."""
    (gap,) = await open_gaps(bot.log, SERVER, await bot.server.searcher(), bot.server.lessons)
    await put_out_of_scope(bot.server, BY, gap, SENTENCE)


async def undo(bot: Opened) -> None:
    """Undo the only fix of the server."""
    ((answer_id,),) = await bot.log.rows("SELECT min(answer_id) FROM gap")
    await undo_fix(bot.server, BY, answer_id)


async def _live(stage: Stage, act: str, step: int) -> None:
    async with stage.open() as bot:
        before_each_sql_step(kill_at(step))
        await (fix(bot) if act == "fix" else undo(bot))


def main(act: str, template: Path, copies: Path) -> None:
    """Let bots live on copies of a stage until one gets to its end."""
    for step in count(1):
        root = copies / str(step)
        shutil.copytree(template, root)
        child = os.fork()
        if not child:
            asyncio.run(_live(Stage(root), act, step))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(root, flush=True)  # noqa: T201
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    with patch("sources.library.Pool", ReadHere):
        main(sys.argv[1], *map(Path, sys.argv[2:]))
