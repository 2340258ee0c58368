"""Bounds on what runs at once, over all servers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary


class Turns:
    """Lets so many run at once in each event loop; the others wait, the first one first."""

    def __init__(self, most: int) -> None:
        """Start with none running."""
        self._most = most
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = (
            WeakKeyDictionary()
        )

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Wait for a turn, and hold it."""
        loop = asyncio.get_running_loop()
        semaphore = self._by_loop.setdefault(loop, asyncio.Semaphore(self._most))
        async with semaphore:
            yield


DRAWINGS = Turns(1)
"""Each is a process with matplotlib, of some 100 MB."""

EXPORTS = Turns(2)
"""Each holds a server's questions in memory."""

SEARCHES = Turns(2)
"""Each computes: more at once would end no sooner, and keep the event loop waiting."""
