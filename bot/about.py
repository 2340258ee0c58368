"""`/about`: what the bot is, and what it keeps of a question."""

from discord import app_commands
from discord.ext import commands

from sources import Library

from .answering import Answerer
from .render import Reply, notice
from .replying import BotInteraction, respond


class About(commands.Cog):
    """Tells what the bot does."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    @app_commands.command(description="What Pullquote is, how it answers, and what it keeps")
    async def about(self, interaction: BotInteraction) -> None:
        """Show what the bot is."""
        reply = about_reply(self._answerer.views.of(interaction.guild_id).library)
        await respond(interaction, reply, private=True)


def about_reply(library: Library) -> Reply:
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
        "was asked; how sure the answer was, how long it took and which passages were shown, so "
        "that moderators can see what the sources lack. Your name and your Discord id are not "
        "kept: a code stands for you, which nobody can read back without a key that is stored "
        "apart.\n"
        f"-# {documents:,} {'document' if documents == 1 else 'documents'} · "
        f"version {library.version} · `/sources list` names them"
    )
