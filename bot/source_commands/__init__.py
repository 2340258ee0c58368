"""The library in Discord: `/sources`, for readers and for moderators."""

from .buttons import BUTTONS
from .cog import Sources

__all__ = ["BUTTONS", "Sources"]
