"""`/logs stats` and the weekly digest: figures, and where and when a digest is sent."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import aiohttp
import discord

from bot.errors import DigestChannelError, LogUnusableError
from bot.libraries.registry import Libraries
from bot.services.answering import Answerer
from bot.services.charts import draw
from bot.services.gaps import open_gaps
from bot.services.reports import PERIODS, read_figures, read_week, summary
from bot.storage.reviews import (
    Digest,
    digest_channel,
    due_digests,
    note_sent,
    set_digest,
    unset_digest,
)
from bot.storage.statistics import Stats
from bot.text import count, listed
from bot.ui.layout import Attachment, MessageDraft, Reply, notice
from bot.ui.permissions import Permissions
from bot.ui.quotation import clip, escape

from .context import Server
from .digest_card import digest_reply

_MOST_TOP = 5
_MOST_SOURCES = 5
_QUESTION_CHARS = 120
_TITLE_CHARS = 80
_PICTURE = "questions.png"


async def stats_reply(server: Server, period: str) -> Reply:
    """The figures of the desk's server.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    titles = {doc_id: d.title for doc_id, d in (await server.documents()).documents.items()}
    figures = await read_figures(
        server.log.rows, server.guild_id, period, sources=titles, most=_MOST_TOP
    )
    stats = figures.stats
    words = "\n".join((f"### Figures {PERIODS[period].told}", *stats_lines(stats, titles)))
    message = MessageDraft()
    message.text(words)
    picture = await draw(figures.chart) if stats.days else None
    if picture:
        message.picture(Attachment(_PICTURE, picture.png), picture.alt)
    return message.reply()


def stats_lines(stats: Stats, titles: Mapping[str, str]) -> Iterator[str]:
    """The figures in Markdown, line by line.

    Args:
        stats: Of any period.
        titles: Of the server's documents, by id.
    """
    first, *others = summary(stats)
    yield f"**{first}**" if others else first
    yield from others
    yield from _top(stats)
    yield from _sources(stats, titles)


def _top(stats: Stats) -> Iterator[str]:
    if stats.top_questions:
        yield "**Asked most**"
    for top in stats.top_questions:
        question = escape(clip(top.question, _QUESTION_CHARS))
        yield f"- {question}\n-# {top.times:,} times, {count(top.askers, 'asker')}"


def _sources(stats: Stats, titles: Mapping[str, str]) -> Iterator[str]:
    if stats.cited:
        yield "**Quoted most**"
    for source, answers in stats.cited[:_MOST_SOURCES]:
        title = escape(clip(titles.get(source, source), _TITLE_CHARS))
        yield f"- *{title}*: {count(answers, 'answer')}"
    if stats.never_cited:
        shown = stats.never_cited[:_MOST_SOURCES]
        named = [f"*{escape(clip(titles[source], _TITLE_CHARS))}*" for source in shown]
        yield f"**Never quoted**\n{listed(named, len(stats.never_cited))}"


_log = logging.getLogger(__name__)
WEEK = timedelta(days=7)
MOST_LISTED = 3

_VISIBLE = (
    "This week's digest isn't shown here: {} can see this channel. Hide it from them, or choose "
    "another one with `/logs digest`."
)


class Digests:
    """Sends what is due; each week's at most once, whatever happens in between."""

    def __init__(
        self,
        bot: discord.Client,
        permissions: Permissions,
        answerer: Answerer,
        libraries: Libraries,
    ) -> None:
        self._bot = bot
        self._permissions = permissions
        self._log = answerer.query_log
        self._searchers = answerer.searchers
        self._libraries = libraries
        self._turn = asyncio.Lock()

    async def begin(self, channel: discord.TextChannel) -> None:
        """Send a server's digests to a channel from now on, the first one at once.

        Raises:
            DigestChannelError: If others than moderators see the channel, or the bot may not
                write there.
            LogUnusableError: If it cannot be written.
        """
        if outsiders := await self._permissions.outsiders(channel):
            raise DigestChannelError(seen_by=outsiders)
        mine = channel.permissions_for(channel.guild.me)
        if not (mine.view_channel and mine.send_messages):
            raise DigestChannelError(seen_by=None)
        log = self._log
        await set_digest(log, channel.guild.id, channel.id, datetime.now(UTC) - WEEK)
        await self.send_due()

    async def end(self, guild_id: int) -> None:
        """Send a server's digests no longer.

        Raises:
            LogUnusableError: If it cannot be written.
        """
        await unset_digest(self._log, guild_id)

    async def channel(self, guild_id: int) -> discord.TextChannel | None:
        """Return the channel of a server's digests; None without one that only moderators see.

        Raises:
            LogUnusableError: If the log cannot be read now.
            discord.HTTPException: If Discord doesn't say who sees it.
        """
        channel_id = await digest_channel(self._log, guild_id)
        guild = self._bot.get_guild(guild_id)
        channel = guild and channel_id and guild.get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            return None
        return None if await self._permissions.outsiders(channel) else channel

    async def send_due(self) -> None:
        """Send every digest whose week is over."""
        async with self._turn:
            try:
                log = self._log
                for due in await due_digests(log, datetime.now(UTC) - WEEK):
                    await self._try(due)
            except (LogUnusableError, sqlite3.Error) as error:
                _log.warning("The weekly digests have to wait: %s", error)

    async def _try(self, due: Digest) -> None:
        try:
            await self._send(due)
        except (LogUnusableError, sqlite3.Error):
            raise
        except (discord.HTTPException, aiohttp.ClientError) as error:
            _log.info("a weekly digest is sent later: %s", type(error).__name__)
        except Exception:  # noqa: BLE001  # other servers wait behind this one
            _log.exception("the weekly digest of server %d failed", due.guild_id)

    async def _send(self, due: Digest) -> None:
        log = self._log
        guild = self._bot.get_guild(due.guild_id)
        channel = guild and guild.get_channel(due.channel_id)
        if not isinstance(channel, discord.TextChannel):
            return
        reply = await self._reply(channel)
        # Noted before it is sent: a bot that is killed in between loses one, and sends none twice.
        await note_sent(log, due.guild_id, datetime.now(UTC))
        try:
            await channel.send(view=reply.view, files=reply.files())
        except discord.Forbidden:
            _log.warning("not allowed to send the weekly digest to channel %d", channel.id)
        except (discord.HTTPException, aiohttp.ClientError):
            await note_sent(log, due.guild_id, due.sent_at)
            raise

    async def _reply(self, channel: discord.TextChannel) -> Reply:
        """The digest, or a warning in its place if not only moderators see the channel by now."""
        if outsiders := await self._permissions.outsiders(channel):
            return notice(_VISIBLE.format(escape(outsiders)))
        return await self.reply(channel.guild.id)

    async def reply(self, guild_id: int) -> Reply:
        """The digest of a server for the last week.

        Raises:
            LogUnusableError: If the log cannot be read now.
        """
        log, searcher = self._log, await self._searchers.of(guild_id)
        lessons = self._libraries.of(guild_id).lessons
        week = await read_week(log.rows, guild_id, MOST_LISTED)
        gaps = await open_gaps(log, guild_id, searcher, lessons, datetime.now(UTC) - WEEK)
        titles = {doc_id: d.title for doc_id, d in searcher.library.documents.items()}
        return digest_reply(week, gaps, titles)
