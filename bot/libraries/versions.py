"""Versions of a library: its index and its synonyms, in memory and on disk."""

import gc
import hashlib
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bot.storage.files import DRAFT, draft_beside, make_folder, settle_names, sweep, write_whole
from index import LibraryIndex, SnapshotError, SynonymTable, check_index, load_index, save_index

_INDEX = "index"

_SYNONYMS = "synonyms.json"

_SYNONYM_DIGITS = 8

_NO_SYNONYMS = "Its synonyms can't be read."

_MISNAMED = "Its content does not match its name."


@dataclass(frozen=True, slots=True, eq=False)
class IndexVersion:
    """One version of a folder of documents, or of a server's own documents.

    Attributes:
        version: That of the library and, if the class has synonyms of its own beside the
            documents, eight digits that change with them.
        synonyms: None without any.
    """

    version: str
    index: LibraryIndex
    synonyms: SynonymTable | None = None

    @classmethod
    def of(cls, index: LibraryIndex, synonyms: SynonymTable | None = None) -> "IndexVersion":
        """Name an index and synonyms by what is in them."""
        version = index.library.version
        if synonyms is not None:
            digest = hashlib.sha256(synonyms.model_dump_json().encode()).hexdigest()
            version = f"{version}-{digest[:_SYNONYM_DIGITS]}"
        return cls(version, index, synonyms)

    def save(self, folder: Path) -> None:
        """Write it to a folder that must not be there yet.

        Raises:
            OSError: If it cannot be written; then the folder may be there in part.
        """
        make_folder(folder.parent)
        folder.mkdir(mode=0o700)
        if self.synonyms is not None:
            write_whole(folder / _SYNONYMS, self.synonyms.model_dump_json().encode())
        save_index(self.index, folder / _INDEX)

    @classmethod
    def load(cls, folder: Path) -> "IndexVersion":
        """Read what `save` wrote.

        Raises:
            SnapshotError: If it is missing, damaged, or of another version of Pullquote.
        """
        index = load_index(folder / _INDEX)
        return cls.of(index, _read_synonyms(folder))


def library_version(version: str) -> str:
    """Return the version of the library of an index version, given by its name."""
    return version.partition("-")[0]


def _read_synonyms(folder: Path) -> SynonymTable | None:
    try:
        return SynonymTable.model_validate_json((folder / _SYNONYMS).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SnapshotError(_NO_SYNONYMS) from error


def _is_readable(folder: Path) -> bool:
    """Return whether an index version can be loaded; not if another Pullquote version wrote it."""
    try:
        check_index(folder / _INDEX)
        _read_synonyms(folder)
    except SnapshotError:
        return False
    return True


@contextmanager
def _uncollected() -> Iterator[None]:
    """For what makes many objects that stay: Python is not to look for garbage among them.

    It would, in the middle and ever after, and every question waits meanwhile. They have no
    cycles: what is no longer used is freed at once, all the same.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class VersionStore:
    """The versions of one library that are kept; each is read once and shared."""

    def __init__(self, folder: Path, *, stay: bool = False) -> None:
        """Name the folder; it need not be there.

        Args:
            folder: Has a folder for each version, under the version's name.
            stay: Whether what is loaded is large and stays long, as what all servers share.
        """
        self._folder = folder
        self._reading = _uncollected if stay else nullcontext
        self._loaded: dict[str, IndexVersion] = {}

    def path(self, version: str) -> Path:
        """Return the folder of a version, saved or not."""
        return self._folder / version

    def draft(self) -> Path:
        """A folder to build something in, which is not there yet."""
        return draft_beside(self._folder / "new")

    def has(self, version: str) -> bool:
        """Return whether a version is kept; it may be damaged all the same."""
        return version in self._loaded or self.path(version).is_dir()

    def load(self, version: str) -> IndexVersion:
        """Give a version; blocks unless it is in memory.

        Raises:
            SnapshotError: If it is not kept, or damaged.
        """
        known = self._loaded.get(version)
        if known is None:
            with self._reading():
                known = IndexVersion.load(self.path(version))
            if known.version != version:
                raise SnapshotError(_MISNAMED)
            known = self._loaded.setdefault(version, known)  # two threads may meet here
        return known

    def peek(self, version: str) -> IndexVersion:
        """Give a version without keeping it in memory; otherwise like `load`."""
        return self._loaded.get(version) or IndexVersion.load(self.path(version))

    def add(self, current: IndexVersion) -> IndexVersion:
        """Keep a version that is in memory, on disk too; give the one that is shared.

        What is on disk under its name stays, if it can be read.

        Raises:
            OSError: If it cannot be written.
        """
        if not _is_readable(self.path(current.version)):
            draft = self.draft()
            try:
                current.save(draft)
                self.adopt(draft, current.version)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        return self._loaded.setdefault(current.version, current)

    def adopt(self, draft: Path, version: str) -> None:
        """Keep a version that was saved aside; one that is kept already stays, if it can be read.

        Raises:
            OSError: If it cannot be renamed.
        """
        place = self.path(version)
        if not _is_readable(place):
            shutil.rmtree(place, ignore_errors=True)
            draft.rename(place)
            settle_names(self._folder)

    def newest(self) -> str | None:
        """The version that was saved last; None without any."""
        newest = max(self._kept(), key=_written_at, default=None)
        return newest.name if newest else None

    def rest(self) -> None:
        """Keep no version in memory; those on disk stay."""
        self._loaded.clear()

    def forget(self, used: Collection[str], at_hand: Collection[str]) -> None:
        """Remove versions that are not used.

        Args:
            used: Those that stay on disk.
            at_hand: Those that stay in memory, as far as they are there.

        Raises:
            OSError: If the folder cannot be read.
        """
        for version in [*self._loaded]:
            if version not in at_hand:
                self._loaded.pop(version, None)  # the server may rest since
        for folder in self._kept():
            if folder.name not in used:
                shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what a process that is no more left unfinished."""
        sweep(self._folder)

    def _kept(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if path.suffix != DRAFT and path.is_dir()]


def _written_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:  # a running bot has just removed it
        return 0.0


COMMON = "libraries"
"""The folder of the data folder with the versions that the bot serves."""

_CACHE = "cache"  # apart from these, so that no bot finds a version removed that it needs

_MOST_FOLDERS = 10

_NAME_DIGITS = 12
