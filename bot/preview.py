"""The bot against a simulated Discord in the local browser: no token, no network, no account."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

import discord

from .client import PullquoteBot
from .errors import ExtraMissingError

_NEEDS = "The preview needs a simulated Discord"
WELCOME = "Welcome! Type `/` to see what the bot can do; `/ask` asks it."


async def serve_preview(
    make_bot: Callable[[], PullquoteBot],
    *,
    port: int = 0,
    announce: Callable[[str], None] = print,
) -> None:
    """Show the bot to this machine's browser, until SIGTERM or Ctrl-C.

    Args:
        make_bot: Called once.
        port: On the loopback interface; 0 takes a free one.
        announce: Given a line for the person at the terminal, with the address to open.

    Raises:
        ExtraMissingError: If simcord is not installed.
    """
    try:
        import simcord  # noqa: PLC0415  # an extra, which the bot itself does without
    except ImportError:
        raise ExtraMissingError(_NEEDS, "preview", "preview") from None
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # on Windows, where Ctrl-C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    bot = make_bot()
    async with simcord.run(bot, check_errors=False) as env:
        assert bot.user is not None  # noqa: S101  # simcord has logged it in
        await bot.user.edit(username="Pullquote")
        guild = env.create_guild("Class")
        channel = guild.create_text_channel("questions")
        student = guild.add_member(env.create_user("student"))
        power = discord.Permissions(manage_guild=True)
        role = guild.create_role("moderators", permissions=power)
        moderator = guild.add_member(env.create_user("moderator"), roles=[role])
        await moderator.send(channel, WELCOME)
        viewers = [student, moderator]
        async with env.preview(channel, viewers=viewers, layout="channel", port=port) as preview:
            announce(f"Open {preview.url} in this machine's browser; Ctrl-C stops the preview.")
            await stop.wait()
