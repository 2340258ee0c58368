"""`/sources`: what is searched, for everybody; and what moderators do about it."""

import asyncio
from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands, ui
from discord.app_commands import Choice
from discord.ext import commands

from bot.errors import CommonDocumentError, NoVersionError
from bot.libraries.own_documents import Change
from bot.libraries.scopes import MOST_CHOICES, collection_scopes, document_scopes
from bot.services.uploads import MOST_FILES, fetch_uploads, without_duplicates
from bot.ui.buttons import ModeratorForm, is_moderator, moderators_only
from bot.ui.layout import notice, sheet
from bot.ui.pages import choices
from bot.ui.replies import BotInteraction, in_time, respond

from .context import library_of, shelf_of
from .library_cards import document_page, list_page
from .reload_card import refusals
from .versions import (
    NO_HISTORY,
    NO_VERSION_BEFORE,
    confirm_reply,
    history_reply,
    rehearse,
    version_name,
)

MOST_TYPED = 300  # characters of a name

_Name = app_commands.Range[str, 1, MOST_TYPED]

MOST_COLLECTION_CHARS = 100


class Sources(commands.GroupCog, name="sources", description="What the answers are taken from"):
    """Shows the library, and lets moderators change their server's own part of it.

    Discord hides no subcommand from anybody, so each that is for moderators looks who asks.
    """

    @app_commands.command(name="list", description="The documents that answers are taken from")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page of the list."""
        reply = await in_time(interaction, list_page(interaction, 1), private=True)
        await respond(interaction, reply, private=True)

    @app_commands.command(description="What is known about one document")
    @app_commands.describe(document="Its title: choose one of those that are offered")
    async def show(self, interaction: BotInteraction, document: _Name) -> None:
        """Show a document's facts."""
        reply = await in_time(interaction, document_page(interaction, document), private=True)
        await respond(interaction, reply, private=True)

    @app_commands.command(description="For moderators: add documents to this server's library")
    @app_commands.describe(
        file="A document; leave it out to send up to ten at once",
        collection='A folder that it is to be in, such as "Week 3"',
    )
    @moderators_only()
    async def add(
        self,
        interaction: BotInteraction,
        file: discord.Attachment | None = None,
        collection: app_commands.Range[str, 0, MOST_COLLECTION_CHARS] = "",
    ) -> None:
        """Take in a file, or ask for some."""
        if file is None:
            await interaction.response.send_modal(AddForm(collection))
        else:
            await add_files(interaction, [file], collection)

    @app_commands.command(description="For moderators: take a document out of the library")
    @app_commands.describe(document="One that was added in this server")
    @moderators_only()
    async def remove(self, interaction: BotInteraction, document: _Name) -> None:
        """Show what the library would be without a document."""
        shelf = shelf_of(interaction)
        name = shelf.own_name(document)
        if name is None:
            raise CommonDocumentError
        await rehearse(interaction, shelf, Change(remove=[name]))

    @app_commands.command(description="For moderators: read the sources anew, and see what changes")
    @moderators_only()
    async def reload(self, interaction: BotInteraction) -> None:
        """Show what a reload would change."""
        await rehearse(interaction, shelf_of(interaction))

    @app_commands.command(description="For moderators: go back to an earlier version")
    @app_commands.describe(version="Which one; without it, the one before")
    @moderators_only()
    async def rollback(self, interaction: BotInteraction, version: _Name | None = None) -> None:
        """Ask whether to go back."""
        shelf = shelf_of(interaction)
        target = shelf.version_before() if version is None else shelf.version(version)
        if target is not None:
            reply = confirm_reply(target)
        elif version is None:
            reply = notice(NO_VERSION_BEFORE if shelf.engine.history() else NO_HISTORY)
        else:
            raise NoVersionError
        await respond(interaction, reply, private=True)

    @app_commands.command(description="For moderators: who changed the library, when, and how")
    @moderators_only()
    async def history(self, interaction: BotInteraction) -> None:
        """Show the first page of the history."""
        shelf = shelf_of(interaction)
        await respond(interaction, history_reply(shelf.engine.history(), 1), private=True)

    @show.autocomplete("document")
    async def _titles(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        scopes = document_scopes(library_of(interaction).documents)
        return await asyncio.to_thread(choices, scopes, typed)

    @remove.autocomplete("document")
    async def _own_titles(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        if not is_moderator(interaction):
            return []
        return choices(shelf_of(interaction).own_scopes(), typed)

    @add.autocomplete("collection")
    async def _collections(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        if not is_moderator(interaction):
            return []
        names = [scope.name for scope in collection_scopes(library_of(interaction).documents)]
        return _near([(name, name) for name in names if len(name) <= MOST_COLLECTION_CHARS], typed)

    @rollback.autocomplete("version")
    async def _versions(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        if not is_moderator(interaction):
            return []
        earlier = shelf_of(interaction).engine.history()[1:]
        return _near([(version_name(one), one.id) for one in earlier], typed)


def _near(named: list[tuple[str, str]], typed: str) -> list[Choice[str]]:
    """The choices that have what was typed in their names."""
    near = [pair for pair in named if typed.casefold() in pair[0].casefold()]
    return [Choice(name=name, value=key) for name, key in near[:MOST_CHOICES]]


class AddForm(ModeratorForm):
    """Takes up to ten files at once, and the collection that they are to be in."""

    def __init__(self, collection: str) -> None:
        super().__init__("Add sources")
        self._files: ui.FileUpload[Any] = ui.FileUpload(min_values=1, max_values=MOST_FILES)
        self._collection: ui.TextInput[Any] = ui.TextInput(
            required=False, max_length=MOST_COLLECTION_CHARS, default=collection
        )
        self.add_item(
            ui.Label(
                text=f"Up to {MOST_FILES} files",
                description="PDF, Word, web pages, e-books, slides, Markdown or text.",
                component=self._files,
            )
        )
        self.ask("Collection", self._collection, 'A folder of your choice, such as "Week 3".')

    async def filled(self, interaction: BotInteraction) -> None:
        """Take the files in."""
        await add_files(interaction, self._files.values, self._collection.value)


async def add_files(
    interaction: BotInteraction, attachments: Sequence[discord.Attachment], collection: str
) -> None:
    """Check files, and show what the library would be with those that may come in.

    Raises:
        NotModeratorError: If who sends them moderates no server here.
        RefusedError: If the server may not have them.
    """
    shelf = shelf_of(interaction)
    fetching = fetch_uploads(attachments, collection, interaction.client.libraries.limits)
    fetched, refused = await in_time(interaction, fetching, private=True)
    new, known = without_duplicates(fetched, shelf.library.documents)
    if new:
        change = Change(add={upload.path: upload.raw for upload in new})
        await rehearse(interaction, shelf, change, [*refused, *known])
    else:
        await respond(interaction, sheet(refusals([*refused, *known])), private=True)
