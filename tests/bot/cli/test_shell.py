"""The command line in narrow terminals, and in shells that complete words."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from bot.__main__ import main
from tests.bot.shelf import run


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*path, name))


@pytest.mark.parametrize("path", [*_commands(main)], ids=" ".join)
def test_help_fits_40_columns_but_for_lists_of_choices(path: tuple[str, ...]) -> None:
    narrow = CliRunner().invoke(main, [*path, "-h"], terminal_width=40)
    wide = CliRunner().invoke(main, [*path, "--help"], terminal_width=400)

    assert narrow.exit_code == 0
    choices = re.search(r"\[\w+\|", narrow.output)
    assert max(map(len, narrow.output.splitlines())) <= (56 if choices else 40)
    assert set(re.findall(r"--[a-z-]+", narrow.output)) == set(
        re.findall(r"--[a-z-]+", wide.output)
    )


@pytest.mark.usefixtures("shelf")
def test_an_answer_fits_40_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    told = run("ask", "who decoded the waggle dance?").stdout

    assert "waggle" in told
    assert max(map(len, told.splitlines())) <= 40


@pytest.mark.process
@pytest.mark.parametrize(
    ("typed", "offered"),
    [("pullquote sou", "sources"), ("pullquote logs stats --period m", "month")],
)
def test_a_shell_completes_commands_and_choices(typed: str, offered: str) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "bot"],
        env={**os.environ, **words, "_PULLQUOTE_COMPLETE": "bash_complete"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.stdout.split() == [f"plain,{offered}"]
