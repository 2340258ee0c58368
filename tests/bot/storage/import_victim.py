"""Bots that open an old data folder and are killed: the nth at its nth step in the database.

Prints the folder of each, one a line. The last one ends by itself.
"""

import asyncio
import os
import sys
from itertools import count
from pathlib import Path

from bot.storage.query_log import QueryLog

from .old_data import make_old_data
from .sql_steps import before_each_sql_step, kill_at


async def _open(path: Path) -> None:
    await (await QueryLog.open(path)).close()


def main(folder: Path) -> None:
    """Let bots open copies until one gets to its end."""
    for step in count(1):
        path = make_old_data(folder / str(step))
        child = os.fork()
        if not child:
            before_each_sql_step(kill_at(step))
            asyncio.run(_open(path))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(path.parent, flush=True)  # noqa: T201
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
