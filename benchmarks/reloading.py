"""Answers while a library of 10,000 passages is rebuilt, as the bot's students wait for them.

    python -m benchmarks.reloading [--passages N] [--seconds S]

The bot is a process of its own, connected to a local Discord. Questions come at a steady rate:
first to an idle bot, then to the same one while a moderator's `/sources reload` reads, indexes and
rehearses documents that have all changed. The time is that from sending the interaction to the
bot's callback, as that Discord sees it. Then the moderator switches, and goes back.
"""

import argparse
import asyncio
import gc
import importlib
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from sources import load_library

from .collections import SEED, STARTER
from .reporting import show

ROOT = Path(__file__).parents[1]
LOCAL_DISCORD = ROOT.parent / "shared" / "discord"
RATE = 40  # questions per second
WARM_UP = 50
PARAGRAPHS = 25  # of a document, each of which becomes a passage
GOAL = 3.0
WITHIN_S = 60


async def main(passages: int, seconds: float) -> None:
    """Ask, reload, switch, go back, and print."""
    if not LOCAL_DISCORD.is_dir():
        sys.exit("This benchmark needs the local Discord in ../shared/discord.")
    sys.path.insert(0, str(LOCAL_DISCORD))
    gc.disable()  # no pause of this process is to be taken for one of the bot's
    with tempfile.TemporaryDirectory() as folder:
        sources, data = Path(folder, "sources"), Path(folder, "data")
        write_documents(sources, passages, version=1)
        async with importlib.import_module("fakediscord").FakeDiscord() as discord:
            classroom = await Classroom.open(discord, sources, data)
            await classroom.ask_for(WARM_UP / RATE)
            idle = await classroom.ask_for(seconds)
            write_documents(sources, passages, version=2)
            started = time.perf_counter()
            reload = asyncio.create_task(classroom.moderate("sources reload"))
            busy = await classroom.ask_until(reload)
            took = time.perf_counter() - started
            back = await classroom.switch_and_go_back(reload.result())
    _print(idle, busy, took, back)


class Classroom:
    """A guild with the bot, a student and a moderator."""

    def __init__(self, discord: Any) -> None:  # noqa: ANN401  # untyped
        self._discord = discord
        guild = discord.add_guild()
        (self._channel,) = guild.channels.values()
        self._student = discord.add_member(guild, "student")
        self._moderator = discord.add_member(guild, "moderator", permissions="manage_guild")
        lines = (STARTER / "questions.jsonl").read_text("utf-8").splitlines()
        self._questions = [json.loads(line)["question"] for line in lines]

    @classmethod
    async def open(cls, discord: Any, sources: Path, data: Path) -> "Classroom":  # noqa: ANN401
        """Start the bot on a folder, and wait until it takes commands."""
        classroom = cls(discord)
        await discord.start_bot(
            ["-m", "bot", "run", "--sources", str(sources), "--data", str(data)],
            cwd=ROOT,
            token_env="DISCORD_TOKEN",  # noqa: S106  # the variable's name
        )
        await discord.wait_commands("ask", timeout=WITHIN_S)
        await discord.wait_ready(timeout=WITHIN_S)
        return classroom

    async def moderate(self, command: str) -> Any:  # noqa: ANN401  # untyped
        """Give a command, and wait until there is something to decide."""
        given = await self._discord.slash(self._moderator, self._channel, command)
        await self._discord.until(
            lambda: '"rehearsal:' in json.dumps(given.original.json), timeout=WITHIN_S
        )
        return given

    async def ask_for(self, seconds: float) -> list[float]:
        """Ask at the steady rate; latencies in milliseconds."""
        asked = [asyncio.create_task(self._ask(n, n / RATE)) for n in range(int(seconds * RATE))]
        return await asyncio.gather(*asked)

    async def ask_until(self, done: "asyncio.Future[Any]") -> list[float]:
        """Ask at the steady rate until something is done."""
        latencies: list[float] = []
        while not done.done():
            latencies += await self.ask_for(1)
        return latencies

    async def switch_and_go_back(self, reloaded: Any) -> float:  # noqa: ANN401  # untyped
        """Press Switch; then roll back, and give the milliseconds that this takes."""
        await self._discord.click(self._moderator, reloaded.original, label="Switch")
        asked = await self._discord.slash(self._moderator, self._channel, "sources rollback")
        started = time.perf_counter()
        await self._discord.click(self._moderator, asked.original, label="Go back")
        return 1000 * (time.perf_counter() - started)

    async def _ask(self, number: int, delay: float) -> float:
        await asyncio.sleep(delay)
        question = self._questions[number % len(self._questions)]
        asked = await self._discord.slash(self._student, self._channel, "ask", question=question)
        return 1000 * float(asked.latency)


def write_documents(folder: Path, passages: int, *, version: int) -> None:
    """Write documents that are cut into at least so many passages, all new in each version.

    They are made of sentences of the starter documents, in an order of their own.
    """
    folder.mkdir(exist_ok=True)
    library = load_library(STARTER)
    known = [p.text[slice(*span)] for p in library.passages for span in p.sentences]
    chosen = random.Random(SEED)  # noqa: S311  # no secret
    for number in range(passages // PARAGRAPHS):
        paragraphs = (
            f"{' '.join(chosen.sample(known, 7))} This is version {version} of note {number}."
            for _ in range(PARAGRAPHS)
        )
        text = f"Note {number}\n\n" + "\n\n".join(" ".join(p.split()) for p in paragraphs)
        (folder / f"note-{number:04}.txt").write_text(text, "utf-8")


def _print(idle: list[float], busy: list[float], took: float, back: float) -> None:
    rows = []
    for name, latencies in (("idle", idle), (f"reload ({took:.0f} s)", busy)):
        cuts = quantiles(latencies, n=100)
        figures = (cuts[49], cuts[89], cuts[98], max(latencies))
        rows.append((name, f"{len(latencies):,}", *(f"{figure:.1f}" for figure in figures)))
    show(
        f"Interaction to callback at {RATE} questions/s, in ms",
        ("the bot is", "questions", "median", "p90", "p99", "longest"),
        rows,
    )
    ratio = quantiles(busy, n=100)[98] / quantiles(idle, n=100)[98]
    print(f"p99 during a reload: {ratio:.1f} times that of an idle bot (goal: at most {GOAL:.0f})")
    print(f"going back, from the press to the bot's word: {back:.0f} ms (goal: below 1,000)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20, help="of questions to an idle bot")
    given = parser.parse_args()
    asyncio.run(main(given.passages, given.seconds))
