"""Where everything is put together: the command line, and the bot with its parts."""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import click

from bot.cli.main import main
from bot.cli.options import common_options
from bot.cli.startup import Given, keeping_of, serving, settings_of

from .errors import ExtraMissingError, MissingTokenError

if TYPE_CHECKING:
    from .bot import PullquoteBot

__all__ = ["main", "preview", "run", "serve_preview"]

_log = logging.getLogger(__name__)


@main.command()
@common_options
@click.pass_obj
def run(given: Given) -> None:
    """Be the Discord bot, with the token in the environment variable DISCORD_TOKEN."""
    settings = settings_of(given)
    if settings.token is None:
        raise MissingTokenError
    # Here, not above: discord.py takes longer to import than a question takes to answer.
    from discord.utils import setup_logging  # noqa: PLC0415

    from .bot import PullquoteBot, serve  # noqa: PLC0415

    setup_logging()
    token = settings.token.get_secret_value()
    with serving(settings) as (runner, answerer, libraries):
        library = answerer.searchers.of(None).library
        _log.info("%d documents of %s to answer from", len(library.documents), settings.sources)
        bot = PullquoteBot(
            answerer,
            libraries,
            keeping=keeping_of(settings),
            heartbeat=settings.data / "heartbeat",
            moderator_role=settings.moderator_role,
        )
        runner.run(serve(bot, token))


@main.command()
@common_options
@click.pass_obj
def preview(given: Given) -> None:
    """Be the same bot in a simulated Discord in this machine's browser, without a token."""
    settings = settings_of(given)
    # Here, not above: as with `run`.
    from .bot import PullquoteBot  # noqa: PLC0415

    # moved

    with serving(settings) as (runner, answerer, libraries):
        announce = partial(click.echo, err=True)
        make_bot = partial(
            PullquoteBot,
            answerer,
            libraries,
            keeping=keeping_of(settings),
            moderator_role=settings.moderator_role,
        )
        runner.run(serve_preview(make_bot, announce=announce))


_NEEDS = "The preview needs a simulated Discord"

WELCOME = "Welcome! Type `/` to see what the bot can do; `/ask` asks it."


async def serve_preview(
    make_bot: Callable[[], "PullquoteBot"],
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
    import discord  # noqa: PLC0415  # as above

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
