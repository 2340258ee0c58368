"""Entry point of `python -m bot` and of the `pullquote` command."""

import logging
from functools import partial

import click

from config import TOKEN_VARIABLE
from sources import erase_variable, missing_parts, protect_process

from .cli.main import main
from .cli.options import common_options
from .cli.startup import Given, keeping_of, part_of, serving, settings_of
from .cli.terminal_log import log_to_terminal
from .errors import MissingTokenError
from .storage.handled import read_handled, write_handled
from .watching import FIGURES, exported

# discord.py takes longer to import than a question takes to answer, so only the two commands that
# need it import it, and with it what shows anything on Discord.

__all__ = ["main"]

_log = logging.getLogger("bot")  # run with -m, this module is called __main__


@main.command()
@click.option(
    "--take-over", is_flag=True, help="Replace a bot that uses the data folder: it finishes first."
)
@click.option(
    "--shards",
    metavar="auto|N",
    help="Connections to Discord: as many as it recommends, or N. [default: 1]",
)
@click.option(
    "--part",
    metavar="K/N",
    help="Serve part K of N of all servers; each part needs its own process.",
)
@common_options
@click.pass_obj
def run(given: Given, *, take_over: bool, shards: str | None, part: str | None) -> None:
    """Run the Discord bot. Reads the token from DISCORD_TOKEN."""
    options = {"shards": shards, "part": part}
    settings = settings_of(
        {**given, **{name: text for name, text in options.items() if text is not None}}
    )
    if settings.token is None:
        raise MissingTokenError
    from .app import make_bot  # noqa: PLC0415  # see above
    from .bot import serve  # noqa: PLC0415  # see above
    from .ui.cooldowns import Cooldowns  # noqa: PLC0415  # see above

    cooldowns = Cooldowns(settings.questions_per_minute, settings.channel_questions_per_minute)
    log_to_terminal(settings.log_format)
    token = settings.token.get_secret_value()
    protect_process()
    erase_variable(TOKEN_VARIABLE)
    if missing := missing_parts():
        _log.info(
            "Files are read in processes that this system confines only in part: without %s",
            ", ".join(missing),
        )
    with serving(settings, take_over=take_over) as (runner, answerer, libraries):
        library = answerer.searchers.common.library
        _log.info("%d documents of %s to answer from", len(library.documents), settings.sources)
        bot = make_bot(
            answerer,
            libraries,
            keeping=keeping_of(settings),
            heartbeat=settings.data / "heartbeat",
            moderator_role=settings.moderator_role,
            private_answers=settings.private_answers,
            cooldowns=cooldowns,
            handled=read_handled(settings.data),
            shards=None if settings.shards == "auto" else settings.shards,
            part=part_of(settings),
        )
        FIGURES.now["connections"] = lambda: len(bot.connected)
        FIGURES.now["connections_expected"] = lambda: bot.connections
        FIGURES.now["servers"] = lambda: len(bot.guilds)
        FIGURES.now["rows_waiting"] = lambda: answerer.query_log.waiting
        try:
            with exported(settings.metrics_port):
                runner.run(serve(bot, token))
        finally:
            write_handled(settings.data, bot.deliveries.handled)


@main.command()
@common_options
@click.pass_obj
def preview(given: Given) -> None:
    """Try the bot in your browser, without Discord or a token."""
    settings = settings_of(given)
    from .app import make_bot, serve_preview  # noqa: PLC0415  # see above
    from .ui.cooldowns import Cooldowns  # noqa: PLC0415  # see above

    cooldowns = Cooldowns(settings.questions_per_minute, settings.channel_questions_per_minute)
    with serving(settings) as (runner, answerer, libraries):
        making = partial(
            make_bot,
            answerer,
            libraries,
            keeping=keeping_of(settings),
            moderator_role=settings.moderator_role,
            private_answers=settings.private_answers,
            cooldowns=cooldowns,
        )
        runner.run(serve_preview(making, announce=partial(click.echo, err=True)))


if __name__ == "__main__":
    main()
