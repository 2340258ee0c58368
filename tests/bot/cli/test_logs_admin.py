"""`pullquote logs export | purge`, beside a bot that writes."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import BadDateError, FileThereError, NobodyToAskError, UnclearPurgeError
from tests.bot.entries import questions, select
from tests.bot.shelf import complaint, environment, run

from .class_log import NOW, OURS, THEIRS, asked, write_log

pytestmark = pytest.mark.usefixtures("shelf")

DAY = NOW.date()


@pytest.fixture
def path(shelf: Path) -> Path:
    """A log beside the shelf: a question a day for three days, the last of another server."""
    entries = [
        asked("=1+1", days_ago=2),
        asked("When is the exam?", days_ago=1),
        asked("theirs", guild_id=THEIRS),
    ]
    return write_log(entries, f"{shelf.parent / 'data'}")


@pytest.fixture
def running(path: Path) -> Iterator[None]:
    """Another process has the log open and has written to it last."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE other (x)")
        yield


def test_export_writes_every_question_for_its_owner_alone(path: Path) -> None:
    shown = run("logs", "export", "all.csv")

    with Path("all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert [row["question"] for row in rows] == ["'=1+1", "When is the exam?", "theirs"]
    assert [row["guild_id"] for row in rows] == [f"{OURS}", f"{OURS}", f"{THEIRS}"]
    assert Path("all.csv").stat().st_mode & 0o777 == 0o600
    assert shown.stderr == "Questions written to all.csv: 3.\n"
    assert select(path, "SELECT actor, action, details, guild_id FROM audit") == [
        ("terminal", "logs export", '{"from": "", "to": "", "format": "csv", "questions": 3}', None)
    ]


@pytest.mark.usefixtures("running")
def test_export_as_json_is_limited_to_days_and_a_server_while_a_bot_runs(path: Path) -> None:
    day = f"{DAY.fromordinal(DAY.toordinal() - 1)}"

    run("logs", "export", "-", "--format", "json", "--since", day, "--until", day)
    shown = run("logs", "export", "-", "--format", "json", "--since", day, "--server", f"{OURS}")

    (found,) = json.loads(shown.stdout)
    assert found["question"] == "When is the exam?"
    assert [json.loads(one)["questions"] for one in select(path, "SELECT details FROM audit")] == [
        1,
        1,
    ]


@pytest.mark.usefixtures("path")
def test_export_as_spreadsheet_is_one() -> None:
    shown = run("logs", "export", "all.xlsx", "--format", "xlsx")

    assert shown.stderr == "Questions written to all.xlsx: 3.\n"
    with zipfile.ZipFile("all.xlsx") as file:
        assert b"When is the exam?" in file.read("xl/sharedStrings.xml")


@pytest.mark.usefixtures("path")
def test_export_without_documents_says_what_it_leaves_out() -> None:
    shown = run("logs", "export", "all.xlsx", "--format", "xlsx", "--sources", "gone")

    left_out, written = shown.stderr.splitlines()
    assert left_out.startswith("Titles and places are left out. ")
    assert written == "Questions written to all.xlsx: 3."


@pytest.mark.usefixtures("shelf")
def test_exported_spreadsheet_has_titles_and_places_as_on_discord() -> None:
    run("ask", "Who decoded the waggle dance in Austria?")

    run("logs", "export", "all.xlsx", "--format", "xlsx")

    with zipfile.ZipFile("all.xlsx") as file:
        words = file.read("xl/sharedStrings.xml")
    assert b">On bees<" in words
    assert b">par. 1<" in words
    assert b"bees.txt" not in words


@pytest.mark.usefixtures("path")
def test_export_replaces_a_file_only_by_force() -> None:
    Path("all.csv").write_text("dear")

    refused = run("logs", "export", "all.csv")
    kept = Path("all.csv").read_text()
    forced = run("logs", "export", "all.csv", "--force")

    assert (refused.exit_code, kept) == (2, "dear")
    assert str(FileThereError(Path("all.csv"))) in refused.stderr
    assert forced.exit_code == 0
    assert "theirs" in Path("all.csv").read_text("utf-8")


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("to", ["nowhere/all.csv", "shelf"])
def test_export_that_cannot_be_written_names_the_file_and_leaves_nothing(to: str) -> None:
    shown = run("logs", "export", to, "--force")

    assert shown.exit_code == 2
    assert shown.stderr.startswith(f"pullquote: {to} can't be used")
    assert not [*Path().glob("*.draft")]


@pytest.mark.usefixtures("running")
def test_purge_deletes_what_is_older_and_says_so_while_a_bot_runs(path: Path) -> None:
    shown = run("logs", "purge", "--before", f"{DAY}", "--yes")

    assert shown.stdout.startswith(f"Deleted everything asked before {DAY}: 2 questions")
    assert questions(path) == ["theirs"]
    assert select(path, "SELECT sum(none) FROM daily") == [3]
    assert select(path, "SELECT action FROM audit") == ["logs purge"]


def test_purge_by_age_keeps_what_is_younger(path: Path) -> None:
    assert "1 question" in run("logs", "purge", "--older-than", "1", "--yes").stdout

    assert questions(path) == ["When is the exam?", "theirs"]
    again = run("logs", "purge", "--older-than", "1")
    assert (again.exit_code, again.stdout[:22]) == (
        0,
        "There are no questions",
    )


def test_purge_deletes_nothing_unasked(path: Path) -> None:
    shown = run("logs", "purge", "--older-than", "1")

    assert shown.exit_code == 2
    assert str(NobodyToAskError()) in shown.stderr
    assert len(questions(path)) == 3


@pytest.mark.parametrize(("typed", "left"), [(b"n\n", 3), (b"y\n", 2)])
def test_purge_at_a_terminal_does_as_it_is_told(path: Path, typed: bytes, left: int) -> None:
    ours, theirs = os.openpty()
    os.write(ours, typed)

    subprocess.run(
        [sys.executable, "-P", "-m", "bot", "logs", "purge", "--older-than", "1"],
        env=environment(),
        stdin=theirs,
        capture_output=True,
        check=False,
    )

    os.close(ours)
    os.close(theirs)
    assert len(questions(path)) == left


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("purge",), str(UnclearPurgeError())),
        (("purge", "--older-than", "3", "--before", "2026-01-01"), str(UnclearPurgeError())),
        (("purge", "--older-than", "0"), "--older-than"),
        (("purge", "--before", "soon"), str(BadDateError("soon"))),
        (("export",), "FILE"),
        (
            ("export", "x", "--since", "2026-02-02", "--until", "2026-02-01"),
            "02 is after 2026",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_one_line_with_status_2(arguments: tuple[str, ...], words: str) -> None:
    assert words in complaint("logs", *arguments)


@pytest.mark.parametrize(
    "arguments",
    [("export", "all.csv"), ("backup", "all.db"), ("serve",), ("purge", "--older-than", "9")],
)
def test_log_that_is_not_there_is_no_error_and_nothing_is_written(
    arguments: tuple[str, ...],
) -> None:
    shown = run("logs", *arguments)

    assert shown.exit_code == 0
    assert shown.stderr.startswith("No questions yet: there is no ")
    assert not Path("all.csv").exists()
