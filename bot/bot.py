"""The bot: its connection to Discord, what it listens to, and how it ends."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.storage.parts import WHOLE, Part
from bot.ui.buttons import Router
from bot.ui.clock import DiscordClock
from bot.ui.permissions import Permissions
from bot.ui.replies import BotInteraction, Deliveries, report

from .errors import DiscordUnreachableError, TokenRefusedError
from .health import BEAT_EVERY_S, beat

_log = logging.getLogger(__name__)

# No voice here; discord.py would warn at each start that it lacks the libraries for it.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

_LAST_WORDS_S = 1.5  # for answers in progress when the bot stops
_CLOSE_S = 1.0  # for Discord's farewell


class _Tree(app_commands.CommandTree["PullquoteBot"]):
    async def interaction_check(self, interaction: BotInteraction, /) -> bool:
        return self.client.deliveries.admit(interaction.id)

    async def on_error(
        self, interaction: BotInteraction, error: app_commands.AppCommandError, /
    ) -> None:
        cause = error.__cause__
        await report(interaction, cause if isinstance(cause, Exception) else error)


class PullquoteBot(commands.Bot):
    """Answers on Discord; needs no privileged intent and never pings anybody.

    Attributes:
        permissions: Decide who moderates.
        deliveries: What has reached the bot.
        clock: Discord's, as its responses tell it.
        router: Handles buttons and forms.
        features: All that the bot does.
        connected: The connections that are up, by shard; this bot has the one connection 0.
    """

    def __init__(
        self,
        permissions: Permissions,
        heartbeat: Path | None = None,
        *,
        handled: Iterable[int] = (),
        wind_down: Callable[[], Awaitable[None]] | None = None,
        **sharding: Any,  # noqa: ANN401  # discord.py's options
    ) -> None:
        """Create the bot, without any features yet.

        Args:
            permissions: Decides who moderates.
            heartbeat: A file to touch while connected.
            handled: Interactions and messages that the last process has handled.
            wind_down: Called before the end, to stop what takes long and tell who waits for it.
            sharding: What discord.py needs to know of several connections.
        """
        clock = DiscordClock()
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=_Tree,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            max_messages=None,
            proxy=_proxy(),
            http_trace=clock.trace(),
            **sharding,
        )
        self.clock = clock
        self.permissions = permissions
        self.deliveries = Deliveries(handled)
        self.router = Router(permissions, self.deliveries)
        self.features: list[commands.Cog] = []
        self._heartbeat = heartbeat
        self._wind_down = wind_down
        self.connected: set[int] = set()

    @property
    def connections(self) -> int:
        """How many connections there are to be; 0 until that is known."""
        return 1

    @property
    def is_connected(self) -> bool:
        """Whether all connections are up."""
        return 0 < self.connections <= len(self.connected)

    def install(self, features: Sequence[commands.Cog]) -> None:
        """Give the bot its features; call it once, before connecting."""
        self.features += features
        for feature in features:
            self.router.add(feature)

    async def setup_hook(self) -> None:
        """Get ready before the first event."""
        for feature in self.features:
            await self.add_cog(feature)
        assert self.application_id is not None  # noqa: S101  # known since the login
        await register(self, self.application_id)

    async def on_interaction(self, interaction: BotInteraction, /) -> None:
        """Handle buttons and forms; the tree handles commands."""
        await self.router.dispatch(interaction)

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cogs: there are no commands by prefix."""

    async def on_ready(self) -> None:
        """Begin to tell that the bot is alive; a session that was lost is followed by another."""
        self._came_up()
        _log.info("ready in %d servers", len(self.guilds))
        if self._heartbeat is not None and not self._beat.is_running():
            self._beat.start(self._heartbeat)

    async def finish(self, seconds: float) -> None:
        """Stop what takes long, and wait for the answers under way, at most so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                if self._wind_down is not None:
                    await self._wind_down()
                await self.deliveries.settle(seconds)
        except TimeoutError:
            _log.warning("some answers were still under way at the end")
        self.deliveries.cancel()

    async def on_resumed(self) -> None:
        """Count as connected again."""
        self._came_up()

    async def on_disconnect(self) -> None:
        """Count as cut off, until the session is resumed or a new one is ready."""
        self.connected.clear()

    def _came_up(self) -> None:
        self.connected.add(0)

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log what an event handler raised, without what the event held."""
        _log.exception("error in %s", event_method)

    @tasks.loop(seconds=BEAT_EVERY_S)
    async def _beat(self, file: Path) -> None:
        if not self.is_connected:
            return
        try:
            await asyncio.to_thread(beat, file)  # a disk that hangs must not hold up answers
        except OSError as error:
            _log.warning("the heartbeat file cannot be written: %s", error)


class ShardedBot(PullquoteBot, discord.AutoShardedClient):
    """The same with several connections, each for some of the servers."""

    def __init__(  # noqa: PLR0913  # what the bot takes, and what its connections are
        self,
        permissions: Permissions,
        heartbeat: Path | None = None,
        *,
        shards: int | None,
        part: Part = WHOLE,
        handled: Iterable[int] = (),
        wind_down: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Create the bot, without any features yet.

        Args:
            permissions: Decides who moderates.
            heartbeat: A file to touch while all connections are up.
            shards: Connections for all servers, at least; None for as many as Discord recommends.
            part: Which process this is: it opens its own part of them.
            handled: As for `PullquoteBot`.
            wind_down: As for `PullquoteBot`.
        """
        super().__init__(
            permissions, heartbeat, handled=handled, wind_down=wind_down, shard_count=shards
        )
        self._part = part

    @property
    def connections(self) -> int:
        """How many connections there are to be; 0 until that is known."""
        return len(self.shard_ids or ())

    async def launch_shards(self) -> None:
        """Connect to Discord, once it is known how many connections there are."""
        wanted = self.shard_count or (await self.http.get_bot_gateway())[0]
        # A multiple of the parts: so a server's connection is its part's, however many there are.
        self.shard_count = -(-wanted // self._part.total) * self._part.total
        self.shard_ids = [*range(self._part.number - 1, self.shard_count, self._part.total)]
        _log.info("opening %d of %d connections", len(self.shard_ids), self.shard_count)
        await super().launch_shards()

    async def on_shard_ready(self, shard_id: int) -> None:
        """Count a connection as up."""
        self.connected.add(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Count a connection as up again."""
        self.connected.add(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Count a connection as cut off, until it is resumed or ready again."""
        self.connected.discard(shard_id)

    async def on_disconnect(self) -> None:
        """Wait for the event that tells which connection it was."""

    def _came_up(self) -> None:
        """Wait for the events that tell which connection it was."""


def _proxy() -> str | None:
    """Return the proxy that the environment names for Discord (HTTPS_PROXY, NO_PROXY), if any."""
    address = urlsplit(discord.http.Route.BASE)
    host = address.hostname or ""
    if host in {"127.0.0.1", "localhost", "::1"} or proxy_bypass(host):
        return None
    return getproxies().get(address.scheme)


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
        await bot.finish(_LAST_WORDS_S)
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
    """Register the bot's commands with Discord; if that fails, the known ones keep working."""
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
    """Reduce a command to its content, without ids and defaults, to compare it with Discord's."""
    match part:
        case Mapping():
            fields = {key: _substance(value) for key, value in part.items()}
            return {key: value for key, value in fields.items() if value and key not in _NOT_OURS}
        case list():
            return [_substance(element) for element in part]
        case None | False:
            return ""
    return str(part)
