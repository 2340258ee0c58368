"""Putting the parts together: from what was given on a command line to what answers."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from bot.errors import (
    ClusterUnusableError,
    DataFolderError,
    ModelUnusableError,
    NoDocumentsError,
    SynonymFileError,
)
from bot.libraries.active import Rules, make_searcher
from bot.libraries.engine import engine_for, open_cluster
from bot.libraries.meaning import open_meaning
from bot.libraries.reading import Cache, read_synonyms, reading_limits
from bot.libraries.registry import Libraries
from bot.libraries.searchers import SearcherRegistry
from bot.libraries.versions import IndexVersion
from bot.services.answering import Answerer
from bot.services.keys import open_pseudonyms
from bot.services.privacy import Keeping
from bot.storage.backup import DATABASE, KEY_FILE
from bot.storage.folder_lock import locked
from bot.storage.lessons import Lessons
from bot.storage.parts import WHOLE, Part, check_parts
from bot.storage.query_log import QueryLog
from config import Settings, load_settings
from index import EncodingFailedError, Meaning, Searcher, SynonymTable
from index.opensearch import Cluster, EngineAwayError

from .output import visible
from .progress import building_bars, encoding_bar, loading_bar

Given = dict[str, str]
"""The common options that were given, by name."""

_SWITCH_INTERVAL_S = 0.0001
_SHOWN_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class _Open:
    runner: asyncio.Runner
    answerer: Answerer
    query_log: QueryLog
    meaning: Meaning | None
    cluster: Cluster | None


def settings_of(given: Given) -> Settings:
    """Every setting, those of the command line among them.

    The data folder is the part's own, if the servers are shared by several processes.

    Raises:
        SettingsError: The first thing that is wrong.
    """
    rest = {name: value for name, value in given.items() if name != "config"}
    settings = load_settings(rest, Path(given["config"]) if "config" in given else None)
    part = part_of(settings)
    if part == WHOLE:
        return settings
    return settings.model_copy(update={"data": part.folder(settings.data)})


def part_of(settings: Settings) -> Part:
    """Return which process this is, of those that share the servers."""
    return Part.parse(settings.part) if settings.part else WHOLE


def keeping_of(settings: Settings) -> Keeping:
    """Return the retention settings."""
    days = None if settings.retention_days == "forever" else settings.retention_days
    return Keeping(days, settings.new_term_on)


@contextmanager
def answering(settings: Settings) -> Iterator[tuple[asyncio.Runner, Answerer]]:
    """Everything an answer needs, open; the log is closed whatever happens.

    The documents are read before there is an event loop that it could hold up.
    """
    current = load_current(settings)
    with _opened(settings, current) as parts:
        keep(settings, current)
        wait_for_vectors(parts.meaning)
        yield parts.runner, parts.answerer


@contextmanager
def serving(
    settings: Settings, *, take_over: bool = False
) -> Iterator[tuple[asyncio.Runner, Answerer, Libraries]]:
    """Everything a bot needs, open: as `answering`, and the library of each server.

    No other bot uses the data folder meanwhile.

    Args:
        settings: The operator's.
        take_over: Ask a bot that uses the data folder to finish.

    Raises:
        FolderInUseError, FolderNotGivenUpError: If another bot uses the data folder.
        OtherPartsError: If the data folder is of another number of processes.
    """
    part = part_of(settings)
    whole = settings.data if part == WHOLE else settings.data.parent
    make_data_folder(whole)
    check_parts(whole, part)
    make_data_folder(settings.data)
    with ExitStack() as stack:
        if not take_over:
            stack.enter_context(locked(settings.data))
        # Before the other bot finishes, so that nobody has to wait for the documents.
        current = load_served(settings)
        if take_over:
            tell = partial(click.echo, err=True)
            stack.enter_context(locked(settings.data, take_over=True, tell=tell))
        yield stack.enter_context(_serving(settings, current))


@contextmanager
def _serving(
    settings: Settings, current: IndexVersion
) -> Iterator[tuple[asyncio.Runner, Answerer, Libraries]]:
    # A thread that computes keeps the event loop waiting for Python's own 5 ms, each time.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    with _opened(settings, current) as parts:
        opening = Libraries.open(
            sources=settings.sources,
            data=settings.data,
            start=current,
            searchers=parts.answerer.searchers,
            limits=reading_limits(settings),
            log=parts.query_log,
            rules=Rules(settings.kept_versions, settings.switch_without_asking, settings.watch),
            cluster=parts.cluster,
        )
        libraries = parts.runner.run(opening)
        gc.freeze()  # what was made until now stays, and is never looked through for garbage
        try:
            yield parts.runner, parts.answerer, libraries
        finally:
            parts.runner.run(libraries.close())


@contextmanager
def _opened(settings: Settings, current: IndexVersion) -> Iterator[_Open]:
    make_data_folder(settings.data)
    meaning = meaning_of(settings)
    cluster = loaded_cluster(settings, current)
    engine = engine_for(cluster, None)
    searchers = SearcherRegistry(make_searcher(current, None, Lessons(), meaning, engine))
    with asyncio.Runner() as runner:
        query_log = runner.run(QueryLog.open(settings.data / DATABASE))
        try:
            pseudonyms = runner.run(open_pseudonyms(query_log, settings.data / KEY_FILE))
        except BaseException:
            runner.run(query_log.close())
            raise
        answerer = Answerer(searchers, query_log, pseudonyms)
        try:
            yield _Open(runner, answerer, query_log, meaning, cluster)
        finally:
            runner.run(_close(answerer, query_log))
            if meaning:
                meaning.encoding.close()


def loaded_cluster(settings: Settings, current: IndexVersion) -> Cluster | None:
    """Return the operator's cluster, with the documents in it; None without one.

    Raises:
        ClusterUnusableError: If it can't be reached.
        ExtraMissingError: If its client is not installed.
    """
    cluster = open_cluster(settings)
    if cluster:
        try:
            with loading_bar() as show:
                cluster.load(current.index, progress=show)
        except EngineAwayError as error:
            raise ClusterUnusableError(error.reason, error.check) from error
    return cluster


def make_data_folder(folder: Path) -> None:
    """Create the data folder if necessary, for its owner alone.

    Raises:
        DataFolderError: If it cannot be created or written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what people asked is in it
    except OSError as error:
        raise DataFolderError(folder, (error.strerror or str(error)).lower()) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise DataFolderError(folder, "it is read-only")


