"""How fast an index is built from texts, in how much memory, and how soon it answers.

    python -m benchmarks.building [--collections FOLDER] [--passages N] [--workers N]
        [--keep FOLDER]

The texts are on the disk, cut into sentences. Passages a second of two whole processors tell what
a quiet machine does: they are counted by processor time, of all processes. Memory is what all
processes hold of their own at the same time; files in memory, which the system takes back when it
needs to, are not counted. Then another process starts with the saved index twice: the first one
reads all of its files to check them, and compiles if need be.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from index import build_index
from sources import Library

from .collections import SHARED
from .larger import grown_aside
from .reporting import show
from .speed import material

_TICK = 0.1  # seconds
_LEAST_S = 0.01  # of the processor that the system counts; a few passages take less
_PROCESSORS = 2

Rows = list[tuple[str, str]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write texts, build, start, print."""
    given = _arguments(arguments)
    library, questions = material(given.collections)
    with TemporaryDirectory(dir=given.keep) as folder:
        texts = grown_aside(library, given.passages, Path(folder) / "texts")
        saved = (given.keep or Path(folder)) / str(given.passages)
        rows = built(texts, saved, given.workers)
        for name in ("first start", "second start"):
            rows += _start(name, saved, questions[0])
        size = sum(path.stat().st_size for path in saved.iterdir()) / 1e6
        rows.append(("on the disk, MB", f"{size:,.0f}"))
    show(f"{len(texts.passages):,} passages, {len(texts.documents):,} documents", ("", ""), rows)


def built(library: Library, saved: Path, workers: int | None = None) -> Rows:
    """Build an index, and return what it took."""
    size = len(library.passages)
    before, began = _processor_s(), time.perf_counter()
    with Watch(_kilobytes, _TICK) as watch:
        build_index(library, saved, workers=workers)
    wall = time.perf_counter() - began
    used = [after - earlier for after, earlier in zip(_processor_s(), before, strict=True)]
    processor = max(sum(used), _LEAST_S)
    return [
        ("passages a second, of two whole processors", f"{_PROCESSORS * size / processor:,.0f}"),
        ("passages a second, as measured", f"{size / wall:,.0f}"),
        ("processor, this process and others, s", f"{used[0]:,.1f} and {used[1]:,.1f}"),
        ("memory of all processes at most, MB", f"{watch.most / 1000:,.0f}"),
    ]


def _start(name: str, saved: Path, question: str) -> Rows:
    command = [sys.executable, "-m", "benchmarks.scaling", "--serve", str(saved)]
    began = time.perf_counter()
    run = subprocess.run([*command, "--question", question], check=True, capture_output=True)  # noqa: S603  # ourselves
    wall = time.perf_counter() - began
    told: Mapping[str, float] = json.loads(run.stdout)
    rows = [(f"{name}: {what}", f"{value:,.1f}") for what, value in told.items()]
    return [*rows, (f"{name}: from nothing to the end of the process, s", f"{wall:,.1f}")]


def _processor_s() -> tuple[float, float]:
    """Return what this process and those that it waited for have used."""
    used = os.times()
    return used.user + used.system, used.children_user + used.children_system


class Watch:
    """Looks again and again from a thread of its own.

    Attributes:
        most: The most that it saw.
    """

    def __init__(self, look: Callable[[], float], every_s: float) -> None:
        self.most = 0.0
        self._look, self._every_s = look, every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._every_s):
            self.most = max(self.most, self._look())


def _kilobytes() -> int:
    """Return what this process and its children hold."""
    return sum(map(_own_kilobytes, [os.getpid(), *_children()]))


def _children() -> set[int]:
    """Return the processes that any thread of this one has started."""
    found: set[int] = set()
    for path in Path("/proc/self/task").glob("*/children"):
        try:
            found.update(map(int, path.read_text("ascii").split()))
        except OSError:  # the thread has just ended
            continue
    return found


def _own_kilobytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    except OSError:  # it has just ended
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, default=SHARED / "retrieval")
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--keep", type=Path, help="folder for the index, which is there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
