"""A question that its channel has just seen answered gets a link to that answer."""

from typing import Any

import aiohttp
import discord
from discord import ui
from discord.ext import commands
from discord.utils import format_dt

from bot.services.answering import Answered, Answerer
from bot.services.recent import Locate, RecentAnswers
from bot.ui.buttons import Press, route
from bot.ui.layout import Reply, notice
from bot.ui.permissions import Permissions

from .answer_message import answer_reply
from .questions import FORGOTTEN

SHOW = r"show:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of a button that shows an answer that only a link was given to."""


class Repeats(commands.Cog):
    """Gives a link instead of an answer that the channel has just seen."""

    def __init__(self, answerer: Answerer, permissions: Permissions) -> None:
        self._answerer = answerer
        self._permissions = permissions
        self._recent = RecentAnswers()

    def posted(self, channel_id: int | None, answered: Answered, locate: Locate) -> None:
        """Remember an answer that everyone in a channel can see."""
        if channel_id is not None:
            self._recent.add(channel_id, answered, locate)

    async def instead(
        self, guild_id: int | None, channel_id: int | None, answered: Answered
    ) -> Reply | None:
        """Return what to show instead of an answer; None if the channel hasn't just seen it."""
        if channel_id is None or not answered.answer.hits:
            return None
        searcher = await self._answerer.searchers.of(guild_id)
        found = await self._recent.find(channel_id, answered, searcher)
        if found is None:
            return None
        recent, link = found
        button = ui.Button[Any](label="Show it here", custom_id=f"show:{answered.answer_id}")
        return notice(f"Asked {format_dt(recent.asked_at, 'R')}: [see the answer]({link})", button)

    @route(SHOW)
    async def show(self, press: Press) -> Reply:
        """Show the answer itself, to whoever wants to see it."""
        viewer = self._permissions.viewer(press.interaction)
        answered = await self._answerer.recall(press["answer_id"], viewer)
        return answer_reply(answered, with_question=True) if answered else notice(FORGOTTEN)


async def link_to_response(
    responses: discord.Webhook, message_id: int, guild_id: int | None
) -> str | None:
    """Return a link to the answer of a command; None if it has been deleted.

    Args:
        responses: The `followup` of its interaction, which holds on to little else.
        message_id: Of the answer.
        guild_id: Where it was given, which a message that is fetched so doesn't know.
    """
    try:
        message = await responses.fetch_message(message_id)
    except (discord.HTTPException, aiohttp.ClientError):
        return None
    return f"https://discord.com/channels/{guild_id}/{message.channel.id}/{message.id}"


async def link_to_message(message: discord.PartialMessage) -> str | None:
    """Return a link to a message; None if it has been deleted."""
    try:
        return (await message.fetch()).jump_url
    except (discord.HTTPException, aiohttp.ClientError):
        return None
