"""Putting the parts together: from what was given on a command line to what answers."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from config import Settings, load_settings
from index import Searcher, SynonymTable
from sources import ChildNotStartedError, Library, load_library

from .answering import Answerer
from .errors import (
    DataFolderError,
    MissingFolderError,
    NoDocumentsError,
    ReaderNotStartedError,
    SynonymFileError,
)
from .limits import reading_limits
from .progress import reading_bar
from .pseudonyms import Pseudonyms
from .query_log import QueryLog
from .synonym_file import read_synonyms
from .terminal import visible
from .views import Views

Given = dict[str, str]
"""The common options that were given, by name."""


def settings_of(given: Given) -> Settings:
    """Every setting, those of the command line among them.

    Raises:
        SettingsError: The first thing that is wrong.
    """
    rest = {name: value for name, value in given.items() if name != "config"}
    return load_settings(rest, Path(given["config"]) if "config" in given else None)


def read_library(settings: Settings) -> Library:
    """The documents of the folder, be there any or not; what is wrong with files is in it.

    Raises:
        MissingFolderError: If there is no such folder.
        ReaderNotStartedError: If no process can be started to read it.
    """
    limits = reading_limits(settings)
    try:
        with reading_bar() as progress:
            return load_library(settings.sources, limits=limits, progress=progress)
    except NotADirectoryError as error:
        raise MissingFolderError(settings.sources) from error
    except ChildNotStartedError as error:
        raise ReaderNotStartedError(error.reason) from error


def served_library(settings: Settings) -> Library:
    """The library to answer from; that some files are not in it is noted on standard error."""
    library = read_library(settings)
    unread = len(library.problems)
    if not library.documents:
        raise NoDocumentsError(settings.sources, unread)
    if unread:
        click.echo(f"Problems with files: {unread}; see `pullquote sources check`.", err=True)
    return library


def make_searcher(settings: Settings) -> Searcher:
    """What answers from the folder."""
    return Searcher(served_library(settings), class_synonyms(settings))


def class_synonyms(settings: Settings) -> SynonymTable | None:
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
def answering(settings: Settings) -> Iterator[tuple[asyncio.Runner, Answerer]]:
    """Everything an answer needs, open; the log is closed whatever happens.

    The library is read before there is an event loop that it could hold up.
    """
    searcher = make_searcher(settings)
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
