"""Messages that speak to the bot: mentions, replies, edited questions, posts of forums."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import discord
from cachetools import LRUCache
from discord import ui
from discord.ext import commands
from discord.utils import utcnow

from bot.services.answering import Answered, Answerer, Viewer
from bot.services.follow_ups import complete, earlier_question, last_question, own_words
from bot.services.privacy import first_notice
from bot.ui.buttons import Press, route
from bot.ui.layout import Reply, annotated, notice
from bot.ui.permissions import Permissions
from bot.ui.quotation import clip, escape
from bot.ui.replies import Deliveries, change_reply, explained, reply_to
from index import FollowUp

from .answer_message import answer_reply
from .manners import Manners
from .questions import FORGOTTEN, HOW_TO_ASK, MAX_QUESTION_CHARS, TOO_LONG, question_words
from .repeats import Repeats, link_to_message

EDITED_WITHIN = timedelta(minutes=5)
"""How long after it was written an edited question has its answer changed."""

CANNOT_READ = (
    "I can't read that message: Discord shows me only messages that mention me. Press and hold "
    "it, then choose *Apps* and *Find in sources*."
)
ROLE_MENTION = (
    "You mentioned my role, so Discord didn't show me your words. Mention me by name instead, or "
    "use `/ask`."
)
OWN_WORDS = r"own:(?P<answer_id>[a-z0-9]{1,64})"
"""The custom id of a button that asks a follow-up again, without the words that were added."""

_ANSWER_ID = re.compile(r"[a-z]+(?::[a-z]+)*:([a-z2-7]{16})(?::.*)?")
_REMEMBERED = 1_000  # questions that may be edited
_ADDED_CHARS = 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in a message, and the message that answers it."""

    words: str
    reply_id: int


