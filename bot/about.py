"""`/about`: what the bot is, and what it keeps of a question."""

from discord import app_commands
from discord.ext import commands

from sources import Library

from .answering import Answerer
from .keeping import Keeping
from .render import Reply, notice
from .replying import BotInteraction, respond


class About(commands.Cog):
    """Tells what the bot does."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    @app_commands.command(description="What Pullquote is, how it answers, and what it keeps")
    async def about(self, interaction: BotInteraction) -> None:
        """Show what the bot is."""
        library = self._answerer.views.of(interaction.guild_id).library
        reply = about_reply(library, interaction.client.keeping)
        await respond(interaction, reply, private=True)


def about_reply(library: Library, keeping: Keeping) -> Reply:
    """What a student should know before trusting an answer."""
    documents = len(library.documents)
    return notice(
        "### Pullquote\n"
        "I answer questions with passages of this class's own sources, quoted word for word, each "
        "with a citation that leads back to its place.\n"
        "**How answers are made.** Your words are looked up in the sources, and the passages that "
        "match them best are shown; the words in bold are those most likely to answer. There is no "
        "language model: I add nothing, and I say so when the sources do not answer. Whether a "
        "passage really answers your question is for you to judge.\n"
        "**What is kept.** Your question; when, in which server and channel and by which way it "
        "was asked; how sure the answer was, how long it took and which passages were shown; and "
        "your votes and requests to be told. Your name and your Discord id are not kept: a code "
        "stands for you, another one in each server, which nobody can read back without a key "
        "that is stored apart. Addresses, phone numbers and mentions are taken out of questions. "
        f"{_until(keeping)}\n"
        "**Who sees it.** The moderators of this server, under that code, so that they learn what "
        "the sources lack; and whoever runs the bot.\n"
        "**Yours.** `/mydata show` and `/mydata export` give it to you, `/mydata delete` deletes "
        "it at once, and after `/mydata optout` your questions are answered and not kept.\n"
        f"-# {documents:,} {'document' if documents == 1 else 'documents'} · "
        f"version {library.version} · `/sources list` names them"
    )


def _until(keeping: Keeping) -> str:
    if keeping.days is None:
        return "It is kept without a time limit, until you delete it."
    return f"It is kept {keeping.how_long}; then only counts stay, which name nobody."
