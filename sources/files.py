"""The files that documents are read from, and how one is opened without being led astray."""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from . import problems
from .reading import NotServedError

# Each is 0 on a system that has none. Without NONBLOCK, opening a pipe waits for a writer.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | _NO_LINK
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
_MOVED = (FileNotFoundError, NotADirectoryError)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read: the id of its document, and a way to its bytes.

    Attributes:
        doc_id: A path with forward slashes; the end of it tells the format.
        open: Called when the file's turn comes, in any thread. May raise OSError.
    """

    doc_id: str
    open: Callable[[], BinaryIO]

    @classmethod
    def inside(cls, folder: Path, path: Path, doc_id: str) -> "SourceFile":
        """A file of a folder; no link on the way from one to the other is followed.

        Args:
            folder: May be reached through links.
            path: Of the file, relative to the folder, without `..`.
            doc_id: Of its document.
        """
        return cls(doc_id, partial(_open_inside, folder, path.parts))

    def read(self, most: int) -> bytes:
        """All of its bytes.

        Raises:
            NotServedError: If they cannot be read, or are more than `most`.
        """
        try:
            with self.open() as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(0)
                raw = file.read(most + 1) if size <= most else b""
        except OSError as error:
            moved = isinstance(error, _MOVED) or error.errno == errno.ELOOP
            reason = problems.MOVED if moved else problems.unreadable(error)
            raise NotServedError(reason, lasting=False) from error
        size = max(size, len(raw))  # it may grow meanwhile
        if size > most:
            raise NotServedError(problems.too_large(size, most))
        return raw


def _open_inside(folder: Path, parts: tuple[str, ...]) -> BinaryIO:
    if os.open not in os.supports_dir_fd:
        return folder.joinpath(*parts).open("rb")
    # Step by step: a folder on the way may have become a link since the path was resolved.
    place = os.open(folder, _FOLDER & ~_NO_LINK)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FOLDER, dir_fd=place)
            os.close(place)
            place = inner
        file = os.open(parts[-1], _FLAGS, dir_fd=place)
    finally:
        os.close(place)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise NotServedError(problems.NOT_A_FILE)
    return os.fdopen(file, "rb")
