"""A reader process: files come in on one pipe, documents go out on the other.

Started by `sources.pool` as `python -m sources.worker`. It holds no secrets, as its environment is
nearly empty. Before the first file it gives up the network, other processes and writing to disk:
whatever a file does to it costs only that file.
"""

import os
import signal
import sys
import traceback
from typing import BinaryIO

from .child import limit_seconds, stand_back
from .confinement import confine_natively
from .limits import Limits
from .pipeline import read_document
from .problems import NotServedError
from .protocol import (
    OUT_OF_MEMORY,
    READY,
    Fault,
    Orders,
    Refused,
    Reply,
    Served,
    read_frame,
    write_frame,
)

_MAX_NAME = 1_000_000  # bytes of orders or of a doc_id
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


def main() -> None:
    """Read files until no more come."""
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, signal.SIG_IGN)  # for the parent, which ends this process
    files, replies = _pipes()
    orders = Orders.model_validate_json(read_frame(files, _MAX_NAME) or b"")
    confine(orders.limits)
    write_frame(replies, READY)
    while (name := read_frame(files, _MAX_NAME)) is not None:
        raw = read_frame(files, orders.limits.max_file_bytes)
        if raw is None:  # the parent has ended
            return
        limit_seconds(orders.limits.seconds)
        try:
            write_frame(replies, _reply(name.decode(), raw, orders).model_dump_json().encode())
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except BrokenPipeError:  # the parent has ended, and nobody is to read a traceback
            os._exit(1)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output out of reach of libraries that print."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, replies


def _reply(doc_id: str, raw: bytes, orders: Orders) -> Reply:
    try:
        document, passages, notes = read_document(
            doc_id,
            raw,
            max_chars=orders.max_chars,
            target_chars=orders.target_chars,
            limits=orders.limits,
        )
    except NotServedError as error:
        return Refused(reason=str(error), lasting=error.lasting)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a bug in one file must not cost the others
        return Fault(traceback=traceback.format_exc())
    return Served(document=document, passages=tuple(passages), notes=notes)


if sys.platform != "win32":
    import resource

    from .child import limit

    def _limit_process(limits: Limits) -> None:
        stand_back(_NICE)
        limit(resource.RLIMIT_CORE, 0)
        limit(resource.RLIMIT_FSIZE, 0)  # C libraries bypass the audit hook
        limit(resource.RLIMIT_NOFILE, _MAX_OPEN_FILES)
        limit(resource.RLIMIT_AS, limits.memory_bytes)

else:

    def _limit_process(limits: Limits) -> None:
        """Do nothing: this system has no such limits, and the parent has its own."""


def confine(limits: Limits) -> None:
    """Permanently take from this process what no reader needs.

    It can no longer open connections, start processes, or write, move or remove files; its memory
    is limited and its priority is low. The kernel sees to it where it can, and Python as well.
    """
    _limit_process(limits)
    confine_natively()
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


if __name__ == "__main__":
    main()
