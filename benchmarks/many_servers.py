"""What thousands of servers cost one bot: its start, its memory, and its questions a second.

    python -m benchmarks.many_servers [--servers N] [--questions N] [--at-once N] [--shards N]

A local Discord has the servers, each with a channel and a student. Of ten servers, one has 50
passages of its own and some lessons, four have only made choices in /setup, and five use the bot as
it is. The bot is a process of its own; questions come from servers at random, and each is answered
on Discord and stored. What discord.py itself needs is measured with a client that does nothing.
"""

import argparse
import asyncio
import hashlib
import importlib
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli.startup import read_current
from bot.libraries.own_documents import OwnDocuments
from bot.libraries.reading import read_own
from bot.libraries.registry import SERVERS
from bot.libraries.state import entry
from bot.libraries.versions import IndexVersion
from bot.services.keys import open_pseudonyms
from bot.storage.backup import DATABASE, KEY_FILE
from bot.storage.lessons import (
    GoldenQuestion,
    Lessons,
    OutsideQuestion,
    OwnSynonym,
    ServerChoices,
    lesson_changes,
)
from bot.storage.query_log import QueryLog
from bot.storage.server_state import OwnDocument, ServerState, state_changes
from config import load_settings
from sources import Limits

from .end_to_end import LOCAL_DISCORD, ROOT, STARTER
from .reporting import show

_BY = "a" * 32
_NOW = datetime(2026, 9, 1, tzinfo=UTC)
_PASSAGES = 50
_WITH_OWN, _WITH_CHOICES = 1, 5  # of ten servers: the first, and those before the fifth
_MOST_S = 60.0
_MOST_KB = 40.0
_CLIENT = """
import discord, os
intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
client = discord.AutoShardedClient(intents=intents, max_messages=None, shard_count={shards})
@client.event
async def on_ready():
    print("ready in", len(client.guilds), "servers", flush=True)
client.run(os.environ["DISCORD_TOKEN"])
"""

Rows = list[tuple[str, str]]


async def main() -> None:
    """Make the servers, start, ask, print."""
    given = _arguments()
    if not LOCAL_DISCORD.is_dir():
        sys.exit("This benchmark needs the local Discord in ../shared/discord.")
    sys.path.insert(0, str(LOCAL_DISCORD))
    rows: Rows = []
    with tempfile.TemporaryDirectory(dir=given.data) as folder:
        few = await _memory_of_both(1, given, Path(folder) / "few", None)
        many = await _memory_of_both(given.servers, given, Path(folder) / "many", rows)
    (client, bot), (client_few, bot_few) = many, few
    discords, ours = client - client_few, (bot - bot_few) - (client - client_few)
    rows += [
        ("discord.py alone, a server", f"{1000 * discords / given.servers:.1f} KB"),
        (
            "the bot beside it, a server",
            f"{1000 * ours / given.servers:.1f} KB (goal: at most {_MOST_KB:.0f})",
        ),
    ]
    show(f"{given.servers:,} servers", ["", ""], rows)


async def _memory_of_both(
    servers: int, given: argparse.Namespace, data: Path, rows: Rows | None
) -> tuple[float, float]:
    """Return the megabytes of a client that does nothing, and of the bot once it has answered."""
    async with importlib.import_module("fakediscord").FakeDiscord() as discord:
        classes = [_class(discord) for _ in range(servers)]
        await _write(data, [int(channel.guild.id) for _, channel in classes])
        code = ["-c", _CLIENT.format(shards=given.shards)]
        client = await discord.start_bot(code, token_env="DISCORD_TOKEN")  # noqa: S106  # its name
        await _ready(discord, client, servers)
        alone = client.rss_mb()
        await client.stop()
        started = time.perf_counter()
        bot = await discord.start_bot(
            ["-m", "bot", "run", "--data", str(data), "--shards", str(given.shards)],
            cwd=ROOT,
            token_env="DISCORD_TOKEN",  # noqa: S106  # as above
        )
        await _ready(discord, bot, servers)
        ready_s = time.perf_counter() - started
        await discord.wait_commands("ask", timeout=600)
        await _ask(discord, classes, 20, 1)
        first = bot.rss_mb()
        if rows is not None:
            rows.append(("start to ready", f"{ready_s:.1f} s (goal: at most {_MOST_S:.0f})"))
            rows.append(("in memory when ready, discord.py included", f"{first:.0f} MB"))
            before, began = _cpu(bot.pid), time.perf_counter()
            await _ask(discord, classes, given.questions, given.at_once)
            took, cpu = time.perf_counter() - began, _cpu(bot.pid) - before
            rows.append((f"questions a second, {given.at_once} at once",
                         f"{given.questions / took:.0f}"))  # fmt: skip
            rows.append(("CPU of the bot, a question", f"{1000 * cpu / given.questions:.1f} ms"))
        asked = bot.rss_mb()
        await bot.stop()
    return alone, asked


