"""`pullquote logs`: what was asked, for whoever runs the bot."""

from pathlib import Path

import click

from .backup import backup
from .composing import Given, settings_of
from .log_browser import serve_log
from .shell import common_options

DATABASE = "queries.db"


@click.group(no_args_is_help=True)
@common_options
def logs() -> None:
    """Review the log of questions, over all servers."""


@logs.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    help="Port to listen on. [default: a free one]",
)
@common_options
@click.pass_obj
def serve(given: Given, port: int) -> None:
    """Show a copy of the log in this machine's browser, with charts and ready-made queries."""
    serve_log(settings_of(given).data / DATABASE, port=port, announce=click.echo)


@logs.command("backup")
@click.argument("to", type=click.Path(path_type=Path), metavar="FILE")
@common_options
@click.pass_obj
def back_up(given: Given, to: Path) -> None:
    """Copy the log into a new FILE, whole and without stopping the bot."""
    backup(settings_of(given).data / DATABASE, to)
    click.echo(f"The log was copied to {to}.")