async def _close(answerer: Answerer, query_log: QueryLog) -> None:
    await answerer.settle()
    await query_log.close()


_log = logging.getLogger(__name__)
_ADDED_IN_DISCORD = (
    "The bot starts anyway: moderators can add documents in Discord with /sources add."
)


def read_current(settings: Settings) -> IndexVersion:
    """The folder of documents as it is; what is unchanged is taken from the data folder.

    Raises:
        MissingFolderError: If it is not there.
        ReaderNotStartedError: If no process to read in can be started.
    """
    cache = Cache(settings.sources, settings.data)
    with building_bars() as (reading, indexing):
        index = cache.read(reading_limits(settings), reading, indexing)
    return IndexVersion.of(index, synonyms(settings))


def load_current(settings: Settings) -> IndexVersion:
    """Read the documents to answer from; warn on standard error if some files have problems.

    Raises:
        MissingFolderError, ReaderNotStartedError: As `read_current`.
        NoDocumentsError: If there is nothing to answer from.
    """
    current = read_current(settings)
    library = current.index.library
    unread = len(library.problems)
    if not library.documents:
        raise NoDocumentsError(settings.sources, unread)
    if unread:
        click.echo(f"Files with problems: {unread}; see `pullquote sources check`.", err=True)
    return current


def load_served(settings: Settings) -> IndexVersion:
    """As `load_current` for a bot, which starts without documents: moderators may add theirs."""
    try:
        return load_current(settings)
    except NoDocumentsError as error:
        click.echo(f"{error} {_ADDED_IN_DISCORD}", err=True)
        return read_current(settings)


def load_searcher(settings: Settings) -> Searcher:
    """Load the searcher for the terminal, and save it for next time. Errors as `load_current`."""
    current = load_current(settings)
    keep(settings, current)
    meaning = meaning_of(settings)
    engine = engine_for(loaded_cluster(settings, current), None)
    searcher = make_searcher(current, None, Lessons(), meaning, engine)
    wait_for_vectors(meaning)
    return searcher


def meaning_of(settings: Settings) -> Meaning | None:
    """Load the installed model; report on standard error if it can't be used."""
    try:
        return open_meaning(settings.data)
    except ModelUnusableError as error:
        click.echo(f"{error}", err=True)
        return None


def wait_for_vectors(meaning: Meaning | None) -> None:
    """Wait until all documents can be compared by meaning; show how far that is."""
    if meaning is None:
        return
    try:
        with encoding_bar() as show:
            while not meaning.encoding.wait(_SHOWN_EVERY_S):
                show(*meaning.encoding.progress)
    except EncodingFailedError as error:
        click.echo(f"Answers come from words alone ({error}).", err=True)
    finally:
        meaning.encoding.close()


def keep(settings: Settings, current: IndexVersion) -> None:
    """Let the next command be quicker, if there is a data folder."""
    try:
        Cache(settings.sources, settings.data).keep(current)
    except OSError as error:
        _log.info("The index is not kept (%s).", error)


def synonyms(settings: Settings) -> SynonymTable | None:
    """Read the class's own synonyms; report wrong ones on standard error and leave them out."""
    try:
        return read_synonyms(settings.sources)
    except SynonymFileError as error:
        click.echo(visible(str(error)), err=True)
        return None
