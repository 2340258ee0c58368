"""What a command or button works with: the log, the library and the asker of one server."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.libraries.active import SearcherRegistry
from bot.libraries.scopes import Scope, document_scopes, find_scope, own_id, path_of
from bot.libraries.server import ServerLibrary
from bot.libraries.state import HistoryEntry, version_before
from bot.services.gaps import Gap, gap_with, open_gaps
from bot.services.reports import PERIODS
from bot.storage.lessons import Guidance
from bot.storage.query_log import QueryLog
from bot.storage.reviews import audit
from bot.text import short_name
from bot.ui.buttons import demand_moderator
from index import Answer, Searcher
from sources import Library


@dataclass(frozen=True, slots=True)
class Shelf:
    """The library of the server that a moderator moderates.

    Attributes:
        by: The moderator's pseudonym.
        engine: What changes the library.
        library: What the server searches now.
    """

    by: str
    engine: ServerLibrary
    library: Library

    def own_scopes(self) -> list[Scope]:
        """The documents that moderators added, read or not, by title."""
        served = self.library.documents
        ids = [own_id(document.name) for document in self.engine.own]
        unread = [
            Scope(doc_id, path_of(doc_id).name, "not read", frozenset({doc_id}))
            for doc_id in ids
            if doc_id not in served
        ]
        return [*unread, *document_scopes({i: served[i] for i in ids if i in served})]

    def own_name(self, typed: str) -> str | None:
        """The name of the added document that was meant; None if it is a common one.

        Raises:
            UnknownSourceError: If there is none, or more than one may be meant.
        """
        own = self.own_scopes()
        ids = {scope.key for scope in own}
        common = {i: d for i, d in self.library.documents.items() if i not in ids}
        chosen = find_scope([*own, *document_scopes(common)], typed)
        return str(path_of(chosen.key)) if chosen.key in ids else None

    def version_before(self) -> HistoryEntry | None:
        """What one step back leads to, as `rollback` takes it."""
        return version_before(self.engine.history()[::-1])

    def version(self, typed: str) -> HistoryEntry | None:
        """The earlier version that was chosen."""
        return next((one for one in self.engine.history()[1:] if one.id == typed), None)


def library_of(interaction: discord.Interaction[Any]) -> Library:
    """What the server of an interaction searches now."""
    library: Library = interaction.client.answerer.searchers.of(interaction.guild_id).library
    return library


def engine_of(interaction: discord.Interaction[Any]) -> ServerLibrary:
    """What changes the library of the server of an interaction; for reading by anybody."""
    engine: ServerLibrary = interaction.client.libraries.of(interaction.guild_id)
    return engine


def shelf_of(interaction: discord.Interaction[Any]) -> Shelf:
    """The shelf of the moderator behind an interaction.

    Raises:
        NotModeratorError: If they moderate no server here.
    """
    guild_id = demand_moderator(interaction)
    bot = interaction.client
    return Shelf(
        by=bot.answerer.pseudonym(interaction.user.id, guild_id),
        engine=engine_of(interaction),
        library=library_of(interaction),
    )


def somebody(by: str | None) -> str:
    """A short name for whoever did something; too short to tell who they are."""
    return f"moderator {short_name(by)}" if by else "the bot"


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
    searchers: SearcherRegistry

    def searcher(self) -> Searcher:
        """What the server's questions are answered from at this moment."""
        return self.searchers.of(self.guild_id)

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
        searchers=bot.answerer.searchers,
    )
