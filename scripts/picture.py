"""Draw what the bot says as Discord shows it on a phone: scripts/picture [FOLDER].

The real bot answers on a simulated Discord from the documents that come with it, and a headless
Chromium draws the page of that Discord: answer.png, rehearsal.png and receipt.png, and each kind of
answer in gallery/. review.png is the page that `logs serve` opens on, of an invented class.
"""

import argparse
import asyncio
import base64
import json
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import discord
import simcord

from bot.app import make_bot
from bot.cli.log_page import overview_page, read_overview
from bot.libraries.active import Rules
from bot.libraries.registry import Libraries
from bot.libraries.searchers import SearcherRegistry
from bot.libraries.versions import IndexVersion
from bot.services import recent
from bot.services.answering import Answerer
from bot.services.pseudonyms import Pseudonyms
from bot.storage.entries import Entry
from bot.storage.feedback import count_opening
from bot.storage.query_log import QueryLog
from index import LibraryIndex, Searcher, View
from sources import Limits, load_library
from tests.bot import gallery
from tests.bot.entries import BEES, make_entry

recent.LATELY = timedelta(0)  # in each picture, the question is the first of its channel

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "sources" / "starter"
QUESTION = "why did Khrushchev's speech upset Mao?"
FILE = "week-3.md"
READING = b"""---
title: Letters from a textile mill
authors: [The class of week 3]
---

## The loans of 1950

The treaty of 1950 brought China a loan of 300 million dollars, and the mill its first machines.
"""
GAP = "Which machines did the mill get from the loan?"
ASKED = (
    QUESTION,
    "What did the treaty of 1950 promise?",
    "Who was Borodin?",
    "How did the Korean War change the alliance?",
    "When did the Soviet advisers leave?",
    "What happened on Zhenbao Island?",
    "Which chapters are in the exam?",
)
_ANSWERED = 3  # of these questions, always
_BUSY_S = 40.0  # for a step, on a busy machine; less than until the first cleaning up
WIDTH_OF_BROWSER = 1000  # CSS pixels
WIDTH, HEIGHT, SHARPNESS = 390, 2000, 2  # CSS pixels of a phone, high enough for any message

# The last message's place on the page, once it is drawn in its fonts; earlier ones are hidden.
_PLACE = """(async () => {
  await document.fonts.ready;
  const messages = document.querySelectorAll(".channel-message");
  if (!messages.length || !document.querySelector("#channel-name").textContent) return null;
  [...messages].slice(0, -1).forEach((earlier) => { earlier.style.display = "none"; });
  const place = messages[messages.length - 1].getBoundingClientRect();
  return {x: 0, y: place.y, width: place.right, height: place.height + 8};
})()"""


