"""Who moderates a class, and who moderates another one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import discord
import simcord

from bot.bot import PullquoteBot
from bot.features.background import Background
from bot.storage.people import opt_out
from bot.ui.layout import notice

from .classroom import Classroom, add_moderator

DRAWING_S = 30
"""How long a busy machine may take to draw a chart, in a process of its own."""


def background_of(bot: discord.Client) -> Background:
    """What the bot does by itself."""
    assert isinstance(bot, PullquoteBot)
    (background,) = (cog for cog in bot.features if isinstance(cog, Background))
    return background


def guild_of(classroom: Classroom) -> simcord.GuildHandle:
    """The classroom's server."""
    assert classroom.channel.guild is not None
    return classroom.channel.guild


def moderator_of(classroom: Classroom, name: str = "teacher") -> simcord.MemberActor:
    """Somebody who may manage the classroom's server."""
    return add_moderator(classroom.env, guild_of(classroom), name)


def other_class(classroom: Classroom) -> tuple[simcord.MemberActor, simcord.ChannelHandle]:
    """A moderator of another server of the same bot, and a channel of it."""
    guild = classroom.env.create_guild("Other class")
    return add_moderator(classroom.env, guild, "colleague"), guild.create_text_channel("questions")


def hidden_channel(classroom: Classroom, moderator: simcord.MemberActor) -> simcord.ChannelHandle:
    """A channel that only a moderator and the bot can see."""
    assert classroom.env.bot.user is not None
    shown, hidden = (discord.PermissionOverwrite(view_channel=sees) for sees in (True, False))
    return moderator.guild.create_text_channel(
        "staff",
        overwrites={
            moderator.guild.default_role: hidden,
            moderator: shown,
            classroom.env.bot.user: shown,
        },
    )


def students(classroom: Classroom, *names: str) -> list[simcord.MemberActor]:
    """More students of the class."""
    return [guild_of(classroom).add_member(classroom.env.create_user(name)) for name in names]


async def student_opts_out(classroom: Classroom) -> None:
    """Have no question of the classroom's student kept from now on."""
    guild_id = guild_of(classroom).id
    name = classroom.answerer.pseudonyms.opted_out(classroom.student.id, guild_id)
    await opt_out(classroom.answerer.query_log, name, guild_id, datetime.now(UTC))


async def fill(
    who: simcord.MemberActor, form: simcord.InteractionResult, *values: str
) -> simcord.InteractionResult:
    """Fill in the fields of a form in their order, and send it."""
    assert form.modal is not None
    fields = [field["component"]["custom_id"] for field in form.modal["components"]]
    return await who.submit_modal(form, dict(zip(fields, values, strict=True)))


def options(result: simcord.InteractionResult | discord.Message) -> list[str]:
    """What the options of an answer's menu say, in their order."""
    return [option["label"] for part in parts_of(result) for option in part.get("options", ())]


def labels(result: simcord.InteractionResult | discord.Message) -> list[str]:
    """What the buttons of an answer or message say, in their order."""
    return [button["label"] for button in buttons(result)]


def buttons(result: simcord.InteractionResult | discord.Message) -> list[dict[str, Any]]:
    """The buttons of an answer or message, as Discord has them."""
    return [part for part in parts_of(result) if part["type"] == 2]


def parts_of(result: simcord.InteractionResult | discord.Message) -> Iterator[dict[str, Any]]:
    """The components of an answer or message, nested ones included."""
    if isinstance(result, simcord.InteractionResult):
        assert result.response is not None
        result = result.response.message
    components = [component.to_dict() for component in result.components]
    yield from simcord.components.walk_components(components)


async def forge(
    classroom: Classroom, who: simcord.MemberActor, channel: simcord.ChannelHandle, custom_id: str
) -> simcord.InteractionResult:
    """Press a button that the bot never showed there: with an id from elsewhere."""
    there = classroom.env.bot.get_channel(channel.id)
    assert isinstance(there, discord.TextChannel)
    button: discord.ui.Button[Any] = discord.ui.Button(label="Forged", custom_id=custom_id)
    message = await there.send(view=notice("A forgery", button).view)
    return await who.click(message, custom_id=custom_id)
