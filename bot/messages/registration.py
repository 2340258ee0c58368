"""Telling Discord which commands there are, only when it does not know yet.

Discord counts how many commands are made a day, and a client may show none for a moment.
"""

import logging
from collections.abc import Mapping
from typing import Any

import discord
from discord.ext import commands

_log = logging.getLogger(__name__)

# What Discord adds to its copy of a command, and what follows from other fields.
_NOT_OURS = {"id", "application_id", "guild_id", "version", "dm_permission"}


async def register(bot: commands.Bot, application_id: int) -> None:
    """Make Discord's commands those of the bot; if that fails, the ones it knows go on working."""
    try:
        theirs = await bot.http.get_global_commands(application_id)
        ours: list[dict[str, Any]] = [
            command.to_dict(bot.tree) for command in bot.tree.get_commands()
        ]
        if _substance(theirs) != _substance(ours):
            await bot.tree.sync()
    except discord.HTTPException:
        _log.exception("the commands could not be registered; those known to Discord still work")


def _substance(part: object) -> object:
    """What a command says, alike in our words and in Discord's: ids and defaults left out."""
    match part:
        case Mapping():
            fields = {key: _substance(value) for key, value in part.items()}
            return {key: value for key, value in fields.items() if value and key not in _NOT_OURS}
        case list():
            return [_substance(element) for element in part]
        case None | False:
            return ""
    return str(part)
