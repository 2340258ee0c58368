"""Who may do what: the table in docs/permissions.md is complete, and the bot keeps to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot.app import make_bot
from bot.bot import PullquoteBot
from bot.libraries.registry import Libraries
from bot.services.answering import Answerer
from bot.ui.layout import notice
from tests.bot.classroom import QUESTION, Classroom, press, words
from tests.bot.entries import select
from tests.bot.staff import forge, guild_of, moderator_of, other_class

TABLE = Path(__file__).parents[3] / "docs" / "permissions.md"
OPTIONS: dict[str, dict[str, str]] = {
    "sources remove": {"document": "On Bees"},
    "logs search": {"text": "bees"},
    "synonyms add": {"word": "hive", "means": "wasps"},
    "synonyms remove": {"synonym": "hive = wasps"},
    "pin add": {"question": "What do bees do?"},
    "pin remove": {"pin": "What do bees do?"},
    "out-of-scope remove": {"question": "What do bees do?"},
    "checked add": {"question": "What do bees do?"},
    "checked remove": {"question": "What do bees do?"},
    "answers add": {"question": "What do bees do?"},
    "answers edit": {"answer": "What do bees do?"},
    "answers remove": {"answer": "What do bees do?"},
}
"""What commands for moderators require."""

TABLES = ("gap", "lesson", "vote", "wish", "version", "digest")


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of person may do: "yes", "no", or "own"."""

    name: str
    students: str
    moderators: str
    elsewhere: str
    former: str
    direct: str

    @property
    def is_command(self) -> bool:
        """Whether it is a command, menu or option that is suggested while typing."""
        return self.name.startswith(("/", "Apps"))


def _table() -> Iterator[Row]:
    for line in TABLE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 7 and cells[1].startswith("`"):
            yield Row(cells[1].strip("`"), *cells[2:])


ROWS = [*_table()]
REFUSED = [row for row in ROWS if row.students == "no"]


@pytest.fixture
def simcord_bot(answerer: Answerer, libraries: Libraries) -> PullquoteBot:
    """The bot where a role may moderate, so that Discord shows its commands to everybody."""
    return make_bot(answerer, libraries, moderator_role="Teachers")


def _commands(bot: PullquoteBot) -> Iterator[str]:
    """Name each command with each of its options that is suggested, and each menu."""
    for command in bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield f"/{command.qualified_name}"
            options = [option.name for option in command.parameters if option.autocomplete]
            yield from (f"/{command.qualified_name} {option}" for option in options)
    for kind in (discord.AppCommandType.message, discord.AppCommandType.user):
        yield from (f"Apps → {menu.qualified_name}" for menu in bot.tree.walk_commands(type=kind))


async def test_table_has_each_command_and_suggestion_once(classroom: Classroom) -> None:
    bot = classroom.env.bot
    assert isinstance(bot, PullquoteBot)

    assert sorted(_commands(bot)) == sorted(row.name for row in ROWS if row.is_command)


def test_table_has_each_button_and_form_and_says_whom_it_is_for(simcord_bot: PullquoteBot) -> None:
    ids = {row.name: row for row in ROWS if not row.is_command}
    for moderators in (True, False):
        for pattern in simcord_bot.router.patterns(moderators=moderators):
            found = [row for name, row in ids.items() if pattern.fullmatch(name)]
            assert found, f"docs/permissions.md has no row for {pattern.pattern}"
            assert {row.students == "no" for row in found} == {moderators}, pattern.pattern
            for row in found:
                ids.pop(row.name)
    assert not ids, "docs/permissions.md has rows for nothing"


def test_nobody_is_worth_more_elsewhere_later_or_in_private() -> None:
    for row in ROWS:
        assert row.moderators in {"yes", "own"}
        assert row.former == row.students
        assert row.elsewhere == "no"
        assert row.direct in ({"no"} if row.students == "no" else {"no", "own"})


