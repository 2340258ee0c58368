"""End a process, as kill -9 does, at any step of a transaction.

Importing this makes every connection that the process opens from then on tell its steps.
"""

import os
import signal
import sqlite3
from collections.abc import Callable
from functools import partial

_acts: list[Callable[[], None]] = []


class _Stepped(sqlite3.Connection):
    """A connection that acts before each statement and each commit."""

    def execute(self, *arguments: object) -> sqlite3.Cursor:
        _act()
        return super().execute(*arguments)  # type: ignore[arg-type]  # passed on

    def executemany(self, *arguments: object) -> sqlite3.Cursor:
        _act()
        return super().executemany(*arguments)  # type: ignore[arg-type]  # as above

    def commit(self) -> None:
        _act()
        super().commit()


def _act() -> None:
    for act in _acts:
        act()


def before_each_sql_step(act: Callable[[], None]) -> None:
    """Call `act` before each statement and each commit, on any connection of this process."""
    _acts.append(act)


def kill_at(step: int) -> Callable[[], None]:
    """Return a function that ends this process when it is called for the nth time."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return count


setattr(sqlite3, "connect", partial(sqlite3.connect, factory=_Stepped))  # noqa: B010  # it has a type
