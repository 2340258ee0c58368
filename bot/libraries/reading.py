"""From files to an index: what is unchanged is neither read nor analysed again."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.errors import MissingFolderError, ReaderNotStartedError
from bot.scopes import own_id
from index import LibraryIndex
from sources import ChildNotStartedError, Library, Limits, SourceFile, load_library, read_files
from sources import Progress as Reading

from .editions import Edition
from .messages import OwnSource


def read_folder(  # noqa: PLR0913  # by name, and four have their defaults
    folder: Path,
    *,
    limits: Limits,
    previous: Edition | None = None,
    workers: int | None = None,
    reading: Callable[[Reading], None] | None = None,
    indexing: Callable[[int, int], None] | None = None,
) -> LibraryIndex:
    """Read the operator's folder, all but the synonyms beside the documents.

    Args:
        folder: Of the documents.
        limits: What they may cost.
        previous: An older version of it, or of another folder.
        workers: Files that are read at the same time; as many as there are processors if None.
        reading: Is told after each file.
        indexing: Is told how many documents are analysed, and of how many.

    Raises:
        MissingFolderError: If there is no such folder.
        ReaderNotStartedError: If no process to read in can be started.
    """
    known = previous.index if previous else None
    try:
        library = load_library(
            folder,
            previous=known.library if known else None,
            limits=limits,
            workers=workers,
            progress=reading,
        )
    except NotADirectoryError as error:
        raise MissingFolderError(folder) from error
    except ChildNotStartedError as error:
        raise ReaderNotStartedError(error.reason) from error
    return _index(library, known, indexing)


def read_own(
    own: Iterable[OwnSource],
    *,
    limits: Limits,
    previous: Edition | None = None,
    reading: Callable[[Reading], None] | None = None,
    indexing: Callable[[int, int], None] | None = None,
) -> LibraryIndex:
    """Read a server's own documents; as `read_folder`, but that a missing file is a problem."""
    known = previous.index if previous else None
    files = [SourceFile(own_id(one.name), partial(_open, one.path)) for one in own]
    try:
        library = read_files(
            files,
            previous=known.library if known else None,
            limits=limits,
            progress=reading,
        )
    except ChildNotStartedError as error:
        raise ReaderNotStartedError(error.reason) from error
    return _index(library, known, indexing)


def _index(
    library: Library, known: LibraryIndex | None, indexing: Callable[[int, int], None] | None
) -> LibraryIndex:
    if known and (library.version, library.problems) == (
        known.library.version,
        known.library.problems,
    ):
        return known
    return LibraryIndex.build(library, known, indexing)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")
