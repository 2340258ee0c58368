"""Write to the database: everything that waits shares one transaction, and nothing is lost."""

import asyncio
import logging
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

from .database import is_refusal
from .entries import Change, Entry
from .store import LogStore

_logger = logging.getLogger(__name__)

MOST_WAITING = 100_000
"""Rows kept in memory while the disk fails; beyond this, the oldest are lost."""

_MOST_IN_ONE_TRANSACTION = 1_000  # a long backlog is written in steps, each safe once done
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 30.0


@dataclass(slots=True, eq=False)
class Waiting:
    """An entry or a change on its way to the disk.

    Attributes:
        settled: None once it is committed; the reason, once it never will be.
        given_up: Whether the caller stopped waiting, so that the change must not be applied.
    """

    write: Entry | Change
    settled: asyncio.Future[Exception | None]
    given_up: bool = False


class LogWriter:
    """Writes in the order of arrival; everything that waits shares one transaction.

    What cannot be written waits in memory and is retried until it succeeds.
    """

    def __init__(self, store: LogStore) -> None:
        self._store = store
        self._queue: deque[Waiting] = deque()
        self._in_hand: list[Waiting] = []  # taken from the queue, and not settled yet
        self._trying: list[Waiting] = []  # those of them in a transaction at this moment
        self._entries: dict[str, Entry] = {}  # in the queue or in hand
        self._arrived = asyncio.Event()
        self._closing = asyncio.Event()
        self._failure: Exception | None = None
        self._lost = 0
        self._task = asyncio.create_task(self._write_all(), name="query log writer")

    @property
    def closed(self) -> bool:
        """Whether nothing more will be written."""
        return self._task.done()

    @property
    def waiting(self) -> int:
        """How many entries and changes are not in the database yet."""
        return len(self._in_hand) + len(self._queue)

    def put(self, write: Entry | Change) -> Waiting:
        """Queue an entry or a change."""
        waiting = Waiting(write, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if isinstance(write, Entry):
            self._entries[write.answer_id] = write
        self._arrived.set()
        if len(self._queue) > MOST_WAITING:
            self._lose_oldest()
        return waiting

    def find(self, answer_id: str) -> Entry | None:
        """Find an entry that is not written yet."""
        return self._entries.get(answer_id)

    async def give_up(self, waiting: Waiting) -> None:
        """Settle a change that took too long: it is committed by now, or never will be."""
        waiting.given_up = True
        if waiting in self._trying:
            await asyncio.wait({waiting.settled})
        else:
            self._settle(waiting, self._failure or TimeoutError("it does not answer"))

    async def close(self, seconds: float) -> tuple[list[Entry], int]:
        """Write what can be written in that time.

        Returns:
            The entries that could not be written, in order, and the number of those that were lost
            before, because too many were waiting.
        """
        self._closing.set()
        self._arrived.set()
        try:
            await asyncio.wait({self._task}, timeout=seconds)
        finally:  # even if cancelled: a connection left open keeps the process from ending
            self._task.cancel()
            await asyncio.wait({self._task})
            await self._store.close()
        unwritten = [*self._entries.values()]
        for waiting in (*self._in_hand, *self._queue):
            self._settle(waiting, self._failure or TimeoutError("it was closed"))
        lost, self._lost = self._lost, 0
        return unwritten, lost

    async def _write_all(self) -> None:
        while self._queue or not self._closing.is_set():
            await self._arrived.wait()
            self._arrived.clear()
            while self._queue:
                size = min(len(self._queue), _MOST_IN_ONE_TRANSACTION)
                self._in_hand = [self._queue.popleft() for _ in range(size)]
                await self._write(self._in_hand)

    async def _write(self, batch: list[Waiting]) -> None:
        """Write a batch, retrying until it succeeds."""
        pause = _FIRST_PAUSE
        while batch := [waiting for waiting in batch if not waiting.settled.done()]:
            try:
                self._trying = batch
                await self._store.write([waiting.write for waiting in batch])
            except Exception as error:  # noqa: BLE001 - whatever fails, the writer lives on
                self._trying = []
                with_change = not all(isinstance(waiting.write, Entry) for waiting in batch)
                if is_refusal(error, of_change=with_change):
                    await self._write_one_by_one(batch, error)
                    return
                self._tell_failure(error)
                for waiting in batch:
                    if waiting.given_up:
                        self._settle(waiting, error)
                await self._wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                self._trying = []
                self._tell_success()
                for waiting in batch:
                    self._settle(waiting, None)

    async def _write_one_by_one(self, batch: list[Waiting], error: Exception) -> None:
        """Write a batch one by one, so that a refused row costs no other."""
        if len(batch) > 1:
            for waiting in batch:
                await self._write([waiting])
            return
        if isinstance(batch[0].write, Entry):
            _logger.error("A question is lost, for the query log refused its row (%s).", error)
        self._settle(batch[0], error)

    def _settle(self, waiting: Waiting, error: Exception | None) -> None:
        if not waiting.settled.done():
            waiting.settled.set_result(error)
        if isinstance(waiting.write, Entry):
            self._entries.pop(waiting.write.answer_id, None)

    async def _wait(self, seconds: float) -> None:
        """Wait before the next try, only briefly once the log is closing."""
        if self._closing.is_set():
            await asyncio.sleep(_FIRST_PAUSE)
        else:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._closing.wait()

    def _tell_failure(self, error: Exception) -> None:
        if str(self._failure) != str(error):
            _logger.warning(
                "The query log cannot be written (%s); questions that wait in memory: %d.",
                error,
                len(self._entries),
            )
        self._failure = error

    def _tell_success(self) -> None:
        if self._failure is not None or self._lost:
            _logger.warning(
                "The query log can be written again; questions that waited: %d, lost: %d.",
                len(self._entries),
                self._lost,
            )
        self._failure, self._lost = None, 0

    def _lose_oldest(self) -> None:
        if not self._lost:
            _logger.error(
                "The query log has %d questions waiting in memory; from here on, each new one "
                "costs the oldest.",
                MOST_WAITING,
            )
        self._lost += 1
        self._settle(
            self._queue.popleft(), MemoryError("too many questions are waiting to be written")
        )
