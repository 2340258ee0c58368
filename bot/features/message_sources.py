"""Documents from messages: *Add to sources* in a message's menu, and `/sources channel`."""

from collections.abc import Sequence
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import ChannelUnreadableError, NoTextsError, NothingToAddError
from bot.libraries.own_documents import Change
from bot.services.messages import Said, message_uploads, worth_adding
from bot.services.uploads import Upload, fetch_uploads, without_duplicates
from bot.ui.layout import sheet
from bot.ui.permissions import Permissions
from bot.ui.replies import BotInteraction, in_time, respond
from sources import Limits, Problem

from .context import Server, Servers
from .reload_card import refusals
from .versions import rehearse

MENU = "Add to sources"
_MOST_HISTORY = 500
What = Literal["pinned", "long"]


class MessageSources(commands.Cog):
    """Lets moderators add what stands in messages."""

    def __init__(
        self, bot: commands.Bot, servers: Servers, permissions: Permissions, limits: Limits
    ) -> None:
        self._servers = servers
        self._limits = limits
        menu = app_commands.ContextMenu(name=MENU, callback=self._add_message)
        if permissions.role is None:
            menu.default_permissions = discord.Permissions(manage_guild=True)
        bot.tree.add_command(menu)

    async def _add_message(self, interaction: BotInteraction, message: discord.Message) -> None:
        """Add a message's files, or its text if it has none."""
        server = self._servers.moderated(interaction)
        if message.attachments:
            fetching = fetch_uploads(message.attachments, "", self._limits)
            fetched, refused = await in_time(interaction, fetching, private=True)
        else:
            fetched, refused = message_uploads([_said(message)], self._limits), []
        if not fetched and not refused:
            raise NothingToAddError
        await add_uploads(interaction, server, fetched, refused)

    async def add_channel(
        self, interaction: BotInteraction, channel: discord.TextChannel, what: What
    ) -> None:
        """Add the pinned or long messages of a channel.

        Raises:
            ChannelUnreadableError: If the moderator or the bot cannot read it.
            NoTextsError: If Discord shows the bot no texts there.
            NothingToAddError: If there is none.
        """
        server = self._servers.moderated(interaction)
        member = interaction.user
        readers = (member, channel.guild.me)
        if not all(isinstance(one, discord.Member) and _reads(channel, one) for one in readers):
            raise ChannelUnreadableError
        messages = await in_time(interaction, _messages(channel, what), private=True)
        if messages and not any(message.content for message in messages):
            raise NoTextsError
        said = worth_adding([_said(one) for one in messages], long_only=what == "long")
        if not said:
            raise NothingToAddError
        await add_uploads(interaction, server, message_uploads(said, self._limits), [])


async def add_uploads(
    interaction: BotInteraction,
    server: Server,
    fetched: Sequence[Upload],
    refused: Sequence[Problem],
) -> None:
    """Rehearse what is new of some uploads, and say why the others are not added."""
    new, known = without_duplicates(fetched, (await server.documents()).documents)
    if new:
        add = {upload.path: upload.raw for upload in new}
        await rehearse(interaction, server, Change(add=add, refused=[*refused, *known]))
    else:
        await respond(interaction, sheet(refusals([*refused, *known])), private=True)


def _reads(channel: discord.TextChannel, member: discord.Member) -> bool:
    allowed = channel.permissions_for(member)
    return allowed.view_channel and allowed.read_message_history


async def _messages(channel: discord.TextChannel, what: What) -> list[discord.Message]:
    """Return messages of people, pinned ones or the latest."""
    found: list[discord.Message]
    if what == "pinned":
        found = [message async for message in channel.pins(limit=None)]
    else:
        found = [message async for message in channel.history(limit=_MOST_HISTORY)]
    return [message for message in found if not message.author.bot]


def _said(message: discord.Message) -> Said:
    name = getattr(message.channel, "name", None) or ""
    return Said(message.content, name, message.created_at, message.jump_url, message.id)
