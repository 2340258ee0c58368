"""Files that are there whole or not at all, whenever the power goes."""

import logging
import os
import secrets
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

DRAFT = ".draft"
"""The ending of what is not finished; whoever finds one after a crash may remove it."""

ASIDE = ".damaged-"
"""In the name of a damaged file that was set aside, before the time."""


def write_whole(path: Path, content: bytes) -> None:
    """Put a file at a path, in the place of one that may be there; its folder is made if need be.

    Raises:
        OSError: If it cannot be written; what was at the path is there still.
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
    """Make a folder and those above it, for their owner alone, unless they are there.

    Raises:
        OSError: If one cannot be made.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    settle_names(folder.parent)


def draft_beside(path: Path) -> Path:
    """A name in the same folder that nothing has, for what is to be renamed to `path`."""
    return path.with_name(f"{path.name}.{secrets.token_hex(8)}{DRAFT}")


def sweep(folder: Path) -> None:
    """Remove from a folder, if it is there, what a process that is no more left unfinished."""
    for left in folder.glob(f"*{DRAFT}"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Rename a file that cannot be read, so that nothing of it is lost; its new, dated path.

    Raises:
        OSError: If it cannot be renamed.
    """
    return path.rename(aside(path, datetime.now(UTC)))


def aside(path: Path, at: datetime) -> Path:
    """Where a file goes that is found damaged at a time; the names sort as their times do."""
    return path.with_name(f"{path.stem}{ASIDE}{at:%Y%m%dT%H%M%S%f}{path.suffix}")


def phrase(error: OSError) -> str:
    """What the system says of a disk that refuses, for the middle of a sentence."""
    return (error.strerror or str(error)).lower()


def settle_names(folder: Path) -> None:
    """Bring to disk what a folder's files are called: a rename alone may be lost with the power."""
    if os.name != "posix":  # elsewhere a folder cannot be opened, nor need it be
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


_log = logging.getLogger(__name__)

_Model = TypeVar("_Model", bound=BaseModel)


class KeptFile(Generic[_Model]):
    """One model in a file."""

    def __init__(self, path: Path, model: type[_Model], lost: str) -> None:
        """Name the file; it need not be there.

        Args:
            path: Of the file.
            model: What is in it.
            lost: What it means that it is damaged, for the end of a sentence.
        """
        self._path = path
        self._model = model
        self._lost = lost

    def read(self) -> _Model | None:
        """What was written last; None if nothing was, or the file is damaged, which is told."""
        try:
            return self._model.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValidationError, OSError) as error:
            _log.error(
                "%s cannot be read (%s): it was set aside as %s, and %s.",
                self._path,
                type(error).__name__,
                set_aside(self._path).name,
                self._lost,
            )
            return None

    def write(self, model: _Model) -> None:
        """Replace what is there.

        Raises:
            OSError: If it cannot be written; then what was written before holds.
        """
        write_whole(self._path, model.model_dump_json(indent=1).encode())
