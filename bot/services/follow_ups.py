"""Follow-up questions: which answer a message leans on, and what it takes over from it."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.errors import LogUnusableError
from bot.storage.entries import Entry
from bot.storage.questions import latest_in_channel
from index import FollowUp, Searcher, follow_up

from .answering import Answerer, Viewer

RESTS = timedelta(hours=12)
"""How long after its last answer a thread has changed the subject."""

_SAID = frozenset({"small talk", "help", "thanks", "abuse", "emoji"})  # "why?" is none of these


async def complete(
    answerer: Answerer, words: str, previous: str | None, guild_id: int | None
) -> FollowUp:
    """Complete a message by the words of the question before it, if it needs them.

    Args:
        answerer: Its searchers tell questions from small talk.
        words: The message.
        previous: The question before; None without one.
        guild_id: Of the server.

    Returns:
        The message as it is to be asked; nothing is added to one that can stand alone.
    """
    searcher = await answerer.searchers.of(guild_id)
    found = await asyncio.to_thread(_complete, searcher, words, previous) if previous else None
    return found or FollowUp(words, "")


def _complete(searcher: Searcher, words: str, previous: str) -> FollowUp | None:
    said = searcher.ranker.reader.read(words).kind in _SAID
    return None if said else follow_up(previous, words)


async def earlier_question(answerer: Answerer, answer_id: str, viewer: Viewer) -> str | None:
    """Return the question of an earlier answer; None if the viewer may not see it, or for now."""
    try:
        entry = await answerer.find(answer_id, viewer)
    except LogUnusableError:
        return None
    return entry.question if entry else None


async def last_question(answerer: Answerer, guild_id: int, channel_id: int) -> str | None:
    """Return the last public question of a channel, if the channel has not rested since."""
    since = datetime.now(UTC) - RESTS
    try:
        return await latest_in_channel(answerer.query_log.rows, guild_id, channel_id, since)
    except LogUnusableError:
        return None


def own_words(entry: Entry) -> str:
    """Return a question without what was added to it."""
    return entry.question.removesuffix(f" ({entry.added})?") if entry.added else entry.question
