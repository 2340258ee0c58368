"""README names every command that Discord shows, with the options of those it spells out."""

import re
from pathlib import Path

from discord import app_commands

from .classroom import Classroom

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


async def test_the_tables_of_discord_commands_are_complete(classroom: Classroom) -> None:
    told = re.findall(
        r"`/([a-z -]+?)(?: \[.*?\])*`", "".join(re.findall(r"^\| `/.*", README, re.MULTILINE))
    )
    tree = classroom.env.bot.tree  # type: ignore[attr-defined]  # of our bot
    commands = [c for c in tree.walk_commands() if isinstance(c, app_commands.Command)]

    assert {_name(line) for line in told} == {command.qualified_name for command in commands}


def _name(line: str) -> str:
    """A command without its one option, which those of a single word have."""
    for option in (" question", " id", " quote", " source"):
        line = line.removesuffix(option)
    return line