@dataclass(frozen=True, slots=True)
class _Class:
    """A server with one channel, a student and a teacher."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    student: simcord.MemberActor
    teacher: simcord.MemberActor


async def main(folder: Path) -> None:
    """Draw each picture on a Discord of its own."""
    for name, act in _ACTS.items():
        async with _class(SOURCES) as there:
            viewer = await act(there)
            async with _phone(there, viewer) as draw:
                await _save(folder / f"{name}.png", await draw())
    with tempfile.TemporaryDirectory() as sources:
        gallery.write_documents(Path(sources))
        async with _class(Path(sources)) as there:
            await _answer(there)  # so that no other answer is the student's first
            async with _phone(there, there.student) as draw:
                for kind in gallery.KINDS:
                    await gallery.ask(kind, there.student, there.teacher, there.channel)
                    await _save(folder / "gallery" / f"{kind.name}.png", await draw())
    await _save(Path(folder) / "review.png", await _review())


async def _review() -> bytes:
    """Draw what a teacher sees first in the browser."""
    with tempfile.TemporaryDirectory() as data:
        log = await QueryLog.open(Path(data) / "queries.db")
        month = list(_month())
        await asyncio.gather(*map(log.record, month))
        for entry in month[::3]:
            if entry.status == "found":
                await count_opening(log, entry.answer_id)
        page_of_log = overview_page(await read_overview(log.rows))
        await log.close()
        file = Path(data) / "review.html"
        written = page_of_log.replace("{% raw %}", "").replace("{% endraw %}", "")
        await asyncio.to_thread(file.write_text, written, "utf-8")
        async with _page() as page:
            size = {"width": WIDTH_OF_BROWSER, "height": HEIGHT, "deviceScaleFactor": 1}
            await page.call("Emulation.setDeviceMetricsOverride", **size, mobile=False)
            await page.call("Page.navigate", url=file.as_uri())
            height = await page.value("document.body ? document.body.scrollHeight + 16 : null")
            clip = {"x": 0, "y": 0, "width": WIDTH_OF_BROWSER, "height": height, "scale": 1}
            shot = await page.call("Page.captureScreenshot", clip=clip)
            return base64.b64decode(shot["data"])


def _month() -> Iterator[Entry]:
    """Yield what a class asks in a month: the more often, the earlier in the list."""
    chance = random.Random(7)  # noqa: S311  # the same class each time
    names = sorted(file.name for file in SOURCES.glob("*.md"))
    for number in range(320):
        rank = min(int(chance.expovariate(0.5)), len(ASKED) - 1)
        status = "found" if rank < _ANSWERED else chance.choice(("found", "weak", "none"))
        source = names[(rank * 3) % len(names)]
        yield make_entry(
            asked_at=datetime.now(UTC) - timedelta(days=chance.triangular(0, 29.9, 5)),
            asker=f"student{chance.randrange(24)}",
            question=ASKED[rank],
            status="none" if rank == len(ASKED) - 1 else status,
            passages=(BEES.model_copy(update={"source": source}),),
            answer_id=f"{number:016}".translate(str.maketrans("0123456789", "abcdefghij")),
        )


async def _save(file: Path, picture: bytes) -> None:
    await asyncio.to_thread(file.parent.mkdir, parents=True, exist_ok=True)
    await asyncio.to_thread(file.write_bytes, picture)


async def _answer(there: _Class) -> simcord.MemberActor:
    await there.student.slash(there.channel, "ask", question=QUESTION)
    return there.student


async def _rehearsal(there: _Class) -> simcord.MemberActor:
    await there.student.slash(there.channel, "ask", question=GAP)
    await there.teacher.slash(there.channel, "sources add", file=(FILE, READING))
    return there.teacher


async def _receipt(there: _Class) -> simcord.MemberActor:
    asked = await there.student.slash(there.channel, "ask", question=QUESTION)
    assert asked.response is not None  # noqa: S101  # it was answered
    said = json.dumps([part.to_dict() for part in asked.response.message.components])
    receipt = re.findall(r"proof:[a-z2-7]+", said)
    menu = re.findall(r"menu:[a-z2-7]+", said)
    await there.student.select(asked.response, receipt, custom_id=menu[0])
    return there.student


_ACTS: dict[str, Callable[[_Class], Awaitable[simcord.MemberActor]]] = {
    "answer": _answer,
    "rehearsal": _rehearsal,
    "receipt": _receipt,
}
"""What is done for each picture; each gives who sees the message that is drawn."""


@asynccontextmanager
async def _class(sources: Path) -> AsyncIterator[_Class]:
    with tempfile.TemporaryDirectory() as folder:
        log = await QueryLog.open(Path(folder) / "queries.db")
        index = LibraryIndex.build(load_library(sources))
        searchers = SearcherRegistry(Searcher(View([index])))
        answerer = Answerer(searchers, log, Pseudonyms.load(Path(folder) / "key"))
        libraries = await Libraries.open(
            sources=sources,
            data=Path(folder),
            start=IndexVersion.of(index),
            searchers=searchers,
            limits=Limits(),
            log=log,
            rules=Rules(),
        )
        async with simcord.run(make_bot(answerer, libraries), settle_timeout=_BUSY_S) as env:
            yield await _members(env)
        await libraries.close()
        await log.close()


async def _members(env: simcord.Env) -> _Class:
    assert env.bot.user is not None  # noqa: S101  # simcord has logged it in
    await env.bot.user.edit(username="Pullquote")
    guild = env.create_guild("Class")
    staff = guild.create_role("staff", permissions=discord.Permissions(manage_guild=True))
    return _Class(
        env,
        guild.create_text_channel("questions"),
        guild.add_member(env.create_user("ada")),
        guild.add_member(env.create_user("grace"), roles=[staff]),
    )


@asynccontextmanager
async def _phone(
    there: _Class, viewer: simcord.MemberActor
) -> AsyncIterator[Callable[[], Awaitable[bytes]]]:
    """Give a function that draws the last message that somebody sees."""
    async with (
        there.env.preview(there.channel, viewers=[viewer], layout="channel") as preview,
        _page() as page,
    ):
        await page.call(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH,
            height=HEIGHT,
            deviceScaleFactor=SHARPNESS,
            mobile=False,
        )

        async def draw() -> bytes:
            # From another page, for the same address again would load nothing.
            await page.call("Page.navigate", url="about:blank")
            await page.call("Page.navigate", url=preview.url)
            clip = await page.value(_PLACE)
            shot = await page.call("Page.captureScreenshot", clip={**clip, "scale": 1})
            return base64.b64decode(shot["data"])

        yield draw


class _Page:
    """A page of the browser, driven by the Chrome DevTools Protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._calls = 0

    async def call(self, method: str, **params: object) -> dict[str, Any]:
        """Call a method of the protocol and give its result."""
        self._calls += 1
        await self._socket.send_json({"id": self._calls, "method": method, "params": params})
        while (answer := await self._socket.receive_json()).get("id") != self._calls:
            pass
        result: dict[str, Any] = answer["result"]  # a KeyError shows a defect of this script
        return result

    async def value(self, expression: str) -> Any:  # noqa: ANN401  # any JSON
        """Evaluate JavaScript until it gives the same value twice, and not null."""
        before = None
        while True:
            result = await self.call(
                "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
            )
            value = result["result"].get("value")
            if value is not None and value == before:
                return value
            before = value
            await asyncio.sleep(0.5)


@asynccontextmanager
async def _page() -> AsyncIterator[_Page]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("scripts/picture needs chromium: install it with your system's package manager.")
    with tempfile.TemporaryDirectory() as profile:
        process = await asyncio.create_subprocess_exec(
            chromium,
            "--headless",
            "--disable-gpu",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # which root has none of
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with aiohttp.ClientSession() as session:
                address = await _page_address(session, process)
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield _Page(socket)
        finally:
            process.terminate()
            await process.wait()


async def _page_address(session: aiohttp.ClientSession, process: asyncio.subprocess.Process) -> str:
    """Where the browser's first page is driven; the browser tells its own address on stderr."""
    assert process.stderr is not None  # noqa: S101  # for it was asked for
    async for line in process.stderr:
        _, found, address = line.decode().partition("DevTools listening on ws://")
        if found:
            host = address.partition("/")[0]
            async with session.get(f"http://{host}/json/list") as response:
                pages = json.loads(await response.text())
            return str(next(p["webSocketDebuggerUrl"] for p in pages if p["type"] == "page"))
    sys.exit("chromium ended before it was ready")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="scripts/picture", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs")
    asyncio.run(main(parser.parse_args().folder))
