"""Reloads without the second that their processes take to start."""

import pytest

from bot.libraries import reload as reloading
from sources import library
from tests.bot.libraries.stage import ReadHere, rebuild_here


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in this process; the real one is in `test_end_to_end`."""
    monkeypatch.setattr(library, "Pool", ReadHere)
    monkeypatch.setattr(reloading, "rebuild_aside", rebuild_here)
