"""A worker as a process of its own: what it tells, how it ends, and what it knows."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.errors import ReloadFailedError, ReloadTooLargeError
from sources import Limits
from tests.bot.shelf import ROOT, environment

from .stage import BY, HUNT, OWLS, Stage

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux's /proc"),
]


async def test_reload_in_a_process_of_its_own_gets_to_its_end_and_tells_how_far_it_is(
    stage: Stage,
) -> None:
    steps: list[str] = []
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)

        found = await bot.server.reload(by=BY, progress=lambda to: steps.append(to.step))
        await bot.server.switch(found.id, by=BY)

        assert await bot.status(HUNT) == "found"
    assert [steps[0], steps[-1]] == ["reading", "loading"]


async def test_kill_9_of_the_worker_is_told_in_words_and_the_old_version_serves_on(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        stage.write("owls.txt", OWLS)
        never_ends(stage)
        reloading = asyncio.create_task(bot.server.reload(by=BY))
        worker = await _worker()

        os.kill(worker, signal.SIGKILL)

        with pytest.raises(ReloadFailedError, match="ended unexpectedly"):
            await reloading
        assert await bot.status(HUNT) == "none"
        assert stage.left_over() == []
        (stage.sources / "questions.jsonl").unlink()
        assert (await bot.server.reload(by=BY)).is_switch


async def test_ctrl_c_in_a_terminal_is_left_to_the_bot(stage: Stage) -> None:
    async with stage.open() as bot:
        never_ends(stage)
        reloading = asyncio.create_task(bot.server.reload(by=BY))

        assert os.getsid(await _worker()) != os.getsid(0)  # of this terminal's processes it is none

        await bot.server.cancel()
        with pytest.raises(ReloadFailedError, match="was stopped"):
            await reloading


async def test_worker_ends_when_its_bot_is_killed_and_the_old_version_is_there_again(
    stage: Stage,
) -> None:
    async with stage.open() as bot:
        await bot.server.reload(by=BY)
    never_ends(stage)
    bot_process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"{__package__}.busy",
        str(stage.root),
        env=environment(),
        cwd=ROOT,
    )
    worker = await _worker(bot_process.pid)

    bot_process.kill()

    await bot_process.wait()
    async with asyncio.timeout(60):
        while _proc(worker, "cmdline"):  # noqa: ASYNC110  # another process, which tells nobody
            await asyncio.sleep(0.01)
    async with stage.open() as bot:
        assert await bot.knows() == {"bees.txt", "wasps.txt"}
        assert stage.left_over() == []


async def test_worker_has_neither_the_token_nor_any_setting_in_its_environment(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "not.for.workers")
    monkeypatch.setenv("PULLQUOTE_DATA", "elsewhere")
    async with stage.open() as bot:
        reloading = asyncio.create_task(bot.server.reload(by=BY))
        worker = await _worker()

        environment = _proc(worker, "environ")

        await reloading
    assert b"not.for.workers" not in environment
    assert b"PULLQUOTE_DATA" not in environment
    assert b"PYTHONPATH=" in environment


async def test_cancelling_ends_the_worker_and_says_so(stage: Stage) -> None:
    never_ends(stage)
    async with stage.open() as bot:
        reloading = asyncio.create_task(bot.server.reload(by=BY))
        worker = await _worker()

        await bot.server.cancel()

        with pytest.raises(ReloadFailedError, match="was stopped"):
            await reloading
        assert _proc(worker, "cmdline") == b""


async def test_python_that_cannot_be_started_is_told_in_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage.open() as bot:
        monkeypatch.setattr(sys, "executable", str(stage.root / "no-python"))
        with pytest.raises(ReloadFailedError, match="could not be started"):
            await bot.server.reload(by=BY)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces it")
async def test_reload_that_needs_too_much_memory_is_told_in_words_and_the_old_version_serves_on(
    stage: Stage,
) -> None:
    async with stage.open(limits=Limits(rebuild_bytes=1_000_000)) as bot:
        stage.write("owls.txt", OWLS)

        with pytest.raises(ReloadTooLargeError, match="more than 1 MB of memory"):
            await bot.server.reload(by=BY)

        assert await bot.knows() == {"bees.txt", "wasps.txt"}
        assert stage.left_over() == []


async def test_folder_that_is_gone_is_told_in_words(stage: Stage) -> None:
    async with stage.open() as bot:
        stage.sources.rename(stage.root / "moved")

        with pytest.raises(ReloadFailedError, match="There is no folder"):
            await bot.server.reload(by=BY)


def never_ends(stage: Stage) -> None:
    """Let each reload wait for golden questions that nobody writes."""
    os.mkfifo(stage.sources / "questions.jsonl")


async def _worker(parent: int | None = None) -> int:
    """The process id of the worker that a process has started, or this one has."""
    while True:
        for child in _children(parent or os.getpid()):
            if b"bot.libraries.worker" in _proc(child, "cmdline"):
                return child
        await asyncio.sleep(0.01)


def _proc(process_id: int, name: str) -> bytes:
    """What the system knows of a process; nothing if it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{process_id}/{name}").read_bytes()
    return b""


def _children(parent: int) -> Iterator[int]:
    for task in Path(f"/proc/{parent}/task").iterdir():
        yield from map(int, _proc(parent, f"task/{task.name}/children").split())