class Conversation(commands.Cog):
    """Answers messages that mention the bot or reply to it, in their channel, without a ping."""

    def __init__(  # noqa: PLR0913, PLR0917  # all that a message needs
        self,
        bot: commands.Bot,
        answerer: Answerer,
        permissions: Permissions,
        deliveries: Deliveries,
        manners: Manners,
        repeats: Repeats,
    ) -> None:
        """Create the cog.

        Args:
            bot: Whose mentions are questions.
            answerer: Answers them.
            permissions: Decides who may ask an earlier question again.
            deliveries: Recognizes messages that arrive twice.
            manners: What every answer respects.
            repeats: Recognizes what the channel has just seen.
        """
        self._bot = bot
        self._answerer = answerer
        self._permissions = permissions
        self._deliveries = deliveries
        self._manners = manners
        self._repeats = repeats
        self._asked: LRUCache[int, _Asked] = LRUCache(_REMEMBERED)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message in a server that mentions the bot or its role, or replies to it."""
        if message.author.bot or message.guild is None or not self._is_addressed(message):
            return
        if self._is_silent(message.channel, message.guild.id):
            return
        if self._deliveries.admit(message.id):
            await self._reply(message, message.guild.id)

    def _is_silent(self, channel: discord.abc.Messageable, guild_id: int) -> bool:
        """Return whether moderators want no mention answered in a channel, its threads included."""
        ids = {getattr(channel, "id", None), getattr(channel, "parent_id", None)}
        return not ids.isdisjoint(self._manners.chosen(guild_id).silent)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Change the answer to a question that was edited soon after it was asked."""
        message = event.message
        if message.author.bot or message.guild is None or not self._is_addressed(message):
            return
        if utcnow() - message.created_at > EDITED_WITHIN:
            return
        asked = self._asked.get(message.id)
        if asked is None:
            await self.on_message(message)  # the mention was added; a first delivery is admitted
        elif asked.words != (words := question_words(message.content)):
            self._asked[message.id] = _Asked(words, asked.reply_id)
            reply, _ = await self._answer_or_apologize(message, message.guild.id)
            await change_reply(message, asked.reply_id, reply)

    async def _reply(self, message: discord.Message, guild_id: int) -> None:
        reply, answered = await self._answer_or_apologize(message, guild_id)
        channel_id = message.channel.id
        if answered:
            instead = await self._repeats.instead(guild_id, channel_id, answered)
            reply, answered = (instead, None) if instead else (reply, answered)
        sent = await reply_to(message, reply)
        if sent is not None:
            self._asked[message.id] = _Asked(question_words(message.content), sent.id)
            if answered:
                known = discord.PartialMessage(channel=message.channel, id=sent.id)
                self._repeats.posted(channel_id, answered, partial(link_to_message, known))

    async def _answer_or_apologize(
        self, message: discord.Message, guild_id: int
    ) -> tuple[Reply, Answered | None]:
        try:
            return await self._answer(message, guild_id)
        except Exception as error:  # noqa: BLE001  # told, logged under a number, survived
            return explained(error), None

    def _is_addressed(self, message: discord.Message) -> bool:
        """Return whether a message mentions the bot or its role, or is a reply that pings it.

        Code, which is how people explain a mention, mentions nobody; nor does @everyone.
        """
        mine = message.guild.me.roles if message.guild else []
        # Discord manages the one role that it made for the bot itself.
        named = any(role.managed and role in mine for role in message.role_mentions)
        return named or self._bot.user in message.mentions

    async def _answer(
        self, message: discord.Message, guild_id: int
    ) -> tuple[Reply, Answered | None]:
        words = question_words(message.content)
        if not words:
            words, otherwise = _other_words(message)
            if not words:
                return notice(otherwise), None
        if len(words) > MAX_QUESTION_CHARS:
            return notice(TOO_LONG), None
        self._manners.cooldowns.admit(message.author.id, message.channel.id)
        previous = await self._previous(message, guild_id)
        asking = await complete(self._answerer, words, previous, guild_id)
        answered = await self._answerer.ask(
            asking.question[:MAX_QUESTION_CHARS],
            surface="mention",
            user_id=message.author.id,
            guild_id=guild_id,
            channel_id=message.channel.id,
            added=asking.added,
        )
        return self._shown(answered, asking, guild_id), answered

    async def _previous(self, message: discord.Message, guild_id: int) -> str | None:
        """Return the question that a message may lean on."""
        replied = _replied_to(message)
        if replied is not None and replied.author == self._bot.user:
            for answer_id in answer_ids(replied):
                return await earlier_question(
                    self._answerer, answer_id, Viewer(message.author.id, guild_id)
                )
        if not isinstance(message.channel, discord.Thread):
            return None
        last = await last_question(self._answerer, guild_id, message.channel.id)
        return last or (message.channel.name if _is_post(message.channel) else None)

    @route(OWN_WORDS)
    async def own_words(self, press: Press) -> Reply:
        """Ask a follow-up again with its own words alone, for whoever wants to see that."""
        interaction = press.interaction
        viewer = self._permissions.viewer(interaction)
        entry = await self._answerer.find(press["answer_id"], viewer)
        if entry is None:
            return notice(FORGOTTEN)
        self._manners.cooldowns.admit(interaction.user.id, interaction.channel_id)
        answered = await self._answerer.ask(
            own_words(entry),
            surface=entry.surface,
            user_id=interaction.user.id,
            guild_id=entry.guild_id,
            channel_id=interaction.channel_id,
            private=True,
        )
        return answer_reply(answered, with_question=True)

    def _shown(self, answered: Answered, asking: FollowUp, guild_id: int) -> Reply:
        is_first = answered.asker.is_new and answered.answer.kind == "question"
        foot = first_notice(self._manners.keeping(guild_id)) if is_first else ""
        reply = answer_reply(answered, with_question=False, foot=foot)
        return follow_up_reply(reply, answered.answer_id, asking)


def follow_up_reply(reply: Reply, answer_id: str, asking: FollowUp) -> Reply:
    """Say above an answer what was added to its question, with a way to do without."""
    if not asking.added:
        return reply
    button = ui.Button[Any](label="Use only my words", custom_id=f"own:{answer_id}")
    asked = escape(clip(asking.question, _ADDED_CHARS))
    return annotated(reply, f"-# Asked as: {asked}", button)


def answer_ids(message: discord.Message) -> Iterator[str]:
    """Yield the ids of answers that a message of the bot has buttons for."""
    for component in _every(message.components):
        match = _ANSWER_ID.fullmatch(getattr(component, "custom_id", None) or "")
        if match:
            yield match[1]


def _every(components: Any) -> Iterator[Any]:  # noqa: ANN401  # discord.py has no type for all
    for component in components:
        yield component
        yield from _every(getattr(component, "children", ()))
        if accessory := getattr(component, "accessory", None):
            yield accessory


def _replied_to(message: discord.Message) -> discord.Message | None:
    resolved = message.reference.resolved if message.reference else None
    return resolved if isinstance(resolved, discord.Message) else None


def _other_words(message: discord.Message) -> tuple[str, str]:
    """Return what a message without words asks about, or else what to tell its author."""
    replied = _replied_to(message)
    if replied is not None and not replied.author.bot:
        return question_words(replied.content), CANNOT_READ
    channel = message.channel
    if isinstance(channel, discord.Thread) and _is_post(channel):
        return question_words(channel.name), HOW_TO_ASK
    return "", ROLE_MENTION if message.role_mentions else HOW_TO_ASK


def _is_post(thread: discord.Thread) -> bool:
    return isinstance(thread.parent, discord.ForumChannel)
