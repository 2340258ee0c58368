"""What a moderator has at hand: the log, the library and the name of one server, never another."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.guidance import Guidance
from bot.libraries import ServerLibrary
from bot.libraries.audit import audit
from bot.log.query_log import QueryLog
from bot.messages.moderation import demand_moderator
from bot.review.gap_log import open_gaps
from bot.review.gaps import Gap, gap_with
from bot.review.periods import PERIODS
from bot.views import Views
from index import Answer, Searcher


@dataclass(frozen=True, slots=True)
class Desk:
    """One moderator at work in one server.

    Attributes:
        by: The moderator's pseudonym.
    """

    guild_id: int
    by: str
    log: QueryLog
    library: ServerLibrary
    views: Views

    def searcher(self) -> Searcher:
        """What the server's questions are answered from at this moment."""
        return self.views.of(self.guild_id)

    async def gaps(self, period: str = "all") -> list[Gap]:
        """The open gaps of a period.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        since = PERIODS[period].since()
        guidance = self.library.guidance
        return await open_gaps(self.log, self.guild_id, self.searcher(), guidance, since)

    async def gap(self, answer_id: str) -> Gap:
        """The open gap that an answer of this server belongs to.

        Raises:
            DecidedGapError: If there is none.
            LogUnusableError: If the log cannot be read now.
        """
        return gap_with(await self.gaps(), answer_id)

    async def answer(self, question: str) -> Answer:
        """What is said to a question now; nothing is logged."""
        return await asyncio.to_thread(self.searcher().answer, question, limit=1)

    async def teach(
        self, make: Callable[[Guidance], Guidance], action: str, details: Mapping[str, object]
    ) -> None:
        """Change what the server is taught, and write that down."""
        await self.library.teach(make, by=self.by, action=action, details=details)

    async def audit(self, action: str, details: Mapping[str, object]) -> None:
        """Write down what was done beyond teaching."""
        await audit(self.log, self.guild_id, self.by, action, details)


def desk_of(interaction: discord.Interaction[Any]) -> Desk:
    """The desk of whoever is behind an interaction.

    Raises:
        NotModeratorError: If they moderate no server here.
    """
    guild_id = demand_moderator(interaction)
    bot = interaction.client
    return Desk(
        guild_id=guild_id,
        by=bot.answerer.pseudonym(interaction.user.id, guild_id),
        log=bot.answerer.query_log,
        library=bot.libraries.of(guild_id),
        views=bot.answerer.views,
    )
