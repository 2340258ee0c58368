"""Making the vectors of documents in processes of their own, so that questions don't wait."""

import logging
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread
from typing import IO

from pydantic import BaseModel, ConfigDict

from sources import Passage, child_command, child_environment

from .models import Model
from .vectors import VectorStore, texts

READY = "ready"
"""What a process says before its first document."""
ENCODED = "."
"""What it says after each text."""

_MODULE = "index.encode_worker"
_log = logging.getLogger(__name__)


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Orders(_Message):
    """What a process encodes with.

    Attributes:
        model: Which model it is.
        files: The folder with the model's files.
        vectors: The folder for the vectors.
    """

    model: Model
    files: Path
    vectors: Path

    def store(self) -> VectorStore:
        """Return where the vectors are."""
        return VectorStore(self.vectors, self.model.model_id, self.model.dimensions)


class Task(_Message):
    """A document to encode; its vectors are saved under `key`."""

    key: str
    texts: tuple[str, ...]


class EncodingFailedError(Exception):
    """A process ended before it had encoded its document; the message has its last words."""


class Encoding:
    """Encodes documents in the background; for any number of threads.

    Attributes:
        orders: For each process.
        saved: Called after each document, in some thread.
    """

    def __init__(self, orders: Orders, workers: int) -> None:
        """Encode nothing yet.

        Args:
            orders: For each process.
            workers: Processes at the same time; at least 1. They end when nothing is left to do.
        """
        self.orders = orders
        self._workers = workers
        self.saved: Callable[[], None] = _nothing
        self._done = self._total = self._running = 0
        self._waiting: deque[Task] = deque()
        self._keys: set[str] = set()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._failure: str | None = None
        self._is_closed = False
        self._changed = Condition()

    @property
    def progress(self) -> tuple[int, int]:
        """Passages and sentences encoded, and all of them; both 0 when there is nothing to do."""
        with self._changed:
            return (self._done, self._total) if self._keys else (0, 0)

    @property
    def keys(self) -> frozenset[str]:
        """The documents that are waiting or being encoded."""
        with self._changed:
            return frozenset(self._keys)

    def add(self, key: str, passages: Sequence[Passage]) -> None:
        """Encode a document as soon as a process is free, unless it is waiting already."""
        with self._changed:
            if key in self._keys or self._is_closed:
                return
            if not self._keys:
                self._done = self._total = 0
            task = Task(key=key, texts=tuple(_whole(text) for text in texts(passages)))
            self._keys.add(key)
            self._waiting.append(task)
            self._total += len(task.texts)
            if self._running < self._workers:
                self._run()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to do; return whether that is so.

        Raises:
            EncodingFailedError: If a process failed.
        """
        with self._changed:
            is_done = self._changed.wait_for(lambda: not self._running, seconds)
            if is_done and self._failure:
                raise EncodingFailedError(self._failure)
            return is_done

    def close(self) -> None:
        """End all processes; documents that are not saved yet are left for the next time."""
        with self._changed:
            self._is_closed = True
            self._waiting.clear()
            for process in self._processes:
                process.kill()
            self._changed.wait_for(lambda: not self._running)

    def _work(self) -> None:
        process, failure = None, None
        try:
            while task := self._next():
                if process is None:
                    process = self._start()
                    self._say(process, self.orders)
                    self._expect(process, READY)
                self._encode(process, task)
                self.saved()
        except (EncodingFailedError, OSError) as error:
            failure = str(error)
        if process:
            self._end(process)
        with self._changed:
            self._running -= 1
            if failure and not self._is_closed:
                _log.warning("Documents can't be compared by meaning now: %s", failure)
                self._failure = failure
                self._waiting.clear()
                self._keys.clear()
            elif self._waiting:  # added after the last look
                self._run()
            self._changed.notify_all()

    def _run(self) -> None:
        self._running += 1
        Thread(target=self._work, daemon=True, name="encoding").start()

    def _next(self) -> Task | None:
        with self._changed:
            return self._waiting.popleft() if self._waiting else None

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603  # this Python, and one of our own modules
            child_command(_MODULE),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(),
            start_new_session=True,  # Ctrl-C is for the parent
        )
        with self._changed:
            self._processes.add(process)
            if self._is_closed:
                process.kill()
        return process

    def _encode(self, process: subprocess.Popen[bytes], task: Task) -> None:
        self._say(process, task)
        for _ in task.texts:
            self._expect(process, ENCODED)
            with self._changed:
                self._done += 1
                self._changed.notify_all()
        self._expect(process, task.key)
        with self._changed:
            self._keys.discard(task.key)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()  # each document is whole on the disk, or not there
        with suppress(BrokenPipeError):
            process.communicate()
        with self._changed:
            self._processes.discard(process)

    @staticmethod
    def _say(process: subprocess.Popen[bytes], message: Orders | Task) -> None:
        with suppress(BrokenPipeError):  # it ended, as what it says next will show
            pipe = _there(process.stdin)
            pipe.write(message.model_dump_json().encode() + b"\n")
            pipe.flush()

    @staticmethod
    def _expect(process: subprocess.Popen[bytes], words: str) -> None:
        if _there(process.stdout).readline().decode() != f"{words}\n":
            process.kill()
            last = _there(process.stderr).read().decode("utf-8", "replace").strip()
            raise EncodingFailedError(last.splitlines()[-1] if last else "a process ended")


def _nothing() -> None:
    """Nobody is told."""


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101  # all three were asked for
    return pipe


def _whole(text: str) -> str:
    """Without half characters, which files can hold and JSON cannot."""
    return text.encode("utf-8", "replace").decode()
