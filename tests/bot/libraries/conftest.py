"""A stage for each test."""

from pathlib import Path

import pytest

from bot.libraries import reload as reloading
from sources import library

from .stage import ReadHere, Stage, rebuild_here


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Two common documents, and no bot that ever ran."""
    return Stage(tmp_path).make()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in this process; what processes of their own add is tested in `test_process`."""
    monkeypatch.setattr(library, "Pool", ReadHere)
    monkeypatch.setattr(reloading, "rebuild_aside", rebuild_here)
