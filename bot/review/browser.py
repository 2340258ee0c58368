"""The query log in the browser: Datasette over a copy of it, for this machine alone.

What a reviewer sees there is said in `datasette.yaml`; Datasette and its plugin for charts are an
extra, and run as they come.
"""

import importlib.util
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from bot.errors import ExtraMissingError
from bot.log.backup import backup

SHOWN = Path(__file__).with_name("datasette.yaml")
"""Titles, ready-made queries and charts."""

_NEEDS = "The log in the browser needs Datasette"
_NOT_COPIED = ("wish", "opted_out")  # they say nothing to a reviewer, and belong to one person


def serve_log(database: Path, *, port: int = 0, announce: Callable[[str], None] = print) -> None:
    """Show a copy of the log to this machine's browser, until Ctrl-C or SIGTERM.

    Args:
        database: The query log; it may be in use.
        port: On the loopback interface; 0 takes a free one.
        announce: Given a line for the person at the terminal.

    Raises:
        ExtraMissingError: If Datasette is not installed.
        LogUnusableError: If there is no log to copy.
    """
    if importlib.util.find_spec("datasette") is None:
        raise ExtraMissingError(_NEEDS, "logs serve", "review")
    with tempfile.TemporaryDirectory(prefix="pullquote-") as folder:  # for its owner's eyes only
        copy = Path(folder, "questions.db")  # shown by this name, which `datasette.yaml` knows
        backup(database, copy)
        _drop(copy, *_NOT_COPIED)
        announce("This shows the log as it is now, until Ctrl-C; start it again for what is new.")
        _run_datasette(copy, port)


def _drop(database: Path, *tables: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for table in tables:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("VACUUM")  # else what was in them would still be in the file


def _run_datasette(database: Path, port: int) -> None:
    command = (
        *(sys.executable, "-P", "-m", "datasette", "serve", "--immutable", database),
        *("--metadata", SHOWN, "--host", "127.0.0.1", "--port", str(port)),
        *("--setting", "allow_download", "off"),
    )
    with subprocess.Popen(command) as server:  # noqa: S603  # our own words, no shell
        # Whichever signal ends us, the copy is deleted once nobody reads it any more.
        before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        with suppress(KeyboardInterrupt):  # which the server has got as well
            server.wait()
        server.wait()
        signal.signal(signal.SIGTERM, before)
