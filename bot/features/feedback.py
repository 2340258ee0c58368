"""*Helpful* and *Not helpful* under an answer: one vote a reader, which may change."""

import asyncio
import logging
import sqlite3
import weakref
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import ui

from bot.errors import KeyUnusableError, LogUnusableError, UnknownSourceError
from bot.libraries.scopes import find_scope, scopes_of
from bot.storage.feedback import (
    NotificationRequest,
    Reader,
    open_requests,
    request_notification,
    save_vote,
    settle_request,
)
from bot.storage.masking import masked
from bot.ui.buttons import Form, LastingButton
from bot.ui.layout import MAX_TEXT, MessageDraft, Reply, notice
from bot.ui.quotation import clip, escape, quotation
from bot.ui.replies import BotInteraction, answer_privately
from index import Answer, Searcher

from .answer_message import VOTE, WISH

if TYPE_CHECKING:
    from bot.bot import PullquoteBot


MOST_REASON_CHARS = 500

_THANKS = "Thank you: your vote is noted. You can change it here at any time."
_VOTE_NOT_KEPT = (
    "Your vote is not kept: either this answer is not, or you asked to keep nothing of you."
)


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
    log, reader = interaction.client.answerer.query_log, _reader(interaction)
    saved = await save_vote(log, answer_id, reader, helpful=helpful, reason=reason)
    return notice(_THANKS if saved else _VOTE_NOT_KEPT)


def _reader(interaction: BotInteraction) -> Reader:
    """The person who pressed a button."""
    names, place = interaction.client.answerer.pseudonyms, interaction.guild_id
    user_id = interaction.user.id
    return Reader(
        guild_id=place,
        name=names.of(user_id, place),
        names=names.all_of(user_id, place),
        opted_out_as=names.opted_out(user_id, place),
    )


_log = logging.getLogger(__name__)

GIVEN_UP_AFTER = timedelta(days=7)
"""How long a message is tried again that Discord does not take."""

_NOTED = "You will get one private message from me when there is an answer."
_WISH_NOT_KEPT = (
    "I could not tell you: either this answer is not kept, or you asked to keep nothing of you."
)
_LAST = "-# This is the one message that you asked for; that you did is no longer kept."
_QUESTION_CHARS = 200
_SERVER_CHARS = 100


class WishButton(LastingButton, template=WISH):
    """The button that makes a wish."""

    async def press(self, interaction: BotInteraction) -> None:
        """Note the wish."""
        await answer_privately(interaction, self._note(interaction))
        interaction.client.wishes.tell_soon()  # it may be answered since it was asked

    async def _note(self, interaction: BotInteraction) -> Reply:
        answerer = interaction.client.answerer
        sealed = answerer.pseudonyms.seal(interaction.user.id)
        saved = await request_notification(
            answerer.query_log, self.match["answer_id"], _reader(interaction), sealed
        )
        return notice(_NOTED if saved else _WISH_NOT_KEPT)


class Wishes:
    """Tells those who wished for it that their question is answered.

    Whatever it was that brought the answer: a fix of the gap, a synonym, a pin, or another version
    of the sources. A question is asked again only when what it is answered from has changed.
    """

    def __init__(self, bot: "PullquoteBot") -> None:
        self._bot = bot
        self._turn = asyncio.Lock()  # two at once would tell twice
        # Weakly, for a searcher that is no longer served takes much memory.
        self._asked_in_vain: dict[tuple[str, str], weakref.ref[Searcher]] = {}
        self._failing_since: dict[tuple[str, str], datetime] = {}
        self._telling: set[asyncio.Task[None]] = set()

    def tell_soon(self) -> None:
        """Tell all who can be told, without holding up whoever is answered meanwhile."""
        task = asyncio.create_task(self.tell(), name="telling wishes")
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def close(self) -> None:
        """Stop telling; who was not told yet is told after the next start."""
        for task in self._telling:
            task.cancel()
        if self._telling:
            await asyncio.wait(self._telling)

    async def tell(self) -> None:
        """Tell all who can be told; what fails is told later, unless it fails for good."""
        async with self._turn:
            try:
                for wish in await self._made():
                    await self._grant(wish)
            except (LogUnusableError, sqlite3.Error) as error:
                _log.warning("Those who wished to be told have to wait: %s", error)

    async def _made(self) -> list[NotificationRequest]:
        wishes = await open_requests(self._bot.answerer.query_log)
        kept = {wish.key for wish in wishes}
        self._asked_in_vain = {k: v for k, v in self._asked_in_vain.items() if k in kept}
        self._failing_since = {k: v for k, v in self._failing_since.items() if k in kept}
        return wishes

    async def _grant(self, wish: NotificationRequest) -> None:
        """Tell somebody and erase the wish, if there is an answer by now."""
        if await self._is_settled(wish):
            await settle_request(self._bot.answerer.query_log, wish)

    async def _is_settled(self, wish: NotificationRequest) -> bool:
        """Whether the answer is sent, or there is no hope that it ever will be."""
        try:
            answer = await self._answer(wish)
            if answer is None:
                return False
            await self._send(wish, answer)
        except (discord.Forbidden, discord.NotFound, KeyUnusableError):
            _log.info("somebody who wished to be told is gone, or takes no messages")
            return True
        except (discord.HTTPException, aiohttp.ClientError) as error:
            _log.info("somebody could not be told as wished: %s", type(error).__name__)
        except Exception:  # noqa: BLE001  # others wait behind this one
            _log.exception("somebody could not be told as wished")
        else:
            return True
        now = datetime.now(UTC)
        return now - self._failing_since.setdefault(wish.key, now) >= GIVEN_UP_AFTER

    async def _answer(self, wish: NotificationRequest) -> Answer | None:
        """What the question is answered now; None without an answer."""
        served = self._bot.answerer.searchers.of(wish.guild_id)
        asked = self._asked_in_vain.get(wish.key)
        if asked is not None and asked() is served:
            return None
        answer = await asyncio.to_thread(_ask_again, served, wish)
        if answer is None:
            self._asked_in_vain[wish.key] = weakref.ref(served)
        return answer

    async def _send(self, wish: NotificationRequest, answer: Answer) -> None:
        guild = self._bot.get_guild(wish.guild_id)
        if guild is None:  # the bot had to leave, and what it quotes there is for members
            return
        member = self._bot.answerer.pseudonyms.unseal(wish.sealed)
        await guild.fetch_member(member)
        reply = told_reply(answer, guild.name)
        channel = await self._bot.create_dm(discord.Object(member))
        await channel.send(view=reply.view, files=reply.files())


def _ask_again(searcher: Searcher, wish: NotificationRequest) -> Answer | None:
    """The answer to a question, limited as it was; None if nothing is found, or closest only."""
    if wish.scope is not None:
        try:
            scope = find_scope(scopes_of(searcher.library.documents), wish.scope)
        except UnknownSourceError:  # it is gone
            return None
        searcher = searcher.within(scope.doc_ids)
    answer = searcher.answer(wish.question, limit=1, correct=not wish.as_typed)
    return answer if answer.status == "found" else None


def told_reply(answer: Answer, server: str) -> Reply:
    """The message to somebody who wished for it; its answer has a passage."""
    question = escape(clip(answer.question, _QUESTION_CHARS))
    head = f"### {question}\nThere is an answer now in {escape(clip(server, _SERVER_CHARS))}:"
    room = MAX_TEXT - len(head) - len(_LAST)
    message = MessageDraft()
    message.text(head)
    message.quotation(quotation(answer.hits[0], answer.quotes[0], room), 1)
    message.text(_LAST)
    return message.reply()
