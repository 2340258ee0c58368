"""Change the lessons of one server: try them out first, then store them whole."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from bot.storage.entries import Statement
from bot.storage.lessons import Lessons
from index import Answer, Searcher

from .active import Current


class Commit(Protocol):
    """`ServerLibrary.commit`."""

    async def __call__(
        self, current: Current, *statements: Statement, searcher: Searcher | None = None
    ) -> None:
        """Write one transaction, then publish it."""


class Teaching:
    """Lessons of a server that are being changed.

    Attributes:
        lessons: As they will be.
        searcher: What will answer questions then.
    """

    def __init__(
        self,
        current: Current,
        searcher: Searcher,
        build: Callable[[Current], Searcher],
        commit: Commit,
    ) -> None:
        """Start with the current lessons; called by `ServerLibrary.teaching` only."""
        self._current = current
        self._build = build
        self._commit = commit
        self._changed = False
        self.lessons = current.lessons
        self.searcher = searcher

    async def set(self, lessons: Lessons) -> None:
        """Replace the lessons, and rebuild the searcher if it heeds what changed."""
        old, self.lessons = self.lessons, lessons
        if old.heeded != lessons.heeded:
            current = replace(self._current, lessons=lessons)
            self.searcher = await asyncio.to_thread(self._build, current)
            self._changed = True

    async def answer(self, question: str) -> Answer:
        """Answer a question as it will be answered; nothing is logged."""
        return await asyncio.to_thread(self.searcher.answer, question, limit=1)

    async def commit(self, *statements: Statement) -> None:
        """Store the lessons and whatever else was decided in one transaction, then publish them.

        Raises:
            NotWrittenError: If it cannot be written; then everything stays as it was.
        """
        current = replace(self._current, lessons=self.lessons)
        searcher = self.searcher if self._changed else None
        await self._commit(current, *statements, searcher=searcher)
