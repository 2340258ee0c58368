"""Write files whole or not at all, even if the power fails."""

import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path

DRAFT = ".draft"
"""The suffix of unfinished files; one found after a crash can be removed."""

ASIDE = ".damaged-"
"""In the name of a damaged file that was moved aside, before the time."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, replacing one that may exist; its folder is created if necessary.

    Raises:
        OSError: If it cannot be written; an existing file is unchanged.
    """
    make_folder(path.parent)
    draft = draft_beside(path)
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    settle_names(path.parent)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, readable by their owner only, unless they exist.

    Raises:
        OSError: If one cannot be created.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    settle_names(folder.parent)


def draft_beside(path: Path) -> Path:
    """Return an unused path in the same folder, to be renamed to `path` when finished."""
    return path.with_name(f"{path.name}.{secrets.token_hex(8)}{DRAFT}")


def sweep(folder: Path) -> None:
    """Remove unfinished files from a folder, if it exists."""
    for left in folder.glob(f"*{DRAFT}"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def aside(path: Path, at: datetime) -> Path:
    """Return where to move a file found damaged at a time; the names sort by time."""
    return path.with_name(f"{path.stem}{ASIDE}{at:%Y%m%dT%H%M%S%f}{path.suffix}")


def phrase(error: OSError) -> str:
    """Return the system's reason, for the middle of a sentence."""
    return (error.strerror or str(error)).lower()


def settle_names(folder: Path) -> None:
    """Flush a folder's file names to disk: a rename alone may be lost if the power fails."""
    if os.name != "posix":  # elsewhere a folder cannot be opened, nor need it be
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
