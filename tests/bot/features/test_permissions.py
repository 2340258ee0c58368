"""Nothing of the log's review is open to students, even where Discord shows them the commands."""

import pytest
from discord import app_commands

from bot.app import make_bot
from bot.bot import PullquoteBot
from bot.libraries.registry import Libraries
from bot.services.answering import Answerer
from tests.bot.classroom import Classroom, words
from tests.bot.staff import forge, guild_of

COMMANDS: list[tuple[str, dict[str, str]]] = [
    ("logs recent", {}),
    ("logs search", {"text": "bees"}),
    ("logs gaps", {}),
    ("logs stats", {}),
    ("logs export", {}),
    ("logs digest", {}),
    ("synonyms list", {}),
    ("synonyms add", {"word": "hive", "means": "wasps"}),
    ("synonyms remove", {"synonym": "hive = wasps"}),
    ("pin list", {}),
    ("pin add", {"question": "What do bees do?"}),
    ("pin remove", {"pin": "What do bees do?"}),
    ("out-of-scope list", {}),
    ("out-of-scope remove", {"question": "What do bees do?"}),
]
OFFERING = [
    ("logs search", "source"),
    ("synonyms remove", "synonym"),
    ("pin remove", "pin"),
    ("out-of-scope remove", "question"),
]
IDS = [
    *(f"gap:{act}:abcdefgh" for act in "open synonym pin source again outside done undo".split()),
    "gaps:week:1",
    "log:older:99.9:",
    "logged:abcdefgh",
    "pin:abcdefgh:0123456789ab",
    "pinsearch:abcdefgh",
    "taught:synonyms:1",
    "gap-synonym:abcdefgh",
    "gap-outside:abcdefgh",
    "pinwords:abcdefgh",
    "sources:add",
    "problems:1",
    "history:1",
    "rollback:aaaaaaaaaaaaaaaa",
    "rehearsal:switch:aaaaaaaaaaaaaaaa",
]


@pytest.fixture
def simcord_bot(answerer: Answerer, libraries: Libraries) -> PullquoteBot:
    """The bot where a role may moderate, so that Discord shows its commands to everybody."""
    return make_bot(answerer, libraries, moderator_role="Teachers")


async def test_every_command_is_tried(classroom: Classroom) -> None:
    bot = classroom.env.bot
    assert isinstance(bot, PullquoteBot)
    groups = [bot.tree.get_command(name) for name in ("logs", "synonyms", "pin", "out-of-scope")]

    known = {
        command.qualified_name
        for group in groups
        if isinstance(group, app_commands.Group)
        for command in group.walk_commands()
    }

    assert known == {name for name, _ in COMMANDS}


async def test_student_is_refused_every_command(classroom: Classroom) -> None:
    for name, options in COMMANDS:
        refused = await classroom.student.slash(classroom.channel, name, **options)

        assert refused.ephemeral
        assert words(refused).startswith("Only moderators")
    assert len(classroom.env.errors) == len(COMMANDS)  # the refusals themselves


async def test_student_is_offered_nothing_while_typing(classroom: Classroom) -> None:
    for name, option in OFFERING:
        assert await classroom.student.autocomplete(classroom.channel, name, option, "") == []


async def test_student_is_refused_every_button(classroom: Classroom) -> None:
    for custom_id in IDS:
        refused = await forge(classroom, classroom.student, classroom.channel, custom_id)

        assert refused.ephemeral
        assert words(refused).startswith("Only moderators")


def test_every_button_and_form_is_tried(simcord_bot: PullquoteBot) -> None:
    patterns = [*simcord_bot.router.patterns(moderators=True)]

    assert patterns
    for pattern in patterns:
        assert any(pattern.fullmatch(custom_id) for custom_id in IDS), pattern.pattern


async def test_named_role_may_review(classroom: Classroom) -> None:
    guild = guild_of(classroom)
    role = guild.create_role("Teachers")
    teacher = guild.add_member(classroom.env.create_user("teacher"), roles=[role])

    assert words(await teacher.slash(classroom.channel, "logs gaps")).startswith("### No gaps")
