"""How long the figures of a large query log take.

Run `python -m benchmarks.log_stats [QUESTIONS]`; by default a million, of 180 days, 2,000 askers
and 20,000 wordings in one server, each with three passages. The log is made as version 1 of its
tables would have it, so that carrying it forward is measured, too.
"""

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from bot.storage.query_log import QueryLog
from bot.storage.schema import STEPS
from bot.storage.statistics import read_stats

QUESTIONS, DAYS, ASKERS, WORDINGS, SOURCES, PASSAGES = 1_000_000, 180, 2_000, 20_000, 300, 3
REPEATS = 5
GUILD = 10**18

_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_MARKS = ", ".join("?" * 13)


def make_log(path: Path, questions: int) -> None:
    """Write a log of version 1."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in STEPS[0]:
            connection.execute(statement)
        connection.execute("PRAGMA user_version = 1")
        connection.executemany(f"INSERT INTO question VALUES ({_MARKS})", _questions(questions))  # noqa: S608  # question marks
        connection.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?)", _passages(questions)
        )
        connection.commit()


def _questions(number: int) -> Iterator[tuple[object, ...]]:
    draw = random.Random(1)  # noqa: S311  # the same log each time, nothing secret
    for n in range(number):
        asked_at = _FIRST + timedelta(days=DAYS) * (n / number)
        wording = int(WORDINGS * draw.random() ** 3)  # some are asked far more often than others
        yield (
            *(n + 1, f"{n:016x}", asked_at.isoformat(timespec="microseconds"), GUILD, GUILD + 1),
            *("slash", f"{draw.randrange(ASKERS):032x}"),
            f"Why did the two countries fall out over matter {wording} after the war?",
            *(0, draw.choice(("found", "found", "found", "weak", "none")), 0.8, "0123456789ab"),
            draw.lognormvariate(1, 0.7),
        )


def _passages(number: int) -> Iterator[tuple[object, ...]]:
    draw = random.Random(2)  # noqa: S311  # as above
    for n in range(number):
        for rank in range(1, PASSAGES + 1):
            source = f"notes/week-{draw.randrange(SOURCES)}.md"
            yield n + 1, rank, f"{draw.randrange(10_000):012x}", source, 0, 700, 9.5


async def timed(run: Callable[[], Awaitable[object]]) -> str:
    """The median of some runs, in milliseconds."""
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        await run()
        taken.append((time.perf_counter() - started) * 1000)
    return f"{median(taken):,.0f} ms"


async def measure(path: Path, questions: int) -> Table:
    """Carry the log forward and take its figures."""
    table = Table("what", "value", title=f"{questions:,} questions")
    started = time.perf_counter()
    log = await QueryLog.open(path)
    table.add_row("carried forward from version 1", f"{time.perf_counter() - started:.1f} s")
    last = _FIRST.date() + timedelta(days=DAYS)
    spans = (("week", last - timedelta(7)), ("month", last - timedelta(30)), ("all", None))
    for name, since in spans:
        run = partial(read_stats, log.rows, guild_id=GUILD, since=since)
        table.add_row(f"figures, {name}", await timed(run))
    run = partial(read_stats, log.rows, guild_id=None)
    table.add_row("figures, all servers", await timed(run))
    await log.close()
    return table


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS
    with tempfile.TemporaryDirectory() as scratch:
        make_log(Path(scratch, "queries.db"), number)
        Console().print(asyncio.run(measure(Path(scratch, "queries.db"), number)))
