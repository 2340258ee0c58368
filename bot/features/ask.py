"""Questions on Discord: `/ask`, a mention of the bot, and the buttons under their answers."""

import asyncio
import re
from dataclasses import replace

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.libraries.scopes import scopes_of
from bot.services.answering import Answered, Answerer
from bot.services.privacy import first_notice
from bot.ui.buttons import Press, route
from bot.ui.layout import Reply, notice
from bot.ui.pages import choices
from bot.ui.permissions import Permissions
from bot.ui.replies import BotInteraction, Deliveries, explained, in_time, reply_to, respond
from sources import Library

from .answer_buttons import AS_TYPED, CLOSEST, MORE_PASSAGES
from .answer_message import answer_reply, closest_reply, more_reply
from .manners import Manners

MAX_QUESTION_CHARS = 1000
MAX_SOURCE_CHARS = 300

HOW_TO_ASK = (
    "Ask me a question with `/ask`, or mention me and write it after my name. I quote "
    "what the class's sources say."
)
TOO_LONG = f"Please keep your question under {MAX_QUESTION_CHARS:,} characters."
FORGOTTEN = "That answer is no longer available. Please ask again."

# Users, roles, channels and custom emoji, as Discord writes them into a text.
_REFERENCE = re.compile(r"<(?:@[!&]?|#|a?:\w+:)[0-9]+>")


class Ask(commands.Cog):
    """Quotes the sources in reply to a question."""

    def __init__(
        self,
        bot: commands.Bot,
        answerer: Answerer,
        permissions: Permissions,
        deliveries: Deliveries,
        manners: Manners,
    ) -> None:
        """Create the cog.

        Args:
            bot: Whose mentions are questions.
            answerer: Answers them.
            permissions: Decides who may see private answers again.
            deliveries: Tells repeated messages.
            manners: What every answer respects.
        """
        self._bot = bot
        self._answerer = answerer
        self._permissions = permissions
        self._deliveries = deliveries
        self._manners = manners

    @app_commands.command(description=("Ask the class's sources; answers are quoted word for word"))
    @app_commands.describe(
        question="Your question",
        private="Only you can see the answer; without it, as you chose last",
        source="Search only this collection or document: choose one from the list",
    )
    async def ask(
        self,
        interaction: BotInteraction,
        question: app_commands.Range[str, 1, MAX_QUESTION_CHARS],
        private: bool | None = None,  # noqa: FBT001  # the name of Discord's option
        source: app_commands.Range[str, 1, MAX_SOURCE_CHARS] | None = None,
    ) -> None:
        """Answer a question, for everyone to see unless it is to be private."""
        words = question_words(question)
        if not words:
            await respond(interaction, notice(HOW_TO_ASK), private=True)
            return
        self._manners.cooldowns.admit(interaction.user.id, interaction.channel_id)
        by_default = await self._manners.preferences.private(
            interaction.user.id, interaction.guild_id
        )
        is_private = by_default if private is None else private
        asking = self._answerer.ask(
            words,
            surface="slash",
            user_id=interaction.user.id,
            guild_id=interaction.guild_id,
            channel_id=interaction.channel_id,
            source=source,
            private=is_private,
        )
        answered = await in_time(interaction, asking, private=is_private)
        answered = replace(answered, by_default=is_private and by_default)
        reply = self._shown(answered, with_question=True)
        # A greeting is nobody else's business.
        is_private = is_private or answered.answer.kind != "question"
        await respond(interaction, reply, private=is_private)

    @ask.autocomplete("source")
    async def _sources(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        library = self._answerer.searchers.of(interaction.guild_id).library
        return await asyncio.to_thread(_offered, library, typed)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message whose words mention the bot, in its channel and without a ping."""
        if message.author.bot or message.guild is None or not self._is_addressed(message):
            return
        if not self._deliveries.admit(message.id):
            return
        try:
            reply = await self._answer(message, message.guild.id)
        except Exception as error:  # noqa: BLE001  # told, logged under a number, survived
            reply = explained(error)
        await reply_to(message, reply)

    def _is_addressed(self, message: discord.Message) -> bool:
        """Not so by @everyone, by a role, or by the ping that comes with each reply."""
        bot = self._bot.user
        # In code, which is how people explain a mention, it stands in the words alone.
        if bot is None or bot not in message.mentions:
            return False
        return re.search(f"<@!?{bot.id}>", message.content) is not None

    async def _answer(self, message: discord.Message, guild_id: int) -> Reply:
        words = question_words(message.content)
        if not words:
            return notice(HOW_TO_ASK)
        if len(words) > MAX_QUESTION_CHARS:
            return notice(TOO_LONG)
        self._manners.cooldowns.admit(message.author.id, message.channel.id)
        answered = await self._answerer.ask(
            words,
            surface="mention",
            user_id=message.author.id,
            guild_id=guild_id,
            channel_id=message.channel.id,
        )
        return self._shown(answered, with_question=False)

    @route(MORE_PASSAGES)
    async def more(self, press: Press) -> Reply:
        """Show an answer's next passages."""
        viewer = self._permissions.viewer(press.interaction)
        answered = await self._answerer.recall(press["answer_id"], viewer)
        return more_reply(answered, int(press["rank"])) if answered else notice(FORGOTTEN)

    @route(CLOSEST)
    async def closest(self, press: Press) -> Reply:
        """Show the closest passages where none was likely enough to be shown."""
        viewer = self._permissions.viewer(press.interaction)
        answered = await self._answerer.closest(press["answer_id"], viewer)
        return closest_reply(answered, int(press["rank"])) if answered else notice(FORGOTTEN)

    @route(AS_TYPED)
    async def as_typed(self, press: Press) -> Reply:
        """Ask again, without correcting the spelling."""
        interaction = press.interaction
        self._manners.cooldowns.admit(interaction.user.id, interaction.channel_id)
        answered = await self._answerer.ask_as_typed(
            press["answer_id"],
            self._permissions.viewer(interaction),
            channel_id=interaction.channel_id,
        )
        return self._shown(answered, with_question=True) if answered else notice(FORGOTTEN)

    def _shown(self, answered: Answered, *, with_question: bool) -> Reply:
        """Make the message; a person's first one mentions what is stored."""
        is_first = answered.asker.is_new and answered.answer.kind == "question"
        foot = first_notice(self._manners.keeping) if is_first else ""
        return answer_reply(answered, with_question=with_question, foot=foot)


def _offered(library: Library, typed: str) -> list[Choice[str]]:
    return choices(scopes_of(library.documents), typed)


def question_words(text: str) -> str:
    """A question without what is no word of it: mentions, custom emoji and spare white space."""
    return " ".join(_REFERENCE.sub(" ", text).split())
