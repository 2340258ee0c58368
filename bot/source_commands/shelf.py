"""What somebody has at hand in one server, never in another: its documents and what they may do."""

from dataclasses import dataclass
from typing import Any

import discord

from bot.libraries import ServerLibrary
from bot.libraries.history import version_before
from bot.libraries.state import HistoryEntry
from bot.messages.moderation import demand_moderator
from bot.scopes import Scope, document_scopes, find_scope, own_id, path_of
from bot.wording import short_name
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
    library: Library = interaction.client.answerer.views.of(interaction.guild_id).library
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
