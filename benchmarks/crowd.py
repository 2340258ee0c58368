"""A class all at once: the real process under load, as the local Discord sees it.

    python -m benchmarks.crowd [--minutes M] [--rate N] [--burst N] [--seed N]

300 students ask within a minute, then N questions come each second for M minutes, then a burst of
questions at the same moment. Latency is the time from the interaction to the bot's first callback.
"Busy" is the longest that the event loop computed without a break, "late" the longest that it was
kept from its work by anything, other processes of the machine included. "Discord late" is the same
of the local Discord: an answer that it takes up too late counts as too late.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from .local_class import LOCAL_DISCORD, Asked, LocalClass, open_class, plain
from .watched import VARIABLE

STUDENTS = 300
MINUTE = 60.0
_LOOP = "loop.jsonl"
_FEW_S = 30.0
_LOOK_EVERY_S = 0.01
_APART_S = 2.1  # the watch has its last line, and `check` counts rows from a second before
_WARM_UP = 30
_WAIT = "Please ask it again in half a minute"


async def ask_at(place: LocalClass, number: int, per_second: float) -> list[Asked]:
    """Ask so many questions at even times, whoever is still waiting."""
    started, asked = time.perf_counter(), []
    for n in range(number):
        await asyncio.sleep(max(0.0, started + n / per_second - time.perf_counter()))
        asked.append(await place.ask("private"))
    return asked


async def ask_at_once(place: LocalClass, number: int) -> list[Asked]:
    """Ask so many questions at the same moment."""
    return [await place.ask("private") for _ in range(number)]


async def measured(place: LocalClass, name: str, asking: Any, shown: Table) -> list[str]:  # noqa: ANN401  # a coroutine
    """Wait until all are answered, add a row of figures, and return what went wrong."""
    before, memory = len(_watched(place)), place.process.rss_mb()
    here = asyncio.create_task(_latest_here())
    asked = await asking
    await place.settle(_FEW_S)
    here.cancel()
    await asyncio.sleep(_APART_S)
    late = [one.late for one in asked if one.late is not None]
    right = sum(place.is_right(one) for one in asked)
    busy = sum(_WAIT in plain(m.text) for one in asked for m in place.shown(one)[:1])
    cuts = statistics.quantiles(late, n=100)
    told = _watched(place)[before:]
    shown.add_row(
        name,
        f"{len(asked):,}",
        f"{right:,}",
        f"{busy:,}",
        f"{len(asked) - right - busy:,}",
        f"{1000 * cuts[49]:.0f} / {1000 * cuts[98]:.0f} / {1000 * max(late):.0f} ms",
        f"{memory:.0f} → {place.process.rss_mb():.0f} MB",
        f"{max(one['busy_ms'] for one in told):.0f} / {max(one['late_ms'] for one in told):.0f} ms",
        f"{1000 * await here:.0f} ms",
    )
    unheard = [one for one in asked if not place.shown(one) and not place.is_told(one)]
    told_nobody = [f"no answer and no line: {one.fact.question}" for one in unheard]
    problems = told_nobody if busy else await place.check()
    place.asked.clear()
    place.discord.interactions.clear()
    return problems


async def _latest_here() -> float:
    """Until cancelled: the longest, in seconds, that the local Discord was kept from its work."""
    longest = 0.0
    with suppress(asyncio.CancelledError):
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_LOOK_EVERY_S)
            longest = max(longest, time.perf_counter() - began - _LOOK_EVERY_S)
    return longest


def _watched(place: LocalClass) -> list[dict[str, float]]:
    """What the watch of the event loop has told, a line a second."""
    return [json.loads(line) for line in Path(place.data.parent, _LOOP).read_text().splitlines()]


async def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, measure, print."""
    given = _arguments(arguments)
    if not LOCAL_DISCORD.is_dir():
        sys.exit("This benchmark needs the local Discord in ../shared/discord.")
    columns = ("Asked", "Right", "Told to wait", "Wrong or none", "p50 / p99 / most", "Memory")
    shown = Table("", *columns, "Loop busy / late", "Discord late", box=box.MARKDOWN)
    rate, seconds = given.rate, MINUTE * given.minutes
    with tempfile.TemporaryDirectory() as folder:
        loop = str(Path(folder, _LOOP))
        async with open_class(Path(folder), given.seed, students=STUDENTS, channels=40) as place:
            await place.start(module=("benchmarks.watched",), env={VARIABLE: loop})
            await place.ready()
            await ask_at(place, _WARM_UP, 5)
            await place.settle()
            first = ask_at(place, STUDENTS, STUDENTS / MINUTE)
            problems = await measured(place, "300 students within a minute", first, shown)
            steady = ask_at(place, int(rate * seconds), rate)
            problems += await measured(
                place, f"{rate} a second, {given.minutes:g} minutes", steady, shown
            )
            once = ask_at_once(place, given.burst)
            problems += await measured(place, f"{given.burst} at once", once, shown)
    Console(width=140).print(shown)
    print(*problems[:20], sep="\n")
    if problems:
        sys.exit(1)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=int, default=30, help="questions a second")
    parser.add_argument("--burst", type=int, default=1000, help="questions at once")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asyncio.run(main())
