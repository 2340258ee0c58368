"""Processes that analyse segments, as their parent sees them: started, asked, and ended."""

import errno
import logging
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

from pydantic import BaseModel, ConfigDict, ValidationError

from index.arrays import Abbreviations
from index.drafts import Place
from index.pieces import Text, Vocabulary
from index.saving import PASSAGES, TEXTS
from index.stored import decoded
from sources import child_command, child_environment
from sources.lines import read_passage

from .segments import analysed_segment

_log = logging.getLogger(__name__)

MOST_PIECES = 250_000
"""Pieces of texts that stay known from one segment to the next."""


# The kernel kills silently; libraries in other languages give up where Python raises an error.
_OUT_OF_MEMORY = -getattr(signal, "SIGKILL", 9), -signal.SIGABRT
_END_SECONDS = 5


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Orders(_Message):
    """What a process may take: bytes of memory, and processor seconds for a segment."""

    memory_bytes: int
    seconds: float


class Task(_Message):
    """A segment to be analysed.

    Attributes:
        path: Of the segment.
        folder: Has the library's passages, a line each, and its texts.
        at: Where those of the segment begin: the first byte of its passages, and of its texts.
        documents: Passages of each document, and the bytes of its text.
    """

    path: Path
    folder: Path
    at: tuple[int, int]
    documents: tuple[tuple[int, int], ...]

    def read(self) -> Iterator[Text]:
        """Read its documents."""
        passages, texts = (self.folder / name for name in (PASSAGES, TEXTS))
        with passages.open("rb") as lines, texts.open("rb") as content:
            lines.seek(self.at[0])
            content.seek(self.at[1])
            for count, size in self.documents:
                cut = [read_passage(lines.readline()) for _ in range(count)]
                yield decoded(content.read(size)), cut


class Found(_Message):
    """What a process says: how many documents more are done, or where all arrays are.

    Attributes:
        is_too_large: It would need more memory than it may take.
    """

    done: int = 0
    is_too_large: bool = False
    places: dict[str, Place] | None = None
    abbreviations: tuple[Abbreviations, ...] = ()


def analyse_segment(task: Task, known: Vocabulary, progress: Callable[[int], None]) -> Found:
    """Analyse a segment in this process."""
    stored, analysed = analysed_segment(task.path, task.read(), known, progress)
    return Found(places=dict(stored.places), abbreviations=analysed.abbreviations)


class EndedError(Exception):
    """A process could not be started, or ended before it had analysed a segment."""


class Analyst:
    """A process that analyses segments, started when it gets the first one; for one thread.

    Attributes:
        is_over: It was stopped.
    """

    def __init__(self, orders: Orders) -> None:
        self.is_over = False
        self._orders, self._lock = orders, Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def analyse(self, task: Task, progress: Callable[[int], None]) -> Found:
        """Analyse a segment.

        Args:
            task: The segment.
            progress: Is told how many documents more are done.

        Raises:
            EndedError: If the process ended, or did not start.
            OSError: If the segment needs more memory or time than a process may take.
        """
        with suppress(BrokenPipeError, ValidationError):  # why it ended is seen below
            self._say(task)
            for line in self._started().stdout or ():
                found = Found.model_validate_json(line)
                if found.is_too_large:
                    raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
                if found.places is not None:
                    return found
                progress(found.done)
        raise self._reason(self._ended())

    def _reason(self, code: int) -> Exception:
        reasons = {
            **dict.fromkeys(_OUT_OF_MEMORY, errno.ENOMEM),
            -getattr(signal, "SIGXCPU", 0): errno.ETIMEDOUT,
        }
        number = reasons.get(code)
        _log.warning("A process that analyses documents ended with %s.", code)
        return OSError(number, os.strerror(number)) if number else EndedError()

    def _ended(self) -> int:
        """Wait for the process to end, and return its status."""
        process = self._started()
        with suppress(subprocess.TimeoutExpired):
            return process.wait(_END_SECONDS)
        process.kill()
        process.wait()
        return 1

    def stop(self) -> None:
        """Kill the process, which does not start again; from any thread."""
        with self._lock:
            self.is_over = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Let go of the process once no thread uses it."""
        if self._process is not None:
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):  # a task that nobody took may be left
                    assert pipe is not None  # noqa: S101  # both are pipes
                    pipe.close()

    def _started(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._process is not None:
                return self._process
            if self.is_over:
                raise EndedError
            try:
                self._process = subprocess.Popen(  # noqa: S603  # ourselves
                    child_command("index.building.analyst_worker"),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=child_environment(),
                    start_new_session=True,  # Ctrl-C is for the parent, which ends this
                )
            except OSError as error:
                raise EndedError from error
        self._say(self._orders)
        return self._process

    def _say(self, message: _Message) -> None:
        pipe = self._started().stdin
        assert pipe is not None  # noqa: S101  # see above
        pipe.write(message.model_dump_json().encode() + b"\n")
        pipe.flush()
