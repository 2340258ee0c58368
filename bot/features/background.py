"""Everything the bot does by itself: notifications, digests, clean-up, watching the folder."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from discord.ext import commands, tasks

from bot.errors import MENDABLE
from bot.libraries.comparison import Rehearsal
from bot.libraries.registry import Libraries, watch_folder
from bot.services.answering import Answerer
from bot.services.privacy import Keeping, tidy
from bot.ui.clock import DiscordClock

from .digest import Digests
from .notifications import Notifications
from .reload_card import rehearsal_reply

_log = logging.getLogger(__name__)
_DUE_MINUTES = 10
_FIRST_CLEAN_UP_S = 60.0  # when a bot has just come back, everybody asks
_CLEAN_UP_HOURS = 24.0


class Background(commands.Cog):
    """Runs recurring jobs while the bot is connected; a job that fails runs again next time.

    Attributes:
        notifications: Are sent.
        digests: Are sent, and tell where a rehearsal may be shown.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # all that its jobs work on
        self,
        bot: commands.Bot,
        answerer: Answerer,
        libraries: Libraries,
        keeping: Keeping,
        notifications: Notifications,
        digests: Digests,
        clock: DiscordClock,
    ) -> None:
        """Create the jobs.

        Args:
            bot: The jobs wait until it is connected.
            answerer: Has the log and the pseudonym keys.
            libraries: Are cleaned up, and rehearsed when the operator's folder changes.
            keeping: The retention period.
            notifications: Are sent.
            digests: Are sent, and tell where a rehearsal may be shown.
            clock: Says which day it is.
        """
        self._clock = clock
        self._bot = bot
        self._answerer = answerer
        self._libraries = libraries
        self._keeping = keeping
        self.notifications = notifications
        self.digests = digests
        self._watching: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Start the jobs."""
        self._send_due.start()
        self.clean_up.start()
        if self._libraries.rules.watch:
            self._watching = asyncio.create_task(self._watch(), name="watching the folder")

    async def cog_unload(self) -> None:
        """Stop the jobs; what is unfinished waits for the next start."""
        self._send_due.cancel()
        self.clean_up.cancel()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})
        await self.notifications.close()

    @tasks.loop(minutes=_DUE_MINUTES)
    async def _send_due(self) -> None:
        for job in (self.notifications.send, self.digests.send_due):
            await _survive(job)
        self._libraries.drop_resting()

    @tasks.loop(hours=_CLEAN_UP_HOURS)
    async def clean_up(self) -> None:
        """Delete what is past its time, once a day."""
        await _survive(self._tidy)

    @_send_due.before_loop
    async def _wait_until_ready(self) -> None:
        await self._bot.wait_until_ready()

    @clean_up.before_loop
    async def _wait_a_while(self) -> None:
        await asyncio.sleep(_FIRST_CLEAN_UP_S)

    async def _tidy(self) -> None:
        """Delete what is older than the retention period, and start a new term if it is due."""
        today = self._clock.today()
        log, pseudonyms = self._answerer.query_log, self._answerer.pseudonyms
        await tidy(log, pseudonyms, self._libraries, self._keeping, today)

    async def _watch(self) -> None:
        await self._bot.wait_until_ready()
        try:
            await watch_folder(self._libraries, self._servers, self._report)
        except Exception:  # noqa: BLE001  # nobody awaits this task, so it would go unnoticed
            _log.exception("the documents folder is no longer watched")

    def _servers(self) -> list[int]:
        return [guild.id for guild in self._bot.guilds]

    async def _report(self, guild_id: int, rehearsal: Rehearsal) -> None:
        """Show what would change in the digest's channel, which only moderators see."""
        channel = await self.digests.channel(guild_id)
        if channel is None:
            _log.info(
                "server %d has no digest channel to report to: %s", guild_id, rehearsal.summary
            )
            return
        reply = rehearsal_reply(rehearsal)
        await channel.send(view=reply.view, files=reply.files())


async def _survive(job: Callable[[], Awaitable[object]]) -> None:
    """Run a job and log its failure, which would end all later runs."""
    try:
        await job()
    except MENDABLE as error:
        _log.warning("%s failed and will be tried again: %s", job.__qualname__, error)
    except Exception:  # noqa: BLE001  # see above
        _log.exception("%s failed and will be tried again", job.__qualname__)
