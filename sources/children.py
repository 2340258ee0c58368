"""The parent's side of reading: a pool of processes, and what to say when one of them dies."""

import logging
import threading
from typing import Self

from . import problems
from .child_messages import Orders, Refused, Reply, Served
from .child_process import Child, ChildEndedError, ChildNotStartedError
from .reading import NotServedError

_log = logging.getLogger(__name__)

_CLOSED = "reading was broken off"
_MAX_FILES = 500  # read by one child, so that what a library leaks stays small


class Children:
    """Processes that read files, started when they are needed; for any number of threads."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End every process, whatever it is doing; no other is started."""
        with self._lock:
            self._closed = True
            ending = list(self._all)
        for child in ending:
            child.end()

    def read(self, doc_id: str, raw: bytes) -> Served:
        """Have a process read one file.

        Raises:
            NotServedError: If there is nothing to serve, or if reading it took the process down.
            ChildNotStartedError: If there is no process.
        """
        child = self._take()
        is_fresh = not child.files
        try:
            reply = self._ask(child, doc_id, raw)
        except ChildEndedError as error:
            if is_fresh or not error.may_retry:
                raise
            # What other files left behind in that process must not be this one's fault.
            reply = self._ask(self._start(), doc_id, raw)
        if isinstance(reply, Served):
            return reply
        if isinstance(reply, Refused):
            raise NotServedError(reply.reason, lasting=reply.lasting)
        _log.error("cannot read %s\n%s", doc_id, reply.traceback)
        raise NotServedError(problems.OUR_FAULT, lasting=False)

    def _ask(self, child: Child, doc_id: str, raw: bytes) -> Reply:
        try:
            return child.ask(doc_id, raw)
        finally:
            self._put(child)

    def _take(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._start()

    def _start(self) -> Child:
        child = Child(self._orders)
        with self._lock:
            if not self._closed:
                self._all.add(child)
                return child
        child.end()
        raise ChildNotStartedError(_CLOSED)

    def _put(self, child: Child) -> None:
        reusable = child.is_alive and child.files < _MAX_FILES
        with self._lock:
            if reusable:
                self._idle.append(child)
            else:
                self._all.discard(child)
        if not reusable:
            child.end()
