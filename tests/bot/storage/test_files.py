"""What is written stays written: the file, its name, and the names of new folders above it."""

import os
from pathlib import Path

import pytest

from bot.storage import files as durable
from bot.storage.files import make_folder, write_whole


def test_names_of_new_folders_are_brought_to_disk_from_the_top_then_the_file_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[Path] = []
    monkeypatch.setattr(durable, "settle_names", settled.append)

    write_whole(tmp_path / "servers" / "7" / "state.json", b"{}")
    write_whole(tmp_path / "servers" / "7" / "state.json", b"{ }")

    new = tmp_path / "servers" / "7"
    assert settled == [tmp_path, tmp_path / "servers", new, new]
    assert (new / "state.json").read_bytes() == b"{ }"


def test_new_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")

    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")} == {0o700}
