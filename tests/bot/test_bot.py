"""The bot's connection: intents, commands, deliveries, heartbeat and the end."""

import asyncio
import os
import signal
from pathlib import Path
from unittest.mock import AsyncMock

import aiohttp
import discord
import pytest
import simcord

from bot import bot as client
from bot.app import make_bot
from bot.bot import PullquoteBot, ShardedBot, serve
from bot.errors import DiscordUnreachableError, TokenRefusedError, sentence
from bot.health import BEAT_EVERY_S

from .classroom import Classroom


def registrations(env: simcord.Env) -> int:
    """How often the bot told Discord its commands."""
    return sum(r.method == "PUT" and r.path.endswith("/commands") for r in env.http_requests)


async def say_nothing(interaction: discord.Interaction) -> None:
    """The callback of a command that nobody uses."""


def test_bot_needs_no_privileged_intent_and_can_ping_nobody(simcord_bot: PullquoteBot) -> None:
    privileged = ("members", "presences", "message_content")
    assert not any(getattr(simcord_bot.intents, name) for name in privileged)
    mentions = simcord_bot.allowed_mentions
    assert mentions is not None
    flags = (mentions.everyone, mentions.users, mentions.roles, mentions.replied_user)
    assert not any(flags)


async def test_commands_are_for_servers_only(classroom: Classroom) -> None:
    bot = classroom.env.bot
    assert bot.application_id is not None

    commands = await bot.http.get_global_commands(bot.application_id)

    assert {"ask", "sources", "about"} <= {command["name"] for command in commands}
    assert all(command["contexts"] == [0] for command in commands)
    assert all(command["integration_types"] == [0] for command in commands)


async def test_commands_are_registered_only_when_they_changed(classroom: Classroom) -> None:
    assert registrations(classroom.env) == 1

    await classroom.env.restart_bot(classroom.new_bot())
    assert registrations(classroom.env) == 1

    changed = classroom.new_bot()
    changed.tree.command(name="new", description="New")(say_nothing)
    await classroom.env.restart_bot(changed)
    assert registrations(classroom.env) == 2


async def test_bot_starts_though_its_commands_cannot_be_registered(
    classroom: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    classroom.env.inject_error("GET", "/applications/*/commands", status=403)

    await classroom.env.restart_bot(classroom.new_bot())

    assert "could not be registered" in caplog.text
    assert (await classroom.ask()).response is not None


async def test_delivery_is_admitted_once(simcord_bot: PullquoteBot) -> None:
    assert [simcord_bot.deliveries.admit(delivery) for delivery in (1, 2, 1)] == [True, True, False]


async def test_heartbeat_is_touched_while_connected_and_not_while_cut_off(
    classroom: Classroom, tmp_path: Path
) -> None:
    file = tmp_path / "heartbeat"
    bot = make_bot(classroom.answerer, classroom.libraries, heartbeat=file)
    await classroom.env.restart_bot(bot)
    assert file.exists()

    bot.dispatch("disconnect")
    file.unlink()
    await classroom.env.advance_time(2 * BEAT_EVERY_S)
    assert not file.exists()

    bot.dispatch("resumed")
    await classroom.env.advance_time(BEAT_EVERY_S)
    assert file.exists()


async def test_bot_with_several_connections_is_connected_while_all_are_up(
    classroom: Classroom,
) -> None:
    bot = make_bot(classroom.answerer, classroom.libraries, shards=None)
    assert isinstance(bot, ShardedBot)
    was_connected = [bot.is_connected]
    bot.shard_ids = [0, 1]

    for event in (
        bot.on_shard_ready(0),
        bot.on_ready(),
        bot.on_shard_ready(1),
        bot.on_shard_disconnect(0),
        bot.on_disconnect(),
        bot.on_resumed(),
        bot.on_shard_resumed(0),
    ):
        await event
        was_connected.append(bot.is_connected)

    assert was_connected == [False, False, False, True, False, False, False, True]


async def test_heartbeat_that_cannot_be_written_is_a_warning_and_the_bot_goes_on(
    classroom: Classroom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bot = make_bot(
        classroom.answerer, classroom.libraries, heartbeat=tmp_path / "missing" / "heartbeat"
    )

    await classroom.env.restart_bot(bot)
    await classroom.env.advance_time(BEAT_EVERY_S)

    assert caplog.text.count("heartbeat file cannot be written") == 2


async def test_failed_event_handler_is_logged_without_what_the_event_held(
    classroom: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_message: discord.Message) -> None:
        raise RuntimeError

    assert isinstance(classroom.env.bot, PullquoteBot)
    classroom.env.bot.add_listener(fail, "on_message")

    await classroom.student.send(classroom.channel, "my secret")

    assert "error in on_message" in caplog.text
    assert "my secret" not in caplog.text
    simcord.assert_error(classroom.env, RuntimeError)


@pytest.mark.parametrize(
    ("failure", "expected", "how_to_mend"),
    [
        (discord.LoginFailure(), TokenRefusedError, "Reset Token"),
        (aiohttp.ClientConnectionError("no route"), DiscordUnreachableError, "(no route). Check"),
        (ZeroDivisionError(), ZeroDivisionError, ""),
    ],
)
async def test_bot_that_cannot_start_says_how_to_mend_it(
    simcord_bot: PullquoteBot,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    expected: type[Exception],
    how_to_mend: str,
) -> None:
    monkeypatch.setattr(
        simcord_bot, "start", AsyncMock(spec=simcord_bot.start, side_effect=failure)
    )

    with pytest.raises(expected) as raised:
        await serve(simcord_bot, "token")

    assert how_to_mend in sentence(raised.value)
    assert simcord_bot.is_closed()


async def test_farewell_that_discord_does_not_answer_is_not_waited_for(
    simcord_bot: PullquoteBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_CLOSE_S", 0.01)
    monkeypatch.setattr(simcord_bot, "start", AsyncMock(spec=simcord_bot.start))
    closing = asyncio.Event()

    async def close() -> None:
        closing.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(simcord_bot, "close", close)

    await serve(simcord_bot, "token")

    assert closing.is_set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signal_closes_the_bot_after_the_answers_under_way(
    simcord_bot: PullquoteBot,
    monkeypatch: pytest.MonkeyPatch,
    number: signal.Signals,
) -> None:
    sent = []

    async def answer() -> None:
        simcord_bot.deliveries.admit(1)
        await asyncio.sleep(0.05)
        sent.append(simcord_bot.is_closed())

    async def start(_token: str) -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), number)
        await asyncio.gather(asyncio.shield(asyncio.create_task(answer())), asyncio.Event().wait())

    monkeypatch.setattr(simcord_bot, "start", start)

    await serve(simcord_bot, "token")

    assert sent == [False]
    assert simcord_bot.is_closed()
