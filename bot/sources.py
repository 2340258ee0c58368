"""`/sources list`: the documents that answers come from."""

import asyncio
import re
from collections import Counter
from typing import Any

from discord import app_commands, ui
from discord.ext import commands

from sources import Library

from .answering import Answerer
from .buttons import LastingButton
from .markdown import clip, escape
from .render import Reply, notice
from .replying import BotInteraction, in_time, respond

PAGE_CHARS = 3500  # leaves room for the first and last line within Discord's 4,000
PAGE_DOCUMENTS = 10  # more is a wall of text on a phone

_PAGE_BUTTON = re.compile(r"sources:(?P<page>[0-9]{1,6})")
_TITLE_CHARS = 150
_AUTHORS_CHARS = 100


class Sources(commands.GroupCog, name="sources", description="What the answers are taken from"):
    """Shows the library."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    @app_commands.command(name="list", description="The documents that answers are taken from")
    async def list_(self, interaction: BotInteraction) -> None:
        """Show the first page of the list."""
        listing = sources_reply(self._answerer.views.of(interaction.guild_id).library, 1)
        reply = await in_time(interaction, listing, private=True)
        await respond(interaction, reply, private=True)


class SourcesPage(LastingButton, template=_PAGE_BUTTON):
    """The buttons that turn the pages of the list."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn to the page."""
        library = interaction.client.answerer.views.of(interaction.guild_id).library
        reply = await sources_reply(library, int(self.match["page"]))
        await interaction.response.edit_message(view=reply.view)


async def sources_reply(library: Library, page: int) -> Reply:
    """A page (from 1) of the list; the last one if the library has shrunk since."""
    pages = await asyncio.to_thread(list_pages, library)
    page = min(max(page, 1), len(pages))
    documents, passages = len(library.documents), len(library.passages)
    head = f"### {_count(documents, 'document')}, {_count(passages, 'passage')}"
    foot = f"-# Version {library.version}"
    if len(pages) > 1:
        foot += f" · page {page} of {len(pages)}"
    if library.problems:
        foot += f" · {_count(len(library.problems), 'problem')}, which moderators can look into"
    buttons = [_button("Previous page", page - 1), _button("Next page", page + 1)]
    turn = [b for b, there in zip(buttons, (page > 1, page < len(pages)), strict=True) if there]
    return notice(f"{head}\n{pages[page - 1]}\n{foot}", *turn)


def list_pages(library: Library) -> list[str]:
    """The documents in order, a page as Markdown of at most `PAGE_CHARS` characters each."""
    passages = Counter(passage.doc_id for passage in library.passages)
    pages: list[str] = []
    lines: list[str] = []
    length = 0
    for document in library.documents.values():
        title = escape(clip(document.title, _TITLE_CHARS))
        authors = escape(clip(", ".join(document.authors), _AUTHORS_CHARS))
        count = _count(passages[document.doc_id], "passage")
        line = f"**{title}**\n-# {f'{authors} · ' if authors else ''}{count}"
        if lines and (len(lines) == PAGE_DOCUMENTS or length + len(line) + 1 > PAGE_CHARS):
            pages.append("\n".join(lines))
            lines, length = [], 0
        lines.append(line)
        length += len(line) + 1
    return [*pages, "\n".join(lines)]


def _button(label: str, page: int) -> ui.Button[Any]:
    return ui.Button(label=label, custom_id=f"sources:{page}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
