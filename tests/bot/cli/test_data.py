"""`pullquote backup`, `restore` and `logs new-key` as their operator runs them."""

import os
import sqlite3
from pathlib import Path

import pytest

from bot.storage.backup import DATABASE, KEY_FILE
from bot.storage.folder_lock import locked
from tests.bot.shelf import complaint, run, write_shelf

QUESTION = "how do bees dance?"


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One question in the log of the folder `data`, and one setting."""
    monkeypatch.chdir(tmp_path)
    write_shelf(tmp_path / "shelf")
    Path("pullquote.toml").write_text('watch = true\nnew_term_on = ["09-01"]\n')
    assert run("ask", QUESTION).exit_code == 0


def test_backup_and_restore_on_an_empty_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a.secret.token")
    said = run("backup", "backup.zip").stdout
    machine = Path("machine")
    machine.mkdir()
    Path("backup.zip").rename(machine / "backup.zip")
    os.chdir(machine)

    restored = run("restore", "backup.zip", "--data", "new").stdout

    assert "verified: 1 question, 0 uploaded files, key and settings" in said
    assert "Restored to new: 1 question" in restored
    settings = Path("pullquote.toml").read_text()
    assert "watch = true\n" in settings
    assert 'new_term_on = ["09-01"]\n' in settings
    assert "token" not in settings.lower()
    assert b"a.secret.token" not in Path("backup.zip").read_bytes()
    assert QUESTION in run("logs", "recent", "--data", "new").stdout
    assert run("ask", QUESTION, "--data", "new", "--sources", "../shelf").exit_code == 0


def test_settings_that_are_there_already_stay() -> None:
    run("backup", "backup.zip")
    before = Path("pullquote.toml").read_text()

    said = run("restore", "backup.zip", "--data", "new").stdout

    assert "were not written to pullquote.toml: there is one already." in said
    assert Path("pullquote.toml").read_text() == before


def test_lost_key_is_noticed_and_the_log_can_go_on_without() -> None:
    Path("data", KEY_FILE).unlink()

    refused = complaint("ask", QUESTION)
    unasked = complaint("logs", "new-key")
    assert not Path("data", KEY_FILE).exists()
    run("logs", "new-key", "--yes")

    assert "is missing" in refused
    assert "pullquote restore" in refused
    assert "pullquote logs new-key" in refused
    assert "--yes" in unasked
    assert run("ask", QUESTION).exit_code == 0


def test_key_of_another_log_is_noticed() -> None:
    run("ask", QUESTION, "--data", "other")
    Path("other", KEY_FILE).replace(Path("data", KEY_FILE))

    refused = complaint("ask", QUESTION)

    assert "isn't the one that the query log was written with" in refused
    run("logs", "new-key", "--yes")
    assert run("ask", QUESTION).exit_code == 0


def test_log_of_a_version_without_check_value_takes_the_key_that_is_there(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "data" / DATABASE) as connection:
        connection.execute("DELETE FROM key_check")
    connection.close()
    key = Path("data", KEY_FILE)
    kept = key.read_bytes()
    key.unlink()
    assert "is missing" in complaint("ask", QUESTION)

    key.write_bytes(kept)

    assert run("ask", QUESTION).exit_code == 0


def test_neither_restore_nor_a_new_key_touches_a_folder_that_a_bot_uses() -> None:
    run("backup", "backup.zip")
    Path("new").mkdir()

    with locked(Path("new")):
        assert "uses the data folder" in complaint("restore", "backup.zip", "--data", "new")
    with locked(Path("data")):
        assert "uses the data folder" in complaint("logs", "new-key", "--yes")
        assert run("backup", "again.zip").exit_code == 0
