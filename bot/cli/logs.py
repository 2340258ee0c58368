"""`pullquote logs recent | search | gaps | stats`: what was asked, and how it was answered."""

import asyncio
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console

from bot.errors import (
    ExtraMissingError,
    MissingFolderError,
    NoDocumentsError,
    NotDrawnError,
    NotPngError,
    ReaderNotStartedError,
    sentence,
)
from bot.libraries.versions import IndexVersion
from bot.services.charts import Chart, draw
from bot.services.pseudonyms import Pseudonyms
from bot.services.reports import PERIODS, Figures, check_days, midnight, read_figures
from bot.storage.backup import KEY_FILE
from bot.storage.database import Readable
from bot.storage.entries import Surface
from bot.storage.files import write_whole
from bot.storage.questions import Wanted, search_log
from index import Status

from . import options
from .gaps import ServerGap, ServerSearchers, server_gaps
from .options import common_options
from .output import JsonObject, json_line, visible
from .startup import Given, load_current, settings_of
from .tables import (
    draw_gaps,
    draw_questions,
    draw_stats,
    figures_object,
    gap_object,
    question_object,
)

_MOST_TOP = 10
_PNG = ".png"
_NEEDS = "A chart needs matplotlib"


@click.command()
@options.server
@options.limit
@options.as_json
@common_options
@click.pass_obj
def recent(given: Given, server: int | None, limit: int, *, as_json: bool) -> None:
    """List the questions that were asked last, the newest first."""
    _list(given, server, Wanted(), limit, as_json=as_json)


@click.command()
@click.argument("words", nargs=-1)
@click.option(
    "--status",
    type=click.Choice(["found", "weak", "none"]),
    help="Only questions with this status.",
)
@options.since
@options.until
@click.option("--source", metavar="ID", help="Answered from this document; `sources list` has ids.")
@click.option(
    "--surface", type=click.Choice(["slash", "mention", "menu", "direct", "forum", "terminal"])
)
@options.server
@options.limit
@options.as_json
@common_options
@click.pass_obj
def search(  # noqa: PLR0913  # the command's options
    given: Given,
    words: tuple[str, ...],
    *,
    status: Status | None,
    since: date | None,
    until: date | None,
    source: str | None,
    surface: Surface | None,
    server: int | None,
    limit: int,
    as_json: bool,
) -> None:
    """List the questions with all of these WORDS, and whatever else is asked for."""
    check_days(since, until)
    wanted = Wanted(
        text=" ".join(words),
        status=status,
        since=midnight(since),
        until=midnight(until, days_later=1),
        source=source,
        surface=surface,
    )
    _list(given, server, wanted, limit, as_json=as_json)


@click.command()
@click.option("--period", type=click.Choice([*PERIODS]), default="all", show_default=True)
@options.server
@options.limit
@options.as_json
@common_options
@click.pass_obj
def gaps(given: Given, period: str, server: int | None, limit: int, *, as_json: bool) -> None:
    """List what the sources did not answer, questions that ask the same as one.

    What was decided in Discord is left out.
    """
    settings = settings_of(given)
    current, since = load_current(settings), PERIODS[period].since()

    async def work(log: Readable) -> list[ServerGap]:
        searchers = await ServerSearchers.open(settings, current, log)
        return await server_gaps(log, searchers, guild_id=server, since=since)

    found = options.on_rows(given, work)
    if found is None:
        return
    shown = found[:limit]
    if as_json:
        _print_json(map(gap_object, shown))
    elif shown:
        sys.stdout.write(draw_gaps(shown, Console()))
    _tell_rest(len(shown), has_more=len(found) > limit, of="gaps")


@click.command()
@click.option("--period", type=click.Choice([*PERIODS]), default="month", show_default=True)
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE.png", help="Draw a chart.")
@options.server
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common_options
@click.pass_obj
def stats(
    given: Given, period: str, chart: Path | None, server: int | None, *, as_json: bool
) -> None:
    """Tell how much was asked, and how well it was answered."""
    if chart is not None:
        _check_chart(chart)
    settings, current = settings_of(given), _current(given)

    async def work(log: Readable) -> tuple[Figures, Mapping[str, str]]:
        titles: Mapping[str, str] = {}
        if current is not None:
            searchers = await ServerSearchers.open(settings, current, log)
            documents = searchers.of(server).library.documents
            titles = {doc_id: document.title for doc_id, document in documents.items()}
        return await read_figures(log.rows, server, period, sources=titles, most=_MOST_TOP), titles

    found = options.on_rows(given, work)
    if found is None:
        return
    figures, titles = found
    if as_json:
        _print_json([figures_object(figures, titles)])
    else:
        click.echo(f"Figures {PERIODS[period].told}")
        sys.stdout.write(draw_stats(figures.stats, titles, Console()))
    if chart is not None:
        _draw_chart(figures.chart, chart)


def _list(given: Given, server: int | None, wanted: Wanted, limit: int, *, as_json: bool) -> None:
    page = options.on_rows(given, lambda log: search_log(log.rows, server, wanted, limit=limit))
    if page is None:
        return
    if as_json:
        _print_json(map(question_object, page.questions))
    elif page.questions:
        sys.stdout.write(draw_questions(page.questions, Console()))
    _tell_rest(len(page.questions), has_more=page.has_older, of="questions")


def _print_json(objects: Iterable[JsonObject]) -> None:
    for one in objects:
        click.echo(json_line(one), nl=False)


def _tell_rest(number: int, *, has_more: bool, of: str) -> None:
    """Report on standard error what the rows don't say, so that scripts get rows only."""
    if not number:
        click.echo(f"There are no {of}.", err=True)
    elif has_more:
        click.echo(f"There are more {of}: --limit {number * 5} shows {number * 5}.", err=True)


def _current(given: Given) -> IndexVersion | None:
    """Return the folder's documents; None, reported, if they cannot be read."""
    try:
        return load_current(settings_of(given))
    except (MissingFolderError, NoDocumentsError, ReaderNotStartedError) as error:
        click.echo(
            visible(f"Sources that were never quoted can't be listed. {sentence(error)}"), err=True
        )
        return None


def _check_chart(chart: Path) -> None:
    if chart.suffix.lower() != _PNG:  # so that no other file is replaced by a slip
        raise NotPngError(chart)
    if importlib.util.find_spec("matplotlib") is None:
        raise ExtraMissingError(_NEEDS, "logs stats", "charts")


def _draw_chart(chart: Chart, to: Path) -> None:
    picture = asyncio.run(draw(chart))
    if picture is None:
        raise NotDrawnError
    write_whole(to, picture.png)
    click.echo(f"{to}: {picture.alt}", err=True)


@click.command("new-term")
@common_options
@click.pass_obj
def new_term(given: Given) -> None:
    """Give everybody another pseudonym from today on, as at the beginning of a term.

    What was asked before stays, and its askers can still see and delete it.
    """
    today = datetime.now(UTC).date()
    keys = [folder / KEY_FILE for folder in options.data_folders(given)]
    begun = [Pseudonyms.load(path).rotate(today) for path in keys if path.exists()]
    if not begun:
        click.echo(f"Nobody has a pseudonym yet. There is no key file {keys[0]}.", err=True)
    elif any(begun):
        click.echo(
            f"A new term begins today, {today} (UTC): everyone gets a new pseudonym. A "
            "running bot follows within a day, or when you restart it."
        )
    else:
        click.echo(f"Nothing to do: the last term began on or after {today} (UTC).")