@pytest.mark.parametrize("kind", ["student", "former moderator"])
async def test_others_are_refused_whatever_is_for_moderators(
    classroom: Classroom, kind: str
) -> None:
    who = classroom.student
    if kind != "student":
        role = guild_of(classroom).create_role("Teachers")
        who = guild_of(classroom).add_member(classroom.env.create_user("former"), roles=[role])
        before = await who.slash(classroom.channel, "logs recent")
        assert not words(before).startswith("Only moderators")
        there = classroom.env.bot.get_guild(guild_of(classroom).id)
        assert there is not None
        await (await there.fetch_member(who.id)).remove_roles(discord.Object(role.id))

    said = await who.send(classroom.channel, "Bees dance.")
    commands = 0
    for row in REFUSED:
        name, _, option = row.name[1:].rpartition(" ")
        if not row.is_command:
            refused = await forge(classroom, who, classroom.channel, row.name)
        elif row.name.startswith("Apps"):
            menu = row.name.removeprefix("Apps → ")
            refused = await who.context_menu(classroom.channel, menu, said)
            commands += 1
        elif row.name[1:] not in _names(classroom):
            assert await who.autocomplete(classroom.channel, name, option, "") == []
            continue
        else:
            given: dict[str, object] = {**OPTIONS.get(row.name[1:], {})}
            if row.name == "/sources channel":
                given["channel"] = classroom.channel
            refused = await who.slash(classroom.channel, row.name[1:], **given)
            commands += 1
        assert refused.ephemeral, row.name
        assert words(refused).startswith("Only moderators"), row.name
    assert len(classroom.env.errors) == commands  # the refusals themselves


def _names(classroom: Classroom) -> set[str]:
    bot = classroom.env.bot
    assert isinstance(bot, PullquoteBot)
    return {command.qualified_name for command in bot.tree.walk_commands()}


async def test_moderator_elsewhere_sees_and_changes_nothing_with_copied_ids(
    classroom: Classroom,
) -> None:
    asked = await classroom.ask()
    await press(classroom.student, asked, "Helpful")
    (answer_id,) = select(classroom.database, "SELECT answer_id FROM question")
    colleague, channel = other_class(classroom)
    queries = [f"SELECT * FROM {table}" for table in TABLES]  # noqa: S608  # our own
    queries.append(f"SELECT * FROM audit WHERE guild_id = {guild_of(classroom).id}")  # noqa: S608
    before = [select(classroom.database, query) for query in queries]

    for row in ROWS:
        if row.is_command or row.name == "sources:1" or row.name.startswith("setup:"):
            continue  # without an id, they are about the colleague's own server
        copied = re.sub(r"(?<=:)abcdefgh\b", answer_id, row.name)
        shown = await forge(classroom, colleague, channel, copied)
        if shown.modal is None and shown.response is not None:
            assert QUESTION not in words(shown), row.name

    assert [select(classroom.database, query) for query in queries] == before


async def test_direct_messages_have_no_commands_and_refuse_what_is_for_moderators(
    classroom: Classroom,
) -> None:
    bot = classroom.env.bot
    assert isinstance(bot, PullquoteBot)
    for command in bot.tree.get_commands():
        assert command.to_dict(bot.tree)["contexts"] == [0], command.qualified_name  # servers
    user = moderator_of(classroom).user
    channel = await bot.create_dm(discord.Object(user.id))

    for row in (row for row in REFUSED if not row.is_command):
        button: discord.ui.Button[discord.ui.LayoutView]
        button = discord.ui.Button(label="Forged", custom_id=row.name)
        message = await channel.send(view=notice("A forgery", button).view)
        assert words(await user.click(message, custom_id=row.name)).startswith("Only moderators")


async def test_role_that_the_operator_named_moderates(classroom: Classroom) -> None:
    guild = guild_of(classroom)
    role = guild.create_role("Teachers")
    teacher = guild.add_member(classroom.env.create_user("teacher"), roles=[role])

    assert words(await teacher.slash(classroom.channel, "logs gaps")).startswith("### No gaps")
