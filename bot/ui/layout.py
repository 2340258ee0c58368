"""Messages in the making: parts below each other in a box, lists with buttons, and files."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord import ui

from .quotation import Quotation

MAX_TEXT = 4000
"""Discord's limit, in characters over all text displays of a message."""

MAX_COMPONENTS = 40
"""Discord's limit, nested ones included."""

MAX_FILES = 10
"""Discord's limit for a message."""

MAX_FILE_BYTES = 10_000_000
"""Discord's limit in servers that nobody pays for."""

ROWS_PER_PAGE = 4
"""With their buttons about a phone's screen."""

GOOD = discord.Colour(0x2D7D46)
DOUBTFUL = discord.Colour(0xB8860B)
NEUTRAL = discord.Colour(0x80848E)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a message."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send: a layout and its files."""

    view: ui.LayoutView
    attachments: tuple[Attachment, ...] = ()

    def files(self) -> list[discord.File]:
        """The attachments for one sending, which uses them up."""
        return [discord.File(io.BytesIO(a.content), a.name) for a in self.attachments]


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a list: Markdown, and its button."""

    text: str
    button: ui.Button[Any]


class MessageDraft:
    """A message in the making: components in one container, one below the other."""

    def __init__(self, accent: discord.Colour | None = None) -> None:
        """Begin empty, with a coloured edge or none."""
        self._container = ui.Container[Any](accent_colour=accent)
        self._attachments: list[Attachment] = []

    def text(self, markdown: str) -> None:
        """Add a paragraph."""
        self._container.add_item(ui.TextDisplay(markdown))

    def row(self, row: Row) -> None:
        """Add a row of a list."""
        self._container.add_item(ui.Section(ui.TextDisplay(row.text), accessory=row.button))

    def quotation(self, shown: Quotation, rank: int) -> None:
        """Add a passage of this rank, with the file that it needs, if any."""
        self.text(shown.block)
        self.text(shown.source)
        if shown.exact is not None:
            self.file(Attachment(f"passage-{rank}.txt", shown.exact))

    def file(self, attachment: Attachment) -> None:
        """Add a file to be saved."""
        self._attachments.append(attachment)
        self._container.add_item(ui.File(f"attachment://{attachment.name}"))

    def picture(self, attachment: Attachment, alt: str) -> None:
        """Add a picture, and what it shows in at most 1,024 characters."""
        self._attachments.append(attachment)
        shown = discord.MediaGalleryItem(f"attachment://{attachment.name}", description=alt)
        self._container.add_item(ui.MediaGallery(shown))

    def separator(self) -> None:
        """Add a line."""
        self._container.add_item(ui.Separator())

    def buttons(self, *buttons: ui.Button[Any]) -> None:
        """Add a row of up to five buttons, if there are any."""
        if buttons:
            self._container.add_item(ui.ActionRow(*buttons))

    def menu(self, menu: ui.Select[Any] | None) -> None:
        """Add a menu of up to 25 options, if there is one."""
        if menu is not None:
            self._container.add_item(ui.ActionRow(menu))

    def reply(self) -> Reply:
        """Make the message; nothing can be added any more."""
        view = ui.LayoutView(timeout=None)
        view.add_item(self._container)
        # A press is identified by the button's custom id alone, so that it outlives a restart; of a
        # view that is stopped, discord.py keeps nothing.
        view.stop()
        return Reply(view, tuple(self._attachments))


def with_controls(reply: Reply, *controls: ui.Item[Any]) -> Reply:
    """Return a message with up to five more buttons, or one menu, below it."""
    if controls:
        reply.view.add_item(ui.ActionRow(*controls))
    return reply


def notice(markdown: str, *buttons: ui.Button[Any], accent: discord.Colour | None = None) -> Reply:
    """A message in the bot's own words, with up to five buttons and a coloured edge."""
    return sheet([markdown], buttons, accent=accent)


def sheet(
    parts: Sequence[str],
    buttons: Sequence[ui.Button[Any]] = (),
    *,
    accent: discord.Colour | None = None,
) -> Reply:
    """A message in parts with a line between each two.

    Args:
        parts: Markdown, of at most `MAX_TEXT` characters in all; at most 15.
        buttons: At most five.
        accent: The colour of the edge.
    """
    message = MessageDraft(accent)
    for number, part in enumerate(parts):
        if number:
            message.separator()
        message.text(part)
    message.buttons(*buttons)
    return message.reply()


def card(
    head: str,
    rows: Sequence[Row] = (),
    foot: str = "",
    buttons: Sequence[ui.Button[Any]] = (),
) -> Reply:
    """A message of a head, rows, a foot and up to five buttons, each that there is.

    Args:
        head: Markdown.
        rows: At most ten, for each takes three of the forty components of a message.
        foot: Markdown.
        buttons: In one line below.
    """
    message = MessageDraft()
    message.text(head)
    for row in rows:
        message.row(row)
    if foot:
        message.text(foot)
    message.buttons(*buttons)
    return message.reply()


def ago(moment: datetime) -> str:
    """A moment as Discord shows it to each reader, in their language: "3 days ago"."""
    return discord.utils.format_dt(moment, "R")


def annotated(reply: Reply, markdown: str = "", *items: ui.Button[Any] | ui.Select[Any]) -> Reply:
    """Add a line above a message, and buttons or a menu below it.

    Args:
        reply: The message; don't send it itself any more.
        markdown: Left out where the message has no room for it.
        items: Up to five buttons, or one menu.
    """
    view = ui.LayoutView(timeout=None)
    if markdown and reply.view.content_length() + len(markdown) <= MAX_TEXT:
        view.add_item(ui.TextDisplay(markdown))
    for item in reply.view.children:
        view.add_item(item)
    if items:
        view.add_item(ui.ActionRow(*items))
    view.stop()
    return Reply(view, reply.attachments)
