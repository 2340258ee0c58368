"""The database as the rest of the program sees it: questions first, and everything else."""

import asyncio
import logging
import pickle
import sqlite3
import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from cachetools import LRUCache

from bot.errors import LogUnusableError, NotSpilledError

from .database import LogReader, Parameters, find_damage, identity, is_refusal
from .entries import PUBLISH, Entry, Statement, read_entry
from .files import phrase
from .spill import read_spilled, spill, spilled
from .store import LogStore, is_passing
from .writer import LogWriter

_logger = logging.getLogger(__name__)

RECORD_SECONDS = 0.25
"""The longest an answer waits for its row."""

CHANGE_SECONDS = 5.0
"""The longest a change waits before it is given up."""

CLOSE_SECONDS = 3.0
"""The longest `close` waits for rows that are not written yet."""

_CHECK_SECONDS = 60.0  # some gigabytes; a larger log is checked in part
_OPEN_SECONDS = 0.2  # what `open` waits for that; most logs are checked by then
_REPLACED_SECONDS = 3.0  # the longest a query waits for a database that replaces a damaged one
_SPILLED = (
    "The query log could not be written: %d questions are in %s, which the next start takes in."
)
_MOST_RECENT = 1_000  # buttons work under the latest answers, even if these are not stored


@dataclass(frozen=True, slots=True)
class _Recent:
    """An entry in bytes, and what it is forgotten by.

    As it is, an entry is some sixty objects. Of a thousand entries, they would be most of what
    Python looks through for garbage, while every question waits.
    """

    asker: str
    asked_at: datetime
    guild_id: int | None
    pickled: bytes

    @classmethod
    def of(cls, entry: Entry) -> Self:
        pickled = pickle.dumps(entry, pickle.HIGHEST_PROTOCOL)
        return cls(entry.asker, entry.asked_at, entry.guild_id, pickled)

    def entry(self) -> Entry:
        entry: Entry = pickle.loads(self.pickled)  # noqa: S301  # what `of` has made
        return entry


