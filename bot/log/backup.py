"""A copy of the query log, made while it is written to."""

import errno
import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import LogUnusableError

from .database import address


def backup(database: Path, to: Path) -> None:
    """Copy all that is committed when this begins into a new file, which its owner alone can read.

    The writer is not held up. The copy appears under its name whole and on disk, or not at all;
    it is one file, without what was deleted. To be called in a thread: it takes as long as
    reading and writing the file.

    Raises:
        LogUnusableError: If there is no log, or it cannot be read.
        OSError: If the copy cannot be written, or a file of its name exists.
    """
    if to.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(to))
    draft = to.with_name(f".{to.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            _copy(database, draft)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.link(draft, to)  # unlike a renaming, it never replaces a file
    finally:
        draft.unlink(missing_ok=True)


def _copy(database: Path, draft: Path) -> None:
    try:
        with closing(
            sqlite3.connect(address(database), uri=True, isolation_level=None)
        ) as connection:
            connection.execute("SELECT 1 FROM sqlite_schema")
            connection.execute("VACUUM INTO ?", (str(draft),))
    except sqlite3.Error as error:
        raise LogUnusableError(database, error) from error