def _class(discord: Any) -> tuple[Any, Any]:  # noqa: ANN401  # untyped
    """Return a student, and a channel in a server of theirs."""
    guild = discord.add_guild()
    (channel,) = guild.channels.values()
    return discord.add_member(guild, "student"), channel


async def _ready(discord: Any, process: Any, servers: int) -> None:  # noqa: ANN401  # untyped
    words = f"ready in {servers} servers"

    def is_there() -> bool:
        if process.returncode is not None:
            sys.exit("\n".join(process.lines))
        return any(words in line for line in process.lines)

    await discord.until(is_there, 600, words)


async def _ask(discord: Any, classes: Sequence[Any], number: int, at_once: int) -> None:  # noqa: ANN401
    lines = (STARTER / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    chosen = random.Random(number)  # noqa: S311  # to repeat it
    turns = iter(range(number))

    async def ask_on() -> None:
        for _ in turns:
            student, channel = chosen.choice(classes)
            question = chosen.choice(questions)
            await discord.slash(student, channel, "ask", question=question, timeout=60)

    await asyncio.gather(*(ask_on() for _ in range(at_once)))


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _write(data: Path, guild_ids: Sequence[int]) -> None:
    """Store what moderators of these servers have decided, taught and added."""
    common = read_current(load_settings({"data": data})).version
    text = "\n\n".join(_paragraph(number) for number in range(_PASSAGES)).encode()
    digest = hashlib.sha256(text).hexdigest()
    document = OwnDocument("notes.txt", digest, len(text), _NOW, _BY)
    read = OwnDocuments(data / "read", Limits())
    read.files.add(text)
    own = IndexVersion.of(read_own(read.sources((document,)), limits=Limits()))
    log = await QueryLog.open(data / DATABASE)
    await open_pseudonyms(log, data / KEY_FILE)
    for place, guild_id in enumerate(guild_ids):
        lessons = Lessons(choices=(ServerChoices(by=_BY, at=_NOW, private=True),))
        if place % 10 < _WITH_OWN:
            lessons = _lessons()
            uploads = OwnDocuments(data / SERVERS / str(guild_id), Limits())
            uploads.files.add(text)
            own.save(uploads.versions.path(own.version))
            begun = entry("begin", common=common)
            new = entry("switch", common=common, own=(document,), own_version=own.version, by=_BY)
            state = ServerState(common=common, seen=common, history=(begun, new))
            await log.change(*state_changes(guild_id, ServerState(), state))
        if place % 10 < _WITH_CHOICES:
            await log.change(*lesson_changes(guild_id, Lessons(), lessons))
    await log.close()


def _paragraph(number: int) -> str:
    words = (
        f"Note {number} of the class tells of topic{number} and how it leads to topic{number + 1}."
    )
    return " ".join(f"{words[:-1]} in week {week}." for week in range(6))


def _lessons() -> Lessons:
    return Lessons(
        choices=(ServerChoices(by=_BY, at=_NOW),),
        synonyms=tuple(
            OwnSynonym(by=_BY, at=_NOW, words=(f"word{n}", f"topic{n}")) for n in range(3)
        ),
        golden=tuple(
            GoldenQuestion(by=_BY, at=_NOW, question=f"What of topic{n}?", source="x", quote="y")
            for n in range(5)
        ),
        outside=(OutsideQuestion(by=_BY, at=_NOW, question="When is it?", sentence="Ask."),),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--data", type=Path, help="folder on the disk to measure")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())