class QueryLog:
    """Stores every question with its answer; a slow, full or locked disk never delays an answer.

    Entries and changes are written in order of arrival, by one task.

    Attributes:
        path: The database file.
    """

    def __init__(self, store: LogStore) -> None:
        self.path = store.path
        self._store = store
        self._writer = LogWriter(store)
        self._reader = LogReader(store.path)
        self._recent: LRUCache[str, Entry | _Recent] = LRUCache(_MOST_RECENT)
        self._stop_check = threading.Event()
        self._check = asyncio.create_task(self._look_for_damage(), name="query log check")
        self._taking_in: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many rows are not in the database yet."""
        return self._writer.waiting

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the database, or create it.

        While it is locked or the disk is full, rows wait in memory. The file is checked for damage;
        a check that takes longer continues in the background.

        Raises:
            LogUnusableError: If the file can be neither opened nor created.
            NewerLogError: If a newer version of Pullquote created it.
            LogDamagedError: If its tables are wrong and cannot be repaired.
            ImportFailedError: If a file of an older version cannot be imported.
        """
        store = LogStore(path)
        try:
            await store.connect()
        except (sqlite3.Error, OSError) as error:
            if not is_passing(error):
                raise LogUnusableError(path, error) from error
        log = cls(store)
        log._taking_in = asyncio.create_task(log._take_in(), name="query log spilled")
        await asyncio.wait({log._check}, timeout=_OPEN_SECONDS)
        return log

    async def record(self, entry: Entry) -> bool:
        """Queue an entry, and wait until it is committed, at most 250 ms.

        Returns:
            True if the entry is on disk; False if it will be written later.
        """
        if self._writer.closed:
            _logger.error("A question is lost, for it came after the query log was closed.")
            return False
        self._recent[entry.answer_id] = entry
        settled = self._writer.put(entry).settled
        asyncio.get_running_loop().call_soon(self._pack, entry)  # while the writer writes
        await asyncio.wait({settled}, timeout=RECORD_SECONDS)
        return settled.done() and settled.result() is None

    def _pack(self, entry: Entry) -> None:
        """Keep an entry in bytes, unless it was forgotten."""
        if entry.answer_id in self._recent:
            self._recent[entry.answer_id] = _Recent.of(entry)

    async def change(self, *statements: Statement) -> None:
        """Apply statements in order, all or none, after everything recorded before.

        They are committed when this returns; they are applied even if the caller is cancelled.

        Raises:
            LogUnusableError: If the disk fails for 5 s; then none is applied later.
            sqlite3.Error, OverflowError, UnicodeError: If the statements themselves are refused.
        """
        if self._writer.closed:
            raise LogUnusableError(self.path, TimeoutError("it was closed"))
        waiting = self._writer.put(statements)
        await asyncio.wait({waiting.settled}, timeout=CHANGE_SECONDS)
        if not waiting.settled.done():
            await self._writer.give_up(waiting)
        error = waiting.settled.result()
        if error is not None:
            raise (
                error if is_refusal(error, of_change=True) else LogUnusableError(self.path, error)
            )

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Run one query on what is committed, without blocking the writer.

        Raises:
            LogUnusableError: If the database cannot be read now.
        """
        while True:
            before = self._store.replacements
            await self._store.settle(_REPLACED_SECONDS)
            try:
                return await self._reader.rows(sql, parameters)
            except LogUnusableError:
                if before == self._store.replacements:  # else it may have read a new one half made
                    raise

    async def find(self, answer_id: str) -> Entry | None:
        """Find an entry, written or still waiting; None if there is none.

        The latest are found even if their askers opted out, so that they are not stored.

        Raises:
            LogUnusableError: If the database cannot be read now.
        """
        if waiting := self._writer.find(answer_id):
            return waiting
        match self._recent.get(answer_id):
            case Entry() as entry:
                return entry
            case _Recent() as recent:
                return recent.entry()
        return await read_entry(self.rows, answer_id)

    async def publish(self, entry: Entry) -> bool:
        """Note that everyone may see a private answer.

        Returns:
            False if everyone could before.

        Raises:
            LogUnusableError: If the log cannot be written now; then nothing has changed.
        """
        if not entry.private:
            return False
        await self.change((PUBLISH, (entry.answer_id,)))
        self._pack(entry.model_copy(update={"private": False}))
        return True

    def forget(
        self,
        *,
        askers: Collection[str] = (),
        before: datetime | None = None,
        guild_id: int | None = None,
    ) -> None:
        """Delete entries from memory, as they are deleted from the disk.

        Args:
            askers: Whose entries are deleted.
            before: Older ones are deleted.
            guild_id: The server of those that are older; None for all.
        """
        for answer_id, recent in [*self._recent.items()]:
            is_old = before is not None and recent.asked_at < before
            if recent.asker in askers or (is_old and guild_id in {None, recent.guild_id}):
                del self._recent[answer_id]

    async def close(self) -> None:
        """Write what can be written within 3 s, spill the rest to a file, and close the database.

        Raises:
            NotSpilledError: If questions are lost.
        """
        self._stop_check.set()
        try:
            unwritten, lost = await self._close_writer()
        finally:
            await self._reader.close()
            await asyncio.wait({self._check})
        reason = "too many were waiting"
        if unwritten:
            try:
                file = await asyncio.to_thread(spill, self.path.parent, unwritten)
            except OSError as error:
                reason, lost = phrase(error), lost + len(unwritten)
            else:
                _logger.warning(_SPILLED, len(unwritten), file.name)
        if lost:
            raise NotSpilledError(lost, reason)

    async def _close_writer(self) -> tuple[list[Entry], int]:
        try:
            if self._taking_in is not None and not self._taking_in.done():
                await asyncio.wait({self._taking_in}, timeout=CLOSE_SECONDS)
                self._taking_in.cancel()  # its files stay for the next start
        finally:
            found = await self._writer.close(CLOSE_SECONDS)
        return found

    async def _take_in(self) -> None:
        """Record what the last end could not write, and delete its files once that is committed."""
        files = await asyncio.to_thread(spilled, self.path.parent)
        if not files:
            return
        try:
            entries = await asyncio.to_thread(read_spilled, files)
            known = [entry for entry in entries if await read_entry(self.rows, entry.answer_id)]
        except (OSError, LogUnusableError) as error:
            _logger.warning("Unwritten questions of the last run are left for later: %s", error)
            return
        new = [self._writer.put(entry) for entry in entries if entry not in known]
        if all([await waiting.settled is None for waiting in new]):
            for file in files:
                await asyncio.to_thread(file.unlink, missing_ok=True)
            _logger.info("questions taken in that the last run could not write: %d", len(new))

    async def _look_for_damage(self) -> None:
        try:
            file = await asyncio.to_thread(identity, self.path)
        except OSError:
            return  # there is none yet
        damage = await asyncio.to_thread(find_damage, self.path, _CHECK_SECONDS, self._stop_check)
        if damage is not None:
            self._store.condemn(damage, file)
            self._writer.put(())  # so that it is moved aside now, not with the next question
