"""The composition root and the command line: the only lines that know all parts."""

import asyncio
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from config import Settings, load_settings
from index import Searcher, SynonymTable, evaluate, load_questions
from sources import ChildNotStartedError, Library, load_library

from . import __version__
from .answering import Answered, Answerer
from .batch import answer_batch, read_questions
from .contract import answer_object, json_line
from .errors import (
    DataFolderError,
    EmptyQuestionError,
    MissingFolderError,
    MissingTokenError,
    NoDocumentsError,
    ReaderNotStartedError,
    SynonymFileError,
)
from .limits import reading_limits
from .progress import reading_bar
from .prompt import questions as asked_questions
from .pseudonyms import Pseudonyms
from .query_log import QueryLog
from .reports import check_lines, evaluation_lines, evaluation_object, list_lines
from .shell import NOTHING_FOUND, Shell, common_options
from .synonym_file import read_synonyms
from .terminal import draw, visible
from .views import Views

_log = logging.getLogger("bot")  # run with -m, this module is called __main__

_Given = dict[str, str]  # the common options that were given, by name
_limit = click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    metavar="N",
    help="Passages in an answer, at most.",
)


@click.group(cls=Shell)
@click.version_option(__version__)
@common_options
def main() -> None:
    """Answer questions with word-for-word quotations from your own documents."""


@main.command()
@click.argument("question", nargs=-1, metavar="[QUESTION]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one line an answer.")
@click.option("--as-typed", is_flag=True, help="Read no word as another: search as written.")
@_limit
@common_options
@click.pass_obj
def ask(
    given: _Given, question: tuple[str, ...], *, as_json: bool, as_typed: bool, limit: int
) -> int | None:
    """Answer QUESTION, or the questions typed at a prompt.

    The exit status is 1 if nothing was found.
    """
    asked = _on_command_line(question)
    settings = _settings(given)
    show = _show_json if as_json else _show_text
    statuses = set()
    with _answering(settings) as (runner, answerer):
        for line in asked or asked_questions(runner, settings.data / "history"):
            coming = answerer.ask(
                line,
                surface="terminal",
                user_id=0,
                guild_id=None,
                channel_id=None,
                limit=limit,
                as_typed=as_typed,
            )
            answered = runner.run(coming)
            show(answered)
            statuses.add(answered.answer.status)
    return NOTHING_FOUND if statuses == {"none"} else None


@main.command()
@click.argument("questions", metavar="QUESTIONS.jsonl")
@_limit
@common_options
@click.pass_obj
def answer(given: _Given, questions: str, limit: int) -> None:
    """Answer a file of {"id", "question"} lines ("-": standard input), in order, unlogged."""
    with click.open_file(questions, "rb") as file:
        batch = read_questions(file, "standard input" if questions == "-" else questions)
    searcher = _searcher(_settings(given))
    for line in answer_batch(searcher, batch, limit=limit):
        click.echo(json_line(line), nl=False)


@main.command()
@common_options
@click.pass_obj
def run(given: _Given) -> None:
    """Be the Discord bot, with the token in the environment variable DISCORD_TOKEN."""
    settings = _settings(given)
    if settings.token is None:
        raise MissingTokenError
    # Here, not above: discord.py takes longer to import than a question takes to answer.
    from discord.utils import setup_logging  # noqa: PLC0415

    from .client import PullquoteBot, serve  # noqa: PLC0415

    setup_logging()
    token = settings.token.get_secret_value()
    with _answering(settings) as (runner, answerer):
        library = answerer.views.of(None).library
        _log.info("%d documents of %s to answer from", len(library.documents), settings.sources)
        bot = PullquoteBot(answerer, heartbeat=settings.data / "heartbeat")
        runner.run(serve(bot, token))


@main.command()
@common_options
@click.pass_obj
def preview(given: _Given) -> None:
    """Be the same bot in a simulated Discord in this machine's browser, without a token."""
    settings = _settings(given)
    # Here, not above: as with `run`.
    from .client import PullquoteBot  # noqa: PLC0415
    from .preview import serve_preview  # noqa: PLC0415

    with _answering(settings) as (runner, answerer):
        announce = partial(click.echo, err=True)
        runner.run(serve_preview(lambda: PullquoteBot(answerer), announce=announce))


