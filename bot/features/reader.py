"""*Read in context*: the source around a quotation, page by page, for its reader only."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import discord
from discord import app_commands, ui
from discord.app_commands import Choice
from discord.ext import commands

from bot.errors import PlaceGoneError, UnknownPlaceError, UnknownSourceError
from bot.libraries.scopes import MOST_CHOICES, scopes_of
from bot.services.answering import Answerer
from bot.services.openings import Openings
from bot.services.pages import Leaf, Reader
from bot.services.places import (
    PLACE,
    Opened,
    QuotedPlace,
    find_place,
    named_places,
    open_place,
    place_in,
    place_of_answer,
)
from bot.storage.entries import Entry
from bot.ui.buttons import Press, Shows, route
from bot.ui.layout import MessageDraft, Reply
from bot.ui.pages import CHOICE_CHARS, choices
from bot.ui.permissions import Permissions
from bot.ui.quotation import clip, escape, excerpt
from bot.ui.replies import BotInteraction, answer_privately
from sources import Document, Library, Passage, find_pages, page_name

from .answer_buttons import QUOTED
from .context import Servers

CONTEXT = rf"context:(?P<answer_id>[a-z0-9]{{1,64}}):{QUOTED}"
"""The custom id of a button that opens the source at an answer's passage of this rank."""

OPEN = rf"open:{PLACE}"
"""The custom id of a button that opens the source at a place."""

TURN = rf"turn:{PLACE}:(?P<page>\d{{1,5}})(?:s\d{{1,2}})?"
"""The custom id of a button that turns to a page, and of a menu's option that jumps to it."""

MAX_SOURCE_CHARS = 300

_TITLE_CHARS = 100
_HEADING_CHARS = 100
_ROOM = 3000  # of Discord's 4,000 characters, for the text
_CHANGED = "-# This is the version that was quoted. The source has changed since."
_QUOTED = "-# The quoted words are in bold."


