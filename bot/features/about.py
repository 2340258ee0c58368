"""`/about` and `/help`: what the bot is, how to ask it, and what it keeps of a question."""

from typing import Any

from discord import app_commands, ui
from discord.ext import commands

from bot.libraries.searchers import SearcherRegistry
from bot.services.privacy import Keeping, KeepingIn
from bot.text import count
from bot.ui.buttons import Press, route
from bot.ui.layout import Reply, sheet
from bot.ui.replies import BotInteraction, answer_privately, respond
from sources import Library

STORED = "about:stored"
"""The custom id of a button that shows what is stored."""


class About(commands.Cog):
    """Tells what the bot does."""

    def __init__(self, searchers: SearcherRegistry, keeping: KeepingIn) -> None:
        self._searchers = searchers
        self._keeping = keeping

    @app_commands.command(description="What Pullquote is, how it answers and what it stores")
    async def about(self, interaction: BotInteraction) -> None:
        """Show what the bot is."""
        await answer_privately(interaction, self._about(interaction.guild_id))

    @route(STORED)
    async def stored(self, press: Press) -> Reply:
        """Show what is stored of a question."""
        return stored_reply(self._keeping(press.interaction.guild_id))

    async def _about(self, guild_id: int | None) -> Reply:
        return about_reply((await self._searchers.of(guild_id)).library)

    @app_commands.command(description="How to ask, and what the buttons under an answer do")
    async def help(self, interaction: BotInteraction) -> None:
        """Show how to ask, in short."""
        await respond(interaction, sheet(_HELP), private=True)


_HOW_TO_ASK = (
    "### How to ask\nType `/ask` and a whole question, or mention me and write it. "
    "Spelling mistakes are fine."
)
_HOW_SURE = (
    "**How sure I am.** *Possible answer* is only the closest sentence: read on before you use it. "
    "What is in quotation marks is in a source."
)
_UNDER_AN_ANSWER = (
    "**Under an answer.** *Read in context* opens the source, *Cite* gives a reference to copy, "
    "*More* shows the passage; the menu has the rest."
)
_JUST_FOR_YOU = (
    "**Just for you.** Use `/ask` with `private: True`, or *Always answer me privately* in the "
    "menu."
)
_SEE_ALSO = "-# `/sources list` shows what I search, `/about` how I work, `/mydata` what is stored."
_HELP = (_HOW_TO_ASK, _HOW_SURE, _UNDER_AN_ANSWER, _JUST_FOR_YOU, _SEE_ALSO)


def about_reply(library: Library) -> Reply:
    """Explain how answers are made, with the way to what is stored."""
    documents = count(len(library.documents), "document")
    facts = f"-# {documents}; `/sources list` shows them, `/help` how to ask."
    stored = ui.Button[Any](label="What is stored?", custom_id=STORED)
    return sheet([_WHAT_IT_IS, _HOW, facts], [stored])


def stored_reply(keeping: Keeping) -> Reply:
    """Explain what is stored of a question, who sees it, and how to delete it."""
    return sheet([_WHAT_IS_KEPT.format(until=_until(keeping)), _WHO_SEES_IT, _WHOSE_IT_IS])


_WHAT_IT_IS = (
    "### Pullquote\nI answer questions with passages from this class's sources, quoted "
    "word for word, each with a citation."
)
_HOW = (
    "**How answers are made.** I search the sources for your words and show the passages "
    "that match best, the sentences that answer first. There is no language model: I "
    "add nothing, and I say so when I can't find an answer. Please judge for yourself "
    "whether a passage answers your question."
)
_WHAT_IS_KEPT = (
    "### What is stored\nYour question and its answer, with the time, the channel and how long the "
    "search took; your votes and notification requests. Your name and Discord id are not stored: "
    "each server knows you under a code. Only a notification request has your id, encrypted, until "
    "it is sent. Email addresses, phone numbers and mentions are removed. {until}"
)
_WHO_SEES_IT = (
    "**Who can see it.** This server's moderators, to learn what the sources lack; and the bot's "
    "operator."
)
_WHOSE_IT_IS = (
    "**Your data.** `/mydata show` and `/mydata export` give it to you, `/mydata delete` deletes "
    "it immediately, and after `/mydata optout` your questions are answered but not stored."
)


def _until(keeping: Keeping) -> str:
    if keeping.days is None:
        return "It is stored until you delete it."
    return f"It is stored {keeping.how_long}; after that, only anonymous counts remain."
