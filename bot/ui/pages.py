"""Lists that turn: pages that fit into a message, and choices while somebody types."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui
from discord.app_commands import Choice

from bot.libraries.scopes import Scope, Scopes

from .quotation import clip


def paged(
    blocks: Iterable[str], most: int, most_blocks: int = 20, sizes: Sequence[int] | None = None
) -> list[list[str]]:
    """Put blocks of Markdown on pages, in order.

    Args:
        blocks: One that is larger than a page has a page of its own.
        most: Characters of a page, a line feed behind each block counted; or what `sizes` counts.
        most_blocks: Of a page.
        sizes: Of each block, such as its height in pixels; None for its characters.

    Returns:
        The blocks of each page; at least one page, which is empty if there is no block.
    """
    every = list(blocks)
    pages: list[list[str]] = [[]]
    filled = 0
    for block, size in zip(every, sizes or [len(one) + 1 for one in every], strict=True):
        filled += size
        if pages[-1] and (len(pages[-1]) == most_blocks or filled > most):
            pages.append([])
            filled = size
        pages[-1].append(block)
    return pages


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list.

    Attributes:
        blocks: Its Markdown, in order.
        number: From 1.
        total: Number of pages.
        first: How many blocks are on the pages before it.
        buttons: To the previous and next page, if there are any.
    """

    blocks: list[str]
    number: int
    total: int
    first: int
    buttons: list[ui.Button[Any]]

    @property
    def place(self) -> str:
        """The words "page 2 of 3"; "" if there is only one page."""
        return f"page {self.number} of {self.total}" if self.total > 1 else ""

    @property
    def foot(self) -> str:
        """The same as a line of small print."""
        return f"-# Page {self.number} of {self.total}" if self.total > 1 else ""


def page_of(  # noqa: PLR0913  # a list, the page wanted, and what a page takes
    blocks: Iterable[str],
    number: int,
    custom_id: str,
    most: int,
    most_blocks: int = 20,
    *,
    sizes: Sequence[int] | None = None,
) -> Page:
    """Return a page of a list, the nearest one if there is none of this number.

    Args:
        blocks: As for `paged`.
        number: From 1.
        custom_id: Of the buttons, with "{}" for the number of a page.
        most: As for `paged`.
        most_blocks: Most blocks of a page.
        sizes: As for `paged`.
    """
    pages = paged(blocks, most, most_blocks, sizes)
    number = min(max(number, 1), len(pages))
    ways = (("Previous page", number - 1), ("Next page", number + 1))
    buttons = [
        ui.Button[Any](label=label, custom_id=custom_id.format(to))
        for label, to in ways
        if 1 <= to <= len(pages)
    ]
    first = sum(map(len, pages[: number - 1]))
    return Page(pages[number - 1], number, len(pages), first, buttons)


CHOICE_CHARS = 100
"""Discord's limit for what is shown of a choice."""

_ABOUT_CHARS = 40


def choices(scopes: Scopes, typed: str) -> list[Choice[str]]:
    """Return the choices that match what was typed so far; slow for thousands of documents."""
    return [Choice(name=_named(scope), value=scope.choice) for scope in scopes.matching(typed)]


def _named(scope: Scope) -> str:
    """The name, cut where need be, and after it what tells it from others."""
    about = f" ({clip(scope.about, _ABOUT_CHARS)})" if scope.about else ""
    return clip(scope.name, CHOICE_CHARS - len(about)) + about
