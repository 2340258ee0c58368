"""Who may moderate, checked whenever somebody does: commands, buttons, modals, autocomplete."""

from collections.abc import Callable
from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotModeratorError

from .buttons import LastingButton
from .replying import report

_Decorated = TypeVar("_Decorated")


def is_moderator(interaction: discord.Interaction[Any]) -> bool:
    """Whether whoever is behind an interaction may moderate in its server.

    Discord says with each interaction what its sender may do at that moment; the settings of a
    command in a server's menu are only a hint, and do not hold for buttons.
    """
    member = interaction.user
    if interaction.guild_id is None or not isinstance(member, discord.Member):
        return False
    if interaction.permissions.manage_guild:
        return True
    role: str | None = interaction.client.moderator_role
    return role is not None and any(r.name == role for r in member.roles)


def demand_moderator(interaction: discord.Interaction[Any]) -> int:
    """The id of the server that the sender of an interaction moderates.

    Raises:
        NotModeratorError: If they moderate none here.
    """
    if interaction.guild_id is None or not is_moderator(interaction):
        raise NotModeratorError(interaction.client.moderator_role)
    return interaction.guild_id


def moderators_only() -> Callable[[_Decorated], _Decorated]:
    """Decorate a command or group: who is no moderator gets one friendly private sentence."""
    return app_commands.check(_check)


def _check(interaction: discord.Interaction[Any]) -> bool:
    try:
        demand_moderator(interaction)
    except NotModeratorError as error:  # the tree's handler sees errors of this kind only
        raise app_commands.CheckFailure from error
    return True


class ModeratorCog(commands.GroupCog):
    """A group of commands for moderators, checked before each; a subclass gives its `name`."""

    def __init__(self, role: str | None) -> None:
        """Make the group, shown to those who may use it as far as Discord can tell.

        Args:
            role: The name of a role that may moderate besides Manage Server; Discord cannot hide
                commands from all but a role that it knows by name only.
        """
        if role is None and isinstance(self.app_command, app_commands.Group):
            self.app_command.default_permissions = discord.Permissions(manage_guild=True)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Tell whoever is no moderator, by an error that the tree's handler words."""
        return _check(interaction)


class ModeratorButton(LastingButton, template="(?!)"):  # matches no button
    """A lasting button for moderators; a subclass gives its `template` and `press`."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the press of a moderator, and tell others why not."""
        try:
            demand_moderator(interaction)
        except NotModeratorError as error:
            await report(interaction, error)
        else:
            await super().callback(interaction)
