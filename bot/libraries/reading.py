"""From files to an edition: what is unchanged is neither read nor analysed again."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.errors import MissingFolderError
from index import LibraryIndex, SynonymTable
from sources import Library, SourceFile, load_library, read_files
from sources import Progress as Reading

from .editions import Edition
from .messages import OwnSource
from .rehearsal import Progress

Tell = Callable[[Progress], None]

OWN = "~/"
"""What the ids of a server's own documents begin with: the folder walk passes such names over."""


def read_folder(
    folder: Path, synonyms: SynonymTable | None, previous: Edition | None, tell: Tell
) -> Edition:
    """Read the operator's folder.

    Args:
        folder: Of the documents.
        synonyms: The class's own, which stand beside them.
        previous: An older version of it, or of another folder.
        tell: Is told after each file and each document.

    Raises:
        MissingFolderError: If there is no such folder.
        ChildNotStartedError: If no process to read in can be started.
    """
    old = previous.index if previous else None
    try:
        library = load_library(folder, previous=old.library if old else None, progress=_told(tell))
    except NotADirectoryError as error:
        raise MissingFolderError(folder) from error
    return Edition.of(_index(library, old, tell), synonyms)


def read_own(own: Iterable[OwnSource], previous: Edition | None, tell: Tell) -> Edition:
    """Read a server's own documents; as `read_folder`, but that a missing file is a problem."""
    old = previous.index if previous else None
    files = [SourceFile(f"{OWN}{one.name}", partial(_open, one.path)) for one in own]
    library = read_files(files, previous=old.library if old else None, progress=_told(tell))
    return Edition.of(_index(library, old, tell))


def _index(library: Library, previous: LibraryIndex | None, tell: Tell) -> LibraryIndex:
    if previous and (library.version, library.problems) == (
        previous.library.version,
        previous.library.problems,
    ):
        return previous

    def indexed(done: int, total: int) -> None:
        tell(Progress(step="indexing", done=done, total=total))

    return LibraryIndex.build(library, previous, indexed)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _told(tell: Tell) -> Callable[[Reading], None]:
    return lambda r: tell(Progress(step="reading", done=r.done, total=r.total))
