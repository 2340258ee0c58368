"""Votes on answers, and requests to be notified of a better one."""

import logging
from typing import Any

import aiohttp
import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.errors import LogUnusableError
from bot.services.answering import Answerer, Viewer
from bot.storage.feedback import (
    Reader,
    request_notification,
    save_vote,
    undelivered_requests,
)
from bot.storage.masking import masked
from bot.ui.buttons import Field, Press, Shows, form, route
from bot.ui.layout import Reply, notice
from bot.ui.replies import BotInteraction

from .answer_buttons import WISH
from .notifications import Notifications

MOST_REASON_CHARS = 500
_THANKS = "Thank you for your vote. You can change it here at any time."
_VOTE_NOT_KEPT = "Your vote was not saved because you opted out or the answer has been deleted."
_NOTED = "I'll message you once when this has been answered."
_WISH_NOT_KEPT = "I can't notify you because you opted out or the answer has been deleted."
_MOST_MISSED = 2
_REASON = r"vote:why:(?P<answer_id>[a-z0-9]{1,64})"

_log = logging.getLogger(__name__)


class Feedback(commands.Cog):
    """Takes votes on answers, and requests to be notified of a better one."""

    def __init__(self, answerer: Answerer, notifications: Notifications) -> None:
        self._answerer = answerer
        self._log = answerer.query_log
        self._names = answerer.pseudonyms
        self._notifications = notifications

    @route(r"vote:up:(?P<answer_id>[a-z0-9]{1,64})")
    async def helpful(self, press: Press) -> Reply:
        """Save that an answer helped."""
        return await self._vote(press, helpful=True)

    @route(r"vote:down:(?P<answer_id>[a-z0-9]{1,64})", shows=Shows.FORM)
    async def not_helpful(self, press: Press) -> ui.Modal:
        """Ask what is wrong with an answer."""
        why = Field(
            "reason",
            "What is missing or wrong?",
            MOST_REASON_CHARS,
            hint="Optional. Moderators read it.",
            required=False,
            paragraph=True,
        )
        return form("Not helpful", f"vote:why:{press['answer_id']}", why)

    @route(_REASON)
    async def reason(self, press: Press) -> Reply:
        """Save that an answer didn't help, and why."""
        return await self._vote(press, helpful=False)

    @route(WISH)
    async def notify(self, press: Press) -> Reply:
        """Save a request to be notified."""
        sealed = self._names.seal(press.interaction.user.id)
        reader = await self._reader_of(press)
        saved = await request_notification(self._log, press["answer_id"], reader, sealed)
        self._notifications.send_soon()  # it may have been answered since
        return notice(_NOTED if saved else _WISH_NOT_KEPT)

    @commands.Cog.listener()
    async def on_app_command_completion(
        self,
        interaction: BotInteraction,
        command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,
    ) -> None:
        """After a question, show what its asker could not be told by private message."""
        if command.qualified_name != "ask" or interaction.guild_id is None:
            return
        reader = self._reader(interaction, interaction.guild_id)
        try:
            missed = await undelivered_requests(self._log, interaction.guild_id, reader.names)
            for request in missed[:_MOST_MISSED]:
                await self._notifications.show(interaction, request)
        except (LogUnusableError, discord.HTTPException, aiohttp.ClientError) as error:
            _log.info("a missed notification is shown later: %s", type(error).__name__)

    async def _vote(self, press: Press, *, helpful: bool) -> Reply:
        reason = masked(press.fields.get("reason", "").strip()) or None
        reader = await self._reader_of(press)
        saved = await save_vote(
            self._log, press["answer_id"], reader, helpful=helpful, reason=reason
        )
        return notice(_THANKS if saved else _VOTE_NOT_KEPT)

    async def _reader_of(self, press: Press) -> Reader:
        """Return the reader in the server of the answer, which may be in a direct message."""
        interaction, guild_id = press.interaction, press.interaction.guild_id
        if guild_id is None:
            viewer = Viewer(interaction.user.id, None)
            entry = await self._answerer.find(press["answer_id"], viewer)
            guild_id = entry.guild_id if entry else None
        return self._reader(interaction, guild_id)

    def _reader(self, interaction: BotInteraction, guild_id: int | None) -> Reader:
        user_id = interaction.user.id
        return Reader(
            guild_id=guild_id,
            name=self._names.of(user_id, guild_id),
            names=self._names.all_of(user_id, guild_id),
            opted_out_as=self._names.opted_out(user_id, guild_id),
        )
