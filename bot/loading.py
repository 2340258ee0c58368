"""The documents that a command answers from, read as the settings say."""

import logging

import click

from config import Settings
from index import Searcher, SynonymTable

from .errors import NoDocumentsError, SynonymFileError
from .guidance import Guidance
from .libraries.cache import Cache
from .libraries.editions import Edition
from .libraries.seeing import make_searcher
from .limits import reading_limits
from .progress import reading_bar
from .synonym_file import read_synonyms
from .terminal import visible

_log = logging.getLogger(__name__)


def read_edition(settings: Settings) -> Edition:
    """The folder of documents as it is; what is unchanged is taken from the data folder.

    Raises:
        MissingFolderError: If it is not there.
        ReaderNotStartedError: If no process to read in can be started.
    """
    cache = Cache(settings.sources, settings.data)
    with reading_bar() as reading:
        index = cache.read(reading_limits(settings), reading)
    return Edition.of(index, synonyms(settings))


def load_edition(settings: Settings) -> Edition:
    """What is to be answered from; that some files are not in it is noted on standard error.

    Raises:
        MissingFolderError, ReaderNotStartedError: As `read_edition`.
        NoDocumentsError: If there is nothing to answer from.
    """
    edition = read_edition(settings)
    library = edition.index.library
    unread = len(library.problems)
    if not library.documents:
        raise NoDocumentsError(settings.sources, unread)
    if unread:
        click.echo(f"Problems with files: {unread}; see `pullquote sources check`.", err=True)
    return edition


def load_searcher(settings: Settings) -> Searcher:
    """What answers in a terminal; it is quick to load the next time. Errors as `load_edition`."""
    edition = load_edition(settings)
    keep(settings, edition)
    return make_searcher(edition, None, Guidance())


def keep(settings: Settings, edition: Edition) -> None:
    """Let the next command be quicker, if there is a data folder."""
    try:
        Cache(settings.sources, settings.data).keep(edition)
    except OSError as error:
        _log.info("The index is not kept (%s).", error)


def synonyms(settings: Settings) -> SynonymTable | None:
    """The class's own synonyms; wrong ones are told on standard error, and left out."""
    try:
        return read_synonyms(settings.sources)
    except SynonymFileError as error:
        click.echo(visible(str(error)), err=True)
        return None
