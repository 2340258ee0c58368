"""What is offered while somebody types the name of a source."""

from collections.abc import Sequence

from discord.app_commands import Choice

from bot.scopes import Scope, matching

from .markdown import clip

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
