"""The files that moderators added in Discord, as they came, under the names of their content."""

import hashlib
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from bot.durable import DRAFT, write_whole

_LONGEST_NAME = 200  # characters; with its folder, and within what file systems and Discord take
_UNWRITABLE = set('<>:"\\|?*')


class OwnFiles:
    """Kept by content: a file that is added twice is there once."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it need not be there."""
        self._folder = folder

    def add(self, content: bytes) -> None:
        """Keep a file.

        Raises:
            OSError: If it cannot be written.
        """
        path = self.path(digest_of(content))
        if not path.exists():
            write_whole(path, content)

    def path(self, sha256: str) -> Path:
        """Where a file is kept, if it is."""
        return self._folder / sha256

    def forget(self, used: Collection[str]) -> None:
        """Remove all files but those that are used, and what was left unfinished."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in used or path.suffix == DRAFT:
                    path.unlink(missing_ok=True)


def digest_of(content: bytes) -> str:
    """What a file's bytes are known by, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def check_name(name: str) -> str:
    """Give the name of a document back if it is one that can be kept.

    Args:
        name: A path with forward slashes; folders are collections.

    Raises:
        ValueError: If it could lead anywhere else, is hidden, or cannot be written: whoever takes
            files in gives them safe names.
    """
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "~")) or part != part.strip() for part in path.parts)
    strange = _UNWRITABLE.intersection(name) or not name.isprintable()
    if (
        path.as_posix() != name
        or not path.name
        or path.is_absolute()
        or hidden
        or strange
        or len(name) > _LONGEST_NAME
    ):
        raise ValueError(name)
    return name
