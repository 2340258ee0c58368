"""From files to an index; unchanged documents are neither read nor analysed again."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO
from weakref import finalize

from pydantic import BaseModel, ConfigDict

from bot.errors import MissingFolderError, ReaderNotStartedError, SynonymFileError
from bot.storage.files import DRAFT, make_folder
from config import Settings
from index import (
    LibraryIndex,
    SnapshotError,
    SynonymsError,
    SynonymTable,
    build_index,
    parse_synonyms,
)
from sources import ChildNotStartedError, Library, Limits, SourceFile, load_library, read_files
from sources import Progress as Reading

from .scopes import own_id
from .versions import (
    _CACHE,
    _MOST_FOLDERS,
    _NAME_DIGITS,
    COMMON,
    IndexVersion,
    VersionStore,
)

SYNONYMS = "synonyms.toml"

_MB = 1_000_000

# Passages, from which on it pays to start processes that analyse them; and if most are analysed
# already, from which on what was found is better put together on the disk than in memory.
_MANY, _MANY_KNOWN = 10_000, 50_000


def read_folder(  # noqa: PLR0913  # by name, and four have their defaults
    folder: Path,
    *,
    limits: Limits,
    previous: IndexVersion | None = None,
    workers: int | None = None,
    aside: Path | None = None,
    reading: Callable[[Reading], None] | None = None,
    indexing: Callable[[int, int], None] | None = None,
) -> LibraryIndex:
    """Read the operator's folder, except for its synonyms.

    Args:
        folder: Of the documents.
        limits: What they may cost.
        previous: An older version of it, or of another folder.
        workers: Processes that read and analyse; as many as there are processors if None.
        aside: A folder for what does not fit in memory, if there are many passages: they are put
            there as they are read, and the index stays there as long as it is used.
        reading: Is told after each file.
        indexing: Is told how many documents are analysed, and of how many.

    Raises:
        MissingFolderError: If there is no such folder.
        ReaderNotStartedError: If no process to read in can be started.
    """
    known = previous.index if previous else None
    if aside:
        make_folder(aside)
    try:
        library = load_library(
            folder,
            previous=known.library if known else None,
            limits=limits,
            workers=workers,
            aside=aside,
            progress=reading,
        )
    except NotADirectoryError as error:
        raise MissingFolderError(folder) from error
    except ChildNotStartedError as error:
        raise ReaderNotStartedError(error.reason) from error
    many = _MANY_KNOWN if known else _MANY
    if aside is None or len(library.passages) < many or _is_same(library, known):
        return _index(library, known, indexing)
    building = partial(build_index, previous=known, progress=indexing, workers=workers)
    return _built_aside(lambda folder: building(library, folder, limits=limits), aside)


def _built_aside(build: Callable[[Path], LibraryIndex], aside: Path) -> LibraryIndex:
    """Build an index in a folder that is removed with it."""
    scratch = mkdtemp(suffix=DRAFT, dir=aside)
    try:
        index = build(Path(scratch) / "index")
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    finalize(index, shutil.rmtree, scratch, ignore_errors=True)
    return index


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnSource(_Message):
    """A document of the server's own: its name and where its bytes are.

    Attributes:
        is_new: Whether a moderator has just added it: it is left out if it gives nothing.
        replaces: Where the bytes of the document are whose place it takes; None for none.
    """

    name: str
    path: Path
    is_new: bool = False
    replaces: Path | None = None

    def left_out(self) -> "OwnSource | None":
        """Return what stays in its place."""
        return OwnSource(name=self.name, path=self.replaces) if self.replaces else None


def read_own(
    own: Iterable[OwnSource],
    *,
    limits: Limits,
    previous: IndexVersion | None = None,
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
    if known and _is_same(library, known):
        return known
    return LibraryIndex.build(library, known, indexing)


def _is_same(library: Library, known: LibraryIndex | None) -> bool:
    before = known.library if known else Library("", {}, ())
    return (library.version, library.problems) == (before.version, before.problems)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


_LARGEST = 1_000_000  # bytes; nobody writes that many by hand


def read_synonyms(folder: Path) -> SynonymTable | None:
    """The synonyms of a folder of documents; None if it has no such file.

    Raises:
        SynonymFileError: If the file cannot be read or is no synonym table.
    """
    path = folder / SYNONYMS
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SynonymFileError(path, 1, (error.strerror or str(error)).lower()) from error
    if len(raw) > _LARGEST:
        raise SynonymFileError(path, 1, f"it has more than {_LARGEST:,} bytes")
    try:
        return parse_synonyms(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SynonymFileError(path, line, "it is not UTF-8") from error
    except SynonymsError as error:
        raise SynonymFileError(path, error.line, error.reason) from error


def reading_limits(settings: Settings) -> Limits:
    """Return the limits on files; a megabyte is a million bytes."""
    return Limits(
        max_file_bytes=settings.max_file_mb * _MB,
        max_text_bytes=settings.max_text_mb * _MB,
        max_text_chars=settings.max_text_mb * _MB,
        max_pages=settings.max_pages,
        max_unpacked_bytes=settings.max_unpacked_mb * _MB,
        max_archive_entries=settings.max_archive_entries,
        max_passages=settings.max_passages,
        max_library_passages=settings.max_library_passages,
        max_files=settings.max_files,
        seconds=settings.read_seconds,
        memory_bytes=settings.read_memory_mb * _MB,
        rebuild_bytes=settings.reload_memory_mb * _MB,
    )


class Cache:
    """Saved index of one documents folder; deleting it loses nothing."""

    def __init__(self, folder: Path, data: Path) -> None:
        """Look where it may be.

        Args:
            folder: Of the documents.
            data: The data folder; without one, nothing is known or kept.
        """
        self._folder = folder
        self._data = data
        name = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:_NAME_DIGITS]
        self._terminal = VersionStore(data / _CACHE / name)
        self._served = VersionStore(data / COMMON)

    def last(self, served: str | None) -> IndexVersion | None:
        """Return what the bot or else a terminal served last of the folder; None if neither did.

        Args:
            served: The version that the bot served last; None if none is known.
        """
        return _load(self._served, served) or self.newest()

    def newest(self) -> IndexVersion | None:
        """Return the newest saved version, whose unchanged documents need not be read again."""
        return _load(self._terminal, self._terminal.newest()) or _load(
            self._served, self._served.newest()
        )

    def read(
        self,
        limits: Limits,
        reading: Callable[[Reading], None] | None,
        indexing: Callable[[int, int], None] | None = None,
    ) -> LibraryIndex:
        """Read the folder as it is; arguments and errors as `read_folder`."""
        previous = self.newest()
        aside = self._terminal.path("") if self._data.is_dir() else None
        return read_folder(
            self._folder,
            limits=limits,
            previous=previous,
            aside=aside,
            reading=reading,
            indexing=indexing,
        )

    def keep(self, current: IndexVersion) -> None:
        """Keep an index version in the place of the one that was kept, if there is a data folder.

        Raises:
            OSError: If it cannot be written.
        """
        if not self._data.is_dir() or self._served.path(current.version).exists():
            return
        self._terminal.add(current)
        self._terminal.forget({current.version}, ())
        self._terminal.sweep()
        folders = sorted((self._data / _CACHE).iterdir(), key=lambda path: path.stat().st_mtime)
        for old in folders[:-_MOST_FOLDERS]:
            shutil.rmtree(old, ignore_errors=True)


def _load(versions: VersionStore, version: str | None) -> IndexVersion | None:
    try:
        return versions.load(version) if version else None
    except SnapshotError:
        return None
