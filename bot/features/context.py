"""One server as the sender of a command or press may use it, and never another."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.errors import NotMemberError, PlaceGoneError
from bot.libraries.registry import Libraries
from bot.libraries.scopes import Scope, Scopes, document_scopes, own_id, path_of
from bot.libraries.searchers import SearcherRegistry
from bot.libraries.server import ServerLibrary
from bot.libraries.state import version_before
from bot.services.answering import Answerer
from bot.services.gaps import Gap, gap_with, open_gaps
from bot.services.places import QuotedPlace
from bot.services.reports import PERIODS
from bot.storage.query_log import QueryLog
from bot.storage.reviews import audit
from bot.storage.server_state import HistoryEntry
from bot.text import short_name
from bot.ui.permissions import Permissions
from bot.ui.replies import BotInteraction
from index import Answer, Searcher
from sources import Library


@dataclass(frozen=True, slots=True)
class Server:
    """One server, for one member.

    Attributes:
        by: The member's pseudonym.
        moderates: Whether they moderate the server.
        library: Its documents, versions and lessons.
    """

    guild_id: int
    by: str
    moderates: bool
    log: QueryLog
    library: ServerLibrary
    searchers: SearcherRegistry

    async def searcher(self) -> Searcher:
        """Return the server's active searcher."""
        return await self.searchers.of(self.guild_id)

    async def documents(self) -> Library:
        """Return the documents that the server searches now."""
        return (await self.searcher()).library

    async def own_scopes(self) -> Scopes:
        """Return the documents that moderators added, read or not, by title."""
        library = await self.documents()
        return await asyncio.to_thread(lambda: Scopes(self._own(library)))

    async def own_name(self, typed: str) -> str | None:
        """Return the name of the added document that was meant; None if it is a common one.

        Raises:
            UnknownSourceError: If there is none, or more than one may be meant.
        """
        return await asyncio.to_thread(self._own_name, await self.documents(), typed)

    def _own(self, library: Library) -> list[Scope]:
        served = library.documents
        ids = [own_id(document.name) for document in self.library.active.documents]
        unread = [
            Scope(doc_id, path_of(doc_id).name, "not read", frozenset({doc_id}))
            for doc_id in ids
            if doc_id not in served
        ]
        return [*unread, *document_scopes({i: served[i] for i in ids if i in served})]

    def _own_name(self, library: Library, typed: str) -> str | None:
        own = self._own(library)
        ids = {scope.key for scope in own}
        common = {i: d for i, d in library.documents.items() if i not in ids}
        chosen = Scopes([*own, *document_scopes(common)]).find(typed)
        return str(path_of(chosen.key)) if chosen.key in ids else None

    def version_before(self) -> HistoryEntry | None:
        """Return the version that a rollback by one step leads to."""
        return version_before(self.library.history()[::-1])

    def version(self, typed: str) -> HistoryEntry | None:
        """The earlier version that was chosen."""
        return next((one for one in self.library.history()[1:] if one.id == typed), None)

    async def gaps(self, period: str = "all") -> list[Gap]:
        """The open gaps of a period.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        since = PERIODS[period].since()
        lessons = self.library.lessons
        return await open_gaps(self.log, self.guild_id, await self.searcher(), lessons, since)

    async def gap(self, answer_id: str) -> Gap:
        """The open gap that an answer of this server belongs to.

        Raises:
            DecidedGapError: If there is none.
            LogUnusableError: If the log cannot be read now.
        """
        return gap_with(await self.gaps(), answer_id)

    async def answer(self, question: str) -> Answer:
        """Answer a question now, without logging it."""
        return await asyncio.to_thread((await self.searcher()).answer, question, limit=1)

    async def audit(self, action: str, details: Mapping[str, object]) -> None:
        """Write down what was done beyond teaching."""
        await audit(self.log, self.guild_id, self.by, action, details)


class Servers:
    """Gives each interaction its server."""

    def __init__(self, answerer: Answerer, libraries: Libraries, permissions: Permissions) -> None:
        self._answerer = answerer
        self._libraries = libraries
        self._permissions = permissions

    def of(self, interaction: BotInteraction) -> Server:
        """Return the server of an interaction, for any member."""
        assert interaction.guild_id is not None  # noqa: S101  # all commands are for servers only
        moderates = self._permissions.is_moderator(interaction)
        return self._server(interaction.guild_id, interaction.user.id, moderates=moderates)

    async def with_place(self, interaction: BotInteraction, place: QuotedPlace) -> Server:
        """Return the server of an interaction; in direct messages, the one that has a place.

        Raises:
            NotMemberError: If the sender has left it.
            PlaceGoneError: If the bot has, or the place names none.
        """
        if interaction.guild_id is not None:
            return self.of(interaction)
        guild = interaction.client.get_guild(place.guild_id) if place.guild_id else None
        if guild is None:
            raise PlaceGoneError
        try:
            await guild.fetch_member(interaction.user.id)
        except discord.NotFound:
            raise NotMemberError from None
        return self._server(guild.id, interaction.user.id, moderates=False)

    def _server(self, guild_id: int, user_id: int, *, moderates: bool) -> Server:
        return Server(
            guild_id=guild_id,
            by=self._answerer.pseudonym(user_id, guild_id),
            moderates=moderates,
            log=self._answerer.query_log,
            library=self._libraries.of(guild_id),
            searchers=self._answerer.searchers,
        )

    def moderated(self, interaction: BotInteraction) -> Server:
        """Return the server of an interaction, for a moderator.

        Raises:
            NotModeratorError: If the sender doesn't moderate it.
        """
        self._permissions.demand_moderator(interaction)
        return self.of(interaction)


def somebody(by: str | None) -> str:
    """Return a short name for a moderator, too short to identify them elsewhere."""
    return f"moderator {short_name(by)}" if by else "the bot"
