"""Answers come within Discord's three seconds, and failures are told in a sentence."""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import simcord

from bot.errors import CrowdedError, LogUnusableError
from bot.services import answering
from bot.ui import replies as replying
from tests.bot.classroom import ANSWER, QUESTION, Classroom, press, words

SORRY = "Sorry, something went wrong"

Work = Callable[..., Coroutine[Any, Any, Any]]


@pytest.fixture
def slow(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """A bot that answers only after this event, and loses patience sooner than usual."""
    event = asyncio.Event()

    def delayed(work: Work) -> Work:
        async def wait_and_work(*args: object, **options: object) -> object:
            await classroom.env.external_wait(event.wait(), reason="a slow disk")
            return await work(*args, **options)

        return wait_and_work

    monkeypatch.setattr(replying, "PATIENCE_S", 0.01)
    for method in ("ask", "recall"):
        work = getattr(classroom.answerer, method)
        monkeypatch.setattr(classroom.answerer, method, delayed(work))
    return event


@pytest.fixture
def broken(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> Classroom:
    """A class whose bot fails at everything."""

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the inner workings")  # noqa: EM101, TRY003  # as any library's error

    monkeypatch.setattr(classroom.answerer, "ask", fail)
    monkeypatch.setattr(classroom.answerer, "recall", fail)
    return classroom


@pytest.mark.parametrize("private", [False, True])
async def test_slow_answer_is_announced_and_then_shown_to_the_same_people(
    classroom: Classroom, slow: asyncio.Event, *, private: bool
) -> None:
    asked = await classroom.ask(private=private)
    assert asked.deferred

    slow.set()
    await classroom.env.settle()

    assert asked.ephemeral is private
    assert ANSWER in words(asked)


async def test_answer_is_announced_at_once_where_many_wait(
    classroom: Classroom, slow: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "PATIENCE_S", 600)
    monkeypatch.setattr(answering, "_CROWD", 0)

    asked = await classroom.ask()
    assert asked.deferred
    slow.set()
    await classroom.env.settle()

    assert ANSWER in words(asked)


async def test_question_that_comes_when_too_many_wait_is_refused_with_a_friendly_word(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "MOST_AT_ONCE", 0)

    asked = await classroom.ask()
    (mentioned,) = await classroom.say(f"{classroom.mention} {QUESTION}")

    assert asked.ephemeral
    assert words(asked).startswith("A lot of people are asking me right now")
    assert words(mentioned).startswith("A lot of people are asking me right now")
    assert await classroom.logged() == []
    simcord.assert_error(classroom.env, CrowdedError)


async def test_slow_answer_is_shown_though_its_announcement_seemed_to_fail(
    classroom: Classroom, slow: asyncio.Event
) -> None:
    classroom.env.inject_error("POST", "/interactions/*/callback", status=400, code=40060)
    asked = await classroom.ask()

    slow.set()
    await classroom.env.settle()

    assert ANSWER in words(asked)


async def test_slow_further_passages_are_announced_and_then_shown_in_private(
    classroom: Classroom, slow: asyncio.Event
) -> None:
    slow.set()
    asked = await classroom.ask("wasps")
    assert asked.response is not None
    slow.clear()

    more = await press(classroom.student, asked, "Next passages")
    assert more.deferred
    slow.set()
    await classroom.env.settle()

    assert more.ephemeral
    assert words(more).startswith("-# 2 of ")


async def test_failed_question_is_told_in_a_sentence_with_its_number_in_the_log(
    broken: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    asked = await broken.ask()

    assert asked.ephemeral
    assert words(asked).startswith(SORRY)
    assert "inner workings" not in words(asked)
    (record,) = (r for r in caplog.records if r.levelno == logging.ERROR)
    assert record.getMessage().removeprefix("error ") in words(asked)
    assert record.exc_info is not None
    simcord.assert_error(broken.env, RuntimeError)


async def test_failed_slow_question_is_told_where_its_answer_was_awaited(
    broken: Classroom, slow: asyncio.Event
) -> None:
    asked = await broken.ask()
    assert asked.deferred

    slow.set()
    await broken.env.settle()

    assert words(asked).startswith(SORRY)
    simcord.assert_error(broken.env, RuntimeError)


async def test_failed_mention_is_told_in_a_reply(
    broken: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    (reply,) = await broken.say(f"{broken.mention} {QUESTION}")

    assert words(reply).startswith(SORRY)
    assert [r.levelno for r in caplog.records] == [logging.ERROR]


async def test_failed_button_is_told_in_a_sentence(
    classroom: Classroom, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    asked = await classroom.ask("wasps")
    request.getfixturevalue("broken")

    assert (await classroom.press(asked, "Next passages")).startswith(SORRY)
    assert [r.levelno for r in caplog.records] == [logging.ERROR]


async def test_mention_whose_reply_discord_does_not_take_is_a_warning_with_its_number(
    classroom: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    classroom.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)

    assert await classroom.say(f"{classroom.mention} {QUESTION}") == []
    (told,) = caplog.records
    assert told.levelno == logging.WARNING
    assert re.fullmatch(
        r"the reply to message \d+ could not be delivered \(HTTPException\)", told.message
    )
    assert str(classroom.student.id) not in caplog.text


async def test_mention_where_the_bot_may_not_write_is_a_warning_for_the_operator(
    classroom: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    classroom.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)

    assert await classroom.say(f"{classroom.mention} {QUESTION}") == []
    assert "give the bot Send Messages" in caplog.text
    assert str(classroom.student.id) not in caplog.text


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (401, 50027)])
async def test_answer_that_discord_takes_no_more_is_posted_in_the_channel(
    classroom: Classroom, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    classroom.env.inject_error("POST", "/interactions/*/callback", status=status, code=code)
    caplog.set_level(logging.INFO, logger="bot")

    await classroom.ask()
    (posted,) = [
        request
        for request in classroom.env.http_requests
        if request.method == "POST" and request.path.endswith("/messages")
    ]

    assert ANSWER in str(posted.json)
    assert "could not be delivered" in caplog.text
    assert "interaction " in caplog.text
    assert str(classroom.student.id) not in caplog.text
    assert {r.levelno for r in caplog.records} == {logging.INFO}


async def test_private_answer_that_discord_takes_no_more_is_posted_nowhere(
    classroom: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    classroom.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    caplog.set_level(logging.INFO, logger="bot")

    await classroom.ask(private=True)

    assert "could not be delivered" in caplog.text
    assert not any(r.path.endswith("/messages") for r in classroom.env.http_requests)
    assert classroom.env.errors


async def test_apology_that_cannot_be_delivered_either_ends_in_the_log(
    broken: Classroom, caplog: pytest.LogCaptureFixture
) -> None:
    broken.env.inject_error("POST", "/interactions/*/callback", status=403, times=None)
    caplog.set_level(logging.INFO, logger="bot")

    await broken.ask()

    assert "nor could the apology be delivered: Forbidden" in caplog.text
    simcord.assert_error(broken.env, RuntimeError)


async def test_log_that_cannot_be_reached_is_told_without_its_path(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = await classroom.ask()

    async def fail(*_: object) -> None:
        raise LogUnusableError(classroom.database, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(classroom.answerer.query_log, "change", fail)

    voted = await press(classroom.student, asked, "Helpful")

    assert words(voted).startswith("I can't reach my database right now")
    assert str(classroom.database) not in words(voted)
    assert [r.exc_info for r in caplog.records if r.name == replying.__name__] == [None]
