"""How many rows are lost when the process that logs is killed, again and again, under load.

Run `python -m benchmarks.kills [TIMES]`, by default 200. Each time, a process goes on with the same
log, tells each answer's id once its row is said to be on disk, and is killed with SIGKILL at a
random moment. A row counts as lost if it was told and is not there at the end.
"""

import asyncio
import random
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.storage.query_log import QueryLog

from .query_log import make_entry

TIMES = 200
ASKERS = 16
LONGEST_SECONDS = 0.5


def kill_once(path: Path, seconds: float) -> list[str]:
    """Let a process log for so long after its first row; the ids that it told."""
    command = [sys.executable, "-m", "benchmarks.kills", "--victim", str(path)]
    # Unbuffered: what is read ahead for the first line would be missing from the rest.
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as victim:  # noqa: S603  # this module
        if victim.stdout is None:
            raise RuntimeError
        told = [victim.stdout.readline()]
        try:
            rest, _ = victim.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            victim.kill()
            rest, _ = victim.communicate()
    *whole, _ = b"".join([*told, rest]).decode("ascii").split("\n")  # the last may be cut off
    return whole


async def _ask_for_ever(log: QueryLog) -> None:
    while True:
        entry = make_entry()
        if await log.record(entry):
            print(entry.answer_id, flush=True)


async def _be_victim(path: Path) -> None:
    log = await QueryLog.open(path)
    await asyncio.gather(*(_ask_for_ever(log) for _ in range(ASKERS)))


def measure(path: Path, times: int) -> Table:
    """Kill so many times, then look at what is there."""
    draw = random.Random(1)  # noqa: S311  # the same moments each time, nothing secret
    told: set[str] = set()
    for _ in track(range(times), description="Killing"):
        told.update(kill_once(path, draw.uniform(0, LONGEST_SECONDS)))
    with closing(sqlite3.connect(path)) as log:
        written = {row[0] for row in log.execute("SELECT answer_id FROM question")}
        ((integrity,),) = log.execute("PRAGMA integrity_check(1)").fetchall()
        ((counted,),) = log.execute("SELECT sum(found + weak + none) FROM daily").fetchall()
    table = Table("figure", "value", title=f"{times} kills")
    table.add_row("rows told to be on disk", f"{len(told):,}")
    table.add_row("of them lost", f"{len(told - written):,}")
    table.add_row("rows written and counted alike", "yes" if counted == len(written) else "no")
    table.add_row("integrity check", str(integrity))
    table.add_row("logs set aside as damaged", str(len([*path.parent.glob("*.damaged-*")])))
    return table


if __name__ == "__main__":
    if sys.argv[1:2] == ["--victim"]:
        asyncio.run(_be_victim(Path(sys.argv[2])))
    with tempfile.TemporaryDirectory() as scratch:
        number = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
        Console().print(measure(Path(scratch, "queries.db"), number))
