"""Everything that goes wrong for a bot, done to the real process while students ask.

Each fault is a coroutine that does harm, asks meanwhile, and returns once the harm is over; what
then has to hold is the same for all: see `attempt`.
"""

import asyncio
import resource
import signal
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .local_class import LocalClass
from .slow_disk import slow_disk

_CALLBACK = r"/callback$"
_MESSAGES = r"/messages$"
_LOCKED_S = 1.5
_FILL = b"\xa5" * 4096


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong.

    Attributes:
        name: In a table.
        harm: Does it, and asks meanwhile.
        slow: Whether only the long run tries it.
    """

    name: str
    harm: Callable[[LocalClass], Awaitable[None]]
    slow: bool = False


FAULTS: list[Fault] = []


def _fault(
    name: str, *, slow: bool = False
) -> Callable[[Callable[[LocalClass], Awaitable[None]]], Callable[[LocalClass], Awaitable[None]]]:
    def add(
        harm: Callable[[LocalClass], Awaitable[None]],
    ) -> Callable[[LocalClass], Awaitable[None]]:
        FAULTS.append(Fault(name, harm, slow))
        return harm

    return add


async def attempt(fault: Fault, place: LocalClass) -> tuple[float, list[str]]:
    """Try a fault once.

    Returns:
        The seconds from the end of the harm to the next right answer, and what went wrong: each
        question has one right answer and one row, or a line in the log with its id.
    """
    try:
        await fault.harm(place)
    finally:
        place.discord.faults.clear()
    seconds = await place.recover()
    problems = await place.check()
    if seconds == float("inf"):
        problems.append("the bot does not answer any more")
    return seconds, problems


async def ask_some(place: LocalClass, number: int = 3) -> None:
    """Ask on every surface."""
    for _ in range(number):
        await place.ask()


# The gateway.


@_fault("the gateway is lost, and resumed")
async def _resumed(place: LocalClass) -> None:
    await ask_some(place)
    await place.discord.drop_ws(resumable=True)
    await ask_some(place)


@_fault("the gateway is lost without a farewell")
async def _aborted(place: LocalClass) -> None:
    await ask_some(place)
    await place.discord.drop_ws(resumable=True, abort=True)
    await ask_some(place)


@_fault("the gateway is lost, and its session with it")
async def _not_resumed(place: LocalClass) -> None:
    await ask_some(place)
    await place.discord.drop_ws(resumable=False)
    await ask_some(place)
    place.lose_unheard()


@_fault("Discord asks to connect again")
async def _reconnect(place: LocalClass) -> None:
    await place.discord.ask_reconnect()
    await ask_some(place)


@_fault("Discord ends the session", slow=True)
async def _invalidated(place: LocalClass) -> None:
    await ask_some(place)
    await place.discord.invalidate_session(resumable=False)
    await asyncio.sleep(0.2)
    place.lose_unheard()


@_fault("the server goes away and comes back")
async def _outage(place: LocalClass) -> None:
    outage = asyncio.create_task(place.discord.outage(place.guild))
    await ask_some(place)
    await outage


@_fault("Discord answers no heartbeat", slow=True)
async def _no_heartbeat(place: LocalClass) -> None:
    place.discord.heartbeat_ack = False
    identified = len(place.discord.identifies) + len(place.discord.resumes)
    await place.discord.until(
        lambda: len(place.discord.identifies) + len(place.discord.resumes) > identified, 150
    )
    place.discord.heartbeat_ack = True


# Requests.


def _add_requests() -> None:
    for what, path in (("an answer", _CALLBACK), ("a reply", _MESSAGES)):
        _request(f"500 for {what}", path, status=500)
        _request(f"500 for {what}, which was taken", path, status=500, after=True)
        _request(f"429 for {what}", path, retry_after=1.0)
        _request(f"the connection is cut at {what}", path, drop=True)
        _request(f"the connection is cut after {what} was taken", path, drop=True, after=True)
        _request(f"{what} takes 2 s", path, delay=2.0, slow=True)
        _request(f"{what} takes 4 s", path, delay=4.0, slow=path == _MESSAGES)
        _request(f"500 for {what}, five times", path, status=500, times=5, slow=True)


def _request(name: str, path: str, *, slow: bool = False, **fault: float | bool) -> None:
    async def harm(place: LocalClass) -> None:
        injected = place.discord.fault("POST", path, **fault)
        await place.ask("mention" if path == _MESSAGES else "slash")
        await place.discord.until(lambda: injected.times == 0, 60)
        await ask_some(place)

    _fault(name, slow=slow)(harm)


_add_requests()


@_fault("a question is delivered twice")
async def _twice(place: LocalClass) -> None:
    for surface in ("slash", "private"):
        asked = await place.ask(surface)
        place.discord.redeliver(asked.sent)
    await place.settle()
    place.discord.redeliver(asked.sent)


@_fault("a mention is delivered twice")
async def _mention_twice(place: LocalClass) -> None:
    asked = await place.ask("mention")
    place.discord._emit_message("MESSAGE_CREATE", asked.sent)  # noqa: SLF001  # it has no other way
    await place.settle()
    place.discord._emit_message("MESSAGE_CREATE", asked.sent)  # noqa: SLF001  # it has no other way


@_fault("the token of a question has expired")
async def _expired(place: LocalClass) -> None:
    for surface in ("slash", "private"):
        asked = await place.ask(surface)
        place.discord.expire(asked.sent)


@_fault("the bot may not write in a channel")
async def _forbidden(place: LocalClass) -> None:
    room, me = place.channels[0], place.guild.members[place.discord.bot.id]
    for denied in ("send_messages", "view_channel"):
        room.set_overwrite(me, deny=denied)
        asked = await place.ask("mention", room)
        await place.ask("slash", room)
        await place.settle()
        asked.lost = False
    room.overwrites.clear()


@_fault("a mention is deleted at once")
async def _deleted(place: LocalClass) -> None:
    asked = await place.ask("mention")
    await place.discord.delete_message(asked.sent)


# The disk.


@contextmanager
def _full_disk(place: LocalClass) -> Iterator[None]:
    """No file of the bot can grow."""
    pid = place.process.pid
    limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@_fault("the disk is full")
async def _full(place: LocalClass) -> None:
    with _full_disk(place):
        await ask_some(place)
        await place.settle()


@_fault("the disk is slow", slow=True)
async def _slow_disk(place: LocalClass) -> None:
    sign = place.data.parent / "slow"
    env = slow_disk(place.data.parent, sign)
    if env is None:
        sys.exit("This fault needs a C compiler.")
    await place.end()
    await place.start(env=env)
    await place.ready()
    sign.touch()
    await ask_some(place, 12)
    await place.settle()
    sign.unlink()


@_fault("the database is locked when the bot stops", slow=True)
async def _locked_at_stop(place: LocalClass) -> None:
    with closing(sqlite3.connect(place.data / "queries.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        await ask_some(place)
        await place.settle()
        await place.end()
    await place.start()


@_fault("the database is locked")
async def _locked(place: LocalClass) -> None:
    with closing(sqlite3.connect(place.data / "queries.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        await ask_some(place)
        await asyncio.sleep(_LOCKED_S)


@_fault("the database is damaged")
async def _damaged(place: LocalClass) -> None:
    await place.end()
    place.asked.clear()  # their rows are what is damaged
    _overwrite(place.data / "queries.db", 2)
    await place.start()


@_fault("the database is damaged while the bot runs")
async def _damaged_meanwhile(place: LocalClass) -> None:
    await ask_some(place)
    await place.check()
    _overwrite(place.data / "queries.db", 0)
    await ask_some(place)


@_fault("the saved index is damaged")
async def _index_damaged(place: LocalClass) -> None:
    await place.end()
    for path in (place.data / "cache").rglob("*.*"):
        if path.is_file():
            _overwrite(path, 0)
    await place.start()


def _overwrite(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * len(_FILL))
        file.write(_FILL)


@_fault("sources are removed while they are read")
async def _removed(place: LocalClass) -> None:
    reload = await _reload(place)
    for path in [*place.sources.iterdir()][::2]:
        path.unlink()
    await reload.wait_response()
    place.restore_sources()
    for _ in range(60):
        last = await _reload(place)
        await last.wait_response()
        await asyncio.sleep(0.5)
        if "already running" not in last.text:
            break


async def _reload(place: LocalClass) -> Any:  # noqa: ANN401  # untyped
    return await place.discord.slash(place.teacher, place.channels[0], "sources reload", wait=False)


# The process.


@_fault("SIGTERM", slow=True)
async def _sigterm(place: LocalClass) -> None:
    await ask_some(place)
    await place.end()
    await place.start()


@_fault("kill -9")
async def _killed(place: LocalClass) -> None:
    await ask_some(place)
    await asyncio.sleep(place.draw.random() / 4)
    await place.end(signal.SIGKILL)
    await place.start()


@_fault("another process takes over", slow=True)
async def _taken_over(place: LocalClass) -> None:
    old = place.process
    await ask_some(place)
    await place.start("--take-over")
    await place.ready()
    await old.proc.wait()
    place.discord.procs.remove(old)
