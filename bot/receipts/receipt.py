"""`/receipt`: what was answered once, and whether the sources still say so."""

import asyncio
import json
import re

from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.answering import Answerer, Viewer
from bot.ask import viewer_of
from bot.errors import LogUnusableError, NoReceiptError
from bot.log.entry import Entry
from bot.messages.buttons import LastingButton
from bot.messages.choices import CHOICE_CHARS
from bot.messages.layout import Reply
from bot.messages.markdown import clip
from bot.messages.replying import BotInteraction, answer_privately, change_message
from bot.scopes import MOST_CHOICES
from sources import Library

from .card import RECEIPT, receipt_reply
from .standing import standing_of

_MOST_TYPED = 100
# Six characters of an answer's id are enough, if only one answer of the server has them.
_ID = re.compile(r"[a-z2-7]{6,16}")
_AFTER_ALL = "~"  # comes after each character of an id

# Whoever may not see a private answer is not even told that there is one.
_FIND = """
    SELECT answer_id FROM question
    WHERE answer_id >= ? AND answer_id < ? AND guild_id IS ?
          AND (private = 0 OR asker IN (SELECT value FROM json_each(?)) OR ?)
    LIMIT 2
"""
_OWN = """
    SELECT answer_id, question FROM question
    WHERE guild_id IS ? AND asker IN (SELECT value FROM json_each(?))
    ORDER BY asked_at DESC LIMIT 100
"""


class Receipts(commands.Cog):
    """Shows again what was answered."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    @app_commands.command(description="What an answer quoted, and whether the source still says so")
    @app_commands.describe(id="The letters after Receipt under an answer, or one of your questions")
    async def receipt(
        self,
        interaction: BotInteraction,
        id: app_commands.Range[str, 1, _MOST_TYPED],  # noqa: A002  # the name of Discord's option
    ) -> None:
        """Show the receipt of an answer."""
        making = _receipt(self._answerer, viewer_of(interaction), id)
        await answer_privately(interaction, making)

    @receipt.autocomplete("id")
    async def _own_questions(self, interaction: BotInteraction, typed: str) -> list[Choice[str]]:
        """The asker's own latest questions."""
        viewer = viewer_of(interaction)
        names = _names(self._answerer, viewer)
        try:
            rows = await self._answerer.query_log.rows(_OWN, (viewer.guild_id, names))
        except LogUnusableError:
            return []
        named = [(clip(question, CHOICE_CHARS), answer_id) for answer_id, question in rows]
        near = [pair for pair in named if typed.casefold() in f"{pair[0]} {pair[1]}".casefold()]
        return [Choice(name=name, value=answer_id) for name, answer_id in near[:MOST_CHOICES]]


class ReceiptButton(LastingButton, template=RECEIPT):
    """Turns to another passage of a receipt."""

    async def press(self, interaction: BotInteraction) -> None:
        """Turn to the passage."""
        answerer = interaction.client.answerer
        answer_id, rank = self.match["answer_id"], int(self.match["rank"])
        making = _receipt(answerer, viewer_of(interaction), answer_id, rank)
        await change_message(interaction, making)


async def _receipt(answerer: Answerer, viewer: Viewer, typed: str, rank: int = 1) -> Reply:
    """The receipt of the answer that was meant, at one of its passages.

    Raises:
        NoReceiptError: If there is none, or the viewer may not see it.
        LogUnusableError: If the log cannot be read now.
    """
    entry = await _find(answerer, viewer, typed)
    if entry is None:
        raise NoReceiptError(typed)
    return await receipt_of(entry, rank, answerer.views.of(viewer.guild_id).library)


async def receipt_of(entry: Entry, rank: int, library: Library) -> Reply:
    """The receipt of an answer at one of its passages, compared with a library of its server.

    Args:
        entry: Whoever is to see it may.
        rank: Of the passage, from 1; of the nearest one there is, if it has none.
        library: What the server searches now.
    """
    rank = min(max(rank, 1), max(len(entry.passages), 1))
    logged = entry.passages[rank - 1] if entry.passages else None
    if logged is None or logged.quoted is None:
        return receipt_reply(entry, rank, None)
    standing = await asyncio.to_thread(standing_of, logged, logged.quoted, library)
    return receipt_reply(entry, rank, standing)


async def _find(answerer: Answerer, viewer: Viewer, typed: str) -> Entry | None:
    """The only answer that the viewer may see whose id begins so."""
    found = _ID.fullmatch(typed.casefold().removeprefix("receipt").strip(" #:"))
    if found is None:
        return None
    begins = found.group()
    names = _names(answerer, viewer)
    rows = await answerer.query_log.rows(
        _FIND, (begins, begins + _AFTER_ALL, viewer.guild_id, names, viewer.moderates)
    )
    return await answerer.find(rows[0][0], viewer) if len(rows) == 1 else None


def _names(answerer: Answerer, viewer: Viewer) -> str:
    """The viewer's pseudonyms, for each has another one every term; as JSON."""
    return json.dumps(answerer.pseudonyms.all_of(viewer.user_id, viewer.guild_id))
