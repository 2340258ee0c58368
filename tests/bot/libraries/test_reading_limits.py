"""What an operator sets is what files are read under."""

import pytest

from bot.libraries.reading import reading_limits
from config import load_settings
from sources import Limits


def test_without_settings_the_limits_are_those_of_the_readers() -> None:
    assert reading_limits(load_settings({})) == Limits()


def test_every_limit_can_be_set_in_units_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "max_file_mb": "7",
        "max_text_mb": "2",
        "max_pages": "30",
        "max_unpacked_mb": "40",
        "max_archive_entries": "50",
        "max_passages": "70",
        "max_library_passages": "80",
        "max_files": "60",
        "read_seconds": "9",
        "read_memory_mb": "512",
        "reload_memory_mb": "900",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"PULLQUOTE_{name.upper()}", value)

    limits = reading_limits(load_settings({}))

    assert limits == Limits(
        max_file_bytes=7_000_000,
        max_text_bytes=2_000_000,
        max_text_chars=2_000_000,
        max_pages=30,
        max_unpacked_bytes=40_000_000,
        max_archive_entries=50,
        max_passages=70,
        max_library_passages=80,
        max_files=60,
        seconds=9,
        memory_bytes=512_000_000,
        rebuild_bytes=900_000_000,
    )
