"""Lists with a button at each row, which is what a thumb can use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord import ui

from .render import Attachment, Reply

ROWS_PER_PAGE = 6  # with their buttons about one and a half screens of a phone


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a list: Markdown, and the button beside it."""

    text: str
    button: ui.Button[Any]


def card(
    head: str,
    rows: Sequence[Row] = (),
    foot: str = "",
    buttons: Sequence[ui.Button[Any]] = (),
    accent: discord.Colour | None = None,
) -> Reply:
    """A message of a head, rows, a foot and up to five buttons, each that there is.

    Args:
        head: Markdown.
        rows: At most ten, for each takes three of the forty components of a message.
        foot: Markdown.
        buttons: In one line below.
        accent: The colour of the edge.
    """
    container = ui.Container[Any](accent_colour=accent)
    container.add_item(ui.TextDisplay(head))
    for row in rows:
        container.add_item(ui.Section(ui.TextDisplay(row.text), accessory=row.button))
    if foot:
        container.add_item(ui.TextDisplay(foot))
    if buttons:
        container.add_item(ui.ActionRow(*buttons))
    return as_reply(container)


def as_reply(container: ui.Container[Any], attachments: Sequence[Attachment] = ()) -> Reply:
    """A container as a message, whose buttons are known by their ids alone."""
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()  # of a view that is stopped, discord.py keeps nothing
    return Reply(view, tuple(attachments))


def ago(moment: datetime) -> str:
    """A moment as Discord shows it to each reader: "3 days ago"."""
    return discord.utils.format_dt(moment, "R")
