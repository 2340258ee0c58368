"""A change of the operator's folder, shown to each server's moderators without being asked for."""

import asyncio
import logging
from typing import TYPE_CHECKING

from discord.ext import commands

from .libraries import Rehearsal
from .libraries.watching import watch_folder
from .source_commands.rehearsal_card import rehearsal_reply

if TYPE_CHECKING:
    from .client import PullquoteBot

_log = logging.getLogger(__name__)


class Watch(commands.Cog):
    """Watches the folder as long as the bot is connected, if the operator wishes so."""

    def __init__(self, bot: "PullquoteBot") -> None:
        self._bot = bot
        self._watching: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin, if it is wished."""
        if self._bot.libraries.rules.watch:
            self._watching = asyncio.create_task(self._watch(), name="watching the folder")

    async def cog_unload(self) -> None:
        """Stop."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})

    async def _watch(self) -> None:
        await self._bot.wait_until_ready()
        try:
            await watch_folder(self._bot.libraries, self._servers, self._report)
        except Exception:  # noqa: BLE001  # of a task that nobody waits for, it would go unheard
            _log.exception("the folder of documents is watched no longer")

    def _servers(self) -> list[int]:
        return [guild.id for guild in self._bot.guilds]

    async def _report(self, guild_id: int, rehearsal: Rehearsal) -> None:
        """Show what would change where the weekly digest goes: only moderators see that channel."""
        channel = await self._bot.digests.channel(guild_id)
        if channel is None:
            _log.info("server %d has no channel to be told in: %s", guild_id, rehearsal.summary)
            return
        reply = rehearsal_reply(rehearsal)
        await channel.send(view=reply.view, files=reply.files())
