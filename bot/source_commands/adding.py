"""Files from a moderator's device to a rehearsal: by an option of the command, or by a form."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.libraries.own import Change
from bot.messages.forms import ModeratorForm
from bot.messages.layout import sheet
from bot.messages.replying import BotInteraction, in_time, respond
from bot.uploads import MOST_FILES, fetch_uploads, without_duplicates

from .rehearsal_card import refusals
from .reloading import rehearse
from .shelf import shelf_of

MOST_COLLECTION_CHARS = 100


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
        LibraryError: If the server may not have them.
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
