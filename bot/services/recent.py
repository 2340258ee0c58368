"""The answers that each channel has shown lately, so that the same one isn't posted twice."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cachetools import LRUCache

from index import Searcher, group_questions

from .answering import Answered

LATELY = timedelta(minutes=10)
"""How long an answer counts as recent: Discord lets a bot look for its own reply for 15 minutes."""

_MOST_IN_CHANNEL = 20
_MOST_CHANNELS = 1_000

Locate = Callable[[], Awaitable[str | None]]
"""Returns a link to a message; None if it has been deleted."""


@dataclass(frozen=True, slots=True)
class RecentAnswer:
    """What is compared of an answer that everyone in a channel can see.

    Attributes:
        quoted: As `_quoted` has it.
        locate: Finds its message.
    """

    question: str
    quoted: tuple[object, ...]
    asked_at: datetime
    locate: Locate


class RecentAnswers:
    """Remembers recent public answers by channel, in memory."""

    def __init__(self) -> None:
        """Begin with none."""
        self._channels: LRUCache[int, deque[RecentAnswer]] = LRUCache(_MOST_CHANNELS)

    def add(self, channel_id: int, answered: Answered, locate: Locate) -> None:
        """Remember an answer that was just posted; one without a quotation is short enough."""
        if answered.answer.hits:
            recent = self._channels.setdefault(channel_id, deque(maxlen=_MOST_IN_CHANNEL))
            question, now = answered.answer.question, datetime.now(UTC)
            recent.append(RecentAnswer(question, _quoted(answered), now, locate))

    async def find(
        self, channel_id: int, answered: Answered, searcher: Searcher
    ) -> tuple[RecentAnswer, str] | None:
        """Find a recent answer of a channel to the same question, and the link to its message.

        Both must quote the same words first, from the same version of the sources.

        Args:
            channel_id: Of the channel.
            answered: The answer to the question that is asked now.
            searcher: Its words, names and synonyms tell which questions ask the same.
        """
        since, quoted = datetime.now(UTC) - LATELY, _quoted(answered)
        comparable = [
            recent
            for recent in self._channels.get(channel_id, ())
            if recent.asked_at >= since and recent.quoted == quoted
        ]
        if not comparable:
            return None
        same = await asyncio.to_thread(_same, answered, comparable, searcher)
        for recent in reversed(same):
            if link := await recent.locate():
                return recent, link
        return None


def _quoted(answered: Answered) -> tuple[object, ...]:
    """Return the words that an answer quotes first, and from where."""
    quotes = answered.answer.quotes
    first = (quotes[0].citation, quotes[0].text) if quotes else ()
    return answered.answer.library_version, answered.scope, first


def _same(
    answered: Answered, recent: Sequence[RecentAnswer], searcher: Searcher
) -> list[RecentAnswer]:
    asked = [answered.answer.question, *(one.question for one in recent)]
    together = group_questions(asked, searcher)[0]
    return [recent[place - 1] for place in together if place]
