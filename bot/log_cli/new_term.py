"""`pullquote logs new-term`: from a day on, nobody's questions lead to what they asked before."""

from datetime import UTC, datetime

import click

from bot.composing import KEY_FILE, Given, settings_of
from bot.privacy.pseudonyms import Pseudonyms
from bot.shell import common_options


@click.command("new-term")
@common_options
@click.pass_obj
def new_term(given: Given) -> None:
    """Give everybody another pseudonym from today on, as at the beginning of a term.

    What was asked before stays, and its askers can still see and delete it.
    """
    keys = settings_of(given).data / KEY_FILE
    today = datetime.now(UTC).date()
    if not keys.exists():
        click.echo(f"Nobody has a pseudonym yet: there is no {keys}.", err=True)
    elif Pseudonyms.load(keys).rotate(today):
        click.echo(
            f"A new term begins today, {today} (UTC): everybody gets another pseudonym. A bot that "
            "is running follows within a day, or when it is restarted."
        )
    else:
        click.echo(f"Nothing is to be done: the last term began no earlier than {today} (UTC).")
