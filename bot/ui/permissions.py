"""Permissions: who moderates, checked on every command, button, form and autocomplete."""

from collections.abc import Callable
from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotModeratorError
from bot.services.answering import Viewer

from .replies import BotInteraction

_Decorated = TypeVar("_Decorated")


class Permissions:
    """Decides who moderates a server: members with Manage Server, or with a role of this name."""

    def __init__(self, role: str | None = None) -> None:
        """Set the name of a role that may moderate too, if any."""
        self.role = role

    def is_moderator(self, interaction: BotInteraction) -> bool:
        """Return whether the sender of an interaction may moderate its server right now.

        Discord sends the sender's permissions with each interaction. A command's permissions in
        the server settings are only a hint, and don't apply to buttons.
        """
        member = interaction.user
        if interaction.guild_id is None or not isinstance(member, discord.Member):
            return False
        if interaction.permissions.manage_guild:
            return True
        return self.role is not None and any(role.name == self.role for role in member.roles)

    def demand_moderator(self, interaction: BotInteraction) -> int:
        """Return the id of the server that the sender moderates.

        Raises:
            NotModeratorError: If they moderate none here.
        """
        if interaction.guild_id is None or not self.is_moderator(interaction):
            raise NotModeratorError(self.role)
        return interaction.guild_id

    def check(self, interaction: BotInteraction) -> bool:
        """Check a command as discord.py wants it: by an error that its tree handles."""
        try:
            self.demand_moderator(interaction)
        except NotModeratorError as error:
            raise app_commands.CheckFailure from error
        return True

    def viewer(self, interaction: BotInteraction) -> Viewer:
        """Return the sender of an interaction as the reader of an earlier answer."""
        moderates = self.is_moderator(interaction)
        return Viewer(interaction.user.id, interaction.guild_id, moderates=moderates)


def moderators_only() -> Callable[[_Decorated], _Decorated]:
    """Mark a command of a cog that has `permissions` as one for moderators."""

    async def check(interaction: BotInteraction) -> bool:
        command = interaction.command
        permissions: Permissions = command.binding.permissions  # type: ignore[union-attr]  # its cog
        return permissions.check(interaction)

    return app_commands.check(check)


class ModeratorCog(commands.GroupCog):
    """A group of commands for moderators; a subclass gives its `name`."""

    def __init__(self, permissions: Permissions) -> None:
        """Create the group, hidden from everyone else as far as Discord can.

        Discord can hide commands by permission, not by the name of a role.
        """
        self.permissions = permissions
        if permissions.role is None and isinstance(self.app_command, app_commands.Group):
            self.app_command.default_permissions = discord.Permissions(manage_guild=True)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse anyone who doesn't moderate the server."""
        return self.permissions.check(interaction)
