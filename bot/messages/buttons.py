"""Buttons that still work when the bot was restarted since, even months later."""

import re
from typing import Any, Self

import discord
from discord import ui

from .replying import BotInteraction, or_report


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
