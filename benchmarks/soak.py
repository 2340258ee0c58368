"""A bad day, drawn from a seed: faults at random on the real process while students ask.

    python -m benchmarks.soak [--seed N] [--minutes M] [--fault WORDS]

Prints for each fault how often it was tried, how often the bot survived it, and the worst time
from its end to the next right answer. Survived means: each question has one right answer and one
row in the log, or a line in the bot's log with its id. The seed that is printed gives the same
schedule again.
"""

import argparse
import asyncio
import random
import secrets
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from .faults import FAULTS, Fault, attempt
from .local_class import LOCAL_DISCORD, LocalClass, open_class

_LONGEST_PROBLEM = 3000


@dataclass(slots=True)
class Tried:
    """What came of one fault so far; `worst_s` is in seconds."""

    times: int = 0
    survived: int = 0
    worst_s: float = 0.0
    problems: list[str] = field(default_factory=list)


def schedule(seed: int, faults: Sequence[Fault]) -> "random.Random":
    """Return what draws the faults."""
    return random.Random(f"{seed} {len(faults)}")  # noqa: S311  # nothing secret


async def soak(
    place: LocalClass, faults: Sequence[Fault], seed: int, seconds: float
) -> dict[str, Tried]:
    """Try faults for so long, and each at least once."""
    draw, tried = schedule(seed, faults), defaultdict[str, Tried](Tried)
    until = time.monotonic() + seconds
    waiting: list[Fault] = []
    while waiting or len(tried) < len(faults) or time.monotonic() < until:
        waiting = waiting or draw.sample(faults, len(faults))
        fault = waiting.pop()
        if time.monotonic() > until and fault.name in tried:
            continue
        worst, problems = await attempt(fault, place)
        one = tried[fault.name]
        one.times += 1
        one.worst_s = max(one.worst_s, worst)
        one.survived += not problems
        for problem in problems:
            one.problems.append(problem)
            print(f"{fault.name}: {problem[:_LONGEST_PROBLEM]}", file=sys.stderr)
        if problems:
            print(place.process.tail(), file=sys.stderr)
            await _begin_again(place)
    return tried


async def _begin_again(place: LocalClass) -> None:
    """Start anew, so that the next fault is not charged with the last one's harm."""
    place.asked.clear()
    place.discord.violations.clear()
    await place.end()
    place.processes.clear()
    await place.start()
    await place.ready()


def table(tried: Mapping[str, Tried]) -> Table:
    """Return what is printed, in the order of the faults."""
    shown = Table("Fault", "Tried", "Survived", "Worst recovery", box=box.MARKDOWN)
    for name in (fault.name for fault in FAULTS if fault.name in tried):
        one = tried[name]
        shown.add_row(name, f"{one.times}", f"{one.survived}", f"{one.worst_s:.1f} s")
    times, survived = (sum(getattr(o, n) for o in tried.values()) for n in ("times", "survived"))
    shown.add_row(
        "all", f"{times}", f"{survived}", f"{max(o.worst_s for o in tried.values()):.1f} s"
    )
    return shown


async def main(arguments: Sequence[str] | None = None) -> None:
    """Soak, and print."""
    given = _arguments(arguments)
    if not LOCAL_DISCORD.is_dir():
        sys.exit("This benchmark needs the local Discord in ../shared/discord.")
    faults = [fault for fault in FAULTS if given.fault in fault.name]
    if not faults:
        sys.exit(f"No fault is called {given.fault!r}.")
    print(f"seed {given.seed}", flush=True)
    # The zombie of a connection is known by the heartbeats that nobody answers.
    with tempfile.TemporaryDirectory() as folder:
        async with open_class(Path(folder), given.seed, heartbeat_interval=10_000) as place:
            await place.start()
            await place.ready()
            tried = await soak(place, faults, given.seed, 60 * given.minutes)
    Console(width=100).print(table(tried))
    if any(one.problems for one in tried.values()):
        sys.exit(1)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--minutes", type=float, default=10.0, help="each fault comes once anyway")
    parser.add_argument("--fault", default="", help="only those with these words in their name")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asyncio.run(main())
