"""What importing our packages costs and pulls in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {"aiohttp", "discord", "aiosqlite", "prompt_toolkit", "simcord", "xlsxwriter"}


def _modules(code: str, **variables: str) -> set[str]:
    """The modules that are loaded after `code` ran in a fresh Python."""
    listing = subprocess.run(
        [sys.executable, "-P", "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(listing.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("package", ["sources", "index", "config"])
def test_only_bot_imports_discord_and_its_database(package: str) -> None:
    modules = _modules(f"import {package}")

    assert package in modules
    assert not modules & HEAVY


def test_a_question_in_the_shell_is_answered_without_loading_discord(tmp_path: Path) -> None:
    ask = (
        "from bot.__main__ import main\n"
        f"arguments = ['ask', 'who', 'was', 'Mao', '--data', {str(tmp_path)!r}]\n"
        "try:\n    main(arguments)\nexcept SystemExit as end:\n    assert not end.code"
    )

    modules = _modules(ask)

    assert "aiosqlite" in modules
    assert not modules & (HEAVY - {"aiosqlite"})


def test_no_settings_are_made_at_import() -> None:
    assert "bot.__main__" in _modules("import bot.__main__", PULLQUOTE_NONSENSE="1")
