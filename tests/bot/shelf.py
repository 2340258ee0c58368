"""A small shelf of documents of our own, and `pullquote` to ask about them."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from bot.__main__ import main

ROOT = Path(__file__).resolve().parents[2]

BEES = """On bees

Honey bees tell each other where flowers are by dancing on the comb. The angle of the dance gives
the direction of the flowers. Karl von Frisch decoded the waggle dance in Austria.

A colony keeps its brood warm in winter. The workers shiver without moving their wings.
"""
OWLS = """On owls

Barn owls hunt mice at night by hearing alone. Their ears sit at different heights in the skull.
"""


def write_shelf(folder: Path) -> Path:
    """Fill a folder with two documents."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bees.txt").write_text(BEES, "utf-8")
    (folder / "owls.txt").write_text(OWLS, "utf-8")
    return folder


def run(*arguments: str, asked: str | bytes | None = None) -> Result:
    """Run a command within this process, on the documents in `shelf`."""
    unset = dict.fromkeys(("DISCORD_TOKEN", "PULLQUOTE_DATA", "FORCE_COLOR"))
    runner = CliRunner(env={**unset, "PULLQUOTE_SOURCES": "shelf"})
    return runner.invoke(main, arguments, input=asked, catch_exceptions=False)


def complaint(*arguments: str) -> str:
    """Run a command that is given wrongly; the one line that says so."""
    shown = run(*arguments)
    assert (shown.exit_code, shown.stdout) == (2, "")
    (line,) = shown.stderr.splitlines()
    return line


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without settings of the developer's, and with `variables`."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PULLQUOTE_") and name not in {"DISCORD_TOKEN", "FORCE_COLOR"}
    }
    return {**ours, "PYTHONPATH": str(ROOT), **variables}


def pullquote(
    *arguments: str, cwd: Path, asked: str | bytes = b"", **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the real command in `cwd` to its end, with `asked` as standard input."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "bot", *arguments],
        cwd=cwd,
        env=environment(**variables),
        input=asked.encode() if isinstance(asked, str) else asked,
        capture_output=True,
        timeout=60,
        check=False,
    )
