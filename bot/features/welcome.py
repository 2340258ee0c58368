"""The first message in a server: to the person who invited the bot."""

import logging

import aiohttp
import discord
from discord.ext import commands

from .setup_card import invited_reply, welcome_reply

_log = logging.getLogger(__name__)
_MOST_ENTRIES = 10  # of the audit log


class Welcome(commands.Cog):
    """Greets whoever invites the bot, once."""

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Write to the person who invited the bot, or else into a channel of the server."""
        try:
            if not await self._write_to_inviter(guild):
                await self._write_to_channel(guild)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            _log.info("a new server could not be greeted: %s", type(error).__name__)

    async def _write_to_inviter(self, guild: discord.Guild) -> bool:
        if not guild.me.guild_permissions.view_audit_log:
            return False
        try:
            added = discord.AuditLogAction.bot_add
            async for entry in guild.audit_logs(limit=_MOST_ENTRIES, action=added):
                is_mine = entry.target is not None and entry.target.id == guild.me.id
                if is_mine and entry.user is not None:
                    channel = _first_channel(guild)
                    link = (
                        channel.jump_url if channel else f"https://discord.com/channels/{guild.id}"
                    )
                    await entry.user.send(view=invited_reply(guild.name, link).view)
                    return True
        except discord.Forbidden:  # of the log or of the message
            return False
        return False

    async def _write_to_channel(self, guild: discord.Guild) -> None:
        if channel := _first_channel(guild):
            await channel.send(view=welcome_reply().view)


def _first_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """Return the system channel, or the first one that the bot can write in."""
    every = [*([guild.system_channel] if guild.system_channel else []), *guild.text_channels]
    return next((one for one in every if _may_write(one)), None)


def _may_write(channel: discord.TextChannel) -> bool:
    mine = channel.permissions_for(channel.guild.me)
    return mine.view_channel and mine.send_messages
