"""The query log's file: where SQLite finds it, which file it is, and what SQLite says of it."""

import sqlite3
from pathlib import Path
from typing import Literal

DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
"""SQLite's result codes for a file that is no database, or no sound one."""


def address(path: Path, mode: Literal["ro", "rw"] = "ro") -> str:
    """The database as a URI; neither mode makes a file where there is none."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def identity(path: Path) -> tuple[int, int]:
    """What tells a file from any other that is at its path later.

    Raises:
        OSError: If there is none.
    """
    status = path.stat()
    return status.st_dev, status.st_ino


def result_code(error: BaseException) -> int:
    """SQLite's primary result code, 0 for errors that are not SQLite's."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
