"""The bot: its connection to Discord, what it listens to, and how it ends."""

import asyncio
import logging
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.features.about import About
from bot.features.ask import Ask, AsTyped, MorePassages
from bot.features.background import Rounds, Watch, tidy_daily
from bot.features.digest import Digests
from bot.features.feedback import Vote, WishButton, Wishes
from bot.features.gaps import GapButton, GapsPage
from bot.features.lessons import OutOfScope, Pins, Synonyms, TaughtPage
from bot.features.mydata import DeleteButton, MyData
from bot.features.pins import PinButton, PinSearch
from bot.features.question_list import KeptWords, LogPageButton, OpenButton
from bot.features.receipts import ReceiptButton, Receipts
from bot.features.review import Logs
from bot.features.sources import Sources
from bot.features.versions import BUTTONS as SOURCE_BUTTONS
from bot.libraries.registry import Libraries
from bot.services.answering import Answerer
from bot.services.privacy import Keeping
from bot.ui.replies import BotInteraction, report

from .errors import DiscordUnreachableError, TokenRefusedError
from .health import BEAT_EVERY_S, beat
from .latest import Latest

_log = logging.getLogger(__name__)

# No voice here; discord.py would warn at each start that it lacks the libraries for it.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

# Known by their ids alone, so that those under old messages work after a restart.
_LASTING_BUTTONS = (
    *(AsTyped, MorePassages, Vote, WishButton, ReceiptButton, DeleteButton),
    *SOURCE_BUTTONS,
    *(GapButton, GapsPage, LogPageButton, OpenButton, PinButton, PinSearch, TaughtPage),
)

_KEEPING = Keeping()

_REMEMBERED = 1000  # deliveries; Discord repeats one at once, if at all

_LAST_WORDS_S = 1.5  # for answers under way when the bot is told to stop

_CLOSE_S = 1.0  # for Discord's farewell


class _Tree(app_commands.CommandTree["PullquoteBot"]):
    async def interaction_check(self, interaction: BotInteraction, /) -> bool:
        return self.client.admit(interaction.id)

    async def on_error(
        self, interaction: BotInteraction, error: app_commands.AppCommandError, /
    ) -> None:
        cause = error.__cause__
        await report(interaction, cause if isinstance(cause, Exception) else error)


class PullquoteBot(commands.Bot):
    """Answers on Discord; needs no privileged intent and never pings anybody."""

    def __init__(
        self,
        answerer: Answerer,
        libraries: Libraries,
        *,
        keeping: Keeping = _KEEPING,
        heartbeat: Path | None = None,
        moderator_role: str | None = None,
    ) -> None:
        """Make the bot.

        Args:
            answerer: What it answers with; open as long as the bot runs.
            libraries: What changes the documents of each server; open as long.
            keeping: How long questions are kept.
            heartbeat: A file to touch while connected.
            moderator_role: The name of a role that may moderate, besides Manage Server.
        """
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=_Tree,
            intents=discord.Intents(guilds=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            max_messages=None,
        )
        self.answerer = answerer
        self.libraries = libraries
        self.keeping = keeping
        self.moderator_role = moderator_role
        self.kept_words = KeptWords()
        self.wishes = Wishes(self)
        self.digests = Digests(self)
        self._heartbeat = heartbeat
        self._connected = False
        self._admitted: Latest[int, None] = Latest(_REMEMBERED)
        self._at_work: set[asyncio.Task[Any]] = set()
        self._tidying: asyncio.Task[None] | None = None

    def admit(self, delivery: int) -> bool:
        """Whether this is the first delivery of an interaction or message.

        The task that asks is waited for when the bot stops.
        """
        if delivery in self._admitted:
            return False
        self._admitted[delivery] = None
        if task := asyncio.current_task():
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)
        return True

    async def setup_hook(self) -> None:
        """Make ready before the first event comes."""
        for cog in _cogs(self):
            await self.add_cog(cog)
        self.add_dynamic_items(*_LASTING_BUTTONS)
        self._tidying = asyncio.create_task(
            tidy_daily(
                self.answerer.query_log, self.answerer.pseudonyms, self.libraries, self.keeping
            ),
            name="upkeep",
        )
        assert self.application_id is not None  # noqa: S101  # known since the login
        await register(self, self.application_id)

    async def close(self) -> None:
        """Part from Discord; what was to be tidied up is for the next start."""
        if self._tidying is not None:
            self._tidying.cancel()
            await asyncio.wait({self._tidying})
        await self.wishes.close()
        await super().close()

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cogs: there are no commands by prefix."""

    async def on_ready(self) -> None:
        """Begin to tell that the bot is alive; a session that was lost is followed by another."""
        self._connected = True
        _log.info("ready in %d servers", len(self.guilds))
        if self._heartbeat is not None and not self._beat.is_running():
            self._beat.start(self._heartbeat)

    async def on_resumed(self) -> None:
        """Count as connected again."""
        self._connected = True

    async def on_disconnect(self) -> None:
        """Count as cut off, until the session is resumed or a new one is ready."""
        self._connected = False

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log what an event handler raised, without what the event held."""
        _log.exception("error in %s", event_method)

    @tasks.loop(seconds=BEAT_EVERY_S)
    async def _beat(self, file: Path) -> None:
        if not self._connected:
            return
        try:
            await asyncio.to_thread(beat, file)  # a disk that hangs must not hold up answers
        except OSError as error:
            _log.warning("the heartbeat file cannot be written: %s", error)

    async def last_words(self) -> None:
        """Give the answers under way a moment to be sent."""
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=_LAST_WORDS_S)


def _cogs(bot: PullquoteBot) -> tuple[commands.Cog, ...]:
    """All that the bot does: first for everybody, then for moderators, then by itself."""
    answerer, role = bot.answerer, bot.moderator_role
    return (
        *(Ask(bot, answerer), Sources(), Receipts(answerer), MyData(), About(answerer)),
        *(Logs(role), Synonyms(role), Pins(role), OutOfScope(role)),
        *(Rounds(bot), Watch(bot)),
    )


async def serve(bot: PullquoteBot, token: str) -> None:
    """Run the bot until SIGTERM or SIGINT, and close it; returns within 3 s of the signal.

    Raises:
        TokenRefusedError: If Discord does not know the token.
        DiscordUnreachableError: If the first connection fails.
    """
    running = asyncio.create_task(bot.start(token))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # on Windows, where Ctrl-C raises KeyboardInterrupt
            loop.add_signal_handler(number, running.cancel)
    try:
        await asyncio.wait({running})
        await bot.last_words()
    finally:
        with suppress(TimeoutError):
            await asyncio.wait_for(bot.close(), _CLOSE_S)
    if not running.cancelled():
        _raise_for(running.exception())


def _raise_for(error: BaseException | None) -> None:
    match error:
        case None:
            return
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            raise TokenRefusedError from None
        case aiohttp.ClientError() | discord.HTTPException() | discord.GatewayNotFound():
            raise DiscordUnreachableError(str(error)) from error
    raise error


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
