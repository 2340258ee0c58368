"""Behavior shared by all commands: options, exit status, one-line errors."""

import asyncio
import io
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, Protocol, TypeVar

import click

from bot.errors import MENDABLE, BadDateError, ClusterUnusableError, LogInPartsError, sentence
from bot.services.reports import read_day
from bot.storage.backup import DATABASE
from bot.storage.database import Readable
from bot.storage.parts import JoinedLogs, parts_in
from bot.storage.query_log import QueryLog
from config import SettingsError
from index import QuestionsError
from index.opensearch import EngineAwayError

from .output import visible_line
from .startup import Given, settings_of

NOTHING_FOUND = 1
MISUSED = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells count
READER_GONE = 141  # 128 + SIGPIPE
_Command = TypeVar("_Command", bound=Callable[..., Any])


class Shell(click.Group):
    """A group of commands; each returns its exit status, None for 0."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:  # noqa: ANN401  # click's own signature
        """Run a command and exit; report an error that a person can fix on one line."""
        _take_any_text()
        extra |= {"prog_name": "pullquote", "standalone_mode": False}
        try:
            status = super().main(*args, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            status = 0
        except click.Abort:
            status = INTERRUPTED
        except click.ClickException as error:
            click.echo(f"pullquote: {visible_line(_usage_sentence(error))}", err=True)
            status = MISUSED
        except EngineAwayError as error:
            status = _misused(ClusterUnusableError(error.reason, error.check))
        except (*MENDABLE, SettingsError, QuestionsError) as error:
            status = _misused(error)
        sys.exit(status)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command to its last byte of output."""
        try:
            status: object = super().invoke(ctx)
            sys.stdout.flush()  # here, where an error is still caught, not at the interpreter's end
        except BrokenPipeError:
            _drop_output()
            return READER_GONE  # quietly, as with `| head`
        except OSError as error:
            if error.filename is None:  # of the output, as when a disk is full behind it
                _drop_output()
            raise
        return status


def _misused(error: Exception) -> int:
    click.echo(f"pullquote: {visible_line(sentence(error))}", err=True)
    return MISUSED


def common_options(command: _Command) -> _Command:
    """Add `--sources`, `--data` and `--config`, which may stand before or after a subcommand.

    What is given is in `click.Context.obj`, a dictionary by name of the setting.
    """
    for name, text in (
        ("config", "Settings file. [default: pullquote.toml, if it exists]"),
        ("data", "Folder for the query log. [default: data]"),
        ("sources", "Folder of documents. [default: the documents that come with Pullquote]"),
    ):
        metavar = "FILE" if name == "config" else "DIR"
        # Text, not a path yet: `Path("")` would quietly be the working directory.
        option = click.option(
            f"--{name}", type=str, metavar=metavar, help=text, expose_value=False, callback=_keep
        )
        command = option(command)
    return command


def _keep(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    given = ctx.ensure_object(dict)
    if value is not None:
        given[param.name] = value


def _take_any_text() -> None:
    """Let no character end a command that the terminal's encoding lacks, or gets wrong."""
    for name, mode, errors in (
        ("stdin", "r", "replace"),
        ("stdout", "w", "backslashreplace"),
        ("stderr", "w", "backslashreplace"),
    ):
        stream = getattr(sys, name)
        if stream is None:  # closed by the parent process
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115  # open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _drop_output() -> None:
    """Send what is still buffered nowhere; else Python writes it at exit and fails once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


_Result = TypeVar("_Result")


class Day(click.ParamType[date]):
    """A day, written as in 2026-09-30."""

    name = "DATE"

    def convert(
        self,
        value: str | date,
        param: click.Parameter | None,  # noqa: ARG002  # click's own signature
        ctx: click.Context | None,  # noqa: ARG002  # as above
    ) -> date:
        """Read what was typed.

        Raises:
            BadDateError: If it is no day.
        """
        if isinstance(value, date):  # click may ask twice
            return value
        day = read_day(value)
        if day is None:
            raise BadDateError(value)
        return day


server = click.option(
    "--server",
    type=click.IntRange(min=1),
    metavar="ID",
    help="Only this server. [default: all servers and the terminal]",
)

since = click.option("--since", type=Day(), metavar="DATE", help="First day (UTC).")
until = click.option("--until", type=Day(), metavar="DATE", help="Last day (UTC), inclusive.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one line for each row.")

limit = click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="Most rows.",
)


def on_rows(given: Given, work: Callable[[Readable], Awaitable[_Result]]) -> _Result | None:
    """Read from the log, or from those of all parts together; None, told, if there is none.

    Raises:
        LogUnusableError, NewerLogError: If it cannot be used.
    """
    paths = _log_paths(given)
    if len(paths) > 1:
        return asyncio.run(_on(JoinedLogs.open(settings_of(given).data), work))
    return asyncio.run(_on(QueryLog.open(paths[0]), work)) if paths else None


def on_logs(given: Given, work: Callable[[QueryLog], Awaitable[_Result]]) -> list[_Result]:
    """Do something with the log, or with that of each part; bots may be writing to them.

    Raises:
        LogUnusableError, NewerLogError: If one cannot be used.
    """
    return [asyncio.run(_on(QueryLog.open(path), work)) for path in _log_paths(given)]


def log_path(given: Given) -> Path | None:
    """The file of the log; None, told, if there is none.

    Raises:
        LogInPartsError: If there are several.
    """
    paths = _log_paths(given)
    if len(paths) > 1:
        raise LogInPartsError(settings_of(given).data, len(paths))
    return paths[0] if paths else None


def data_folders(given: Given) -> list[Path]:
    """Return the data folder, or those of its parts."""
    data = settings_of(given).data
    return [part.folder(data) for part in parts_in(data)] or [data]


def _log_paths(given: Given) -> list[Path]:
    folders = data_folders(given)
    paths = [path for folder in folders if (path := folder / DATABASE).exists()]
    if not paths:
        path = folders[0] / DATABASE
        words = f"No questions yet: there is no {path}. Choose another folder with --data."
        click.echo(words, err=True)
    return paths


class _Closable(Protocol):
    async def close(self) -> None:
        """Close it."""


_Log = TypeVar("_Log", bound=_Closable)


async def _on(opening: Awaitable[_Log], work: Callable[[_Log], Awaitable[_Result]]) -> _Result:
    log = await opening
    try:
        return await work(log)
    finally:
        await log.close()


def _usage_sentence(error: click.ClickException) -> str:
    """Return what is wrong with a command line, and where its help is, on one line."""
    words = " ".join(error.format_message().split())
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{words.rstrip('.')}. See `{error.ctx.command_path} --help`."
    return words
