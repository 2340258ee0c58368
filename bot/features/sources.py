"""`/sources`: the documents, for everyone to see and for moderators to change."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import discord
from discord import app_commands, ui
from discord.app_commands import Choice
from discord.ext import commands

from bot.errors import (
    CommonDocumentError,
    NoVersionError,
    RehearsalGoneError,
    UploadsRunningError,
    sentence,
)
from bot.libraries.own_documents import Change
from bot.libraries.scopes import MOST_CHOICES, scopes_of
from bot.services.gaps import Closed
from bot.services.samples import sample_questions
from bot.services.uploads import MOST_BYTES, MOST_FILES, fetch_uploads
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import Reply, notice
from bot.ui.pages import choices
from bot.ui.permissions import Permissions, moderators_only
from bot.ui.replies import BotInteraction, answer_privately, in_time, respond
from sources import Limits

from .answer_changes import closed_lines, discarded_reply, switched_reply
from .context import Server, Servers
from .corrections import corrections_of
from .library_cards import LIST, PROBLEMS, document_page, list_page, problems_reply
from .message_sources import MessageSources, What, add_uploads
from .notifications import Notifications
from .reload_card import (
    REHEARSAL,
    rehearsal_reply,
)
from .setup_card import first_documents_reply
from .versions import (
    HISTORY,
    NO_HISTORY,
    NO_VERSION_BEFORE,
    ROLLBACK,
    confirm_reply,
    gone_back_reply,
    history_reply,
    rehearse,
    version_name,
)

MOST_TYPED = 300  # characters of a name
_Name = app_commands.Range[str, 1, MOST_TYPED]
MOST_COLLECTION_CHARS = 100
ADD_FORM = "sources:add"
_MOST_ADDING = 2 * MOST_BYTES  # a second moderator need not wait for the first


class Sources(commands.GroupCog, name="sources", description="The documents behind the answers"):
    """Shows the documents, and lets moderators change their server's own.

    Discord can't hide a subcommand, so each one for moderators checks who asks.
    """

    def __init__(
        self,
        servers: Servers,
        permissions: Permissions,
        limits: Limits,
        notifications: Notifications,
        messages: MessageSources,
    ) -> None:
        """Create the group.

        Args:
            servers: Gives each interaction its server.
            permissions: Decides who moderates.
            limits: What a file may cost to read.
            notifications: Are sent as soon as another version answers a question.
            messages: Adds messages.
        """
        self._messages = messages
        self.permissions = permissions
        self._servers = servers
        self._limits = limits
        self._notifications = notifications
        self._adding = 0  # bytes, in all servers

    @app_commands.command(name="list", description="List the documents that answers come from")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page of the list."""
        await answer_privately(interaction, list_page(self._servers.of(interaction), 1))

    @app_commands.command(description="Show what is known about one document")
    @app_commands.describe(document="Its title: choose one from the list")
    async def show(self, interaction: BotInteraction, document: _Name) -> None:
        """Show a document's facts."""
        await answer_privately(interaction, document_page(self._servers.of(interaction), document))

    @app_commands.command(description="Moderators: add documents to this server's library")
    @app_commands.describe(
        file="A document; leave it out to send up to ten at once",
        collection='A folder to put it in, such as "Week 3"',
    )
    @moderators_only()
    async def add(
        self,
        interaction: BotInteraction,
        file: discord.Attachment | None = None,
        collection: app_commands.Range[str, 0, MOST_COLLECTION_CHARS] = "",
    ) -> None:
        """Add a file, or ask for some."""
        if file is None:
            await interaction.response.send_modal(add_form(collection))
        else:
            await self._add(interaction, [file], collection)

    @route(ADD_FORM, moderators=True, shows=Shows.NOTHING)
    async def add_filled(self, press: Press) -> None:
        """Add the files of a submitted form."""
        await self._add(press.interaction, press.files, press.fields["collection"])

    async def _add(
        self,
        interaction: BotInteraction,
        attachments: Sequence[discord.Attachment],
        collection: str,
    ) -> None:
        server = self._servers.moderated(interaction)
        with self._room_for(attachments):
            await self._fetch_and_add(interaction, server, attachments, collection)

    @contextmanager
    def _room_for(self, attachments: Sequence[discord.Attachment]) -> Iterator[None]:
        """Bound what all servers hold in memory while documents are added."""
        size = min(sum(one.size for one in attachments), MOST_BYTES)
        if self._adding and self._adding + size > _MOST_ADDING:
            raise UploadsRunningError
        self._adding += size
        try:
            yield
        finally:
            self._adding -= size

    async def _fetch_and_add(
        self,
        interaction: BotInteraction,
        server: Server,
        attachments: Sequence[discord.Attachment],
        collection: str,
    ) -> None:
        fetching = fetch_uploads(attachments, collection, self._limits)
        fetched, refused = await in_time(interaction, fetching, private=True)
        await add_uploads(interaction, server, fetched, refused)

    @app_commands.command(description="Moderators: add the pinned or long messages of a channel")
    @app_commands.describe(
        channel="Everyone in this server can then find its messages",
        messages="Pinned ones, or those of 400 characters and more",
    )
    @moderators_only()
    async def channel(
        self, interaction: BotInteraction, channel: discord.TextChannel, messages: What = "pinned"
    ) -> None:
        """Add messages of a channel."""
        await self._messages.add_channel(interaction, channel, messages)

    @app_commands.command(description="Moderators: remove a document from this server's library")
    @app_commands.describe(document="One that was added in this server")
    @moderators_only()
    async def remove(self, interaction: BotInteraction, document: _Name) -> None:
        """Show what would change without a document."""
        server = self._servers.moderated(interaction)
        name = await server.own_name(document)
        if name is None:
            raise CommonDocumentError
        await rehearse(interaction, server, Change(remove=[name]))

    @app_commands.command(description="Moderators: preview a reload of the sources")
    @moderators_only()
    async def reload(self, interaction: BotInteraction) -> None:
        """Show what a reload would change."""
        await rehearse(interaction, self._servers.moderated(interaction))

    @app_commands.command(description="Moderators: go back to an earlier version")
    @app_commands.describe(version="Which one; leave it out for the previous version")
    @moderators_only()
    async def rollback(self, interaction: BotInteraction, version: _Name | None = None) -> None:
        """Ask whether to go back."""
        server = self._servers.moderated(interaction)
        target = server.version_before() if version is None else server.version(version)
        if target is not None:
            reply = confirm_reply(target)
        elif version is None:
            reply = notice(NO_VERSION_BEFORE if server.library.history() else NO_HISTORY)
        else:
            raise NoVersionError
        await respond(interaction, reply, private=True)

    @app_commands.command(description="Moderators: see who changed the library, when and how")
    @moderators_only()
    async def history(self, interaction: BotInteraction) -> None:
        """Show the first page of the history."""
        server = self._servers.moderated(interaction)
        await respond(interaction, history_reply(server.library.history(), 1), private=True)

    @route(LIST, shows=Shows.IN_PLACE)
    async def turn_list(self, press: Press) -> Reply:
        """Show another page of the list."""
        return await list_page(self._servers.of(press.interaction), int(press["page"]))

    @route(PROBLEMS, moderators=True, shows=Shows.IN_PLACE)
    async def turn_problems(self, press: Press) -> Reply:
        """Show a page of the problems with files."""
        server = self._servers.of(press.interaction)
        return problems_reply((await server.documents()).problems, int(press["page"]))

    @route(HISTORY, moderators=True, shows=Shows.IN_PLACE)
    async def turn_history(self, press: Press) -> Reply:
        """Show another page of the history."""
        server = self._servers.of(press.interaction)
        return history_reply(server.library.history(), int(press["page"]))

    @route(ROLLBACK, moderators=True, shows=Shows.IN_PLACE)
    async def go_back(self, press: Press) -> Reply:
        """Go back to an earlier version."""
        server = self._servers.of(press.interaction)
        known = {one.id: one for one in server.library.history()}  # rolling back drops the oldest
        await server.library.rollback(press["id"], by=server.by)
        closed = await self._notifications.close_answered(server.guild_id)
        return gone_back_reply(known[press["id"]], closed)

    @route(REHEARSAL, moderators=True, shows=Shows.IN_PLACE)
    async def decide(self, press: Press) -> Reply:
        """Switch to a rehearsed version, discard it, or show another page of its card."""
        server = self._servers.of(press.interaction)
        library, by = server.library, server.by
        try:
            if press["act"] == "switch":
                is_first = not library.own
                await library.switch(press["id"], by=by)
                closed = await self._notifications.close_answered(server.guild_id)
                if is_first and library.own:
                    return await _first_reply(server, closed)
                return switched_reply(closed)
            if press["act"] == "discard":
                await library.discard(press["id"], by=by)
                return discarded_reply()
            rehearsal, corrections = library.rehearsal(press["id"]), corrections_of(server)
            return rehearsal_reply(rehearsal, int(press["act"]), corrections=corrections)
        except RehearsalGoneError as error:
            return notice(sentence(error))  # replaces the card, whose buttons no longer work

    @show.autocomplete("document")
    async def _titles(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        library = await self._servers.of(interaction).documents()
        return await asyncio.to_thread(lambda: choices(scopes_of(library).documents, typed))

    @remove.autocomplete("document")
    async def _own_titles(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        server = self._servers.of(interaction)
        if not server.moderates:
            return []
        scopes = await server.own_scopes()
        return await asyncio.to_thread(choices, scopes, typed)

    @add.autocomplete("collection")
    async def _collections(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        server = self._servers.of(interaction)
        if not server.moderates:
            return []
        scopes = await asyncio.to_thread(scopes_of, await server.documents())
        names = [scope.name for scope in scopes.every if scope.is_collection]
        return _near([(name, name) for name in names if len(name) <= MOST_COLLECTION_CHARS], typed)

    @rollback.autocomplete("version")
    async def _versions(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        server = self._servers.of(interaction)
        earlier = server.library.history()[1:] if server.moderates else []
        return _near([(version_name(one), one.id) for one in earlier], typed)


async def _first_reply(server: Server, closed: Closed) -> Reply:
    """Say what was read, what it answers, and what to tell the class."""
    samples = await asyncio.to_thread(sample_questions, await server.searcher())
    return first_documents_reply(await server.documents(), samples, closed_lines(closed))


def _near(named: list[tuple[str, str]], typed: str) -> list[Choice[str]]:
    """The choices that have what was typed in their names."""
    near = [pair for pair in named if typed.casefold() in pair[0].casefold()]
    return [Choice(name=name, value=key) for name, key in near[:MOST_CHOICES]]


def add_form(collection: str) -> ui.Modal:
    """Ask for up to ten files, and the collection to put them in."""
    files = ui.Label[Any](
        text=f"Up to {MOST_FILES} files",
        description="PDF, Word, web pages, e-books, slides, Markdown or text.",
        component=ui.FileUpload(min_values=1, max_values=MOST_FILES),
    )
    folder = Field(
        "collection",
        "Collection",
        MOST_COLLECTION_CHARS,
        hint='A folder of your choice, such as "Week 3".',
        default=collection,
        required=False,
    )
    return form("Add sources", ADD_FORM, folder, files=files)
