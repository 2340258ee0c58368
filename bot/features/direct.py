"""Direct messages: answered from the one server that both share, or asked which."""

import asyncio
from collections.abc import Sequence
from typing import Any

import aiohttp
import discord
from cachetools import LRUCache, TTLCache
from discord import ui
from discord.ext import commands

from bot.errors import NotMemberError
from bot.services.answering import Answerer, Viewer
from bot.services.follow_ups import complete, earlier_question
from bot.ui.buttons import Press, Shows, route
from bot.ui.layout import Reply, annotated, notice
from bot.ui.quotation import clip, escape
from bot.ui.replies import Deliveries, explained, reply_to

from .answer_message import answer_reply
from .conversation import answer_ids, follow_up_reply
from .manners import Manners
from .questions import HOW_TO_ASK, MAX_QUESTION_CHARS, TOO_LONG, question_words

NO_SERVER = "We share no server, so I have no sources to search for you."
WHICH_SERVER = "Which class is this question for?"
GONE = "I can't read your question any more. Please send it again."
IN_SERVER = r"dm:(?P<guild_id>[0-9]{1,20}):(?P<message_id>[0-9]{1,20})"
"""The custom id of a choice: search a server for the question of a direct message."""

_OF_A_CLASS = {"question", "off-topic", "nonsense"}  # what its documents decide
_MOST_SERVERS = 25  # options of a menu
_AT_ONCE = 5  # requests to Discord
_REMEMBERED_S = 600.0  # a membership; whoever leaves a server loses its sources this soon
_NAME_CHARS = 90


class DirectMessages(commands.Cog):
    """Answers questions in direct messages."""

    def __init__(
        self,
        bot: commands.Bot,
        answerer: Answerer,
        deliveries: Deliveries,
        manners: Manners,
    ) -> None:
        """Create the cog.

        Args:
            bot: Knows the servers.
            answerer: Answers from one of them.
            deliveries: Recognizes messages that arrive twice.
            manners: What every answer respects.
        """
        self._bot = bot
        self._answerer = answerer
        self._deliveries = deliveries
        self._manners = manners
        self._members: TTLCache[tuple[int, int], bool] = TTLCache(10_000, _REMEMBERED_S)
        self._last: LRUCache[int, str] = LRUCache(1_000)  # answer ids, by channel

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a direct message, as a reply to it."""
        if message.author.bot or message.guild is not None:
            return
        if not self._deliveries.admit(message.id):
            return
        try:
            reply = await self._answer(message)
        except Exception as error:  # noqa: BLE001  # told, logged under a number, survived
            reply = explained(error)
        await reply_to(message, reply)

    @route(IN_SERVER, shows=Shows.IN_PLACE)
    async def in_server(self, press: Press) -> Reply:
        """Answer the question of a direct message from the chosen server."""
        guild = self._bot.get_guild(int(press["guild_id"]))
        channel = press.interaction.channel if press.interaction.guild_id is None else None
        if (
            channel is None
            or guild is None
            or not await self._is_member(guild, press.interaction.user.id)
        ):
            return notice(str(NotMemberError()))  # in place: the menu is of no use
        try:
            assert isinstance(channel, discord.abc.Messageable)  # noqa: S101  # it has a message
            message = await channel.fetch_message(int(press["message_id"]))
        except (discord.NotFound, discord.Forbidden):
            return notice(GONE)
        return await self._answer_from(message, guild)

    async def _answer(self, message: discord.Message) -> Reply:
        words = question_words(message.content)
        if not words:
            return notice(HOW_TO_ASK)
        if len(words) > MAX_QUESTION_CHARS:
            return notice(TOO_LONG)
        guilds = await self._shared(message.author.id)
        if not guilds:
            return notice(NO_SERVER)
        if len(guilds) == 1:
            return await self._answer_from(message, guilds[0])
        return await self._small_talk(words, guilds[0]) or _which(guilds, message.id)

    async def _small_talk(self, words: str, guild: discord.Guild) -> Reply | None:
        """Answer what is no question in any class; None for everything else."""
        searcher = await self._answerer.searchers.of(guild.id)
        found = await asyncio.to_thread(searcher.answer, words, limit=1)
        return None if found.kind in _OF_A_CLASS else notice(escape(found.reason))

    async def _answer_from(self, message: discord.Message, guild: discord.Guild) -> Reply:
        words, user_id = question_words(message.content), message.author.id
        self._manners.cooldowns.admit(user_id, message.channel.id)
        previous = await self._previous(message, Viewer(user_id, guild.id))
        asking = await complete(self._answerer, words, previous, guild.id)
        answered = await self._answerer.ask(
            asking.question[:MAX_QUESTION_CHARS],
            surface="direct",
            user_id=user_id,
            guild_id=guild.id,
            channel_id=None,  # it has one person in it, and would tell who it is
            private=True,
            added=asking.added,
        )
        shown = answer_reply(answered, with_question=False)
        if answered.answer.kind != "question":
            return shown
        self._last[message.channel.id] = answered.answer_id
        shown = follow_up_reply(shown, answered.answer_id, asking)
        return annotated(shown, f"-# From the sources of {escape(clip(guild.name, _NAME_CHARS))}")

    async def _previous(self, message: discord.Message, viewer: Viewer) -> str | None:
        """Return the question that a message replies to, or the last one of this conversation."""
        resolved = message.reference.resolved if message.reference else None
        ids = [*answer_ids(resolved)] if isinstance(resolved, discord.Message) else []
        answer_id = ids[0] if ids else self._last.get(message.channel.id)
        return await earlier_question(self._answerer, answer_id, viewer) if answer_id else None

    async def _shared(self, user_id: int) -> list[discord.Guild]:
        """Return the servers that both are in; the bot isn't sent their members."""
        turn = asyncio.Semaphore(_AT_ONCE)

        async def is_shared(guild: discord.Guild) -> bool:
            async with turn:
                return await self._is_member(guild, user_id)

        guilds = [*self._bot.guilds]
        shared = await asyncio.gather(*map(is_shared, guilds))
        return [guild for guild, is_in in zip(guilds, shared, strict=True) if is_in]

    async def _is_member(self, guild: discord.Guild, user_id: int) -> bool:
        known = self._members.get((guild.id, user_id))
        if known is None:
            try:
                await guild.fetch_member(user_id)
                known = True
            except discord.NotFound:
                known = False
            except (discord.HTTPException, aiohttp.ClientError):
                return False  # for now
            self._members[guild.id, user_id] = known
        return known


def _which(guilds: Sequence[discord.Guild], message_id: int) -> Reply:
    """Ask which server is meant."""
    named = sorted(guilds, key=lambda guild: guild.name.casefold())[:_MOST_SERVERS]
    options = [
        discord.SelectOption(
            label=clip(guild.name, _NAME_CHARS), value=f"dm:{guild.id}:{message_id}"
        )
        for guild in named
    ]
    menu = ui.Select[Any](custom_id="dm", placeholder="Choose a server", options=options)
    return annotated(notice(WHICH_SERVER), "", menu)
