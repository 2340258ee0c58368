"""The bot, with its event loop watched: `python -m benchmarks.watched run ...`.

Writes a line of JSON each second to the file that WATCHED_LOOP names: the longest that the loop
was late ("late_ms"), and the longest that its thread computed without a break ("busy_ms"). The
first includes what other threads and other processes took; the second is the bot's own.
"""

import asyncio
import json
import os
import time
from pathlib import Path

EVERY_S = 0.005
VARIABLE = "WATCHED_LOOP"

_make = asyncio.events.new_event_loop


class _Watch:
    def __init__(self, loop: asyncio.AbstractEventLoop, file: Path) -> None:
        self._loop, self._file = loop, file
        self._late_s = self._busy_s = 0.0
        self._told = self._due = time.perf_counter()
        self._computed = time.thread_time()
        loop.call_soon(self._tick)

    def _tick(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self._late_s = max(self._late_s, now - self._due)
        self._busy_s = max(self._busy_s, computed - self._computed)
        if now - self._told >= 1:
            line = {
                "late_ms": round(1000 * self._late_s, 1),
                "busy_ms": round(1000 * self._busy_s, 1),
            }
            with self._file.open("a") as file:
                file.write(json.dumps(line) + "\n")
            self._told, self._late_s, self._busy_s = now, 0.0, 0.0
        self._computed = time.thread_time()
        self._due = time.perf_counter() + EVERY_S
        self._loop.call_later(EVERY_S, self._tick)


def _watched() -> asyncio.AbstractEventLoop:
    loop = _make()
    _Watch(loop, Path(os.environ[VARIABLE]))
    return loop


if __name__ == "__main__":
    asyncio.events.new_event_loop = _watched
    from bot.__main__ import main

    main()
