"""The operator's folder as the terminal reads it: quickly, if it was read before."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from index import LibraryIndex, SnapshotError
from sources import Limits
from sources import Progress as Reading

from .editions import Edition, Editions
from .reading import read_folder
from .served import last_served

COMMON = "libraries"
"""The folder of the data folder with the versions that the bot serves."""

_CACHE = "cache"  # apart from these, so that no bot finds a version removed that it needs
_MOST_FOLDERS = 10
_NAME_DIGITS = 12


class Cache:
    """What is known of one folder of documents from earlier; nothing is lost with it."""

    def __init__(self, folder: Path, data: Path) -> None:
        """Look where it may be.

        Args:
            folder: Of the documents.
            data: The data folder; without one, nothing is known or kept.
        """
        self._folder = folder
        self._data = data
        name = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:_NAME_DIGITS]
        self._terminal = Editions(data / _CACHE / name)
        self._served = Editions(data / COMMON)

    def last(self) -> Edition | None:
        """What the bot served last of the folder, else what a terminal did; None if neither."""
        version = last_served(self._data / COMMON, self._folder)
        return _load(self._served, version) or self.newest()

    def newest(self) -> Edition | None:
        """What of the folder's documents need not be read and analysed again."""
        return _load(self._terminal, self._terminal.newest()) or _load(
            self._served, self._served.newest()
        )

    def read(self, limits: Limits, reading: Callable[[Reading], None] | None) -> LibraryIndex:
        """Read the folder as it is; arguments and errors as `read_folder`."""
        previous = self.newest()
        return read_folder(self._folder, limits=limits, previous=previous, reading=reading)

    def keep(self, edition: Edition) -> None:
        """Keep an edition in the place of the one that was kept, if there is a data folder.

        Raises:
            OSError: If it cannot be written.
        """
        if not self._data.is_dir() or self._served.path(edition.version).exists():
            return
        self._terminal.add(edition)
        self._terminal.forget({edition.version}, ())
        self._terminal.sweep()
        folders = sorted((self._data / _CACHE).iterdir(), key=lambda path: path.stat().st_mtime)
        for old in folders[:-_MOST_FOLDERS]:
            shutil.rmtree(old, ignore_errors=True)


def _load(editions: Editions, version: str | None) -> Edition | None:
    try:
        return editions.load(version) if version else None
    except SnapshotError:
        return None
