"""Buttons that still work when the bot was restarted since, even months later."""

import re
from collections.abc import Callable
from typing import Any, Self, TypeVar

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.errors import NotModeratorError
from bot.services.answering import Viewer

from .replies import BotInteraction, or_report, report


class LastingButton(ui.DynamicItem[ui.Button[Any]], template="(?!)"):  # matches no button
    """A button known by its custom id alone; a subclass gives its `template` and `press`."""

    def __init__(self, button: ui.Button[Any], match: re.Match[str]) -> None:
        super().__init__(button)
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what its id says."""
        if not isinstance(item, ui.Button):
            raise TypeError(item)
        return cls(item, match)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Whether the press is new."""
        fresh: bool = interaction.client.admit(interaction.id)
        return fresh

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the press; its failures end as those of commands do."""
        await or_report(interaction, self.press(interaction))

    async def press(self, interaction: BotInteraction) -> None:
        """Answer the press."""
        raise NotImplementedError


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


FORM_SECONDS = 15 * 60.0
"""How long a form waits to be sent; nobody writes at one for longer."""


class Form(ui.Modal):
    """A form; a subclass says in `filled` what becomes of it."""

    def __init__(self, title: str) -> None:
        super().__init__(title=title, timeout=FORM_SECONDS)

    def ask(self, label: str, field: ui.TextInput[Any], description: str | None = None) -> None:
        """Add a field under its label, of at most 45 characters, and what is to be known of it."""
        self.add_item(ui.Label(text=label, description=description, component=field))

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Whether it was sent for the first time."""
        fresh: bool = interaction.client.admit(interaction.id)
        return fresh

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Answer the form; its failures end as those of commands do."""
        await or_report(interaction, self.filled(interaction))

    async def filled(self, interaction: BotInteraction) -> None:
        """Answer what was filled in."""
        raise NotImplementedError


class ModeratorForm(Form):
    """A form for moderators; who was one when it opened, and is none now, is refused."""

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Answer the form of a moderator, and tell others why not."""
        try:
            demand_moderator(interaction)
        except NotModeratorError as error:
            await report(interaction, error)
        else:
            await super().on_submit(interaction)


def viewer_of(interaction: BotInteraction) -> Viewer:
    """Whoever is behind an interaction, as somebody who wants to see an earlier answer."""
    return Viewer(interaction.user.id, interaction.guild_id, moderates=is_moderator(interaction))
