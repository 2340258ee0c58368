"""The forum channels in which the bot answers each new post."""

from collections.abc import Sequence

from .database import Rows
from .entries import Statement

_CHOSEN = "SELECT 1 FROM forum WHERE guild_id = ? AND channel_id = ?"
_ALL = "SELECT channel_id FROM forum WHERE guild_id = ? ORDER BY channel_id"
_CHOOSE = "INSERT OR IGNORE INTO forum (guild_id, channel_id) VALUES (?, ?)"
_LEAVE = "DELETE FROM forum WHERE guild_id = ? AND channel_id = ?"


async def is_chosen(rows: Rows, guild_id: int, channel_id: int) -> bool:
    """Return whether new posts of a forum channel are answered.

    Raises:
        LogUnusableError: If the database cannot be read now.
    """
    return bool(await rows(_CHOSEN, (guild_id, channel_id)))


async def chosen_forums(rows: Rows, guild_id: int) -> Sequence[int]:
    """Return the ids of a server's forum channels whose new posts are answered.

    Raises:
        LogUnusableError: If the database cannot be read now.
    """
    return [row["channel_id"] for row in await rows(_ALL, (guild_id,))]


def choice(guild_id: int, channel_id: int, *, answers: bool) -> Statement:
    """Return the change that turns answers to a forum channel's new posts on or off."""
    return (_CHOOSE if answers else _LEAVE), (guild_id, channel_id)
