"""A process that logs as fast as it can, tells of each committed row, and waits to be killed."""

import asyncio
import sys
from pathlib import Path

from bot.storage.query_log import QueryLog
from tests.bot.entries import make_entry

_ASKERS = 16


async def _ask_for_ever(log: QueryLog) -> None:
    while True:
        entry = make_entry()
        if await log.record(entry):
            print(entry.answer_id, flush=True)  # noqa: T201 - the parent reads it


async def _main() -> None:
    log = await QueryLog.open(Path(sys.argv[1]))
    await asyncio.gather(*(_ask_for_ever(log) for _ in range(_ASKERS)))


if __name__ == "__main__":
    asyncio.run(_main())
