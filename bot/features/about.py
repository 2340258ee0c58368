"""`/about` and `/help`: what the bot is, how to ask it, and what it keeps of a question."""

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

    @app_commands.command(description="What Pullquote is, how it answers and what it stores")
    async def about(self, interaction: BotInteraction) -> None:
        """Show what the bot is."""
        library = self._searchers.of(interaction.guild_id).library
        reply = about_reply(library, self._keeping)
        await respond(interaction, reply, private=True)

    @app_commands.command(description="How to ask, and what the buttons under an answer do")
    async def help(self, interaction: BotInteraction) -> None:
        """Show how to ask, in short."""
        await respond(interaction, sheet(_HELP), private=True)


_HOW_TO_ASK = (
    "### How to ask\nType `/ask` and your question, or mention me and write it after my name. "
    "Whole questions work best, and spelling mistakes are fine."
)
_HOW_SURE = (
    "**How sure I am.** *Very likely answer* and *Likely answer* mean what they say. *Possible "
    "answer* is only the closest sentence: read on before you use it. Whatever is in quotation "
    "marks is in a source, word for word."
)
_UNDER_AN_ANSWER = (
    "**Under an answer.** *Read in context* opens the source there, *Cite* gives the quotation "
    "with its reference, *More* shows the whole passage. *Notify me* messages you once an open "
    "question has an answer. The menu has the rest: next passages, votes, the receipt, removal."
)
_JUST_FOR_YOU = (
    "**Just for you.** `/ask` with `private: True`. *Always answer me privately*, in the menu, "
    "makes it the rule; *Share in the channel* shows such an answer to everyone."
)
_SEE_ALSO = "-# `/sources list` shows what I search, `/about` how I work, `/mydata` what is stored."
_HELP = (_HOW_TO_ASK, _HOW_SURE, _UNDER_AN_ANSWER, _JUST_FOR_YOU, _SEE_ALSO)


def about_reply(library: Library, keeping: Keeping) -> Reply:
    """Explain how answers are made and what is stored."""
    facts = (
        count(len(library.documents), "document"),
        "`/sources list` shows them",
    )
    kept = _WHAT_IS_KEPT.format(until=_until(keeping))
    return sheet([_WHAT_IT_IS, _HOW, kept, _WHOSE_IT_IS, f"-# {' · '.join(facts)}"])


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
    "**What is stored.** Your question and its answer, with the time, the channel and "
    "how long the search took; your votes and notification requests. Your name and "
    "Discord id are not stored: you appear under a code, a different one in each server. "
    "Only a notification request contains your id, encrypted, until the notification is "
    "sent. Email addresses, phone numbers and mentions are removed from questions. "
    "{until}"
)
_WHOSE_IT_IS = (
    "**Who can see it.** This server's moderators, under that code, to learn what the "
    "sources lack; and the bot's operator.\n**Your data.** `/mydata show` and `/mydata "
    "export` give it to you, `/mydata delete` deletes it immediately, and after `/mydata "
    "optout` your questions are answered but not stored."
)


def _until(keeping: Keeping) -> str:
    if keeping.days is None:
        return "It is stored until you delete it."
    return f"It is stored {keeping.how_long}; after that, only anonymous counts remain."