@main.command("evaluate")
@click.argument("questions", type=click.Path(path_type=Path), metavar="QUESTIONS.jsonl")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common_options
@click.pass_obj
def evaluate_sources(given: _Given, questions: Path, *, as_json: bool) -> None:
    """Measure the answers to {"id", "question", "answers"} lines, unlogged.

    S@1 and S@3 tell how often one of the first 1 or 3 passages has a known answer; quote@1, how
    often the words in bold of the first do.
    """
    known = load_questions(questions)
    evaluation = evaluate(_searcher(_settings(given)).answer, known)
    if as_json:
        click.echo(json_line(evaluation_object(evaluation)), nl=False)
        return
    for line in evaluation_lines(evaluation):
        click.echo(visible(line))


@main.group(no_args_is_help=True)
@common_options
def sources() -> None:
    """Look at the documents."""


@sources.command("list")
@common_options
@click.pass_obj
def list_sources(given: _Given) -> None:
    """List the documents, each with its number of passages."""
    for line in list_lines(_library(_settings(given))):
        click.echo(visible(line))


@sources.command("check")
@common_options
@click.pass_obj
def check_sources(given: _Given) -> None:
    """Tell which files are not served, and what of the others is left out, and why."""
    settings = _settings(given)
    for line in check_lines(_read_library(settings)):
        click.echo(visible(line))
    _synonyms(settings)


def _on_command_line(words: tuple[str, ...]) -> list[str]:
    """The question of a command line as a list; empty if none was given."""
    question = " ".join(words)
    if words and not question.strip():
        raise EmptyQuestionError
    # What was not UTF-8 on the command line comes as lone surrogates.
    return [question.encode("utf-8", "surrogateescape").decode("utf-8", "replace")] if words else []


def _settings(given: _Given) -> Settings:
    rest = {name: value for name, value in given.items() if name != "config"}
    return load_settings(rest, Path(given["config"]) if "config" in given else None)


def _read_library(settings: Settings) -> Library:
    limits = reading_limits(settings)
    try:
        with reading_bar() as progress:
            return load_library(settings.sources, limits=limits, progress=progress)
    except NotADirectoryError as error:
        raise MissingFolderError(settings.sources) from error
    except ChildNotStartedError as error:
        raise ReaderNotStartedError(error.reason) from error


def _library(settings: Settings) -> Library:
    """The library to answer from; that some files are not in it is noted on standard error."""
    library = _read_library(settings)
    unread = len(library.problems)
    if not library.documents:
        raise NoDocumentsError(settings.sources, unread)
    if unread:
        click.echo(f"Problems with files: {unread}; see `pullquote sources check`.", err=True)
    return library


def _searcher(settings: Settings) -> Searcher:
    return Searcher(_library(settings), _synonyms(settings))


def _synonyms(settings: Settings) -> SynonymTable | None:
    """The class's own synonyms; wrong ones are told, and left out."""
    try:
        return read_synonyms(settings.sources)
    except SynonymFileError as error:
        click.echo(visible(str(error)), err=True)
        return None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what people asked is in it
    except OSError as error:
        raise DataFolderError(folder, (error.strerror or str(error)).lower()) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise DataFolderError(folder, "it is read-only")


@contextmanager
def _answering(settings: Settings) -> Iterator[tuple[asyncio.Runner, Answerer]]:
    """Everything an answer needs, open; the log is closed whatever happens.

    The library is read before there is an event loop that it could hold up.
    """
    searcher = _searcher(settings)
    _make_folder(settings.data)
    pseudonyms = Pseudonyms.load(settings.data / "pseudonyms.key")
    with asyncio.Runner() as runner:
        query_log = runner.run(QueryLog.open(settings.data / "queries.db"))
        answerer = Answerer(Views(searcher), query_log, pseudonyms)
        try:
            yield runner, answerer
        finally:
            runner.run(_close(answerer, query_log))


async def _close(answerer: Answerer, query_log: QueryLog) -> None:
    await answerer.settle()
    await query_log.close()


def _show_json(answered: Answered) -> None:
    shown = answer_object(
        answered.answer, answer_id=answered.answer_id, latency_ms=answered.latency_ms
    )
    click.echo(json_line(shown), nl=False)


def _show_text(answered: Answered) -> None:
    sys.stdout.write(draw(answered.answer, Console()))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
