"""One bot for each data folder, whatever a crash left behind."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.errors import FolderInUseError, FolderNotGivenUpError, sentence
from bot.storage import folder_lock
from bot.storage.folder_lock import LOCK, REQUEST, locked
from tests.bot.shelf import environment

HOLDER = """
import signal, sys, time
from pathlib import Path
from bot.storage.folder_lock import locked
class Stopped(Exception): pass
def stop(*_): raise Stopped
signal.signal(signal.SIGTERM, stop if {obedient} else signal.SIG_IGN)
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    try:
        time.sleep(60)
    except Stopped:
        print("finished", flush=True)
"""


@contextmanager
def holder(folder: Path, *, obedient: bool = True) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of a folder until it is told to stop."""
    script = textwrap.dedent(HOLDER).format(obedient=obedient)
    with subprocess.Popen(
        [sys.executable, "-P", "-c", script, str(folder)],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.process
def test_second_bot_is_refused_and_told_which_process_has_the_folder(tmp_path: Path) -> None:
    with holder(tmp_path) as process, pytest.raises(FolderInUseError) as refused, locked(tmp_path):
        pass

    assert f"process {process.pid}" in sentence(refused.value)
    assert "--take-over" in sentence(refused.value)


@pytest.mark.process
def test_take_over_lets_the_other_process_finish(tmp_path: Path) -> None:
    told: list[str] = []

    with holder(tmp_path) as process, locked(tmp_path, take_over=True, tell=told.append):
        assert process.stdout is not None
        said = process.stdout.readline()
        status = process.wait(timeout=30)

    assert (said, status) == ("finished\n", 0)
    assert told == [f"Waiting for the bot that uses {tmp_path} to finish (process {process.pid})."]


@pytest.mark.process
def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    assert (tmp_path / LOCK).read_text() == f"{process.pid}\n"
    with locked(tmp_path):
        assert (tmp_path / LOCK).read_text() == f"{os.getpid()}\n"


@pytest.mark.process
def test_process_that_does_not_finish_keeps_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_lock, "_FINISH_SECONDS", 0.2)

    with (
        holder(tmp_path, obedient=False),
        pytest.raises(FolderNotGivenUpError),
        locked(tmp_path, take_over=True),
    ):
        pass


def test_left_over_files_mean_nothing_even_with_the_number_of_a_living_process(
    tmp_path: Path,
) -> None:
    for name in (LOCK, REQUEST):
        (tmp_path / name).write_text(f"{os.getppid()}\n")

    with locked(tmp_path):
        pass
    with locked(tmp_path, take_over=True):
        assert (tmp_path / LOCK).stat().st_size > 0
