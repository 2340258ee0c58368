"""A school on the local Discord, with the real bot as a process of its own."""

import importlib
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from .classroom import QUESTION

_STARTED_S = 60.0  # on a busy machine
LOCAL_DISCORD = Path(__file__).parents[3] / "shared" / "discord"
"""It is no part of the project: what needs it is skipped where it is not."""


class School:
    """A guild of the local Discord with one student, and the bot's folders."""

    def __init__(self, discord: Any, sources: Path, data: Path) -> None:  # noqa: ANN401  # untyped
        self.discord = discord
        self.sources = sources
        self.data = data
        self.guild = discord.add_guild("School", channels=("questions",))
        (self.channel,) = self.guild.channels.values()
        self.student = discord.add_member(self.guild, "ada")

    async def start_bot(self, token: str, *options: str) -> Any:  # noqa: ANN401  # untyped
        """Start `python -m bot run` with options."""
        folders = ("--sources", str(self.sources), "--data", str(self.data))
        return await self.discord.start_bot(
            ["-m", "bot", "run", *folders, *options],
            env={"DISCORD_TOKEN": token},
            cwd=Path(__file__).parents[2],
        )

    async def open(self, *options: str) -> Any:  # noqa: ANN401  # untyped
        """Start the bot with options and wait until it takes questions."""
        connections = len(self.discord.identifies)
        process = await self.start_bot(self.discord.token, *options)
        await self.discord.wait_commands("ask", "sources", "about", timeout=_STARTED_S)
        await self.discord.wait_ready(count=connections + 1, timeout=_STARTED_S)
        return process

    async def ask(self, question: str = QUESTION, **options: Any) -> Any:  # noqa: ANN401  # untyped
        """Ask a question by /ask and wait for the answer."""
        return await self.discord.slash(
            self.student, self.channel, "ask", question=question, **options
        )

    def logged(self) -> list[tuple[str, str]]:
        """Surface and question of each row of the log that the channel has."""
        with sqlite3.connect(self.data / "queries.db") as connection:
            sql = "SELECT surface, question FROM question WHERE channel_id = ?"
            rows = connection.execute(sql, (self.channel.id,)).fetchall()
        connection.close()
        return rows

    async def wait_logged(self, *rows: tuple[str, str]) -> None:
        """Wait until the channel has these rows; a slow disk may have handed them over."""
        await self.discord.until(lambda: len(self.logged()) >= len(rows), _STARTED_S)
        assert self.logged() == [*rows]


@asynccontextmanager
async def open_school(sources: Path, data: Path) -> AsyncIterator[School]:
    """A school; fails in the end on any request that breaks Discord's own description."""
    sys.path.insert(0, str(LOCAL_DISCORD))
    try:
        async with importlib.import_module("fakediscord").FakeDiscord() as discord:
            yield School(discord, sources, data)
            assert discord.problems() == []
            assert discord.unimplemented == []
    finally:
        sys.path.remove(str(LOCAL_DISCORD))
        for name in ("fakediscord", "apispec", "launch"):
            sys.modules.pop(name, None)
