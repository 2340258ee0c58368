"""A class on the local Discord: the real bot, and questions whose answers are known."""

import asyncio
import importlib
import random
import re
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import Any, Literal

from .facts import Fact, facts

ROOT = Path(__file__).parents[1]
LOCAL_DISCORD = ROOT.parent / "shared" / "discord"
"""It is no part of the project."""

SURFACES: tuple["Surface", ...] = ("slash", "private", "mention")
Surface = Literal["slash", "private", "mention"]

_CHANNELS = 12
_STUDENTS = 48  # a person may ask 30 questions a minute
_IN_A_FILE = 50
_STARTED_S = 120.0  # on a busy machine
_STOPPED_S = 30.0
_PROBE_EVERY_S = 0.2
_TRACEBACK_LINES = 25
_AT_A_TIME = 20
_SNOWFLAKE = re.compile(r"\d{17,20}")
_MARKUP = re.compile(r"[*_\\>]|<a?:\w+:\d+>")


@dataclass(eq=False, slots=True)
class Asked:
    """A question on Discord.

    Attributes:
        sent: The interaction or the message.
        lost: Nobody can answer it: Discord lost it on the way, or the process was killed meanwhile.
        late: Seconds from sending to the first callback; None without.
    """

    fact: Fact
    surface: Surface
    channel: Any
    sent: Any
    lost: bool = False

    @property
    def late(self) -> float | None:
        """The time until the bot's first callback."""
        return None if self.surface == "mention" else self.sent.latency


