"""Counts answers that people opened: read on, cited, shown whole or shared; nobody is stored."""

import asyncio
from contextlib import suppress

from bot.errors import LogUnusableError
from bot.storage.feedback import count_opening
from bot.storage.query_log import QueryLog


class Openings:
    """Counts in the background, for nobody should wait for a figure."""

    def __init__(self, log: QueryLog) -> None:
        """Begin with nothing to be written."""
        self._log = log
        self._writing: set[asyncio.Task[None]] = set()

    def note(self, answer_id: str) -> None:
        """Count that somebody opened an answer; lost if the database can't be written now."""
        task = asyncio.create_task(self._write(answer_id), name="counting an opening")
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, answer_id: str) -> None:
        with suppress(LogUnusableError):
            await count_opening(self._log, answer_id)
