"""What the query log costs: rows per second of its one writer, and what it adds to an answer.

Run `python -m benchmarks.query_log [FOLDER]`; FOLDER is on the disk to measure, by default the
system's temporary folder. Each row carries ten passages of a thousand, with their text.
"""

import asyncio
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from bot.storage.entries import Entry, LoggedPassage, Quoted, new_id
from bot.storage.query_log import QueryLog
from sources import Citation

ASKERS = (1, 8, 64, 512)
ROWS = 3_000
RATE = 50  # questions per second
SECONDS = 10

_TEXT = "The two countries fell out with each other over matter {} after the war. " * 9


def _passage(number: int) -> LoggedPassage:
    quoted = Quoted(
        text=_TEXT.format(*[number] * 9),
        breaks=(),
        citation=Citation(title="Notes", section="Week 3", paragraph=number),
        document="0123456789abcdef" * 4,
    )
    return LoggedPassage(
        passage_id=f"{number:012x}",
        source="notes/week-3.md",
        start=number,
        end=number + 700,
        score=9.5,
        quoted=quoted,
        quote_start=0,
        quote_end=75,
    )


_PASSAGES = [_passage(number) for number in range(1_000)]


def make_entry() -> Entry:
    """Fill in an entry as large as a usual question's."""
    return Entry(
        answer_id=new_id(),
        asked_at=datetime.now(UTC),
        guild_id=10**18,
        channel_id=10**18 + 1,
        surface="slash",
        asker="0123456789abcdef" * 2,
        question="Why did the two countries fall out with each other after the war?",
        status="found",
        confidence=0.8,
        library_version="0123456789ab",
        latency_ms=2.0,
        passages=tuple(random.sample(_PASSAGES, 10)),
    )


async def throughput(log: QueryLog, askers: int, rows: int) -> float:
    """Rows per second when each of `askers` records its next entry once the last is committed."""

    async def record_some() -> None:
        for _ in range(rows // askers):
            await log.record(make_entry())

    started = time.perf_counter()
    await asyncio.gather(*(record_some() for _ in range(askers)))
    return rows // askers * askers / (time.perf_counter() - started)


async def added_latency(log: QueryLog) -> list[float]:
    """Milliseconds that `record` takes, for questions that come at a steady rate."""

    async def timed(delay: float) -> float:
        await asyncio.sleep(delay)
        started = time.perf_counter()
        await log.record(make_entry())
        return (time.perf_counter() - started) * 1000

    return await asyncio.gather(*(timed(n / RATE) for n in range(RATE * SECONDS)))


async def measure(folder: Path) -> Table:
    """Run all measurements on one database in a folder."""
    table = Table("load", "figure", "value")
    log = await QueryLog.open(folder / "queries.db")
    for askers in ASKERS:
        rate = await throughput(log, askers, ROWS if askers > 1 else ROWS // 10)
        table.add_row(f"{askers} at a time", "rows/s", f"{rate:,.0f}")
    latencies = await added_latency(log)
    for figure, value in (("median", median(latencies)), ("p99", quantiles(latencies, n=100)[98])):
        table.add_row(f"{RATE} questions/s", f"added to an answer, {figure}", f"{value:.1f} ms")
    await log.close()
    return table


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as scratch:
        Console().print(asyncio.run(measure(Path(scratch))))