class LocalClass:
    """One server with channels and students, and the bot with its folders.

    Attributes:
        discord: The local Discord.
        asked: What was asked since `check` was last content.
        teacher: Moderates.
        patience_s: How long a slow disk may take for the rows of what was answered.
    """

    patience_s = 10.0

    def __init__(  # noqa: PLR0913  # the size of a class, each by its name
        self,
        discord: Any,  # noqa: ANN401  # untyped
        folder: Path,
        seed: int,
        *,
        documents: int = 8,
        students: int = _STUDENTS,
        channels: int = _CHANNELS,
    ) -> None:
        """Write documents; the bot is not started."""
        self.discord = discord
        self.sources, self.data = folder / "sources", folder / "data"
        self.facts = [*facts(documents * _IN_A_FILE, seed)]
        self._write_sources()
        self.draw = random.Random(seed)  # noqa: S311  # nothing secret
        self.guild = discord.add_guild("School", channels=[f"room-{n}" for n in range(channels)])
        self.channels = [*self.guild.channels.values()]
        self.students = [discord.add_member(self.guild, f"s{n}") for n in range(students)]
        self.teacher = discord.add_member(self.guild, "teacher", permissions="manage_guild")
        self.asked: list[Asked] = []
        self.processes: list[Any] = []
        self._answers: dict[str, tuple[int, dict[str, list[Any]]]] = {}  # read, by channel
        self._told: set[str] = set()
        self._lines_read: dict[Any, int] = {}
        self._turns = 0

    def _write_sources(self) -> None:
        self.sources.mkdir(parents=True, exist_ok=True)
        for number in range(0, len(self.facts), _IN_A_FILE):
            told = "\n\n".join(fact.answer for fact in self.facts[number : number + _IN_A_FILE])
            path = self.sources / f"chronicle-{number // _IN_A_FILE}.md"
            path.write_text(f"# Chronicle {number // _IN_A_FILE}\n\n{told}\n", "utf-8")

    def restore_sources(self) -> None:
        """Put all documents back."""
        self._write_sources()

    @property
    def process(self) -> Any:  # noqa: ANN401  # untyped
        """The bot that was started last."""
        return self.processes[-1]

    @property
    def connected(self) -> bool:
        """Whether a bot listens to Discord."""
        return any(session.conn for session in self.discord.sessions.values())

    async def start(
        self,
        *options: str,
        module: tuple[str, ...] = ("bot",),
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start the bot and return at once."""
        folders = ("--sources", str(self.sources), "--data", str(self.data))
        process = await self.discord.start_bot(
            ["-m", *module, "run", *folders, *options],
            env={"DISCORD_TOKEN": self.discord.token, **(env or {})},
            cwd=ROOT,
        )
        self.processes.append(process)

    async def ready(self) -> None:
        """Wait until the bot takes questions."""
        process = self.process
        await self.discord.until(
            lambda: any("ready in" in line for line in process.lines) or process.returncode,
            _STARTED_S,
            "the bot to be ready",
        )

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop the bot; what it had not answered by then is lost.

        Returns:
            Its exit status.
        """
        open_ones = [asked for asked in self.asked if not self._is_settled(asked)]
        status: int = await self.process.stop(number, _STOPPED_S)
        for asked in open_ones:
            asked.lost = not self._is_settled(asked)
        return status

    async def ask(self, surface: Surface | None = None, channel: Any = None) -> Asked:  # noqa: ANN401  # untyped
        """Ask the next question, and wait for nothing."""
        turn, self._turns = self._turns, self._turns + 1
        fact = self.facts[turn % len(self.facts)]
        # A question that comes round again comes in another channel, where it is a new one.
        nth = turn % len(self.facts) + turn // len(self.facts)
        channel = channel or self.channels[nth % len(self.channels)]
        student = self.students[turn % len(self.students)]
        surface = surface or SURFACES[turn % len(SURFACES)]
        if surface == "mention":
            sent = await self.discord.say(student, channel, fact.question, mention_bot=True)
        else:
            private = {"private": True} if surface == "private" else {}
            sent = await self.discord.slash(
                student, channel, "ask", question=fact.question, wait=False, **private
            )
        asked = Asked(fact, surface, channel, sent)
        self.asked.append(asked)
        return asked

    def shown(self, asked: Asked) -> list[Any]:
        """The messages of the bot that answer a question."""
        if asked.surface != "mention":
            direct = [one for one in asked.sent.messages if not one.loading]
            return direct + self._posted(asked)
        return self._posted(asked)

    def _posted(self, asked: Asked) -> list[Any]:
        """The messages in the channel that answer a question; each is looked at once."""
        messages = asked.channel.messages
        last, answers = self._answers.get(asked.channel.id, (0, {}))
        new = [*takewhile(lambda one: int(one.id) > last, reversed(messages.values()))]
        for message in reversed(new):
            for question in _answered_by(message):
                answers.setdefault(question, []).append(message)
            last = int(message.id)
        self._answers[asked.channel.id] = last, answers
        return [one for one in answers.get(asked.sent.id, []) if one.id in messages]

    def is_right(self, asked: Asked) -> bool:
        """Return whether an answer quotes the sentence."""
        return any(asked.fact.answer in plain(one.text) for one in self.shown(asked))

    def is_told(self, asked: Asked) -> bool:
        """Return whether the bot's log names what it could not answer."""
        for process in self.processes:
            read = self._lines_read.get(process, 0)
            for line in islice(process.lines, read, None):
                self._told.update(_SNOWFLAKE.findall(line))
            self._lines_read[process] = len(process.lines)
        return asked.sent.id in self._told

    def _is_settled(self, asked: Asked) -> bool:
        return bool(self.shown(asked)) or self.is_told(asked)

    async def settle(self, seconds: float = 20.0) -> None:
        """Wait until all questions are answered, told in the log, or lost."""
        end = time.perf_counter() + seconds
        waiting = self.asked
        while time.perf_counter() < end:
            waiting = await self._unsettled(waiting)
            if not waiting:
                return
            await asyncio.sleep(0.05)

    async def _unsettled(self, asked: Sequence[Asked]) -> list[Asked]:
        """Look a few at a time: Discord runs in this thread, and has 3 s to hear the bot."""
        open_ones = []
        for number, one in enumerate(asked):
            if number % _AT_A_TIME == 0:
                await asyncio.sleep(0)
            if not one.lost and not self._is_settled(one):
                open_ones.append(one)
        return open_ones

    async def recover(self, seconds: float = 90.0) -> float:
        """Ask until an answer is right; the seconds that this took, infinite if none is."""
        started = time.perf_counter()
        probes: list[Asked] = []
        while time.perf_counter() < started + seconds:
            if self.connected:
                probes.append(await self.ask("slash"))
            await asyncio.sleep(_PROBE_EVERY_S)
            if any(self.is_right(probe) for probe in probes):
                return time.perf_counter() - started
        return float("inf")

    def lose_unheard(self) -> None:
        """Call lost what no bot has heard of: Discord dropped the session for good."""
        for asked in self.asked:
            if asked.surface == "mention":
                asked.lost = asked.lost or not self._is_settled(asked)
            elif not asked.sent.attempts:
                asked.lost = True

    async def check(self) -> list[str]:
        """Say what is wrong with the answers since the last call, and with their rows."""
        await self.settle()
        problems = []
        for number, asked in enumerate(self.asked):
            if number % _AT_A_TIME == 0:
                await asyncio.sleep(0)
            shown = self.shown(asked)
            if asked.lost and not shown:
                continue
            if not shown and not self.is_told(asked):
                problems.append(f"no answer and no line: {asked.surface} {asked.fact.question}")
            elif shown and not self.is_right(asked):
                problems.append(f"wrong: {asked.fact.question} -> {plain(shown[0].text)[:200]!r}")
            elif len({_nonce(one) or one.id for one in shown}) > 1:
                problems.append(f"{len(shown)} answers: {asked.surface} {asked.fact.question}")
        problems += await self._missing_rows()
        problems += [str(one) for one in self.discord.problems()]
        for process in self.processes:
            lines = process.lines
            starts = [n for n, line in enumerate(lines) if "Traceback" in line]
            problems += ["\n".join(lines[n : n + _TRACEBACK_LINES]) for n in starts]
        if not problems:
            self.asked.clear()
        return problems

    async def _missing_rows(self) -> list[str]:
        """Wait until each answered question has its row, and no second one."""
        wanted = Counter(one.fact.question for one in self.asked if self.shown(one))
        uncertain = Counter(one.fact.question for one in self.asked if not self.shown(one))
        until = time.perf_counter() + self.patience_s
        while True:
            rows = self._rows()
            wrong = [
                f"rows of {question!r}: {rows[question]}, not {number}"
                for question, number in wanted.items()
                if not number <= rows[question] <= number + uncertain[question]
            ]
            if not wrong or time.perf_counter() > until:
                return wrong
            await asyncio.sleep(0.05)

    def _rows(self) -> Counter[str]:
        since = min((asked.sent.id for asked in self.asked), key=int, default="0")
        began = (int(since) >> 22) + 1420070400000 - 1_000  # a snowflake's time in ms
        with closing(sqlite3.connect(self.data / "queries.db", timeout=5)) as log:
            found = log.execute(
                "SELECT question, count(*) FROM question WHERE asked_at >= ? GROUP BY question",
                (time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(began / 1000)),),
            )
            return Counter(dict(found.fetchall()))


