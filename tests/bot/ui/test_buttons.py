"""Who may moderate."""

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands

from bot.bot import PullquoteBot
from bot.errors import NotModeratorError
from bot.ui.buttons import Press, route
from bot.ui.layout import Reply, notice
from bot.ui.permissions import Permissions, moderators_only
from bot.ui.replies import BotInteraction, respond
from tests.bot.classroom import Classroom, words

DONE = "It is done."


class _Secret(commands.Cog):
    def __init__(self, permissions: Permissions) -> None:
        self.permissions = permissions

    @app_commands.command(description="For moderators")
    @moderators_only()
    async def secret(self, interaction: BotInteraction) -> None:
        await respond(
            interaction,
            notice(DONE, discord.ui.Button(label="Do", custom_id="do:1")),
            private=False,
        )

    @route(r"do:(?P<number>[0-9]+)", moderators=True)
    async def do(self, press: Press) -> Reply:
        assert press["number"] == "1"
        return notice(DONE)


@pytest.fixture
async def simcord_bot(simcord_bot: PullquoteBot) -> PullquoteBot:
    """The bot with a command and a button for moderators, who may have a role of their own."""
    simcord_bot.permissions.role = "Teachers"
    simcord_bot.install([_Secret(simcord_bot.permissions)])
    return simcord_bot


def _member(classroom: Classroom, role: str, *, manages: bool = False) -> simcord.MemberActor:
    guild = classroom.channel.guild
    assert guild is not None
    power = discord.Permissions(manage_guild=manages)
    user = classroom.env.create_user("somebody")
    return guild.add_member(user, roles=[guild.create_role(role, permissions=power)])


async def test_student_gets_one_private_sentence_instead_of_a_moderators_command(
    classroom: Classroom,
) -> None:
    asked = await classroom.student.slash(classroom.channel, "secret")

    assert asked.ephemeral
    assert words(asked) == (str(NotModeratorError("Teachers")))
    assert classroom.env.errors  # the refusal itself


@pytest.mark.parametrize(("role", "manages"), [("any", True), ("Teachers", False)])
async def test_manage_server_or_the_named_role_may_use_commands_and_buttons(
    classroom: Classroom, role: str, *, manages: bool
) -> None:
    moderator = _member(classroom, role, manages=manages)

    asked = await moderator.slash(classroom.channel, "secret")
    assert asked.response is not None
    pressed = await moderator.click(asked.response, label="Do")

    assert words(asked) == words(pressed) == DONE


async def test_student_cannot_press_a_moderators_button_that_is_in_sight(
    classroom: Classroom,
) -> None:
    moderator = _member(classroom, "Teachers")
    asked = await moderator.slash(classroom.channel, "secret")
    assert asked.response is not None

    pressed = await classroom.student.click(asked.response, label="Do")

    assert words(pressed).startswith("Only moderators")


async def test_moderator_who_lost_the_right_since_is_refused(classroom: Classroom) -> None:
    moderator = _member(classroom, "Teachers")
    asked = await moderator.slash(classroom.channel, "secret")
    assert asked.response is not None
    bot = classroom.env.bot
    assert isinstance(bot, PullquoteBot)
    bot.permissions.role = None

    pressed = await moderator.click(asked.response, label="Do")

    assert words(pressed).startswith("Only moderators")
