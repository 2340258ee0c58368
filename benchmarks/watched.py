"""The bot, with its event loop watched: `python -m benchmarks.watched run ...`.

Writes a line of JSON each second to the file that WATCHED_LOOP names: the longest that the loop
was late ("late_ms"), and the longest that its thread computed without a break ("busy_ms"). The
first includes what other threads and other processes took; the second is the bot's own.

Writes a line of JSON for each callback to the file that WATCHED_CALLBACKS names: the time from the
gateway's message, as it was received, until the callback is handed to the connection ("ms"), and
what the loop's thread computed meanwhile ("computed_ms").
"""

import asyncio
import json
import os
import time
from contextvars import ContextVar
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
from discord.gateway import DiscordWebSocket

from bot.ui.clock import DiscordClock

EVERY_S = 0.005
VARIABLE = "WATCHED_LOOP"
CALLBACKS = "WATCHED_CALLBACKS"

_received: ContextVar[tuple[float, float]] = ContextVar("received")

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


def _watch_callbacks(file: Path) -> None:
    """Time what begins with a message of the gateway, through all tasks that it starts."""
    gateway: Any = DiscordWebSocket  # whose methods are replaced
    clock: Any = DiscordClock
    receive, trace = gateway.received_message, clock.trace

    async def received_message(self: DiscordWebSocket, *message: object) -> None:
        _received.set((time.perf_counter(), time.thread_time()))
        await receive(self, *message)

    async def sending(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestChunkSentParams,
    ) -> None:
        began = _received.get(None)
        if began is not None and request.url.path.endswith("/callback"):
            now = time.perf_counter(), time.thread_time()
            ms, computed = (round(1000 * (n - b), 3) for n, b in zip(now, began, strict=True))
            with file.open("a") as lines:
                lines.write(json.dumps({"ms": ms, "computed_ms": computed}) + "\n")

    def traced(self: DiscordClock) -> aiohttp.TraceConfig:
        config: aiohttp.TraceConfig = trace(self)
        config.on_request_chunk_sent.append(sending)
        return config

    gateway.received_message, clock.trace = received_message, traced


if __name__ == "__main__":
    if VARIABLE in os.environ:
        asyncio.events.new_event_loop = _watched
    if CALLBACKS in os.environ:
        _watch_callbacks(Path(os.environ[CALLBACKS]))
    from bot.__main__ import main

    main()
