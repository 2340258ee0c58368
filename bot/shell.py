"""How every command of the shell behaves: common options, exit status, errors on one line."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from .errors import MENDABLE, sentence

NOTHING_FOUND = 1
MISUSED = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells count
READER_GONE = 141  # 128 + SIGPIPE

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Shell(click.Group):
    """A group of commands; each returns its exit status, None for 0."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:  # noqa: ANN401  # click's own signature
        """Run a command and leave the process; what a person can mend is told on one line."""
        _take_any_text()
        extra |= {"prog_name": "pullquote", "standalone_mode": False}
        try:
            status = super().main(*args, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            status = 0
        except click.Abort:
            status = INTERRUPTED
        except MENDABLE as error:
            click.echo(f"pullquote: {sentence(error)}", err=True)
            status = MISUSED
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


def common_options(command: _Command) -> _Command:
    """Add `--sources`, `--data` and `--config`, which may stand before or after a subcommand.

    What is given is in `click.Context.obj`, a dictionary by name of the setting.
    """
    for name, text in (
        ("config", "Settings file. [default: pullquote.toml, if there is one]"),
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
        if stream is None:  # closed by whoever started this process
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115  # open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _drop_output() -> None:
    """Send what is still buffered nowhere; else Python writes it at exit and fails once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
