"""The reload that a server has under way: one at a time, and who waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.errors import ReloadFailedError
from bot.watching import FIGURES

from .comparison import Progress, Rehearsal, Tell

_T = TypeVar("_T")
_STOPPED = "it was stopped"
_ENDING = "the bot is restarting"


class UnderWay:
    """The last reload of a server; for the event loop only."""

    def __init__(self) -> None:
        self._task: asyncio.Task[Rehearsal] | None = None
        self._listeners: list[Tell] = []
        self._ending = False

    @property
    def is_running(self) -> bool:
        """Whether it has not finished."""
        return self._task is not None and not self._task.done()

    def begin(self, reload: Coroutine[Any, Any, Rehearsal]) -> None:
        """Start another one; none may be running.

        Raises:
            ReloadFailedError: If the last one was stopped for good.
        """
        if self._ending:
            reload.close()
            raise ReloadFailedError(_ENDING)
        self._listeners.clear()
        self._task = asyncio.create_task(reload, name="reload")
        self._task.add_done_callback(_count)

    def tell(self, progress: Progress) -> None:
        """Report the progress to everyone who waits."""
        for listener in self._listeners:
            listener(progress)

    async def result(self, progress: Tell | None) -> Rehearsal:
        """Wait for the result; the reload continues even if the caller is cancelled.

        Args:
            progress: Called with the progress.

        Raises:
            ReloadFailedError: If it is stopped.
        """
        running = self._task
        assert running is not None  # noqa: S101  # callers start it first
        if progress:
            self._listeners.append(progress)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if running.cancelled():
                raise ReloadFailedError(_ENDING if self._ending else _STOPPED) from None
            raise

    async def cancel(self, *, for_good: bool = False) -> None:
        """Stop it; those who wait for it get a ReloadFailedError.

        Args:
            for_good: The bot ends: no other one is started.
        """
        self._ending = self._ending or for_good
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})


async def to_end(work: Coroutine[Any, Any, _T]) -> _T:
    """Finish what was started, even if the caller is cancelled meanwhile."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


def _count(ended: asyncio.Task[Rehearsal]) -> None:
    if ended.cancelled():
        FIGURES.reloads["stopped"] += 1
    else:
        FIGURES.reloads["finished" if ended.exception() is None else "failed"] += 1
