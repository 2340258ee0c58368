"""A question before its answer, and as the log keeps both."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.libraries.scopes import Scope
from bot.storage.entries import Entry, Surface
from bot.storage.masking import masked
from index import Answer
from sources import Library

from .receipts import kept_passages


@dataclass(frozen=True, slots=True)
class Asking:
    """Facts about a question that are known before its answer.

    Attributes:
        asker: A pseudonym.
        opted_out_as: Another one, by which whoever opted out is known.
        as_typed: Whether no word is read as another.
        source: What it is limited to, as it was chosen; None without limit.
        private: Whether nobody else sees the answer; a future while that is looked up.
        added: The words that the question took over from the one before it.
    """

    asked_at: datetime
    surface: Surface
    asker: str
    opted_out_as: str
    guild_id: int | None
    channel_id: int | None
    as_typed: bool
    source: str | None
    private: bool | asyncio.Future[bool]
    added: str

    async def is_private(self) -> bool:
        """Return whether nobody else sees the answer, once that is known."""
        return self.private if isinstance(self.private, bool) else await self.private

    def entry(  # noqa: PLR0913  # all that a row is made of
        self,
        answer_id: str,
        answer: Answer,
        latency_ms: float,
        library: Library,
        scope: Scope | None,
        *,
        private: bool,
    ) -> Entry:
        """Return what the log keeps of the question and its answer.

        Args:
            answer_id: New.
            answer: From this library.
            latency_ms: Of the search alone.
            library: Has the passages.
            scope: What was searched; None for everything.
            private: Whether nobody else sees the answer.
        """
        return Entry(
            answer_id=answer_id,
            asked_at=self.asked_at,
            guild_id=self.guild_id,
            channel_id=self.channel_id,
            surface=self.surface,
            asker=self.asker,
            opted_out_as=self.opted_out_as,
            question=masked(answer.question),
            added=masked(self.added) or None,
            as_typed=self.as_typed,
            scope=scope.key if scope else None,
            private=private,
            kind=answer.kind,
            status=answer.status,
            confidence=answer.confidence,
            library_version=answer.library_version,
            latency_ms=latency_ms,
            passages=kept_passages(answer, library),
        )
