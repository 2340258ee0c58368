"""Sending replies: within Discord's three seconds, exactly once, also on errors."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, TypeAlias, TypeVar

import aiohttp
import discord
from cachetools import LRUCache
from discord.ext import commands

from bot.errors import LogUnusableError, RefusedError, sentence
from bot.watching import FIGURES
from index.kinds import REPLIES
from index.opensearch import EngineAwayError

from .layout import Reply, notice
from .quotation import escape

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
BotInteraction: TypeAlias = discord.Interaction[commands.Bot]
PATIENCE_S = 1.5  # of the 3 s that Discord gives; the rest is for a slow network
_REMEMBERED = 1000  # deliveries; if Discord repeats one, it does so at once
_UNKNOWN_INTERACTION = 10062  # answered after 3 s, or while the gateway was away
_ALREADY_ANSWERED = 40060  # delivered twice, or Discord failed after it had taken our answer
_TOKEN_EXPIRED = 50027  # 15 min after the question
_LOG_AWAY = (
    "I can't reach my database right now, so nothing has changed. Please try again in a "
    "minute. Questions are still answered."
)
_LOST = {_UNKNOWN_INTERACTION, _TOKEN_EXPIRED}
_GONE = {_UNKNOWN_INTERACTION, _ALREADY_ANSWERED, _TOKEN_EXPIRED}


class Deliveries:
    """Interactions and messages that reached the bot, so that none is handled twice."""

    def __init__(self, handled: Iterable[int] = ()) -> None:
        """Start with those that an earlier process has handled."""
        self._seen: LRUCache[int, bool] = LRUCache(_REMEMBERED)
        self._seen.update(dict.fromkeys(handled, True))
        self._handling: dict[asyncio.Task[Any], int] = {}

    @property
    def handled(self) -> tuple[int, ...]:
        """The latest that were handled to the end."""
        unfinished = {*self._handling.values()}
        return tuple(delivery for delivery in self._seen if delivery not in unfinished)

    def admit(self, delivery: int) -> bool:
        """Return whether this is the first delivery of an interaction or message.

        `settle` waits for the task that asks.
        """
        if delivery in self._seen:
            return False
        self._seen[delivery] = True
        if task := asyncio.current_task():
            self._handling[task] = delivery
            task.add_done_callback(lambda done: self._handling.pop(done, None))
        return True

    async def settle(self, seconds: float) -> None:
        """Wait for what is being handled, at most so many seconds."""
        if self._handling:
            await asyncio.wait(self._handling, timeout=seconds)

    def cancel(self) -> None:
        """Stop what is being handled still: its connection is about to be closed."""
        for task in [*self._handling]:
            task.cancel()


async def in_time(
    interaction: BotInteraction,
    work: Awaitable[_T],
    *,
    private: bool | asyncio.Future[bool],
    crowded: bool = False,
) -> _T:
    """Await `work`; if that takes long, Discord shows meanwhile that the bot is thinking.

    Args:
        interaction: Not yet responded to.
        work: What the answer is made of.
        private: Whether the answer will be; Discord wants to know that with the first response.
            A future while it is looked up.
        crowded: Whether many wait. To show all of them at the same moment that the bot is thinking
            would take too long, so each sees it soon.
    """
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=0 if crowded else PATIENCE_S)
    if not done:
        private = private if isinstance(private, bool) else await private
        # Whether Discord heard or not, the answer is still to come: it meets what is wrong.
        with suppress(discord.HTTPException, aiohttp.ClientConnectionError):
            await interaction.response.defer(ephemeral=private, thinking=True)
    return await task


async def answer_privately(interaction: BotInteraction, work: Awaitable[Reply]) -> None:
    """Show the reply that `work` makes, to its asker only."""
    await respond(interaction, await in_time(interaction, work, private=True), private=True)


async def respond(interaction: BotInteraction, reply: Reply, *, private: bool) -> int | None:
    """Answer an interaction, deferred before or not.

    If Discord takes no answer to it any more, everyone's answer is posted in its channel instead.

    Returns:
        The id of the interaction's response; None if there is none, or Discord has not told it.
    """
    try:
        return await _answer(
            interaction, reply, partial(_send, interaction, reply, private=private)
        )
    except (discord.HTTPException, aiohttp.ClientConnectionError) as error:
        if private or not _is_undeliverable(error) or not await _post(interaction, reply):
            raise
        _log.info(
            "the answer to interaction %d could not be delivered (%s); it is in the channel",
            interaction.id,
            type(error).__name__,
        )
        return None


def _is_undeliverable(error: Exception) -> bool:
    """Return whether the interaction is lost, but not the way to its channel."""
    lost = isinstance(error, discord.HTTPException) and error.code in _LOST
    return lost or isinstance(error, discord.DiscordServerError | aiohttp.ClientConnectionError)


async def _post(interaction: BotInteraction, reply: Reply) -> bool:
    channel = interaction.channel
    allowed = interaction.app_permissions
    in_thread = isinstance(channel, discord.Thread)
    if not (allowed.send_messages_in_threads if in_thread else allowed.send_messages):
        return False
    if not isinstance(channel, discord.abc.Messageable):
        return False
    try:
        await channel.send(view=reply.view, files=reply.files(), nonce=interaction.id)
    except (discord.HTTPException, aiohttp.ClientError):
        return False
    return True


async def change_message(interaction: BotInteraction, work: Awaitable[Reply]) -> None:
    """Put what `work` makes in the place of the message whose button was pressed."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
    if not done:
        # As with `in_time`; but the message stays as it is until then.
        with suppress(discord.HTTPException, aiohttp.ClientConnectionError):
            await interaction.response.defer()
    reply = await task
    await _answer(interaction, reply, partial(_change, interaction, reply))


