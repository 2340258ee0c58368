"""What the bot looks after by itself goes on, whatever fails of it, and ends with the bot."""

import asyncio

import pytest

from tests.bot.classroom import Classroom
from tests.bot.staff import background_of


async def test_round_sends_digests_even_if_telling_wishes_fails(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bot = classroom.new_bot()
    sent = asyncio.Event()

    async def fail() -> None:
        raise RuntimeError("the inner workings")  # noqa: EM101, TRY003  # as any library's

    async def send() -> None:
        sent.set()

    jobs = background_of(bot)
    monkeypatch.setattr(jobs.notifications, "send", fail)
    monkeypatch.setattr(jobs.digests, "send_due", send)

    await classroom.env.restart_bot(bot)

    async with asyncio.timeout(60):
        await sent.wait()
    assert "failed and will be tried again" in caplog.text


async def test_telling_wishes_ends_when_the_bot_is_closed(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = classroom.new_bot()
    telling = asyncio.Event()

    async def tell_for_ever() -> None:
        telling.set()
        await asyncio.Event().wait()

    notifications = background_of(bot).notifications
    monkeypatch.setattr(notifications, "send", tell_for_ever)
    notifications.send_soon()
    await telling.wait()

    await notifications.close()

    assert "sending notifications" not in {task.get_name() for task in asyncio.all_tasks()}
