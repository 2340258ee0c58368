"""A backup: whole, readable by its owner only, and made while questions come in."""

import asyncio
import stat
from pathlib import Path

import pytest

from bot.errors import LogUnusableError
from bot.storage.database import backup
from bot.storage.query_log import QueryLog
from tests.bot.entries import make_entry, questions, select


def copies(folder: Path) -> list[str]:
    """What copying has left, drafts included."""
    return [file.name for file in folder.glob("*copy*")]


async def test_a_backup_under_load_is_sound_and_has_all_that_was_committed_before(
    log: QueryLog, path: Path, tmp_path: Path
) -> None:
    await asyncio.gather(*(log.record(make_entry(question="before")) for _ in range(200)))
    copying = asyncio.create_task(asyncio.to_thread(backup, path, tmp_path / "copy.db"))

    recorded = []
    while not copying.done():
        recorded.append(await log.record(make_entry(question="during")))
    await copying

    copy = tmp_path / "copy.db"
    assert all(recorded)
    assert select(copy, "PRAGMA integrity_check") == ["ok"]
    assert questions(copy)[:200] == ["before"] * 200
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert copies(tmp_path) == ["copy.db"]


async def test_a_backup_can_be_opened_as_a_log(log: QueryLog, path: Path, tmp_path: Path) -> None:
    entry = make_entry()
    await log.record(entry)
    backup(path, tmp_path / "copy.db")

    copy = await QueryLog.open(tmp_path / "copy.db")
    found = await copy.find(entry.answer_id)
    await copy.close()

    assert found == entry


async def test_a_backup_never_replaces_a_file(log: QueryLog, path: Path, tmp_path: Path) -> None:
    await log.record(make_entry())
    (tmp_path / "copy.db").write_text("precious")

    with pytest.raises(FileExistsError):
        backup(path, tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_log_that_is_not_there_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(LogUnusableError):
        backup(tmp_path / "missing.db", tmp_path / "copy.db")

    assert list(tmp_path.iterdir()) == []


async def test_a_folder_that_is_not_there_is_named(path: Path, log: QueryLog) -> None:
    await log.record(make_entry())

    with pytest.raises(FileNotFoundError, match="nowhere"):
        backup(path, path.parent / "nowhere" / "copy.db")
