"""A pool of reader processes, as their parent sees them: started, asked, and ended."""

import logging
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Self

from pydantic import ValidationError

from .child import child_command, child_environment
from .problems import CRASHED, OUR_FAULT, NotServedError, too_much_memory, too_slow
from .protocol import (
    OUT_OF_MEMORY,
    READY,
    REPLY,
    BrokenFrameError,
    Orders,
    Refused,
    Reply,
    Served,
    read_frame,
    write_frame,
)

_log = logging.getLogger(__name__)

_MODULE = "sources.worker"
_CLOSED = "reading was interrupted"
_MAX_FILES = 500  # per process, so that what a library leaks stays small
_START_SECONDS = 60
_END_SECONDS = 5  # between a process's last message and its end
_CHUNK, _LAST_CHUNKS = 4096, 4  # standard error kept: bytes in a chunk, and chunks


class ChildNotStartedError(Exception):
    """No reader process could be started, so nothing is known about any file.

    Attributes:
        reason: The system's message, or the process's last words.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"no process to read files in could be started: {reason}")
        self.reason = reason


class ProcessEndedError(NotServedError):
    """A process ended or is unusable; the message describes the file it was reading.

    Attributes:
        may_retry: Another process might be able to read the same file.
    """

    def __init__(self, reason: str, *, lasting: bool = True, may_retry: bool = True) -> None:
        super().__init__(reason, lasting=lasting)
        self.may_retry = may_retry


class ReaderProcess:
    """One process with its orders, for one thread at a time; any thread may end it.

    Attributes:
        files: Number of files sent to it.
        is_alive: It has answered every time.
    """

    def __init__(self, orders: Orders) -> None:
        """Start the process and wait until it is ready.

        Raises:
            ChildNotStartedError: If it cannot be started.
        """
        self.files = 0
        self.is_alive = True
        self._is_overdue = False
        self._limits = orders.limits
        self._errors: deque[bytes] = deque(maxlen=_LAST_CHUNKS)
        try:
            self._process = _start_process()
        except OSError as error:
            raise ChildNotStartedError(error.strerror or str(error)) from error
        self._files, self._replies, self._stderr = _pipes(self._process)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        with self._within(_START_SECONDS):
            ready = self._say(orders.model_dump_json().encode())
        if ready != READY:
            self.end()
            raise ChildNotStartedError(self._last_words() or "it said nothing")

    def ask(self, doc_id: str, raw: bytes) -> Reply:
        """Read one file in this process.

        Raises:
            ProcessEndedError: If it ended, took too long or sent something else than a reply.
        """
        self.files += 1
        with self._within(self._limits.seconds):
            body = self._say(doc_id.encode("utf-8", "replace"), raw)
        reply = None if body is None else _understood(body, doc_id)
        if reply is None or self._is_overdue:
            self.is_alive = False
            raise self._find_cause(_END_SECONDS if body is None else 0)
        return reply

    def end(self) -> None:
        """Kill it and close its pipes."""
        self._process.kill()
        self._process.wait()
        self._listener.join(_END_SECONDS)
        for pipe in (self._files, self._replies):
            with suppress(OSError):  # unsent data may be left
                pipe.close()

    def _say(self, *frames: bytes) -> bytes | None:
        """Send frames and return the answer: None if the process ended, b"" if it is malformed."""
        try:
            for frame in frames:
                write_frame(self._files, frame)
            return read_frame(self._replies, self._limits.memory_bytes)
        except BrokenFrameError:
            return b""
        except (OSError, ValueError):  # ValueError: another thread closed the pipe
            return None

    def _find_cause(self, seconds: float) -> ProcessEndedError:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        code = self._process.poll()
        if self._is_overdue or code == -getattr(signal, "SIGXCPU", 0):
            return ProcessEndedError(too_slow(self._limits.seconds), may_retry=False)
        # A kernel that runs out of memory kills silently.
        if code in {OUT_OF_MEMORY, -getattr(signal, "SIGKILL", 0)}:
            return ProcessEndedError(too_much_memory(self._limits.memory_bytes))
        self._listener.join(_END_SECONDS if code is not None else 0)
        _log.warning("a reader process ended with %s: %s", code, self._last_words())
        return ProcessEndedError(CRASHED, lasting=False)

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self._stop)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # or it might end the process during the next file

    def _stop(self) -> None:
        self._is_overdue = True
        self._process.kill()

    def _listen(self) -> None:
        with self._stderr as pipe:
            while chunk := pipe.read(_CHUNK):
                self._errors.append(chunk)

    def _last_words(self) -> str:
        return b"".join(tuple(self._errors)).decode("utf-8", "replace").strip()


class Pool:
    """Reader processes, started on demand; for any number of threads."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._idle: list[ReaderProcess] = []
        self._all: set[ReaderProcess] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End every process, even a busy one, and start no more."""
        with self._lock:
            self._closed = True
            ending = list(self._all)
        for process in ending:
            process.end()

    def read(self, doc_id: str, raw: bytes) -> Served:
        """Read one file in a process.

        Raises:
            NotServedError: If there is nothing to serve, or if reading it ended the process.
            ChildNotStartedError: If no process can be started.
        """
        process = self._take()
        is_fresh = not process.files
        try:
            reply = self._ask(process, doc_id, raw)
        except ProcessEndedError as error:
            if is_fresh or not error.may_retry:
                raise
            # The cause may be what earlier files left behind in that process.
            reply = self._ask(self._start(), doc_id, raw)
        if isinstance(reply, Served):
            return reply
        if isinstance(reply, Refused):
            raise NotServedError(reply.reason, lasting=reply.lasting)
        _log.error("cannot read %s\n%s", doc_id, reply.traceback)
        raise NotServedError(OUR_FAULT, lasting=False)

    def _ask(self, process: ReaderProcess, doc_id: str, raw: bytes) -> Reply:
        try:
            return process.ask(doc_id, raw)
        finally:
            self._put(process)

    def _take(self) -> ReaderProcess:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._start()

    def _start(self) -> ReaderProcess:
        process = ReaderProcess(self._orders)
        with self._lock:
            if not self._closed:
                self._all.add(process)
                return process
        process.end()
        raise ChildNotStartedError(_CLOSED)

    def _put(self, process: ReaderProcess) -> None:
        reusable = process.is_alive and process.files < _MAX_FILES
        with self._lock:
            if reusable:
                self._idle.append(process)
            else:
                self._all.discard(process)
        if not reusable:
            process.end()


def _start_process() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  # this Python, and one of our own modules
        child_command(_MODULE),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(sys.executable).anchor,
        env=child_environment(),
    )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    stdin, stdout, stderr = process.stdin, process.stdout, process.stderr
    if not (stdin and stdout and stderr):
        raise AssertionError  # all three were asked for
    return stdin, stdout, stderr


def _understood(body: bytes, doc_id: str) -> Reply | None:
    try:
        reply = REPLY.validate_json(body)
    except ValidationError:
        return None
    return None if isinstance(reply, Served) and not _is_sound(reply, doc_id) else reply


def _is_sound(served: Served, doc_id: str) -> bool:
    """Check that every passage is a slice of the document, with its sentences inside."""
    document = served.document
    return document.doc_id == doc_id and all(
        passage.doc_id == doc_id
        and 0 <= passage.locator.start < passage.locator.end
        and passage.text == document.text[passage.locator.start : passage.locator.end]
        and all(0 <= start < end <= len(passage.text) for start, end in passage.sentences)
        and all(0 <= start < end <= len(passage.text) for start, end in passage.marks)
        for passage in served.passages
    )
