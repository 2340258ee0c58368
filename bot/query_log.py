"""The log of questions: a queue in memory, and the one task that writes it to SQLite."""

import asyncio
import logging
import sqlite3
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from .errors import LogUnusableError
from .log_entry import Entry
from .log_store import LogStore, is_passing

_logger = logging.getLogger(__name__)

RECORD_SECONDS = 0.25
"""What an answer waits at most for its row."""

MOST_WAITING = 100_000
"""Rows kept in memory while the disk fails; beyond it the oldest are lost."""

CLOSE_SECONDS = 3.0
"""What `close` waits at most for the rows that are not written yet."""

_MOST_IN_ONE_TRANSACTION = 1_000  # a long backlog is written in steps, each safe once done
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 30.0
# What SQLite says of a row itself, however often it is tried.
_REFUSALS = (
    sqlite3.DataError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
    UnicodeError,
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    entry: Entry
    settled: asyncio.Future[bool]  # True once committed, False once lost


class QueryLog:
    """Keeps every question with its answer; a slow, full or locked disk never costs an answer.

    Entries are written in the order in which they were recorded, by one task; all that wait
    share one transaction. What cannot be written waits in memory and is tried again.
    """

    def __init__(self, store: LogStore) -> None:
        self._store = store
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self._in_hand: dict[str, _Waiting] = {}  # the writer's current transaction
        self._arrived = asyncio.Event()
        self._closing = asyncio.Event()
        self._failing: str | None = None
        self._lost = 0
        self._writer = asyncio.create_task(self._write_all(), name="query log writer")

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the log, or begin one.

        A locked database or a full disk is no obstacle: rows wait in memory until it passes.

        Raises:
            LogUnusableError: If the file can be neither opened nor made.
            NewerLogError: If it was written by a newer version of Pullquote.
        """
        store = LogStore(path)
        try:
            await store.connect()
        except (sqlite3.Error, OSError) as error:
            if not is_passing(error):
                raise LogUnusableError(path, error) from error
        return cls(store)

    async def record(self, entry: Entry) -> bool:
        """Hand an entry to the writer and wait until it is committed, 250 ms at most.

        Returns:
            True if the entry is on disk; False if it is handed over, to be written later.
        """
        if self._writer.done():
            _logger.error("A question is lost, for it came after the query log was closed.")
            return False
        settled: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[entry.answer_id] = _Waiting(entry, settled)
        self._arrived.set()
        if len(self._waiting) > MOST_WAITING:
            self._lose_oldest()
        await asyncio.wait({settled}, timeout=RECORD_SECONDS)
        return settled.done() and settled.result()

    async def find(self, answer_id: str) -> Entry | None:
        """Find an entry, be it written or still waiting; None if there is none.

        Raises:
            LogUnusableError: If the database cannot be read now.
        """
        waiting = self._waiting.get(answer_id) or self._in_hand.get(answer_id)
        return waiting.entry if waiting else await self._store.read(answer_id)

    async def close(self) -> None:
        """Write what can be written within 3 s, say what could not, and close the database."""
        self._closing.set()
        self._arrived.set()
        try:
            await asyncio.wait({self._writer}, timeout=CLOSE_SECONDS)
        finally:  # even if cancelled: a connection left open keeps the process from ending
            self._writer.cancel()
            await asyncio.wait({self._writer})
            await self._store.close()
        unwritten = len(self._waiting) + len(self._in_hand) + self._lost
        if unwritten:
            _logger.error("Questions lost, for the query log could not be written: %d.", unwritten)

    async def _write_all(self) -> None:
        while self._waiting or not self._closing.is_set():
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                for _ in range(min(len(self._waiting), _MOST_IN_ONE_TRANSACTION)):
                    answer_id, waiting = self._waiting.popitem(last=False)
                    self._in_hand[answer_id] = waiting
                await self._write([*self._in_hand.values()])
                self._in_hand.clear()

    async def _write(self, batch: list[_Waiting]) -> None:
        """Write a batch, however often it must be tried."""
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._store.write([waiting.entry for waiting in batch])
            except _REFUSALS as error:
                await self._write_one_by_one(batch, error)
                return
            except Exception as error:  # noqa: BLE001 - whatever fails, the writer lives on
                self._tell_failure(error)
                await self._wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                self._tell_success()
                for waiting in batch:
                    waiting.settled.set_result(True)
                return

    async def _write_one_by_one(self, batch: list[_Waiting], error: Exception) -> None:
        """Write a batch of which a row was refused; the others must not suffer for it."""
        if len(batch) > 1:
            for waiting in batch:
                await self._write([waiting])
            return
        _logger.error("A question is lost, for the query log refused its row (%s).", error)
        batch[0].settled.set_result(False)

    async def _wait(self, seconds: float) -> None:
        """Wait before the next try; only shortly once the log is to be closed."""
        if self._closing.is_set():
            await asyncio.sleep(_FIRST_PAUSE)
        else:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._closing.wait()

    def _tell_failure(self, error: Exception) -> None:
        if self._failing != str(error):
            _logger.warning(
                "The query log cannot be written (%s); questions that wait in memory: %d.",
                error,
                len(self._waiting) + len(self._in_hand),
            )
        self._failing = str(error)

    def _tell_success(self) -> None:
        if self._failing is not None or self._lost:
            _logger.warning(
                "The query log can be written again; questions that waited: %d, lost: %d.",
                len(self._waiting) + len(self._in_hand),
                self._lost,
            )
        self._failing, self._lost = None, 0

    def _lose_oldest(self) -> None:
        if not self._lost:
            _logger.error(
                "The query log has %d questions waiting in memory; from here on, each new one "
                "costs the oldest.",
                MOST_WAITING,
            )
        self._lost += 1
        _, oldest = self._waiting.popitem(last=False)
        oldest.settled.set_result(False)
