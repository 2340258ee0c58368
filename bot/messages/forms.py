"""Forms, which Discord calls modals: what is filled in is answered as a command is."""

from typing import Any

import discord
from discord import ui

from bot.errors import NotModeratorError

from .moderation import demand_moderator
from .replying import BotInteraction, or_report, report

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
