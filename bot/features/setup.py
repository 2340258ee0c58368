"""`/setup`: the first hour, step by step, and what each server chooses."""

import asyncio
from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.errors import LogUnusableError, NoChannelError, NotManagerError
from bot.services.answering import Answerer
from bot.services.class_answers import choose
from bot.services.forums import choose_forum, chosen_forums
from bot.services.privacy import Keeping
from bot.services.samples import sample_questions
from bot.storage.questions import recent_questions
from bot.storage.reviews import digest_channel
from bot.ui.buttons import Press, Shows, route
from bot.ui.layout import GOOD, Reply, notice, with_controls
from bot.ui.permissions import Permissions, moderators_only
from bot.ui.replies import BotInteraction, answer_privately

from .answer_message import answer_reply
from .context import Server, Servers
from .digest import Digests
from .question_list import KEY_PATTERN, TokenCache
from .setup_card import (
    DOCUMENTS,
    NEEDED,
    REPORTS,
    SAMPLES,
    TEXT,
    Missing,
    class_text,
    read_line,
    retention_reply,
    samples_reply,
    setup_reply,
)
from .setup_card import Setup as Facts
from .sources import add_form

_MOST_SILENT = 25  # Discord's limit for a menu


class Setup(commands.Cog):
    """Leads moderators through the first hour."""

    def __init__(  # noqa: PLR0913, PLR0917  # all that it shows and changes
        self,
        bot: commands.Bot,
        answerer: Answerer,
        servers: Servers,
        permissions: Permissions,
        tokens: TokenCache,
        digests: Digests,
        keeping: Keeping,
    ) -> None:
        self.permissions = permissions
        if permissions.role is None:  # Discord can't hide a command by the name of a role
            self.setup.default_permissions = discord.Permissions(manage_guild=True)
        self._bot = bot
        self._answerer = answerer
        self._servers = servers
        self._tokens = tokens
        self._digests = digests
        self._keeping = keeping

    @app_commands.command(description="Moderators: set the bot up, step by step")
    @moderators_only()
    async def setup(self, interaction: BotInteraction) -> None:
        """Show what is done and what is left."""
        await answer_privately(interaction, self._card(interaction))

    @route("setup:again", moderators=True, shows=Shows.IN_PLACE)
    async def again(self, press: Press) -> Reply:
        """Show the card as it is now."""
        return await self._card(press.interaction)

    @route(DOCUMENTS, moderators=True, shows=Shows.FORM)
    async def documents(self, _press: Press) -> ui.Modal:
        """Ask for files."""
        return add_form("")

    @route(REPORTS, moderators=True)
    async def reports(self, _press: Press) -> Reply:
        """Ask for the channel of weekly reports."""
        menu = ui.ChannelSelect[Any](
            custom_id="setup:report-channel",
            channel_types=[discord.ChannelType.text],
            placeholder="A channel that only moderators can see",
        )
        words = "**Weekly reports**\nChoose a channel that only moderators can see."
        return with_controls(notice(words), menu)

    @route("setup:report-channel", moderators=True, shows=Shows.IN_PLACE)
    async def report_channel(self, press: Press) -> Reply:
        """Send weekly reports to a channel from now on."""
        channel = _channel(press)
        await self._digests.begin(channel)
        server = self._servers.of(press.interaction)
        await server.audit("logs digest", {"channel": channel.id})
        words = f"Weekly reports go to {channel.mention}, the first one now."
        return notice(f"{words} `/logs digest` changes that.", accent=GOOD)

    @route(SAMPLES, moderators=True)
    async def samples(self, press: Press) -> Reply:
        """Show questions that the documents answer."""
        server = self._servers.of(press.interaction)
        found = await asyncio.to_thread(sample_questions, await server.searcher())
        return samples_reply(
            [(one, self._tokens.keep(server.guild_id, one.question)) for one in found]
        )

    @route(rf"setup:ask:(?P<key>{KEY_PATTERN})", moderators=True)
    async def ask(self, press: Press) -> Reply:
        """Answer a sample question as any other, for the moderator alone."""
        interaction = press.interaction
        server = self._servers.of(interaction)
        answered = await self._answerer.ask(
            self._tokens.get(server.guild_id, press["key"]),
            surface="slash",
            user_id=interaction.user.id,
            guild_id=server.guild_id,
            channel_id=interaction.channel_id,
            private=True,
        )
        return answer_reply(answered, with_question=True)

    @route(TEXT, moderators=True)
    async def text(self, press: Press) -> Reply:
        """Show a text for the class."""
        searcher = await self._servers.of(press.interaction).searcher()
        return notice(class_text(await asyncio.to_thread(sample_questions, searcher, 1)))

    @route("setup:mentions", moderators=True)
    async def mentions(self, press: Press) -> Reply:
        """Ask in which channels mentions are not answered."""
        server = self._servers.of(press.interaction)
        silent = [
            discord.SelectDefaultValue.from_channel(discord.Object(one))
            for one in server.library.lessons.chosen.silent[:_MOST_SILENT]
        ]
        menu = ui.ChannelSelect[Any](
            custom_id="setup:silent",
            placeholder="None: answered in all channels",
            min_values=0,
            max_values=_MOST_SILENT,
            default_values=silent,
        )
        words = "**Mentions**\nChoose the channels in which I stay silent when I'm mentioned."
        return with_controls(notice(words), menu)

    @route("setup:silent", moderators=True, shows=Shows.IN_PLACE)
    async def set_silent(self, press: Press) -> Reply:
        """Stay silent in the chosen channels."""
        server = self._servers.of(press.interaction)
        silent = tuple(int(value) for value in press.values if value.isdecimal())
        await choose(server.library, server.by, silent=silent)
        return await self._card(press.interaction)

    @route("setup:forums", moderators=True)
    async def forums(self, press: Press) -> Reply:
        """Ask in which forum channels new posts are answered."""
        server = self._servers.of(press.interaction)
        chosen = await chosen_forums(server.log.rows, server.guild_id)
        menu = ui.ChannelSelect[Any](
            custom_id="setup:forums-chosen",
            channel_types=[discord.ChannelType.forum],
            placeholder="None: new posts are not answered",
            min_values=0,
            max_values=_MOST_SILENT,
            default_values=[
                discord.SelectDefaultValue.from_channel(discord.Object(one))
                for one in chosen[:_MOST_SILENT]
            ],
        )
        words = (
            "**Forum posts**\nChoose the forums in which I answer each new post whose title the "
            "documents answer."
        )
        return with_controls(notice(words), menu)

    @route("setup:forums-chosen", moderators=True, shows=Shows.IN_PLACE)
    async def set_forums(self, press: Press) -> Reply:
        """Answer new posts in the chosen forums, and in no others."""
        server, guild = self._servers.of(press.interaction), press.interaction.guild
        found = [guild.get_channel(int(v)) for v in press.values if guild and v.isdecimal()]
        wanted = {one.id for one in found if isinstance(one, discord.ForumChannel)}
        known = {*await chosen_forums(server.log.rows, server.guild_id)}
        for channel in wanted ^ known:
            answers = channel in wanted
            await choose_forum(server.log, server.guild_id, channel, answers=answers, by=server.by)
        return await self._card(press.interaction)

    @route(r"setup:private:(?P<way>on|off)", moderators=True, shows=Shows.IN_PLACE)
    async def set_private(self, press: Press) -> Reply:
        """Have answers private or public, unless the asker chooses otherwise."""
        server = self._servers.of(press.interaction)
        await choose(server.library, server.by, private=press["way"] == "on")
        return await self._card(press.interaction)

    @route("setup:retention", moderators=True)
    async def retention(self, _press: Press) -> Reply:
        """Ask how long questions are stored, within what the operator allows."""
        return retention_reply(self._keeping)

    @route(r"setup:keep:(?P<days>[0-9]{1,4}|longest)", moderators=True, shows=Shows.IN_PLACE)
    async def set_retention(self, press: Press) -> Reply:
        """Store questions for so many days."""
        server = self._servers.of(press.interaction)
        days = int(press["days"]) if press["days"] != "longest" else None
        await choose(server.library, server.by, retention_days=days or None)
        return await self._card(press.interaction)

    @route("setup:role", moderators=True)
    async def role(self, press: Press) -> Reply:
        """Ask which role moderates, too."""
        _demand_manager(press.interaction)
        menu = ui.RoleSelect[Any](
            custom_id="setup:role-chosen", placeholder="None", min_values=0, max_values=1
        )
        words = (
            "**Moderators' role**\nIts members can do all that you can do with me. Choose nothing "
            "to remove it.\n-# To show them the commands, allow the role in Server Settings, "
            "Integrations."
        )
        return with_controls(notice(words), menu)

    @route("setup:role-chosen", moderators=True, shows=Shows.IN_PLACE)
    async def set_role(self, press: Press) -> Reply:
        """Let a role moderate."""
        _demand_manager(press.interaction)
        guild = press.interaction.guild
        found = [guild.get_role(int(v)) for v in press.values if guild and v.isdecimal()]
        roles = [role.id for role in found if role and not role.is_default()]
        server = self._servers.of(press.interaction)
        await choose(server.library, server.by, moderator_role=roles[0] if roles else None)
        return await self._card(press.interaction)

    async def _card(self, interaction: BotInteraction) -> Reply:
        server, guild = self._servers.moderated(interaction), interaction.guild
        missing = list(_missing(guild)) if guild else []
        keeping = self._keeping.within(server.library.lessons.chosen.retention_days)
        facts = await _facts(server, missing, self.permissions.role, keeping)
        return setup_reply(facts)


