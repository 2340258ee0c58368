"""*Helpful* and *Not helpful* under an answer: one vote a reader, which may change."""

import asyncio
import logging
import sqlite3
import weakref
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import ui

from bot.errors import KeyUnusableError, LogUnusableError, UnknownSourceError
from bot.libraries.scopes import find_scope, scopes_of
from bot.storage.entries import instant
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

# Of an answer of this server that is still kept, and of somebody of whom anything is.
_VOTE = """
    INSERT INTO vote (answer_id, voter, guild_id, at, helpful, reason)
    SELECT answer_id, ?, guild_id, ?, ?, ? FROM question WHERE answer_id = ? AND guild_id = ?
        AND NOT EXISTS (SELECT 1 FROM opted_out WHERE opted_out.asker = ?)
"""
_TAKE_BACK = "DELETE FROM vote WHERE answer_id = ? AND voter = ?"
_HAS_VOTE = "SELECT 1 FROM vote WHERE answer_id = ? AND voter = ? AND at = ?"


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
    there = await answerer.query_log.rows(_HAS_VOTE, (answer_id, voter, at))
    return notice(_THANKS if there else _VOTE_NOT_KEPT)


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

# Of an answer of this server that is still kept, and of somebody of whom anything is.
_WISH = """
    INSERT INTO wish (answer_id, asker, sealed, at)
    SELECT answer_id, ?, ?, ? FROM question WHERE answer_id = ? AND guild_id = ?
        AND NOT EXISTS (SELECT 1 FROM opted_out WHERE opted_out.asker = ?)
    ON CONFLICT DO UPDATE SET sealed = excluded.sealed, at = excluded.at, told_at = NULL
"""
_HAS_WISH = "SELECT 1 FROM wish WHERE answer_id = ? AND asker = ?"
_MADE = """
    SELECT wish.answer_id, wish.asker, sealed, question, as_typed, scope, guild_id
    FROM wish JOIN question USING (answer_id) WHERE sealed IS NOT NULL ORDER BY wish.at
"""
_ERASE = "UPDATE wish SET sealed = NULL, told_at = ? WHERE answer_id = ? AND asker = ?"


class WishButton(LastingButton, template=WISH):
    """The button that makes a wish."""

    async def press(self, interaction: BotInteraction) -> None:
        """Note the wish."""
        await answer_privately(interaction, self._note(interaction))
        interaction.client.wishes.tell_soon()  # it may be answered since it was asked

    async def _note(self, interaction: BotInteraction) -> Reply:
        answerer, answer_id = interaction.client.answerer, self.match["answer_id"]
        asker = answerer.pseudonym(interaction.user.id, interaction.guild_id)
        sealed = answerer.pseudonyms.seal(interaction.user.id)
        log = answerer.query_log
        name = answerer.pseudonyms.opted_out(interaction.user.id, interaction.guild_id)
        at = instant(datetime.now(UTC))
        wish = (asker, sealed, at, answer_id, interaction.guild_id, name)
        await log.change((_WISH, wish))
        there = await log.rows(_HAS_WISH, (answer_id, asker))
        return notice(_NOTED if there else _WISH_NOT_KEPT)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A wish that is not granted yet; `asker` is a pseudonym, and `sealed` who it is."""

    answer_id: str
    asker: str
    sealed: bytes
    question: str
    as_typed: bool
    scope: str | None
    guild_id: int

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other wishes."""
        return self.answer_id, self.asker


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

    async def _made(self) -> list[_Wish]:
        rows = await self._bot.answerer.query_log.rows(_MADE)
        wishes = [_Wish(**dict(row)) for row in rows]
        kept = {wish.key for wish in wishes}
        self._asked_in_vain = {k: v for k, v in self._asked_in_vain.items() if k in kept}
        self._failing_since = {k: v for k, v in self._failing_since.items() if k in kept}
        return wishes

    async def _grant(self, wish: _Wish) -> None:
        """Tell somebody and erase the wish, if there is an answer by now."""
        if await self._is_settled(wish):
            told = (instant(datetime.now(UTC)), wish.answer_id, wish.asker)
            await self._bot.answerer.query_log.change((_ERASE, told))

    async def _is_settled(self, wish: _Wish) -> bool:
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

    async def _answer(self, wish: _Wish) -> Answer | None:
        """What the question is answered now; None without an answer."""
        served = self._bot.answerer.searchers.of(wish.guild_id)
        asked = self._asked_in_vain.get(wish.key)
        if asked is not None and asked() is served:
            return None
        answer = await asyncio.to_thread(_ask_again, served, wish)
        if answer is None:
            self._asked_in_vain[wish.key] = weakref.ref(served)
        return answer

    async def _send(self, wish: _Wish, answer: Answer) -> None:
        guild = self._bot.get_guild(wish.guild_id)
        if guild is None:  # the bot had to leave, and what it quotes there is for members
            return
        member = self._bot.answerer.pseudonyms.unseal(wish.sealed)
        await guild.fetch_member(member)
        reply = told_reply(answer, guild.name)
        channel = await self._bot.create_dm(discord.Object(member))
        await channel.send(view=reply.view, files=reply.files())


def _ask_again(searcher: Searcher, wish: _Wish) -> Answer | None:
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
