"""The process that reads: files come in on one pipe, documents go out on the other.

Started by `sources.children` as `python -m sources.child`. It holds no secret, for it is given a
nearly empty environment; whatever a file does to it costs that file alone.
"""

import os
import signal
import sys
import traceback
from typing import BinaryIO

from .child_guard import confine, limit_seconds
from .child_messages import (
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
from .reading import NotServedError, read_document

_MAX_NAME = 1_000_000  # bytes of orders or of a doc_id


def main() -> None:
    """Read files as ordered, until no more come."""
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, signal.SIG_IGN)  # meant for the parent, which ends this
    files, replies = _pipes()
    orders = Orders.model_validate_json(read_frame(files, _MAX_NAME) or b"")
    confine(orders.limits)
    write_frame(replies, READY)
    while (name := read_frame(files, _MAX_NAME)) is not None:
        raw = read_frame(files, orders.limits.max_file_bytes)
        if raw is None:  # the parent is gone
            return
        limit_seconds(orders.limits.seconds)
        try:
            write_frame(replies, _reply(name.decode(), raw, orders).model_dump_json().encode())
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, out of reach of a library that prints."""
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
    except Exception:  # noqa: BLE001  # our fault in one file must not cost the others
        return Fault(traceback=traceback.format_exc())
    return Served(document=document, passages=tuple(passages), notes=notes)


if __name__ == "__main__":
    main()
