"""A data folder from before lessons and the states of servers were rows.

Made by commit 47d6374: a test in its worktree ran its bot on a simulated Discord with the documents
of `tests/bot/classroom.py`, through uploads by two moderators, switches, a rollback, a fix of each
kind, lessons without a gap, a vote, a notification request, an opt-out, a digest, and a discarded
reload of another server. `queries.sql` is the dump of its database. The JSON files are as that bot
wrote them, except for the folder in `served.json`.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

DATA = Path(__file__).parent / "data_of_version_2"
SERVER, OTHER = 1456074443980800011, 1456074443980800104


def make_old_data(folder: Path) -> Path:
    """Make the data folder, and return its database."""
    shutil.copytree(DATA, folder)
    dump = folder / "queries.sql"
    path = folder / "queries.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text("utf-8"))
    dump.unlink()
    return path


def json_files(folder: Path) -> list[str]:
    """The files that are to be imported."""
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*.json"))
