"""One reload at a time for a server: whoever asks while it is under way gets the same result."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.errors import ReloadFailedError

from .rehearsal import Progress, Rehearsal, Tell

_STOPPED = "it was stopped"


class UnderWay:
    """The reload of a server that was begun last; for the event loop only."""

    def __init__(self) -> None:
        self._task: asyncio.Task[Rehearsal] | None = None
        self._listeners: list[Tell] = []

    @property
    def is_running(self) -> bool:
        """Whether it has not come to its end."""
        return self._task is not None and not self._task.done()

    def begin(self, reload: Coroutine[Any, Any, Rehearsal]) -> None:
        """Begin another one; none may be running."""
        self._listeners.clear()
        self._task = asyncio.create_task(reload, name="reload")

    def tell(self, progress: Progress) -> None:
        """Tell everybody who waits how far it is."""
        for listener in self._listeners:
            listener(progress)

    async def result(self, progress: Tell | None) -> Rehearsal:
        """Wait for what comes of it; it goes on even if whoever waits is cancelled.

        Args:
            progress: Is told how far it is.

        Raises:
            ReloadFailedError: If it is ended before.
        """
        running = self._task
        assert running is not None  # noqa: S101  # only what was begun is waited for
        if progress:
            self._listeners.append(progress)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if running.cancelled():
                raise ReloadFailedError(_STOPPED) from None
            raise

    async def cancel(self) -> None:
        """End it; whoever waits for it gets a ReloadFailedError."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
