"""*Helpful* and *Not helpful* under an answer: one vote a reader, which may change."""

from datetime import UTC, datetime
from typing import Any

import discord
from discord import ui

from bot.log.rows import instant
from bot.messages.buttons import LastingButton
from bot.messages.feedback import VOTE
from bot.messages.forms import Form
from bot.messages.layout import Reply, notice
from bot.messages.replying import BotInteraction, answer_privately
from bot.privacy.masking import masked

MOST_REASON_CHARS = 500

_THANKS = "Thank you: your vote is noted. You can change it here at any time."
_NOT_KEPT = "Your vote is not kept: either this answer is not, or you asked to keep nothing of you."

# Of an answer of this server that is still kept, and of somebody of whom anything is.
_VOTE = """
    INSERT INTO vote (answer_id, voter, guild_id, at, helpful, reason)
    SELECT answer_id, ?, guild_id, ?, ?, ? FROM question WHERE answer_id = ? AND guild_id = ?
        AND NOT EXISTS (SELECT 1 FROM opted_out WHERE opted_out.asker = ?)
"""
_TAKE_BACK = "DELETE FROM vote WHERE answer_id = ? AND voter = ?"
_HAS = "SELECT 1 FROM vote WHERE answer_id = ? AND voter = ? AND at = ?"


class Vote(LastingButton, template=VOTE):
    """The buttons that vote."""

    async def press(self, interaction: BotInteraction) -> None:
        """Note that it helped, or ask why not."""
        answer_id = self.match["answer_id"]
        if self.match["vote"] == "up":
            await _note(interaction, answer_id, helpful=True)
        else:
            await interaction.response.send_modal(_WhyNot(answer_id))


class _WhyNot(Form):
    def __init__(self, answer_id: str) -> None:
        super().__init__("Not helpful")
        self._answer_id = answer_id
        self._reason: ui.TextInput[Any] = ui.TextInput(
            style=discord.TextStyle.paragraph, required=False, max_length=MOST_REASON_CHARS
        )
        self.ask("What is missing or wrong?", self._reason, "If you like; moderators read it.")

    async def filled(self, interaction: BotInteraction) -> None:
        reason = masked(self._reason.value.strip()) or None
        await _note(interaction, self._answer_id, helpful=False, reason=reason)


async def _note(
    interaction: BotInteraction, answer_id: str, *, helpful: bool, reason: str | None = None
) -> None:
    voting = _vote(interaction, answer_id, helpful=helpful, reason=reason)
    await answer_privately(interaction, voting)


async def _vote(
    interaction: BotInteraction, answer_id: str, *, helpful: bool, reason: str | None
) -> Reply:
    answerer, guild_id = interaction.client.answerer, interaction.guild_id
    user_id, at = interaction.user.id, instant(datetime.now(UTC))
    voter = answerer.pseudonym(user_id, guild_id)
    before = [(_TAKE_BACK, (answer_id, n)) for n in answerer.pseudonyms.all_of(user_id, guild_id)]
    name = answerer.pseudonyms.opted_out(user_id, guild_id)
    vote = (_VOTE, (voter, at, helpful, reason, answer_id, guild_id, name))
    await answerer.query_log.change(*before, vote)
    there = await answerer.query_log.rows(_HAS, (answer_id, voter, at))
    return notice(_THANKS if there else _NOT_KEPT)