async def _answer(
    interaction: BotInteraction, reply: Reply, send: Callable[[], Awaitable[int | None]]
) -> int | None:
    try:
        return await _insist(send)
    except discord.HTTPException as error:
        if error.code != _ALREADY_ANSWERED:
            raise
        # Discord took this answer, or its announcement, and told us that it had failed.
        return await _edit(interaction, reply)


async def _send(interaction: BotInteraction, reply: Reply, *, private: bool) -> int | None:
    if interaction.response.is_done():
        return await _edit(interaction, reply)
    sent = await interaction.response.send_message(
        view=reply.view, files=reply.files(), ephemeral=private
    )
    return sent.message_id


async def _change(interaction: BotInteraction, reply: Reply) -> int | None:
    if interaction.response.is_done():
        return await _edit(interaction, reply)
    changed = await interaction.response.edit_message(view=reply.view, attachments=reply.files())
    return changed.message_id if changed else None


async def _edit(interaction: BotInteraction, reply: Reply) -> int:
    edited = await interaction.edit_original_response(view=reply.view, attachments=reply.files())
    return edited.id


async def reply_to(message: discord.Message, reply: Reply) -> discord.Message | None:
    """Reply to a message in its channel without a ping, whether the message still exists or not.

    Returns:
        The reply; None if the bot isn't allowed to post there, or Discord fails.
    """
    sent: list[discord.Message] = []

    async def send() -> None:
        posted = await message.channel.send(
            view=reply.view,
            files=reply.files(),
            reference=message.to_reference(fail_if_not_exists=False),
            mention_author=False,
            nonce=message.id,
        )
        sent.append(posted)

    about = f"the reply to message {message.id}"
    try:
        await _unless_forbidden(_insist(send), message.channel.id, about)
    except (discord.HTTPException, aiohttp.ClientError) as error:
        _log.warning("%s could not be delivered (%s)", about, type(error).__name__)
    return sent[0] if sent else None


async def change_reply(message: discord.Message, reply_id: int, reply: Reply) -> None:
    """Replace the content of the bot's reply to a message, unless it has been deleted."""
    replied = message.channel.get_partial_message(reply_id)  # type: ignore[union-attr]  # a guild's
    with suppress(discord.NotFound):
        await _unless_forbidden(
            replied.edit(view=reply.view, attachments=reply.files()), message.channel.id
        )


async def post_in(channel: discord.abc.Messageable, channel_id: int, reply: Reply) -> None:
    """Post a message in a channel, if the bot is allowed to."""
    await _unless_forbidden(channel.send(view=reply.view, files=reply.files()), channel_id)


async def _unless_forbidden(
    sending: Awaitable[object], channel_id: int, about: str = "a message"
) -> None:
    try:
        await sending
    except discord.Forbidden:
        _log.warning(
            "%s could not be delivered in channel %d: give the bot Send Messages and Read Message "
            "History there",
            about,
            channel_id,
        )


async def _insist(send: Callable[[], Awaitable[_T]]) -> _T:
    """Send again if the connection broke, when nobody knows whether Discord heard.

    If it did, it shows one message: it refuses a second answer to an interaction, and knows a
    message again by its nonce.
    """
    try:
        return await send()
    except aiohttp.ClientConnectionError:
        return await send()


async def or_report(interaction: BotInteraction, work: Awaitable[None]) -> None:
    """Await `work`; its failures end as those of commands do."""
    try:
        await work
    except Exception as error:  # noqa: BLE001  # the last line of defence: told and logged
        await report(interaction, error)


async def report(interaction: BotInteraction, error: Exception) -> None:
    """Log why an interaction failed, and tell its sender."""
    if isinstance(error, discord.HTTPException) and error.code in _GONE:
        _log.info(
            "the answer to interaction %d could not be delivered: %s", interaction.id, error.text
        )
        return
    words = explained(error)
    try:
        # Not `respond`: an apology never takes the place of an answer that is there.
        await _send(interaction, words, private=True)
    except (discord.HTTPException, aiohttp.ClientError) as worse:
        _log.info(
            "nor could the apology be delivered: %s (interaction %d)",
            type(worse).__name__,
            interaction.id,
        )


def explained(error: Exception) -> Reply:
    """Say in a sentence what went wrong; log what nobody expected."""
    return _told(error) or apology(error)


def _told(error: Exception) -> Reply | None:
    """Return the sentence of an expected error as a reply; None for any other error."""
    if isinstance(error, RefusedError):
        return notice(escape(sentence(error)))
    if isinstance(error, EngineAwayError):  # its reason is the operator's
        _log.warning("somebody has to try again: %s", error.reason)
        return notice(REPLIES["unreachable"])
    if isinstance(error, LogUnusableError):  # the path in its sentence is the operator's
        _log.warning("somebody has to try again: %s", sentence(error))
        return notice(_LOG_AWAY)
    return None


def apology(error: Exception) -> Reply:
    """Log an unexpected error under a number, and apologize with that number."""
    number = secrets.token_hex(3)
    FIGURES.errors += 1
    _log.error("error %s", number, exc_info=error)
    return notice(
        "Sorry, something went wrong; it isn't your question's fault. Please try again. If "
        f"it happens again, give a moderator the number {number}."
    )
