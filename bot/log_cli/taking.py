"""`pullquote logs serve | backup | export | purge`: the log elsewhere, and out of it."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from bot.composing import Given
from bot.durable import draft_beside, settle_names
from bot.errors import FileThereError, NobodyToAskError, UnclearPurgeError
from bot.libraries.audit import audit
from bot.log.backup import backup
from bot.log.export_queries import export_rows
from bot.log.query_log import QueryLog
from bot.log.retention import forget_before
from bot.review.browser import serve_log
from bot.review.export import Format, write_export
from bot.review.periods import check_days
from bot.shell import common_options

from . import options

_BY = "terminal"  # in the audit table; no pseudonym, for these have 32 digits
_STDOUT = "-"
_ASKED_BEFORE = "SELECT count(*) FROM question WHERE asked_at < ?"

Write = Callable[[bytes], object]


@click.command()
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
    path = options.log_path(given)
    if path is not None:
        serve_log(path, port=port, announce=click.echo)


@click.command("backup")
@click.argument("to", type=click.Path(path_type=Path), metavar="FILE")
@common_options
@click.pass_obj
def back_up(given: Given, to: Path) -> None:
    """Copy the log into a new FILE, whole and without stopping the bot."""
    path = options.log_path(given)
    if path is not None:
        backup(path, to)
        click.echo(f"The log was copied to {to}.")


@click.command()
@click.argument("to", metavar="FILE")
@click.option("--format", "kind", type=click.Choice(["csv", "json"]), default="csv")
@options.since
@options.until
@options.server
@click.option("--force", is_flag=True, help="Replace FILE if there is one.")
@common_options
@click.pass_obj
def export(  # noqa: PLR0913  # the command's options
    given: Given,
    to: str,
    *,
    kind: Format,
    since: date | None,
    until: date | None,
    server: int | None,
    force: bool,
) -> None:
    """Write the questions to FILE ("-": standard output), which its owner alone can read."""
    check_days(since, until)
    if to != _STDOUT and not force and os.path.lexists(to):
        raise FileThereError(Path(to))
    days = {"from": f"{since or ''}", "to": f"{until or ''}"}
    end = until + timedelta(days=1) if until else None

    async def work(log: QueryLog) -> int:
        with _opened(to) as write:
            number = await write_export(export_rows(log.rows, server, since, end), kind, write)
            details = {**days, "format": kind, "questions": number}
            await audit(log, server, _BY, "logs export", details)
        return number

    number = options.on_log(given, work)
    if number is not None:
        place = "standard output" if to == _STDOUT else to
        click.echo(f"Questions written to {place}: {number:,}.", err=True)


@click.command()
@click.option("--older-than", type=click.IntRange(1, 36_500), metavar="DAYS")
@click.option("--before", type=options.Day(), metavar="DATE", help="The first day that is kept.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@common_options
@click.pass_obj
def purge(given: Given, older_than: int | None, before: date | None, *, yes: bool) -> None:
    """Delete for good what was asked before a day (UTC), in all servers.

    Counts of whole days stay. A bot may be running.
    """
    day = _first_kept(older_than, before)
    asked = options.on_log(given, lambda log: log.rows(_ASKED_BEFORE, (day.isoformat(),)))
    if asked is None:
        return
    number = asked[0][0]
    if not number:
        click.echo(f"Nothing is kept that was asked before {day}.")
        return
    if not yes:
        _confirm(number, day)

    async def work(log: QueryLog) -> int:
        deleted = await forget_before(log, day)
        await audit(log, None, _BY, "logs purge", {"before": f"{day}", "questions": deleted})
        return deleted

    deleted = options.on_log(given, work)
    click.echo(
        f"Deleted what was asked before {day}: {deleted:,} questions with their answers, votes and "
        "wishes. The counts of whole days are kept."
    )


def _first_kept(older_than: int | None, before: date | None) -> date:
    if (older_than is None) == (before is None):
        raise UnclearPurgeError
    return before or datetime.now(UTC).date() - timedelta(days=older_than or 0)


def _confirm(number: int, day: date) -> None:
    if not sys.stdin.isatty():
        raise NobodyToAskError
    click.confirm(f"Delete for good the {number:,} questions asked before {day}?", abort=True)


@contextmanager
def _opened(to: str) -> Iterator[Write]:
    """Take a file part by part; it is under its name when it is whole, and on disk."""
    if to == _STDOUT:
        yield sys.stdout.buffer.write
        return
    path = Path(to)
    draft = draft_beside(path)
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file.write
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        error.filename = to  # not that of the draft, which nobody knows
        raise
    finally:
        draft.unlink(missing_ok=True)
    settle_names(path.parent)
