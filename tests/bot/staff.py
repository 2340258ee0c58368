"""Who moderates a class, and who moderates another one."""

from typing import Any

import discord
import simcord

from bot.messages.layout import notice

from .classroom import Classroom


def guild_of(classroom: Classroom) -> simcord.GuildHandle:
    """The classroom's server."""
    assert classroom.channel.guild is not None
    return classroom.channel.guild


def moderator_of(classroom: Classroom, name: str = "teacher") -> simcord.MemberActor:
    """Somebody who may manage the classroom's server."""
    return _moderator(classroom.env, guild_of(classroom), name)


def other_class(classroom: Classroom) -> tuple[simcord.MemberActor, simcord.ChannelHandle]:
    """A moderator of another server of the same bot, and a channel of it."""
    guild = classroom.env.create_guild("Other class")
    return _moderator(classroom.env, guild, "colleague"), guild.create_text_channel("questions")


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


async def press(
    who: simcord.MemberActor, shown: simcord.InteractionResult, label: str
) -> simcord.InteractionResult:
    """Press the first button of this label."""
    assert shown.response is not None
    pressed = next(button for button in buttons(shown) if button["label"] == label)
    return await who.click(shown.response, custom_id=pressed["custom_id"])


async def fill(
    who: simcord.MemberActor, form: simcord.InteractionResult, *values: str
) -> simcord.InteractionResult:
    """Fill in the fields of a form in their order, and send it."""
    assert form.modal is not None
    fields = [field["component"]["custom_id"] for field in form.modal["components"]]
    return await who.submit_modal(form, dict(zip(fields, values, strict=True)))


def labels(result: simcord.InteractionResult | discord.Message) -> list[str]:
    """What the buttons of an answer or message say, in their order."""
    return [button["label"] for button in buttons(result)]


def buttons(result: simcord.InteractionResult | discord.Message) -> list[dict[str, str]]:
    """The buttons of an answer or message, as Discord has them."""
    if isinstance(result, simcord.InteractionResult):
        assert result.response is not None
        result = result.response.message
    components = [component.to_dict() for component in result.components]
    return [c for c in simcord.components.walk_components(components) if c["type"] == 2]


def _moderator(env: simcord.Env, guild: simcord.GuildHandle, name: str) -> simcord.MemberActor:
    power = discord.Permissions(manage_guild=True)
    staff = guild.create_role("staff", permissions=power)
    return guild.add_member(env.create_user(name), roles=[staff])


async def forge(
    classroom: Classroom, who: simcord.MemberActor, channel: simcord.ChannelHandle, custom_id: str
) -> simcord.InteractionResult:
    """Press a button that the bot never showed there: with an id from elsewhere."""
    there = classroom.env.bot.get_channel(channel.id)
    assert isinstance(there, discord.TextChannel)
    button: discord.ui.Button[Any] = discord.ui.Button(label="Forged", custom_id=custom_id)
    message = await there.send(view=notice("A forgery", button).view)
    return await who.click(message, custom_id=custom_id)
