"""Who is new is known from the log alone, and never at the cost of an answer."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import LogUnusableError
from bot.services import askers as notices
from bot.services.askers import UNKNOWN, Askers
from bot.services.privacy import Keeping, first_notice
from bot.storage.query_log import QueryLog
from tests.bot.entries import make_entry

NAMES, OPTED_OUT_AS = ("ada", "ada-last-term"), "shy-ada"


async def test_whoever_asked_in_any_term_is_not_new(log: QueryLog) -> None:
    askers = Askers(log)
    before = await askers.find(11, NAMES, OPTED_OUT_AS)
    await log.record(make_entry(asker="ada-last-term"))

    assert before.is_new
    assert not (await askers.find(11, NAMES, OPTED_OUT_AS)).is_new
    assert (await askers.find(12, NAMES, OPTED_OUT_AS)).is_new


async def test_who_is_new_is_greeted_once_even_if_the_log_never_learns_of_them(
    log: QueryLog,
) -> None:
    askers = Askers(log)
    found = await askers.find(11, NAMES, OPTED_OUT_AS)

    greeted = [askers.greet(found, OPTED_OUT_AS).is_new for _ in range(3)]
    askers.forget(OPTED_OUT_AS)

    assert greeted == [True, False, False]
    assert askers.greet(found, OPTED_OUT_AS).is_new


async def test_log_that_cannot_be_read_knows_everybody(
    log: QueryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_sql: str, _parameters: Sequence[object]) -> None:
        raise LogUnusableError(log.path, OSError("no such file"))

    monkeypatch.setattr(log, "rows", fail)

    assert await Askers(log).find(11, NAMES, OPTED_OUT_AS) == UNKNOWN


async def test_log_that_does_not_answer_holds_no_answer_up(
    log: QueryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_sql: str, _parameters: Sequence[object]) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(log, "rows", never)
    monkeypatch.setattr(notices, "PATIENCE_S", 0)

    assert await Askers(log).find(11, NAMES, OPTED_OUT_AS) == UNKNOWN


def test_notice_says_how_long_and_nothing_of_the_asker() -> None:
    assert first_notice(Keeping(None)) == (
        "-# Questions are stored for an unlimited time without your name: `/about` · `/mydata`"
    )
