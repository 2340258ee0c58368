"""One bot for each data folder: a lock, and how another process asks for it.

Both are locks of the operating system, which drops them when a process ends, however it ends: a
file that is left behind by a crash, another boot or another container means nothing.
"""

import errno
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.errors import FolderInUseError, FolderNotGivenUpError

if os.name == "posix":
    import fcntl

LOCK = "bot.lock"
"""The file whose lock the bot holds; it says which process that is."""

REQUEST = "take-over.lock"
"""The file whose lock a process holds while it waits for the bot to finish."""

_FINISH_SECONDS = 30.0  # a stop takes 3 s; a slow disk longer
_TRY_EVERY_S = 0.05
_LOOK_EVERY_S = 0.5
# File systems without locks, as some network drives: there, the operator has to take care.
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@contextmanager
def locked(
    folder: Path, *, take_over: bool = False, tell: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock of a data folder, so that no second bot uses it.

    Another process may ask for it with `take_over`; this one then gets a SIGTERM and can finish.

    Args:
        folder: An existing folder.
        take_over: Ask the process that holds the lock to finish, and wait for it.
        tell: Given a line if there is something to wait for.

    Raises:
        FolderInUseError: If another process holds the lock.
        FolderNotGivenUpError: If it was asked to finish and has not within 30 s.
        OSError: If the lock file cannot be written.
    """
    with _opened(folder / LOCK) as file, _opened(folder / REQUEST) as request:
        if not _try(file):
            if not take_over:
                raise FolderInUseError(folder, _holder(file))
            _wait(folder, file, request, tell)
        _write_holder(file)
        stop = threading.Event()
        watcher = threading.Thread(
            target=_give_up_on_request, args=(request, stop), name="take-over", daemon=True
        )
        watcher.start()
        try:
            yield
        finally:
            stop.set()
            watcher.join()
            _write(file, b"")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    # Not made readable by others: what is in the folder is for its owner alone.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        yield file


if os.name == "posix":

    def _try(file: IO[bytes]) -> bool:
        """Take the lock of a file if it is free."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            return error.errno in _NO_LOCKS
        return True

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

else:

    def _try(file: IO[bytes]) -> bool:  # noqa: ARG001  # as above
        """Return True: there are no such locks here, and the bot is made for Linux and macOS."""
        return True

    def _release(file: IO[bytes]) -> None:  # as above
        """Do nothing: there are no such locks here."""


def _wait(
    folder: Path, file: IO[bytes], request: IO[bytes], tell: Callable[[str], None] | None
) -> None:
    until = time.monotonic() + _FINISH_SECONDS
    holder = _holder(file)
    asked = False
    while not _try(file):
        if time.monotonic() > until:
            raise FolderNotGivenUpError(folder, holder, round(_FINISH_SECONDS))
        if not asked and (asked := _try(request)) and tell:
            tell(f"Waiting for the bot that uses {folder} to finish (process {holder}).")
        time.sleep(_TRY_EVERY_S)
    if asked:
        _release(request)


def _give_up_on_request(request: IO[bytes], stop: threading.Event) -> None:
    """Send a SIGTERM to this process once another one asks for the lock."""
    while not stop.wait(_LOOK_EVERY_S):
        if not _try(request):
            os.kill(os.getpid(), signal.SIGTERM)
            return
        _release(request)


def _holder(file: IO[bytes]) -> str:
    """Return the number of the process that holds the lock, as far as it can be seen."""
    file.seek(0)
    return file.read(20).decode("ascii", "replace").strip() or "unknown"


def _write_holder(file: IO[bytes]) -> None:
    _write(file, f"{os.getpid()}\n".encode())


def _write(file: IO[bytes], content: bytes) -> None:
    """Replace the content; a full disk must not keep the bot from starting."""
    try:
        file.seek(0)
        file.truncate()
        file.write(content)
    except OSError:
        return