async def _facts(
    server: Server, missing: list[Missing], role: str | None, keeping: Keeping
) -> Facts:
    """Return how far a server is, given the operator's role for moderators."""
    try:
        channel = await digest_channel(server.log, server.guild_id)
        asked = bool(await recent_questions(server.log.rows, server.guild_id, 1))
        forums = tuple(await chosen_forums(server.log.rows, server.guild_id))
    except LogUnusableError:
        channel, asked, forums = None, False, ()
    return Facts(
        read=read_line(await server.documents()),
        reports=f"<#{channel}>" if channel else None,
        asked=asked,
        forums=forums,
        missing=missing,
        chosen=server.library.lessons.chosen,
        role=role,
        stored=keeping.how_long,
    )


def _missing(guild: discord.Guild) -> Iterator[Missing]:
    """Yield the channels that members use and in which the bot lacks permissions."""
    for channel in guild.text_channels:
        mine = channel.permissions_for(guild.me)
        if not (mine.view_channel or channel.permissions_for(guild.default_role).view_channel):
            continue  # hidden from everyone, the bot included, which may be on purpose
        names = tuple(name for power, name in NEEDED.items() if not getattr(mine, power))
        if names:
            yield Missing(channel.mention, names)


def _channel(press: Press) -> discord.TextChannel:
    guild = press.interaction.guild
    chosen = [guild.get_channel(int(v)) for v in press.values if guild and v.isdecimal()]
    for channel in chosen:
        if isinstance(channel, discord.TextChannel):
            return channel
    raise NoChannelError


def _demand_manager(interaction: BotInteraction) -> None:
    """Refuse members of a moderators' role, who could otherwise let others in."""
    if not interaction.permissions.manage_guild:
        raise NotManagerError
