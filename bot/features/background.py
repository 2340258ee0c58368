"""What the bot looks after by itself, every ten minutes: messages and digests that are due."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from discord.ext import commands, tasks

from bot.errors import MENDABLE
from bot.libraries.comparison import Rehearsal
from bot.libraries.registry import (
    Libraries,
    watch_folder,
)
from bot.services.privacy import Keeping, tidy
from bot.services.pseudonyms import Pseudonyms
from bot.storage.query_log import QueryLog

from .reload_card import rehearsal_reply

if TYPE_CHECKING:
    from bot.bot import PullquoteBot

if TYPE_CHECKING:
    from bot.bot import PullquoteBot

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


_logger = logging.getLogger(__name__)

_FIRST_PAUSE = timedelta(minutes=1)  # when a bot has just come back, everybody asks

_PAUSE = timedelta(days=1)


async def tidy_daily(
    log: QueryLog, pseudonyms: Pseudonyms, libraries: Libraries, keeping: Keeping
) -> None:
    """Tidy up soon and once a day until cancelled; what fails is told, and done the next day."""
    await asyncio.sleep(_FIRST_PAUSE.total_seconds())
    while True:
        today = datetime.now(UTC).date()
        try:
            await tidy(log, pseudonyms, libraries, keeping, today)
        except MENDABLE as error:
            _logger.warning("What is past its time is forgotten a day later: %s", error)
        except Exception:
            _logger.exception("what is past its time is forgotten a day later")
        await asyncio.sleep(_PAUSE.total_seconds())
