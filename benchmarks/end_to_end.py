"""From a student's question to the bot's answer on Discord, one student at a time.

    python -m benchmarks.end_to_end [--questions N] [--sources DIR] [--code CHECKOUT]

The bot is a process of its own, connected to a local Discord; the whole time is the one from
sending the interaction to the bot's callback, as that Discord sees it. The bot's own, from the
message of the gateway to the callback that it hands to the connection, is the search and what it
takes besides: discord.py, the commit of the log's row to disk, and the drawing. The rest of the
whole is the local Discord's, and both connections'. Each pass over the questions is another
student's in another channel, so that each answer is a new one.
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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .reporting import show
from .watched import CALLBACKS

ROOT = Path(__file__).parents[1]
LOCAL_DISCORD = ROOT.parent / "shared" / "discord"
STARTER = ROOT / "sources" / "starter"
WARM_UP = 20
GOAL_MS = 3.0
_STARTED_S = 120.0  # on a busy machine
_BOT = ("-m", "benchmarks.watched")
_CALLBACKS = "callbacks.jsonl"
_CENTILES = (5, 25, 50, 90, 99)
_MANY = {"PULLQUOTE_QUESTIONS_PER_MINUTE": "1000"}


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
            rows = log.execute("SELECT latency_ms FROM question ORDER BY id").fetchall()
        told = _told(Path(folder, _CALLBACKS))[WARM_UP:]
        print(f"commit of one row alone, median: {_commit_ms(Path(folder)):.2f} ms")
    show(
        f"From the interaction to the callback, {given.questions:,} questions, ms",
        ("", *(f"p{n}" for n in _CENTILES)),
        _rows(latencies, [ms for (ms,) in rows[WARM_UP:]], told),
    )


def _told(file: Path) -> list[dict[str, float]]:
    """What the watch of the callbacks has told."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _rows(
    latencies: list[float], searches: list[float], told: list[dict[str, float]]
) -> Iterator[tuple[str, ...]]:
    """Yield a row for each part of the time."""
    within = [one["ms"] for one in told]
    parts = {
        "the search": searches,
        f"the rest of the bot (goal: median at most {GOAL_MS:g})": _less(within, searches),
        "  processor time of its event loop": [one["computed_ms"] for one in told],
        "the local Discord and the connections": _less(latencies, within),
        "all of it": latencies,
    }
    for name, times in parts.items():
        cuts = statistics.quantiles(times, n=100)
        yield name, *(f"{cuts[n - 1]:.2f}" for n in _CENTILES)


def _less(whole: list[float], part: list[float]) -> list[float]:
    return [one - other for one, other in zip(whole, part, strict=True)]


async def _latencies(
    discord: Any,  # noqa: ANN401  # untyped
    questions: list[str],
    given: argparse.Namespace,
    data: Path,
) -> list[float]:
    passes = range((WARM_UP + given.questions) // len(questions) + 1)
    guild = discord.add_guild(channels=tuple(f"pass-{number}" for number in passes))
    channels = [*guild.channels.values()]
    students = [discord.add_member(guild, f"student-{number}") for number in passes]
    await discord.start_bot(
        [*_BOT, "run", "--sources", str(given.sources), "--data", str(data)],
        cwd=given.code,
        env={**_MANY, CALLBACKS: str(data / _CALLBACKS)},
        token_env="DISCORD_TOKEN",  # noqa: S106  # the variable's name
    )
    await discord.wait_commands("ask", timeout=_STARTED_S)
    await discord.wait_ready(timeout=_STARTED_S)
    latencies = []
    for number in range(WARM_UP + given.questions):
        turn, place = divmod(number, len(questions))
        student, channel = students[turn], channels[turn]
        asked = await discord.slash(student, channel, "ask", question=questions[place])
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
    parser.add_argument("--code", type=Path, default=ROOT, help="a checkout to measure")
    parser.add_argument("--data", type=Path, help="folder on the disk to measure")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())
