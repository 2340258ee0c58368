"""The operator's folder as it is really watched."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.errors import ReloadFailedError
from bot.libraries import registry as watching
from bot.libraries.comparison import Rehearsal
from bot.libraries.registry import Report, watch_folder

from .stage import ANTS, OTHER, OWLS, SERVER, Opened, Stage

PATIENCE_S = 30


@pytest.fixture(autouse=True)
def soon(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  # it works here
    """A folder counts as quiet sooner than one that people copy files to."""
    monkeypatch.setattr(watching, "_QUIET_MS", 100)


class Reports:
    """What was reported, as it comes."""

    def __init__(self) -> None:
        self._coming: asyncio.Queue[tuple[int, Rehearsal]] = asyncio.Queue()

    async def __call__(self, guild_id: int, rehearsal: Rehearsal) -> None:
        """As whoever shows it to moderators."""
        await self._coming.put((guild_id, rehearsal))

    async def next(self) -> tuple[int, Rehearsal]:
        """Wait for one."""
        return await asyncio.wait_for(self._coming.get(), PATIENCE_S)


@asynccontextmanager
async def _watched(
    opened: Opened, report: Report, caplog: pytest.LogCaptureFixture, *servers: int
) -> AsyncIterator[None]:
    """The folder, watched from the first line on."""
    with caplog.at_level(logging.INFO, "bot.libraries.registry"):
        watch = asyncio.create_task(watch_folder(opened.libraries, lambda: servers, report))
        await asyncio.sleep(0)
        assert "watching" in caplog.text  # said in the step in which it begins
        yield
    assert not watch.done()
    watch.cancel()
    await asyncio.wait({watch})


async def test_changed_folder_is_rehearsed_for_each_server_and_switched_in_none(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    reports = Reports()
    async with stage.open() as opened, _watched(opened, reports, caplog, SERVER, OTHER):
        stage.write("week 3/ants.txt", ANTS)

        told = [await reports.next() for _ in range(2)]

        assert [guild_id for guild_id, _ in told] == [SERVER, OTHER]
        assert {rehearsal.summary for _, rehearsal in told} == {"1 added"}
        assert {rehearsal.by for _, rehearsal in told} == {None}
        assert await opened.knows(SERVER) == await opened.knows(OTHER) == {"bees.txt", "wasps.txt"}


async def test_what_goes_wrong_in_one_server_is_logged_and_the_folder_still_watched(
    stage: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = Reports()
    failures = [ReloadFailedError("it was stopped"), RuntimeError("a fault of ours")]

    async with stage.open() as opened:
        reload = opened.libraries.of(OTHER).reload

        async def fail(*_: object, **__: object) -> Rehearsal:
            if failures:
                raise failures.pop()
            return await reload(by=None)

        monkeypatch.setattr(opened.libraries.of(SERVER), "reload", fail)
        async with _watched(opened, reports, caplog, SERVER, OTHER):
            stage.write("ants.txt", ANTS)
            assert (await reports.next())[0] == OTHER
            stage.write("owls.txt", OWLS)
            while (await reports.next())[1].summary != "2 added":
                pass  # a slow disk may show one change as two

    assert "a fault of ours" in caplog.text
    assert f"server {SERVER}" in caplog.text
    assert not failures


async def test_report_that_fails_costs_no_other_server_its_own(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    reports = Reports()

    async def report(guild_id: int, rehearsal: Rehearsal) -> None:
        if guild_id == SERVER:
            raise OSError
        await reports(guild_id, rehearsal)

    async with stage.open() as opened, _watched(opened, report, caplog, SERVER, OTHER):
        stage.write("ants.txt", ANTS)

        assert (await reports.next())[0] == OTHER

    assert "is not shown to server" in caplog.text


async def test_file_that_is_no_document_is_nothing_to_report(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    reports = Reports()
    async with stage.open() as opened, _watched(opened, reports, caplog, SERVER):
        stage.write(".hidden.txt", ANTS)
        stage.write("LICENSE.txt", ANTS)
        stage.write("owls.txt", OWLS)

        assert (await reports.next())[1].summary == "1 added"
