"""`pullquote logs`: what was asked, for whoever runs the bot."""

import click

from bot.shell import common_options

from .looking import gaps, recent, search, stats
from .new_term import new_term
from .taking import back_up, export, purge, serve


@click.group(no_args_is_help=True)
@common_options
def logs() -> None:
    """Review the log of questions, over all servers."""


for _command in (recent, search, gaps, stats, export, serve, back_up, purge, new_term):
    logs.add_command(_command)

__all__ = ["logs"]
