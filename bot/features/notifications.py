"""Private notifications when an open question gets an answer."""

import asyncio
import logging
import sqlite3
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import aiohttp
import discord

from bot.errors import KeyUnusableError, LogUnusableError
from bot.services.answering import Answerer
from bot.services.gaps import Closed, answer_as_asked, close_answered
from bot.storage.feedback import (
    NotificationRequest,
    note_refused,
    open_requests,
    settle_request,
)
from bot.storage.reviews import servers_with_gaps
from bot.ui.layout import MAX_TEXT, MessageDraft, Reply
from bot.ui.quotation import clip, escape, quotation
from bot.ui.replies import BotInteraction
from bot.ui.screen import FRAME, SCREEN, text_height
from index import Answer

_log = logging.getLogger(__name__)
GIVEN_UP_AFTER = timedelta(days=7)
"""How long a message is tried again that Discord does not take."""

UNDO_WINDOW_S = 60.0
"""How long the notifications of a fix wait, in case it is undone."""

_LAST = "-# You asked for this message. Your request has now been deleted."
_MISSED = (
    "-# You asked to be notified, but Discord didn't let me message you. To be notified next time, "
    "allow direct messages from this server."
)
_MOST_CLOSED_IN = 100  # servers a round
_QUESTION_CHARS = 200
_SERVER_CHARS = 100


