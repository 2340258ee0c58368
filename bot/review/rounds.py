"""What the bot looks after by itself, every ten minutes: messages and digests that are due."""

import logging
from typing import TYPE_CHECKING

from discord.ext import commands, tasks

if TYPE_CHECKING:
    from bot.client import PullquoteBot

_log = logging.getLogger(__name__)

_MINUTES = 10


class Rounds(commands.Cog):
    """Goes round as long as the bot is connected."""

    def __init__(self, bot: "PullquoteBot") -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Begin with the first round, once the bot is ready."""
        self._go.start()

    async def cog_unload(self) -> None:
        """Stop."""
        self._go.cancel()

    @tasks.loop(minutes=_MINUTES)
    async def _go(self) -> None:
        for duty in (self._bot.wishes.tell, self._bot.digests.send_due):
            try:
                await duty()
            except Exception:  # noqa: BLE001  # it would end the other duty and all rounds to come
                _log.exception("a round failed")

    @_go.before_loop
    async def _wait(self) -> None:
        await self._bot.wait_until_ready()
