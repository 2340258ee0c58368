"""The part of `pullquote doctor` that asks Discord: token, clock, commands and permissions."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from bot.text import count, listed
from bot.ui.permissions import missing_permissions

from .findings import Finding

_MOST_SERVERS = 200
_MOST_CHANNELS = 3  # named of a server
_MOST_OFF = timedelta(seconds=30)
_PROXY = ("HTTPS_PROXY", "https_proxy")
_GIVE = (
    "In Discord, open the channel's settings, Permissions, and allow it for the role Pullquote; "
    "or invite the bot again with the address in docs/discord-setup.md."
)


async def ask_discord(token: str) -> list[Finding]:
    """Check what only Discord knows; what can't be reached is a finding too."""
    client = discord.Client(intents=discord.Intents.none(), proxy=_proxy())
    try:
        findings = [await _clock()]
        await client.login(token)
        findings += [finding async for finding in _application(client)]
        async for guild in client.fetch_guilds(limit=_MOST_SERVERS, with_counts=False):
            findings.append(await _server(client, guild.id))
    except discord.LoginFailure:
        text = "Discord rejects the token in DISCORD_TOKEN. Reset it in the developer portal."
        findings.append(Finding("token", "problem", text))
    except (aiohttp.ClientError, discord.HTTPException, TimeoutError, OSError) as error:
        text = f"It can't be reached ({type(error).__name__}). Check the network and the proxy."
        findings = [Finding("Discord", "problem", text)]
    finally:
        await client.close()
    return findings


def _proxy() -> str | None:
    return next((os.environ[name] for name in _PROXY if os.environ.get(name)), None)


async def _clock() -> Finding:
    """Compare this machine's clock with Discord's: answers' tokens and the retention need it."""
    timeout = aiohttp.ClientTimeout(total=15)
    async with (
        aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
        session.get(f"{Route.BASE}/gateway") as response,
    ):
        theirs = response.headers.get("Date")
    off = datetime.now(UTC) - parsedate_to_datetime(theirs) if theirs else timedelta()
    if abs(off) > _MOST_OFF:
        text = f"This machine's clock is {abs(off).total_seconds():.0f} s off. Switch on NTP."
        return Finding("clock", "problem", text)
    proxy = " It is reached through a proxy." if _proxy() else ""
    return Finding("clock", "ok", f"It agrees with Discord's.{proxy}")


async def _application(client: discord.Client) -> AsyncIterator[Finding]:
    application = await client.application_info()
    yield Finding("token", "ok", f"It belongs to the application {application.name}.")
    commands = await client.http.get_global_commands(application.id)
    if commands:
        yield Finding("commands", "ok", f"{count(len(commands), 'command')} registered.")
    else:
        text = "None is registered. Start the bot once: it registers them."
        yield Finding("commands", "warning", text)


async def _server(client: discord.Client, guild_id: int) -> Finding:
    assert client.user is not None  # noqa: S101  # known since the login
    guild = await client.fetch_guild(guild_id, with_counts=False)
    me = await guild.fetch_member(client.user.id)
    channels = [channel for channel in await guild.fetch_channels() if _is_written_in(channel)]
    part = f"server {guild.name}"
    visible = [channel for channel in channels if channel.permissions_for(me).view_channel]
    if not visible:
        return Finding(part, "problem", f"The bot sees no channel. {_GIVE}")
    lacking = [
        f"#{channel.name} lacks {', '.join(missing)}"
        for channel in visible
        if (missing := missing_permissions(channel, me))
    ]
    if lacking:
        named = listed(lacking[:_MOST_CHANNELS], len(lacking), "; ")
        return Finding(part, "warning", f"{named}. {_GIVE}")
    return Finding(part, "ok", f"The bot sees {len(visible)} of {len(channels)} channels.")


def _is_written_in(channel: discord.abc.GuildChannel) -> bool:
    return isinstance(channel, discord.TextChannel | discord.ForumChannel)
