"""What several commands about the log take, and how they open it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from bot.composing import DATABASE, Given, settings_of
from bot.errors import BadDateError
from bot.log.query_log import QueryLog
from bot.review.periods import read_day

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
    help="Of this server alone. [default: of all, and of the terminal]",
)
since = click.option("--since", type=Day(), metavar="DATE", help="From this day on (UTC).")
until = click.option("--until", type=Day(), metavar="DATE", help="Up to this day, included (UTC).")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one line a row.")
limit = click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="Rows, at most.",
)


def on_log(given: Given, work: Callable[[QueryLog], Awaitable[_Result]]) -> _Result | None:
    """Do something with the log, which a bot may be writing to; None, told, if there is none.

    Raises:
        LogUnusableError, NewerLogError: If it cannot be used.
    """
    path = log_path(given)
    return None if path is None else asyncio.run(_on(QueryLog.open(path), work))


def log_path(given: Given) -> Path | None:
    """The file of the log; None, told, if there is none."""
    path = settings_of(given).data / DATABASE
    if path.exists():
        return path
    words = f"Nothing was asked yet, for there is no {path}: name another folder with --data."
    click.echo(words, err=True)
    return None


async def _on(
    opening: Awaitable[QueryLog], work: Callable[[QueryLog], Awaitable[_Result]]
) -> _Result:
    log = await opening
    try:
        return await work(log)
    finally:
        await log.close()
