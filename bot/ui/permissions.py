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

NEEDED = {
    "view_channel": "View Channels",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
    "attach_files": "Attach Files",
}
"""Every permission the bot asks for, by discord.py's name, with its name in Discord."""


def missing_permissions(channel: discord.abc.GuildChannel, member: discord.Member) -> list[str]:
    """Return the names of the permissions that the bot, a `member`, lacks in a channel."""
    has = channel.permissions_for(member)
    return [name for flag, name in NEEDED.items() if not getattr(has, flag)]


class Permissions:
    """Decides who moderates a server: members with Manage Server, or with one of two roles.

    The operator names one for all servers, and each server may choose one.
    """

    def __init__(
        self, role: str | None = None, chosen: Callable[[int], int | None] | None = None
    ) -> None:
        """Set the roles that may moderate, too.

        Args:
            role: A name; None for none.
            chosen: Gives the id of the role that a server chose; None for none.
        """
        self.role = role
        self._chosen = chosen

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
        return any(map(self._is_named, member.roles))

    def _is_named(self, role: discord.Role) -> bool:
        """Return whether the operator or the server lets a role moderate."""
        if self.role is not None and role.name == self.role:
            return True
        chosen = self._chosen(role.guild.id) if self._chosen else None
        return role.id == chosen and not role.is_default()

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

    async def outsiders(self, channel: discord.TextChannel) -> str | None:
        """Name those who can see a channel but don't moderate its server: "members with ...".

        A combination of roles sees no more than one of them does alone, so each is checked alone.
        Members with a permission of their own are looked up, because what is cached of them may be
        out of date.

        Returns:
            Plain text, of the first that is found; None if only moderators see the channel.

        Raises:
            discord.HTTPException: If Discord doesn't say who a member is.
        """
        for role in channel.guild.roles:
            if self._lets_in(role, channel):
                return "everyone" if role.is_default() else f"members with the role “{role.name}”"
        for target, overwrite in channel.overwrites.items():
            if overwrite.view_channel and not isinstance(target, discord.Role):
                member = await _member(channel.guild, target.id)
                if member and not self._moderates_as_member(member):
                    return f"{member.display_name}, who isn't a moderator,"
        return None

    def _lets_in(self, role: discord.Role, channel: discord.TextChannel) -> bool:
        """Return whether a role shows a channel to people who don't moderate."""
        is_own = role.tags is not None and role.tags.bot_id == channel.guild.me.id
        sees = channel.permissions_for(role).view_channel
        return sees and not is_own and not self._moderates(role)

    def _moderates(self, role: discord.Role) -> bool:
        powers = role.permissions
        return powers.administrator or powers.manage_guild or self._is_named(role)

    def _moderates_as_member(self, member: discord.Member) -> bool:
        guild = member.guild
        is_exempt = member.id in {guild.owner_id, guild.me.id}
        return is_exempt or any(map(self._moderates, member.roles))

    def viewer(self, interaction: BotInteraction) -> Viewer:
        """Return the sender of an interaction as the reader of an earlier answer."""
        moderates = self.is_moderator(interaction)
        return Viewer(interaction.user.id, interaction.guild_id, moderates=moderates)


async def _member(guild: discord.Guild, user_id: int) -> discord.Member | None:
    """Look up a member; None if there is none with this id, or no longer."""
    try:
        return await guild.fetch_member(user_id)
    except discord.NotFound:
        return None


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
