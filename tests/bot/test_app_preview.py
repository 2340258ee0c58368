"""The preview serves the bot to this machine's browser alone, and says what it needs."""

import asyncio
import os
import re
import signal
import sys

import aiohttp
import pytest

from bot.app import serve_preview
from bot.bot import PullquoteBot
from bot.errors import ExtraMissingError, sentence


async def test_preview_is_served_on_the_loopback_until_the_signal(
    simcord_bot: PullquoteBot,
) -> None:
    announced: asyncio.Queue[str] = asyncio.Queue()
    serving = asyncio.create_task(serve_preview(lambda: simcord_bot, announce=announced.put_nowait))
    address = re.search(r"http://127\.0\.0\.1:[0-9]+/#\S+", await announced.get())
    assert address is not None

    async with aiohttp.ClientSession() as session, session.get(address[0]) as page:
        assert page.status == 200
    os.kill(os.getpid(), signal.SIGTERM)
    await serving

    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(address[0])


async def test_missing_simulated_discord_is_one_sentence_with_the_way_to_get_it(
    simcord_bot: PullquoteBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "simcord", None)

    with pytest.raises(ExtraMissingError) as raised:
        await serve_preview(lambda: simcord_bot)

    assert "scripts/pullquote preview" in sentence(raised.value)
