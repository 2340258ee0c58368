"""`pullquote logs serve | backup | export | purge`: the log elsewhere, and out of it."""

import asyncio
import importlib.util
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import click

from bot.errors import (
    ExtraMissingError,
    FileThereError,
    MissingFolderError,
    NobodyToAskError,
    NoDocumentsError,
    ReaderNotStartedError,
    UnclearPurgeError,
    sentence,
)
from bot.services.reports import check_days, write_export
from bot.services.spreadsheet import FileFormat, Libraries, workbook
from bot.storage.database import Parameters, Readable, backup
from bot.storage.deletion import forget_before
from bot.storage.exports import export_rows
from bot.storage.files import draft_beside, settle_names
from bot.storage.query_log import QueryLog
from bot.storage.questions import count_before
from bot.storage.reviews import audit

from . import options
from .gaps import ServerSearchers
from .log_page import overview_page, read_overview
from .options import common_options
from .output import visible
from .startup import Given, load_current, settings_of

_BY = "terminal"  # in the audit table; no pseudonym, for these have 32 digits
_STDOUT = "-"
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
    """Show a copy of the log in this machine's browser. Open the address that it prints."""
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
@click.option("--format", "kind", type=click.Choice(["csv", "json", "xlsx"]), default="csv")
@options.since
@options.until
@options.server
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@common_options
@click.pass_obj
def export(  # noqa: PLR0913  # the command's options
    given: Given,
    to: str,
    *,
    kind: FileFormat,
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

    async def work(log: Readable) -> int:
        with _opened(to) as write:
            rows = export_rows(log.rows, server, since, end)
            if kind != "xlsx":
                return await write_export(rows, kind, write)
            questions = [one async for one in rows]
            libraries = await _libraries(given, log)
            write(await asyncio.to_thread(workbook, questions, libraries))
            return len(questions)

    number = options.on_rows(given, work)
    if number is not None:
        details = {**days, "format": kind, "questions": number}
        options.on_logs(given, lambda log: audit(log, server, _BY, "logs export", details))
        place = "standard output" if to == _STDOUT else to
        click.echo(f"Questions written to {place}: {number:,}.", err=True)


@click.command()
@click.option("--older-than", type=click.IntRange(1, 36_500), metavar="DAYS")
@click.option("--before", type=options.Day(), metavar="DATE", help="The first day to keep.")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation.")
@common_options
@click.pass_obj
def purge(given: Given, older_than: int | None, before: date | None, *, yes: bool) -> None:
    """Delete for good what was asked before a day (UTC), in all servers.

    Counts of whole days stay. A bot may be running.
    """
    day = _first_kept(older_than, before)
    number = options.on_rows(given, lambda log: count_before(log.rows, day))
    if number is None:
        return
    if not number:
        click.echo(f"There are no questions from before {day}.")
        return
    if not yes:
        _confirm(number, day)

    async def work(log: QueryLog) -> int:
        deleted = await forget_before(log, day)
        await audit(log, None, _BY, "logs purge", {"before": f"{day}", "questions": deleted})
        return deleted

    deleted = sum(options.on_logs(given, work))
    click.echo(
        f"Deleted everything asked before {day}: {deleted:,} questions with their answers, "
        "votes and notification requests. Daily counts are kept."
    )


def _first_kept(older_than: int | None, before: date | None) -> date:
    if (older_than is None) == (before is None):
        raise UnclearPurgeError
    return before or datetime.now(UTC).date() - timedelta(days=older_than or 0)


def _confirm(number: int, day: date) -> None:
    if not sys.stdin.isatty():
        raise NobodyToAskError
    click.confirm(f"Permanently delete the {number:,} questions asked before {day}?", abort=True)


async def _libraries(given: Given, log: Readable) -> Libraries:
    """Give the documents of each server; none, reported, if they cannot be read."""
    settings = settings_of(given)
    try:
        current = await asyncio.to_thread(load_current, settings)
    except (MissingFolderError, NoDocumentsError, ReaderNotStartedError) as error:
        click.echo(visible(f"Titles and places are left out. {sentence(error)}"), err=True)
        return lambda _guild_id: None
    searchers = await ServerSearchers.open(settings, current, log)
    return cache(lambda guild_id: searchers.of(guild_id).library)


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


SHOWN = Path(__file__).with_name("datasette.yaml")
"""Titles, ready-made queries and charts."""

_NEEDS = "The log in the browser needs Datasette"
_HOST = "127.0.0.1"
_LOOK_EVERY_S = 0.1
_NOT_COPIED = ("wish", "opted_out")  # they say nothing to a reviewer, and belong to one person


def serve_log(database: Path, *, port: int = 0, announce: Callable[[str], None] = print) -> None:
    """Show a copy of the log to this machine's browser, until Ctrl-C or SIGTERM.

    Args:
        database: The query log; it may be in use.
        port: On the loopback interface; 0 takes a free one.
        announce: Given a line for the person at the terminal.

    Raises:
        ExtraMissingError: If Datasette is not installed.
        LogUnusableError: If there is no log to copy.
    """
    if importlib.util.find_spec("datasette") is None:
        raise ExtraMissingError(_NEEDS, "logs serve", "review")
    with tempfile.TemporaryDirectory(prefix="pullquote-") as folder:  # for its owner's eyes only
        copy = Path(folder, "questions.db")  # shown by this name, which `datasette.yaml` knows
        backup(database, copy)
        pages = Path(folder, "pages")
        pages.mkdir()
        pages.joinpath("index.html").write_text(asyncio.run(_overview(copy)), "utf-8")
        _drop(copy, *_NOT_COPIED)
        _run_datasette(copy, pages, port, announce)


async def _overview(copy: Path) -> str:
    with closing(sqlite3.connect(copy)) as connection:
        connection.row_factory = sqlite3.Row

        async def rows(sql: str, parameters: Parameters) -> list[sqlite3.Row]:
            return connection.execute(sql, parameters).fetchall()

        return overview_page(await read_overview(rows))


def _drop(database: Path, *tables: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for table in tables:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("VACUUM")  # else what was in them would still be in the file


def _run_datasette(database: Path, pages: Path, port: int, announce: Callable[[str], None]) -> None:
    port = port or _free_port()
    command = (
        *(sys.executable, "-P", "-m", "datasette", "serve", "--immutable", database),
        *("--metadata", SHOWN, "--template-dir", pages),
        *("--host", _HOST, "--port", str(port), "--setting", "allow_download", "off"),
    )
    said = database.with_name("said")
    with (
        said.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as server,  # noqa: S603  # our own words, no shell
    ):
        # Whichever signal ends us, the copy is deleted once nobody reads it any more.
        before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        with suppress(KeyboardInterrupt):  # which the server has got as well
            if _answers(port, server):
                announce(f"http://{_HOST}:{port}/")
            server.wait()
        server.wait()
        signal.signal(signal.SIGTERM, before)
    if server.returncode > 0:
        click.echo(said.read_text("utf-8", "replace"), err=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((_HOST, 0))
        port: int = found.getsockname()[1]
        return port


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server takes connections; return False if it ends before."""
    while server.poll() is None:
        with suppress(OSError), socket.create_connection((_HOST, port), timeout=1):
            return True
        time.sleep(_LOOK_EVERY_S)
    return False
