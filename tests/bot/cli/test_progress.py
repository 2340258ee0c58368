"""A bar is drawn for a person who waits, and for nobody else."""

import io
import os
import pty
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import progress
from bot.cli.progress import building_bars, reading_bar
from sources import Progress
from tests.bot.shelf import ROOT, write_shelf

pytestmark = pytest.mark.process


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a person sees on standard error."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=60)
    monkeypatch.setattr(progress, "Console", lambda **_: console)
    monkeypatch.setattr(progress, "_PATIENCE", 3600)
    return file


def test_nothing_is_drawn_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with reading_bar() as told:
        assert told is None

    assert capsys.readouterr() == ("", "")


def test_nothing_is_drawn_when_it_is_quick(screen: io.StringIO) -> None:
    with reading_bar() as told:
        assert told is not None
        told(Progress(1, 1, "bees.txt"))

    assert screen.getvalue() == ""


def test_indexing_is_drawn_after_reading_and_taken_away_again(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    with building_bars() as (reading, indexing):
        assert reading is not None
        assert indexing is not None
        reading(Progress(1, 1, "bees.txt"))
        indexing(1, 4)
        assert "Indexing" in screen.getvalue()

    assert screen.getvalue().endswith("\x1b[2K")


def test_quick_indexing_is_not_drawn_and_nothing_where_nobody_watches(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    with building_bars() as (_, indexing):
        assert indexing is not None
        indexing(1, 4)
    monkeypatch.setattr(progress, "Console", lambda **_: Console(file=screen))
    with building_bars() as told:
        assert told == (None, None)

    assert screen.getvalue() == ""


def test_a_slow_file_is_waited_for_with_a_bar_that_is_taken_away_again(tmp_path: Path) -> None:
    shelf = write_shelf(tmp_path / "shelf")
    (shelf / "slow.txt").write_text("a\n\n" * 400_000)  # half a minute's work, given up after 2 s
    ours, end = pty.openpty()
    environment = {"TERM": "xterm", "PULLQUOTE_READ_SECONDS": "2", "PYTHONPATH": str(ROOT)}

    ended = subprocess.run(
        [sys.executable, "-m", "bot", "sources", "check", "--sources", str(shelf)],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=end,
        check=False,
        cwd=tmp_path,
    )
    os.set_blocking(ours, False)
    drawn = b"".join(iter(partial(_read, ours), b""))  # a terminal gives it in parts
    os.close(ours)
    os.close(end)

    assert ended.returncode == 2  # for the file with a problem
    assert b"slow.txt: It took longer than 2 s to read" in ended.stdout
    assert b"Reading" in drawn
    assert b"2/3" in drawn
    assert drawn.endswith(b"\x1b[2K")  # the line is empty again


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except BlockingIOError:
        return b""
