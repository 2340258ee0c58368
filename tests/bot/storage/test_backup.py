"""Backups: what belongs together in one file, and back into an empty folder."""

import hashlib
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import BackupUnusableError, FolderNotEmptyError, NothingToBackUpError
from bot.storage.backup import DATABASE, KEY_FILE, restore_backup, write_backup
from bot.storage.query_log import QueryLog
from bot.storage.server_state import HistoryEntry, OwnDocument, ServerState, state_changes
from tests.bot.entries import make_entry

BY = "b" * 32
NOW = datetime(2026, 9, 1, tzinfo=UTC)
UPLOAD = b"Hornets are feared for their stings."
SHA256 = hashlib.sha256(UPLOAD).hexdigest()
NAME = f"servers/7/files/{SHA256}"
SETTINGS = "watch = true\n"


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A data folder with one question, one upload, and a bot that is writing to it."""
    folder = tmp_path / "data"
    (folder / NAME).parent.mkdir(parents=True)
    (folder / NAME).write_bytes(UPLOAD)
    (folder / KEY_FILE).write_text("a key\n")
    log = await QueryLog.open(folder / DATABASE)
    await log.record(make_entry())
    own = OwnDocument(name="hornets.txt", sha256=SHA256, size=len(UPLOAD), added_at=NOW, by=BY)
    entry = HistoryEntry(id="a" * 16, at=NOW, by=BY, action="switch", common="c", own=(own,))
    await log.change(*state_changes(7, ServerState(), ServerState(history=(entry,))))
    await log.close()
    return folder


def test_backup_restored_on_an_empty_machine_has_everything_for_its_owner_alone(
    data: Path, tmp_path: Path
) -> None:
    file, empty = tmp_path / "backup.zip", tmp_path / "empty"
    empty.mkdir()
    with closing(sqlite3.connect(data / DATABASE)) as busy:  # a bot in a transaction
        busy.execute("BEGIN IMMEDIATE")

        kept = write_backup(data, file, SETTINGS)

    assert restore_backup(file, empty) == kept
    assert (kept.questions, kept.uploads, kept.missing, kept.settings) == (1, 1, 0, SETTINGS)
    assert (empty / NAME).read_bytes() == UPLOAD
    assert (empty / KEY_FILE).read_bytes() == (data / KEY_FILE).read_bytes()
    files = [file, *(path for path in empty.rglob("*") if path.is_file())]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert sorted(path.name for path in empty.iterdir()) == [KEY_FILE, DATABASE, "servers"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "data", "empty"]


def test_upload_that_is_missing_is_counted_and_costs_nothing_else(
    data: Path, tmp_path: Path
) -> None:
    (data / NAME).unlink()

    kept = write_backup(data, tmp_path / "backup.zip", "")

    assert (kept.questions, kept.uploads, kept.missing) == (1, 0, 1)


@pytest.mark.parametrize("there", [DATABASE, KEY_FILE, "servers"])
def test_nothing_is_restored_over_what_is_there(data: Path, tmp_path: Path, there: str) -> None:
    file, taken = tmp_path / "backup.zip", tmp_path / "taken"
    write_backup(data, file, "")
    taken.mkdir()
    (taken / there).mkdir()

    with pytest.raises(FolderNotEmptyError, match=there):
        restore_backup(file, taken)

    assert [path.name for path in taken.iterdir()] == [there]


def test_each_single_byte_of_a_backup_that_is_changed_is_noticed_or_means_nothing(
    data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "backup.zip"
    kept = write_backup(data, file, SETTINGS)
    whole = file.read_bytes()
    for place in range(0, len(whole), 97):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        target = tmp_path / f"target{place}"
        target.mkdir()
        try:
            restored = restore_backup(file, target)
        except BackupUnusableError:
            assert [*target.iterdir()] == []
        else:
            assert restored == kept
            assert (target / NAME).read_bytes() == UPLOAD


def test_a_backup_whose_parts_begin_before_it_is_damaged(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    write_backup(data, file, SETTINGS)
    whole = file.read_bytes()
    end = whole.rindex(b"PK\5\6")
    place = (len(whole) * 2).to_bytes(4, "little")  # where the list of parts is said to begin
    file.write_bytes(whole[: end + 16] + place + whole[end + 20 :])
    target = tmp_path / "target"
    target.mkdir()

    with pytest.raises(BackupUnusableError, match="damaged"):
        restore_backup(file, target)

    assert [*target.iterdir()] == []


@pytest.mark.parametrize(
    "name", ["../evil", "servers/7/../../evil", "/evil", "servers/7/state.json"]
)
def test_archive_with_any_other_name_is_no_backup(tmp_path: Path, data: Path, name: str) -> None:
    file, empty = tmp_path / "backup.zip", tmp_path / "empty"
    empty.mkdir()
    write_backup(data, file, "")
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(forged, "w") as new:
        listed = old.read("contents.json").decode().replace(NAME, name)
        for part in old.namelist():
            if part != "contents.json":
                new.writestr(name if part == NAME else part, old.read(part))
        new.writestr("contents.json", listed)

    with pytest.raises(BackupUnusableError, match="not a backup"):
        restore_backup(forged, empty)

    assert [*empty.iterdir()] == []


def test_backup_never_replaces_a_file_and_a_folder_without_a_log_has_none(
    data: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine").write_text("mine")

    with pytest.raises(FileExistsError):
        write_backup(data, tmp_path / "mine", "")
    with pytest.raises(NothingToBackUpError):
        write_backup(tmp_path, tmp_path / "backup.zip", "")
    with pytest.raises(BackupUnusableError, match="damaged"):
        restore_backup(tmp_path / "mine", tmp_path)

    assert (tmp_path / "mine").read_text() == "mine"
