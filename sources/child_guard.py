"""What a process that reads other people's files gives up before it sees the first of them."""

import contextlib
import os
import sys

from .limits import Limits

_NICE = 10  # questions are answered on the same machine
_MAX_OPEN_FILES = 64
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_REFUSED = (
    "socket.",
    "subprocess.",
    "shutil.",
    "tempfile.",
    "sqlite3.",
    "urllib.",
    "webbrowser.",
    "pty.",
    "os.chflags",
    "os.chmod",
    "os.chown",
    "os.exec",
    "os.fork",
    "os.kill",
    "os.link",
    "os.mkdir",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.setxattr",
    "os.spawn",
    "os.startfile",
    "os.symlink",
    "os.system",
    "os.truncate",
    "os.utime",
)

if sys.platform != "win32":
    import resource

    def limit_seconds(seconds: float) -> None:
        """End this process after so much more time on a processor, if nobody else does."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        total = used.ru_utime + used.ru_stime + seconds
        _limit(resource.RLIMIT_CPU, int(total) + 2, keep_hard=True)

    def _limit_process(limits: Limits) -> None:
        os.nice(_NICE)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_FSIZE, 0)  # libraries in C do not ask the audit hook
        _limit(resource.RLIMIT_NOFILE, _MAX_OPEN_FILES)
        _limit(resource.RLIMIT_AS, limits.memory_bytes)

    def _limit(what: int, most: int, *, keep_hard: bool = False) -> None:
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Some systems have not all of these; the parent's own limits hold there as well.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (least, hard if keep_hard else least))

else:

    def limit_seconds(seconds: float) -> None:
        """Leave it to the parent: this system has no such limits."""

    def _limit_process(limits: Limits) -> None:
        """Leave it to the parent: this system has no such limits."""


def confine(limits: Limits) -> None:
    """Take from this process, for good, what no reader needs.

    From here on it cannot open a connection, start a process, or write, move or remove a file;
    its memory is limited, and whatever else runs on the machine goes first.
    """
    _limit_process(limits)
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        _, mode, flags = arguments
        writing = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        if not writing and not (isinstance(flags, int) and flags & _WRITING):
            return
    elif not event.startswith(_REFUSED):
        return
    message = f"a reader may not do this: {event}"
    raise PermissionError(message)
