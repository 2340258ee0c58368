"""From a student's question to the bot's answer on Discord, one student at a time.

    python -m benchmarks.end_to_end [--questions N] [--sources DIR]

The bot is a process of its own, connected to a local Discord; the time is the one from sending
the interaction to the bot's callback, as that Discord sees it. It covers both sides of two local
connections, discord.py, the search, the commit of the log's row to disk, and the drawing.
"""

import argparse
import asyncio
import importlib
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCAL_DISCORD = ROOT.parent / "shared" / "discord"
STARTER = ROOT / "sources" / "starter"
WARM_UP = 20
GOAL_MS = 5.0


async def main() -> None:
    """Ask, measure, print."""
    given = _arguments()
    if not LOCAL_DISCORD.is_dir():
        sys.exit("This benchmark needs the local Discord in ../shared/discord.")
    sys.path.insert(0, str(LOCAL_DISCORD))
    lines = (STARTER / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with tempfile.TemporaryDirectory(dir=given.data) as folder:
        async with importlib.import_module("fakediscord").FakeDiscord() as discord:
            latencies = await _latencies(discord, questions, given, Path(folder))
        with sqlite3.connect(Path(folder) / "queries.db") as log:
            ((searches,),) = log.execute("SELECT avg(latency_ms) FROM question").fetchall()
        print(f"commit of one row alone, median: {_commit_ms(Path(folder)):.2f} ms")
    print(f"search alone, mean: {searches:.2f} ms")
    cuts = statistics.quantiles(latencies, n=100)
    print(
        f"interaction to callback, {len(latencies)} questions: median {cuts[49]:.2f} ms, "
        f"p90 {cuts[89]:.2f} ms, p99 {cuts[98]:.2f} ms (goal: median at most {GOAL_MS} ms)"
    )


async def _latencies(
    discord: Any,  # noqa: ANN401  # untyped
    questions: list[str],
    given: argparse.Namespace,
    data: Path,
) -> list[float]:
    guild = discord.add_guild()
    (channel,) = guild.channels.values()
    student = discord.add_member(guild, "student")
    await discord.start_bot(
        ["-m", "bot", "run", "--sources", str(given.sources), "--data", str(data)],
        cwd=ROOT,
        token_env="DISCORD_TOKEN",  # noqa: S106  # the variable's name
    )
    await discord.wait_commands("ask")
    await discord.wait_ready()
    latencies = []
    for number in range(WARM_UP + given.questions):
        question = questions[number % len(questions)]
        asked = await discord.slash(student, channel, "ask", question=question)
        latencies.append(1000 * asked.latency)
    return latencies[WARM_UP:]


def _commit_ms(folder: Path) -> float:
    """What the disk asks for one durable transaction, as a floor to compare with."""
    with sqlite3.connect(folder / "floor.db", isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE floor (words TEXT)")
        times = []
        for _ in range(200):
            started = time.perf_counter()
            connection.execute("INSERT INTO floor VALUES ('as long as a short question is')")
            times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--sources", type=Path, default=STARTER)
    parser.add_argument("--data", type=Path, help="folder on the disk to measure")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())