class Notifications:
    """Sends the notifications that people requested, once their question has an answer.

    It doesn't matter what brought the answer: a fixed gap, a synonym, a pin or new documents. A
    question is asked again only when its server's searcher has changed.
    """

    def __init__(self, bot: discord.Client, answerer: Answerer) -> None:
        self._bot = bot
        self._answerer = answerer
        self._turn = asyncio.Lock()  # two at once would tell twice
        self._closing = asyncio.Lock()
        # With the version of what is searched: the searcher itself takes much memory.
        self._asked_in_vain: dict[tuple[str, str], int] = {}
        self._failing_since: dict[tuple[str, str], datetime] = {}
        self._closed_with: dict[int, int] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self._held: dict[int, str] = {}

    async def close_answered(self, guild_id: int) -> Closed:
        """Close what a server's sources answer by now, and notify those who wait for it.

        Raises:
            LogUnusableError: If the log cannot be read or written now.
        """
        closed = await self._close(guild_id)
        self.send_soon()
        return closed

    async def _close(self, guild_id: int) -> Closed:
        version = self._answerer.searchers.version(guild_id)
        searcher = await self._answerer.searchers.of(guild_id)
        closed = await close_answered(self._answerer.query_log, guild_id, searcher)
        self._closed_with[guild_id] = version
        return closed

    def send_soon(self) -> None:
        """Send all due notifications in the background."""
        self._start(self.send(), "sending notifications")

    def hold(self, guild_id: int, fix: str) -> None:
        """Wait with what a fix brought, as long as it may be undone; send what waited before.

        After a restart, nothing waits any more.

        Args:
            guild_id: Of the server.
            fix: The id of the decision.
        """
        self.release(guild_id)
        self._held[guild_id] = fix
        self._start(self._send_after(guild_id, fix), "holding notifications")

    def release(self, guild_id: int) -> None:
        """Send what waits in a server, if something does: it won't be undone."""
        if self._held.pop(guild_id, None):
            self.send_soon()

    def drop(self, guild_id: int) -> None:
        """Send nothing of what waits in a server: its fix was undone."""
        self._held.pop(guild_id, None)

    async def _send_after(self, guild_id: int, fix: str) -> None:
        await asyncio.sleep(UNDO_WINDOW_S)
        if self._held.get(guild_id) == fix:
            del self._held[guild_id]
            await self.send()

    def _start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def close(self) -> None:
        """Stop sending; the rest is sent after the next start."""
        for task in self._sending:
            task.cancel()
        if self._sending:
            await asyncio.wait(self._sending)

    async def send(self) -> None:
        """Send all due notifications; retry failed ones later, unless they failed permanently."""
        try:
            async with self._turn:
                for request in await self._open():
                    if not self._is_held(request):
                        await self._grant(request)
            async with self._closing:
                await self._close_gaps()
        except (LogUnusableError, sqlite3.Error) as error:
            _log.warning("Those who requested to be told have to wait: %s", error)

    def _is_held(self, request: NotificationRequest) -> bool:
        """Return whether a fix that may still be undone may be what answers a request.

        A question that is still open may be answered by it, too, and about to be closed with it.
        """
        held = self._held.get(request.guild_id)
        return held is not None and request.fix in {None, held}

    async def _close_gaps(self) -> None:
        """Close what is answered by now in servers whose answers may have changed.

        The servers of one round only, so that a start doesn't take all of them up: the next round
        goes on.
        """
        searchers, log = self._answerer.searchers, self._answerer.query_log
        here = {guild.id for guild in self._bot.guilds if not guild.unavailable}
        here -= {*self._held}  # what a fix brought is undone with it
        changed = [i for i in here if self._closed_with.get(i) != searchers.version(i)]
        if not changed:
            return
        open_in = {*await servers_with_gaps(log, changed)}
        self._closed_with.update((i, searchers.version(i)) for i in changed if i not in open_in)
        for guild_id in sorted(open_in)[:_MOST_CLOSED_IN]:
            await self._close(guild_id)

    async def _open(self) -> list[NotificationRequest]:
        requests = await open_requests(self._answerer.query_log)
        kept = {request.key for request in requests}
        self._asked_in_vain = {k: v for k, v in self._asked_in_vain.items() if k in kept}
        self._failing_since = {k: v for k, v in self._failing_since.items() if k in kept}
        return requests

    async def show(self, interaction: BotInteraction, request: NotificationRequest) -> None:
        """Show an asker the answer that Discord refused to deliver, if there still is one.

        Raises:
            LogUnusableError: If the log cannot be written now.
        """
        answer, guild = await self._answer(request), interaction.guild
        if answer is None or guild is None:
            return
        reply = notification_reply(answer, guild.name, _MISSED)
        await interaction.followup.send(view=reply.view, files=reply.files(), ephemeral=True)
        await settle_request(self._answerer.query_log, request)

    async def _grant(self, request: NotificationRequest) -> None:
        """Tell somebody and erase the request, if there is an answer by now."""
        match await self._deliver(request):
            case "sent":
                await settle_request(self._answerer.query_log, request)
            case "refused":
                await note_refused(self._answerer.query_log, request)
            case "later":
                pass

    async def _deliver(self, request: NotificationRequest) -> Literal["sent", "refused", "later"]:
        """Send the notification, if there is an answer by now."""
        guild = self._bot.get_guild(request.guild_id)
        if guild is None or guild.unavailable:  # not announced yet, or the bot was removed
            return "later"
        try:
            answer = await self._answer(request)
            if answer is None:
                return "later"
            await self._send(request, answer, guild)
        except (discord.Forbidden, discord.NotFound, KeyUnusableError):
            _log.info("somebody who requested to be told is gone, or takes no messages")
            return "refused"
        except (discord.HTTPException, aiohttp.ClientError) as error:
            _log.info("somebody could not be told as requested: %s", type(error).__name__)
        except Exception:  # noqa: BLE001  # others wait behind this one
            _log.exception("somebody could not be told as requested")
        else:
            return "sent"
        now = datetime.now(UTC)
        failing = now - self._failing_since.setdefault(request.key, now)
        return "refused" if failing >= GIVEN_UP_AFTER else "later"

    async def _answer(self, request: NotificationRequest) -> Answer | None:
        """Return the question's current answer; None if there is none."""
        version = self._answerer.searchers.version(request.guild_id)
        if self._asked_in_vain.get(request.key) == version:
            return None
        served = await self._answerer.searchers.of(request.guild_id)
        answer = await asyncio.to_thread(
            answer_as_asked, served, request.question, request.scope, as_typed=request.as_typed
        )
        if answer is None:
            self._asked_in_vain[request.key] = version
        return answer

    async def _send(
        self, request: NotificationRequest, answer: Answer, guild: discord.Guild
    ) -> None:
        member = self._answerer.pseudonyms.unseal(request.sealed)
        await guild.fetch_member(member)  # what is quoted is for members
        reply = notification_reply(answer, guild.name)
        channel = await self._bot.create_dm(discord.Object(member))
        await channel.send(view=reply.view, files=reply.files())


def notification_reply(answer: Answer, server: str, foot: str = _LAST) -> Reply:
    """The message to somebody who requested it; its answer has a passage."""
    question = escape(clip(answer.question, _QUESTION_CHARS))
    head = f"### {question}\nThere is now an answer in {escape(clip(server, _SERVER_CHARS))}:"
    room = MAX_TEXT - len(head) - len(foot)
    message = MessageDraft()
    message.text(head)
    height = SCREEN - FRAME - text_height(head) - text_height(foot)
    message.quotation(quotation(answer.hits[0], answer.quotes[0], room, height), 1)
    message.text(foot)
    return message.reply()
