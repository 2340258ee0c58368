"""Long lists on pages that fit into a message."""

from collections.abc import Iterable, Sequence

from discord.app_commands import Choice

from bot.libraries.scopes import Scope, matching

from .quotation import clip


def paged(blocks: Iterable[str], most_chars: int, most_blocks: int = 20) -> list[list[str]]:
    """Put blocks of Markdown on pages, in order.

    Args:
        blocks: Each is shorter than `most_chars`.
        most_chars: Of a page, a line feed behind each block counted.
        most_blocks: Of a page.

    Returns:
        The blocks of each page; at least one page, which is empty if there is no block.
    """
    pages: list[list[str]] = [[]]
    length = 0
    for block in blocks:
        length += len(block) + 1
        if pages[-1] and (len(pages[-1]) == most_blocks or length > most_chars):
            pages.append([])
            length = len(block) + 1
        pages[-1].append(block)
    return pages


CHOICE_CHARS = 100
"""Discord's limit for what is shown of a choice."""

_ABOUT_CHARS = 40


def choices(scopes: Sequence[Scope], typed: str) -> list[Choice[str]]:
    """What somebody may mean who typed so far; takes a while among thousands."""
    return [Choice(name=_named(scope), value=scope.choice) for scope in matching(scopes, typed)]


def _named(scope: Scope) -> str:
    """The name, cut where need be, and after it what tells it from others."""
    about = f" ({clip(scope.about, _ABOUT_CHARS)})" if scope.about else ""
    return clip(scope.name, CHOICE_CHARS - len(about)) + about
