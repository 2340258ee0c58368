"""New posts of the forum channels that moderators chose: the passages that answer their titles."""

import asyncio

import discord
from discord.ext import commands

from bot.errors import BusyChannelError, LogUnusableError, TooManyQuestionsError
from bot.services.answering import Answerer
from bot.services.forums import is_chosen
from bot.ui.replies import Deliveries, post_in

from .answer_message import answer_reply
from .manners import Manners
from .questions import MAX_QUESTION_CHARS, question_words

AFTER_S = 2.0
"""How long to wait: Discord refuses messages until a post's first one is there."""


class Forum(commands.Cog):
    """Posts what answers the title of a new post, if something does.

    Discord doesn't send a post's words to a bot that they don't mention; its title it does.
    """

    def __init__(
        self, bot: commands.Bot, answerer: Answerer, deliveries: Deliveries, manners: Manners
    ) -> None:
        """Create the cog.

        Args:
            bot: Is told of new posts.
            answerer: Answers them; knows which channels were chosen.
            deliveries: Recognizes posts that arrive twice.
            manners: What every answer respects.
        """
        self._bot = bot
        self._answerer = answerer
        self._deliveries = deliveries
        self._manners = manners

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Answer a new post in a chosen channel, unless it speaks to the bot itself."""
        words = question_words(thread.name)[:MAX_QUESTION_CHARS]
        if not words or not isinstance(thread.parent, discord.ForumChannel):
            return
        if thread.owner_id == (self._bot.user and self._bot.user.id):
            return
        try:
            chosen = await is_chosen(
                self._answerer.query_log.rows, thread.guild.id, thread.parent.id
            )
        except LogUnusableError:
            return
        await asyncio.sleep(AFTER_S if chosen else 0)
        # A first message that mentions the bot has the same id, and is answered as a mention.
        if chosen and self._deliveries.admit(thread.id):
            await self._answer(thread, words)

    async def _answer(self, thread: discord.Thread, words: str) -> None:
        searcher = await self._answerer.searchers.of(thread.guild.id)
        found = await asyncio.to_thread(searcher.answer, words, limit=1)
        if found.status != "found" or thread.owner_id is None:
            return  # nobody asked the bot, so it says nothing rather than that it knows nothing
        try:
            self._manners.cooldowns.admit(thread.owner_id, thread.parent_id)
        except (TooManyQuestionsError, BusyChannelError):
            return
        answered = await self._answerer.ask(
            words,
            surface="forum",
            user_id=thread.owner_id,
            guild_id=thread.guild.id,
            channel_id=thread.id,
        )
        await post_in(thread, thread.id, answer_reply(answered, with_question=False))
