"""The heartbeat file: written by the running bot, read by the container's health check."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.health import MAX_AGE_S, beat, is_healthy


def test_a_beat_just_now_is_healthy(tmp_path: Path) -> None:
    beat(tmp_path / "heartbeat")

    assert is_healthy(tmp_path / "heartbeat")


def test_a_bot_that_never_connected_is_not_healthy(tmp_path: Path) -> None:
    assert not is_healthy(tmp_path / "heartbeat")


@pytest.mark.parametrize("age", [MAX_AGE_S + 60, -MAX_AGE_S - 60], ids=["too old", "from ahead"])
def test_a_beat_far_from_now_is_not_healthy(tmp_path: Path, age: float) -> None:
    heartbeat = _beaten(tmp_path, age)

    assert not is_healthy(heartbeat)


def test_the_next_beat_makes_a_stale_file_healthy_again(tmp_path: Path) -> None:
    heartbeat = _beaten(tmp_path, MAX_AGE_S + 60)

    beat(heartbeat)

    assert is_healthy(heartbeat)


@pytest.mark.parametrize(("age", "status"), [(0.0, 0), (MAX_AGE_S + 60, 1)])
def test_the_command_exits_with_the_verdict(tmp_path: Path, age: float, status: int) -> None:
    heartbeat = _beaten(tmp_path, age)

    ended = subprocess.run([sys.executable, "-m", "bot.health", str(heartbeat)], check=False)

    assert ended.returncode == status


def test_a_health_check_loads_none_of_the_bots_dependencies() -> None:
    code = "import sys, bot.health; print(*sys.modules)"

    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()

    assert {name for name in loaded if name in {"discord", "numpy", "pydantic", "click"}} == set()


def _beaten(folder: Path, age: float) -> Path:
    heartbeat = folder / "heartbeat"
    beat(heartbeat)
    os.utime(heartbeat, times=(time.time() - age,) * 2)
    return heartbeat
