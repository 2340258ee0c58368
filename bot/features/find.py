"""*Find in sources*: what the sources say about anybody's message."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.services.answering import Answerer
from bot.ui.layout import Reply, notice
from bot.ui.replies import BotInteraction, answer_privately

from .answer_message import answer_reply
from .manners import Manners
from .questions import MAX_QUESTION_CHARS, question_words

NO_WORDS = "That message has no words to look for."


class FindInSources(commands.Cog):
    """Adds *Find in sources* to the menu of each message."""

    def __init__(self, bot: commands.Bot, answerer: Answerer, manners: Manners) -> None:
        self._bot = bot
        self._answerer = answerer
        self._manners = manners
        self._menu = app_commands.ContextMenu(name="Find in sources", callback=self._find)

    async def cog_load(self) -> None:
        """Add the menu."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Remove the menu."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def _find(self, interaction: BotInteraction, message: discord.Message) -> None:
        await answer_privately(interaction, self._answer(interaction, message))

    async def _answer(self, interaction: BotInteraction, message: discord.Message) -> Reply:
        words = question_words(message.content)
        if not words:
            return notice(NO_WORDS)
        self._manners.cooldowns.admit(interaction.user.id, interaction.channel_id)
        answered = await self._answerer.ask(
            _beginning(words),
            surface="menu",
            user_id=interaction.user.id,
            guild_id=interaction.guild_id,
            channel_id=interaction.channel_id,
            private=True,
        )
        return answer_reply(answered, with_question=True)


def _beginning(words: str) -> str:
    """Return as many whole words as a question may have characters."""
    if len(words) <= MAX_QUESTION_CHARS:
        return words
    cut = words[: MAX_QUESTION_CHARS + 1].rpartition(" ")[0]
    return cut or words[:MAX_QUESTION_CHARS]
