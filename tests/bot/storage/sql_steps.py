"""End a process, as kill -9 does, at any step of a transaction."""

import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import aiosqlite


def before_each_sql_step(act: Callable[[], None]) -> None:
    """Call `act` before each statement and each commit, on any connection of this process."""
    for name in ("execute", "executemany", "commit"):
        setattr(aiosqlite.Connection, name, _wrapped(getattr(aiosqlite.Connection, name), act))


def _wrapped(
    method: Callable[..., Awaitable[Any]], act: Callable[[], None]
) -> Callable[..., Awaitable[Any]]:
    async def wrapper(*args: object, **options: object) -> object:
        act()
        return await method(*args, **options)

    return wrapper


def kill_at(step: int) -> Callable[[], None]:
    """Return a function that ends this process when it is called for the nth time."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return count