class ReadInContext(commands.Cog):
    """Opens sources at what was quoted."""

    def __init__(
        self, answerer: Answerer, servers: Servers, permissions: Permissions, openings: Openings
    ) -> None:
        self._answerer = answerer
        self._openings = openings
        self._servers = servers
        self._permissions = permissions

    @app_commands.command(description="Open a source and read it, page by page; only you see it")
    @app_commands.describe(
        source="Choose a document from the list",
        place="A page or section; leave it out to begin at the beginning",
    )
    async def read(
        self,
        interaction: BotInteraction,
        source: app_commands.Range[str, 1, MAX_SOURCE_CHARS],
        place: app_commands.Range[str, 1, MAX_SOURCE_CHARS] | None = None,
    ) -> None:
        """Open a source at its beginning, or at a page or section."""
        await answer_privately(interaction, self._begin(interaction, source, place))

    async def _begin(self, interaction: BotInteraction, source: str, place: str | None) -> Reply:
        library = await self._servers.of(interaction).documents()
        document = await asyncio.to_thread(_document, library, source)
        start = find_place(document, place) if place else 0
        if start is None:
            raise UnknownPlaceError(place or "")
        opened = Opened(library, document, start, start, is_active=True)
        return await asyncio.to_thread(page_reply, opened, place_in(document, start, start), None)

    @read.autocomplete("source")
    async def _sources(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        library = await self._servers.of(interaction).documents()
        return await asyncio.to_thread(lambda: choices(scopes_of(library).documents, typed))

    @read.autocomplete("place")
    async def _places(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        library = await self._servers.of(interaction).documents()
        source = str(getattr(interaction.namespace, "source", None) or "")
        return await asyncio.to_thread(_places_to_choose, library, source, typed)

    @route(CONTEXT)
    async def from_answer(self, press: Press) -> Reply:
        """Open the source at a passage of an answer that the reader may see."""
        viewer = self._permissions.viewer(press.interaction)
        entry = await self._answerer.find(press["answer_id"], viewer)
        if entry is None:
            raise PlaceGoneError
        self._openings.note(entry.answer_id)
        return await self._open(press, answered_place(press, entry))

    @route(OPEN)
    async def from_place(self, press: Press) -> Reply:
        """Open the source at a place."""
        return await self._open(press, pressed_place(press))

    @route(TURN, shows=Shows.IN_PLACE)
    async def turn(self, press: Press) -> Reply:
        """Turn to another page."""
        return await self._open(press, pressed_place(press), int(press["page"]))

    async def _open(self, press: Press, place: QuotedPlace, page: int | None = None) -> Reply:
        server = await self._servers.with_place(press.interaction, place)
        opened = await open_place(server.library, place)
        return await asyncio.to_thread(page_reply, opened, place, page)


def _document(library: Library, typed: str) -> Document:
    """Return the document that was chosen.

    Raises:
        UnknownSourceError: If there is none, or more than one may be meant.
    """
    return library.documents[scopes_of(library).documents.find(typed).key]


def _places_to_choose(library: Library, source: str, typed: str) -> list[Choice[str]]:
    """Return the sections and pages of a source that match; none without one source."""
    try:
        named = named_places(_document(library, source))
    except UnknownSourceError:
        return []
    words = " ".join(typed.split()).casefold()
    fitting = (name for name in named if words in name.casefold())
    return [
        Choice(name=clip(n, CHOICE_CHARS), value=clip(n, CHOICE_CHARS))
        for n in islice(fitting, MOST_CHOICES)
    ]


def pressed_place(press: Press) -> QuotedPlace:
    """Return the place that a custom id names."""
    start, end = int(press["start"]), int(press["end"])
    guild_id = int(press["guild"]) if press["guild"] else None
    return QuotedPlace(press["document"], press["file"], start, end, guild_id)


def answered_place(press: Press, entry: Entry) -> QuotedPlace:
    """Return the place of an answer's passage of the pressed rank.

    Raises:
        PlaceGoneError: If the answer has no such passage.
    """
    shown = (int(press["start"]), int(press["end"])) if press["end"] else None
    place = place_of_answer(entry, int(press["rank"]), shown)
    is_direct = press.interaction.guild_id is None
    return replace(place, guild_id=entry.guild_id) if is_direct else place


def page_reply(opened: Opened, place: QuotedPlace, page: int | None) -> Reply:
    """Show a page of a source; None for the page with the place."""
    reader = Reader(opened.library, opened.document)
    home = reader.page_of(place.start)
    leaf = reader.page(home if page is None else page)
    draft = MessageDraft()
    draft.text("\n".join(_head(opened, leaf)))
    draft.text(_text(leaf, place))
    notes = [_QUOTED] if leaf.number == home and place.start < place.end else []
    notes += [] if opened.is_active else [_CHANGED]
    if notes:
        draft.text("\n".join(notes))
    draft.buttons(*_buttons(place, leaf, home))
    draft.menu(_sections(reader, place, leaf))
    return draft.reply()


def _head(opened: Opened, leaf: Leaf) -> Iterator[str]:
    document = opened.document
    yield f"### {escape(clip(document.title, _TITLE_CHARS))}"
    start, end = leaf.passages[0].locator.start, leaf.passages[-1].locator.end
    on = find_pages(document.pages, start, end)
    pages = [page_name(on[0])] if on else []
    if on and on[1].label != on[0].label:
        pages.append(page_name(on[1]))
    screen = f"screen {leaf.number} of {leaf.total}"
    yield f"-# {' · '.join(filter(None, (escape(' to '.join(pages)), screen)))}"


def _text(leaf: Leaf, place: QuotedPlace) -> str:
    lines: list[str] = []
    above: str | None = None
    room = _ROOM
    for passage in leaf.passages:
        section = passage.locator.section
        if section and section != above:
            lines.append(f"**{escape(clip(section, _HEADING_CHARS))}**")
        above = section
        block = excerpt(passage, *_inside(passage, place), room)
        lines.append(block)
        room = max(room - len(block), 0)
    return "\n".join(lines)


def _inside(passage: Passage, place: QuotedPlace) -> tuple[int, int]:
    """Return the part of a passage that is quoted; an empty one if none is."""
    start = max(place.start - passage.locator.start, 0)
    end = min(place.end - passage.locator.start, len(passage.text))
    return (start, end) if start < end else (0, 0)


def _buttons(place: QuotedPlace, leaf: Leaf, home: int) -> Iterator[ui.Button[Any]]:
    for label, number in (("Previous", leaf.number - 1), ("Next", leaf.number + 1)):
        if 1 <= number <= leaf.total:
            yield ui.Button(label=label, custom_id=f"turn:{place.key}:{number}")
    if leaf.number not in {home, home - 1, home + 1}:
        label = "Back to the quotation" if place.start < place.end else "Back to where I began"
        yield ui.Button(label=label, custom_id=f"turn:{place.key}:{home}")


def _sections(reader: Reader, place: QuotedPlace, leaf: Leaf) -> ui.Select[Any] | None:
    sections = reader.sections(leaf.number)
    if len(sections) < 2:  # noqa: PLR2004  # a menu of one says nothing
        return None
    options = [
        discord.SelectOption(
            # Two sections may share a page, and a menu's values have to differ.
            label=clip(heading.text, _HEADING_CHARS),
            value=f"turn:{place.key}:{number}s{row}",
        )
        for row, (heading, number) in enumerate(sections)
    ]
    return ui.Select(
        custom_id=f"sections:{place.key}", placeholder="Jump to a section", options=options
    )
