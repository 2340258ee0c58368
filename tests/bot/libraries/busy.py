"""A bot in the middle of a reload that never ends, for its folder's questions never come."""

import asyncio
import sys
from pathlib import Path

from .stage import BY, Stage


async def _reload(stage: Stage) -> None:
    async with stage.open() as bot:
        await bot.server.reload(by=BY)


if __name__ == "__main__":
    asyncio.run(_reload(Stage(Path(sys.argv[1]))))