def _answered_by(message: Any) -> set[str]:  # noqa: ANN401  # untyped
    """What a message answers: what it replies to, or the interaction whose nonce it has."""
    replied = (message.json.get("message_reference") or {}).get("message_id")
    nonce = message.request and (message.request.body or {}).get("nonce")
    return {str(one) for one in (replied, nonce) if one}


def _nonce(message: Any) -> str | None:  # noqa: ANN401  # untyped
    """By which Discord tells a message that is sent again, and shows it once."""
    body = (message.request and message.request.body) or {}
    return str(body["nonce"]) if body.get("enforce_nonce") else None


def plain(text: str) -> str:
    """Return what is read on the screen, without Markdown."""
    return " ".join(_MARKUP.sub("", text).split())


@asynccontextmanager
async def open_class(
    folder: Path,
    seed: int,
    *,
    heartbeat_interval: int = 41_250,
    students: int = _STUDENTS,
    channels: int = _CHANNELS,
) -> AsyncIterator[LocalClass]:
    """A class, with its bot not started.

    Args:
        folder: For its sources and its data.
        seed: What the facts and moments are drawn from.
        heartbeat_interval: Milliseconds that Discord asks for.
        students: How many ask in turn.
        channels: How many they ask in, in turn.
    """
    sys.path.insert(0, str(LOCAL_DISCORD))
    try:
        fake = importlib.import_module("fakediscord").FakeDiscord
        async with fake(heartbeat_interval=heartbeat_interval) as discord:
            yield LocalClass(discord, folder, seed, students=students, channels=channels)
    finally:
        sys.path.remove(str(LOCAL_DISCORD))
        for name in ("fakediscord", "apispec", "launch"):
            sys.modules.pop(name, None)
