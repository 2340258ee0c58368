"""One process that reads, as its parent sees it: started, asked, and ended when it must be."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from . import problems
from .child_messages import (
    OUT_OF_MEMORY,
    READY,
    REPLY,
    BrokenFrameError,
    Orders,
    Reply,
    Served,
    read_frame,
    write_frame,
)
from .reading import NotServedError

_log = logging.getLogger(__name__)

_MODULE = "sources.child"
_START_SECONDS = 60
_END_SECONDS = 5  # between the end of what a process says and its own
_CHUNK, _LAST_CHUNKS = 4096, 4  # bytes of standard error that are kept, and times so many
_INHERITED = ("PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


class ChildNotStartedError(Exception):
    """No process that reads could be started, so nothing is known about any file.

    Attributes:
        reason: What the system said, or the last that the process did.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"no process to read files in could be started: {reason}")
        self.reason = reason


class ChildEndedError(NotServedError):
    """A process is gone or of no more use; its words are what to say of the file it was reading.

    Attributes:
        may_retry: Another process might read the same file.
    """

    def __init__(self, reason: str, *, lasting: bool = True, may_retry: bool = True) -> None:
        super().__init__(reason, lasting=lasting)
        self.may_retry = may_retry


class Child:
    """A process that has its orders; for one thread at a time, but any may end it.

    Attributes:
        files: How many it was asked to read.
        is_alive: It answered whenever it was asked.
    """

    def __init__(self, orders: Orders) -> None:
        """Start it and wait until it is ready.

        Raises:
            ChildNotStartedError: If it cannot be.
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
        """Have it read one file.

        Raises:
            ChildEndedError: If it ended over it, took too long or talked nonsense.
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
        """End it at once, and close what leads to it."""
        self._process.kill()
        self._process.wait()
        self._listener.join(_END_SECONDS)
        for pipe in (self._files, self._replies):
            with suppress(OSError):  # what it was being told may still be on its way
                pipe.close()

    def _say(self, *frames: bytes) -> bytes | None:
        """Tell it something and wait for what it says; None if it says nothing any more.

        What is no message is an empty one, which is no reply either.
        """
        try:
            for frame in frames:
                write_frame(self._files, frame)
            return read_frame(self._replies, self._limits.memory_bytes)
        except BrokenFrameError:
            return b""
        except (OSError, ValueError):  # a ValueError: ended by another thread
            return None

    def _find_cause(self, seconds: float) -> ChildEndedError:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        code = self._process.poll()
        if self._is_overdue or code == -getattr(signal, "SIGXCPU", 0):
            return ChildEndedError(problems.too_slow(self._limits.seconds), may_retry=False)
        # A kernel that runs out of memory kills without a word.
        if code in {OUT_OF_MEMORY, -getattr(signal, "SIGKILL", 0)}:
            return ChildEndedError(problems.too_much_memory(self._limits.memory_bytes))
        self._listener.join(_END_SECONDS if code is not None else 0)
        _log.warning("a process that reads files ended with %s: %s", code, self._last_words())
        return ChildEndedError(problems.CRASHED, lasting=False)

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self._stop)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # or it might end the process over the next file

    def _stop(self) -> None:
        self._is_overdue = True
        self._process.kill()

    def _listen(self) -> None:
        with self._stderr as pipe:
            while chunk := pipe.read(_CHUNK):
                self._errors.append(chunk)

    def _last_words(self) -> str:
        return b"".join(tuple(self._errors)).decode("utf-8", "replace").strip()


def _start_process() -> subprocess.Popen[bytes]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # The modules are found where this process found them, wherever it was started.
    places = os.pathsep.join(str(Path(place).resolve()) for place in sys.path)
    return subprocess.Popen(  # noqa: S603  # this very Python, with a module of our own
        [sys.executable, "-P", "-m", _MODULE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(sys.executable).anchor,
        env={**inherited, "PYTHONPATH": places},
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
    """Whether every passage is a slice of the document, with its sentences inside."""
    document = served.document
    return document.doc_id == doc_id and all(
        passage.doc_id == doc_id
        and 0 <= passage.locator.start < passage.locator.end
        and passage.text == document.text[passage.locator.start : passage.locator.end]
        and all(0 <= start < end <= len(passage.text) for start, end in passage.sentences)
        for passage in served.passages
    )
