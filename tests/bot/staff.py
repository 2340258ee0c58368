"""Who moderates a class, and who moderates another one."""

import discord
import simcord

from .classroom import Classroom


def moderator_of(classroom: Classroom, name: str = "teacher") -> simcord.MemberActor:
    """Somebody who may manage the classroom's server."""
    assert classroom.channel.guild is not None
    return _moderator(classroom.env, classroom.channel.guild, name)


def other_class(classroom: Classroom) -> tuple[simcord.MemberActor, simcord.ChannelHandle]:
    """A moderator of another server of the same bot, and a channel of it."""
    guild = classroom.env.create_guild("Other class")
    return _moderator(classroom.env, guild, "colleague"), guild.create_text_channel("questions")


def students(classroom: Classroom, *names: str) -> list[simcord.MemberActor]:
    """More students of the class."""
    assert classroom.channel.guild is not None
    return [classroom.channel.guild.add_member(classroom.env.create_user(n)) for n in names]


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
