"""`/about`: what the bot is, and what it keeps of a question."""

from discord import app_commands
from discord.ext import commands

from bot.libraries.active import SearcherRegistry
from bot.services.privacy import Keeping
from bot.text import count
from bot.ui.layout import Reply, sheet
from bot.ui.replies import BotInteraction, respond
from sources import Library


class About(commands.Cog):
    """Tells what the bot does."""

    def __init__(self, searchers: SearcherRegistry, keeping: Keeping) -> None:
        self._searchers = searchers
        self._keeping = keeping

    @app_commands.command(description="What Pullquote is, how it answers, and what it keeps")
    async def about(self, interaction: BotInteraction) -> None:
        """Show what the bot is."""
        library = self._searchers.of(interaction.guild_id).library
        reply = about_reply(library, self._keeping)
        await respond(interaction, reply, private=True)


def about_reply(library: Library, keeping: Keeping) -> Reply:
    """What a student should know before trusting an answer, and before asking."""
    facts = (
        count(len(library.documents), "document"),
        f"version {library.version}",
        "`/sources list` names them",
    )
    kept = _WHAT_IS_KEPT.format(until=_until(keeping))
    return sheet([_WHAT_IT_IS, _HOW, kept, _WHOSE_IT_IS, f"-# {' · '.join(facts)}"])


_WHAT_IT_IS = (
    "### Pullquote\n"
    "I answer questions with passages of this class's own sources, quoted word for word, each with "
    "a citation that leads back to its place."
)
_HOW = (
    "**How answers are made.** Your words are looked up in the sources, and the passages that "
    "match them best are shown; the words in bold are those most likely to answer. There is no "
    "language model: I add nothing, and I say so when the sources do not answer. Whether a passage "
    "really answers your question is for you to judge."
)
_WHAT_IS_KEPT = (
    "**What is kept.** Your question and its answer, with the time, the channel and how long it "
    "took; your votes, and your requests to be told. Your name and your Discord id are not kept: a "
    "code stands for you, another one in each server. Only a request to be told has your id, "
    "encrypted, until you are told. E-mail addresses, phone numbers and mentions are taken out of "
    "questions. {until}"
)
_WHOSE_IT_IS = (
    "**Who sees it.** The moderators of this server, under that code, so that they learn what the "
    "sources lack; and whoever runs the bot.\n"
    "**It is yours.** `/mydata show` and `/mydata export` give it to you, `/mydata delete` deletes "
    "it at once, and after `/mydata optout` your questions are answered and not kept."
)


def _until(keeping: Keeping) -> str:
    if keeping.days is None:
        return "It is kept without a time limit, until you delete it."
    return f"It is kept {keeping.how_long}; then only counts stay, which name nobody."
