"""Gaps: what the class asked and the sources did not answer, those that ask the same as one."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import DecidedGapError
from bot.storage.entries import asked_as
from bot.storage.lessons import Guidance
from bot.storage.query_log import QueryLog
from bot.storage.reviews import Candidate, open_candidates
from index import Searcher, Status, group_questions


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask the same; at least one, the oldest first."""

    questions: tuple[Candidate, ...]

    @property
    def key(self) -> str:
        """The answer id that stands for the gap: that of its oldest question."""
        return self.questions[0].answer_id

    @property
    def answer_ids(self) -> tuple[str, ...]:
        """Of all its questions."""
        return tuple(candidate.answer_id for candidate in self.questions)

    @property
    def askers(self) -> int:
        """How many people asked."""
        return len({candidate.asker for candidate in self.questions})

    @property
    def last_asked(self) -> datetime:
        """When it was asked last."""
        return self.questions[-1].asked_at

    @property
    def unhelpful(self) -> int:
        """How many votes say that an answer did not help."""
        return sum(candidate.unhelpful for candidate in self.questions)

    @property
    def reasons(self) -> list[str]:
        """Why answers did not help, as voters wrote it."""
        return [reason for candidate in self.questions for reason in candidate.reasons]

    @property
    def wordings(self) -> list[str]:
        """Each way in which it was asked once, the most frequent first."""
        written = {asked_as(c.question): c.question for c in self.questions}
        times = Counter(asked_as(c.question) for c in self.questions)
        return [written[words] for words, _ in times.most_common()]

    @property
    def question(self) -> str:
        """The way in which it was asked most often."""
        return self.wordings[0]

    @property
    def weight(self) -> tuple[int, int, datetime]:
        """The greater, the more it matters: askers, then questions, then when it was asked last."""
        return self.askers, len(self.questions), self.last_asked

    @property
    def status(self) -> Status:
        """Of its last answer."""
        return self.questions[-1].status


def gaps_of(
    candidates: Sequence[Candidate], searcher: Searcher, outside: Iterable[str] = ()
) -> list[Gap]:
    """Group questions that ask the same; what matters most comes first, by `Gap.weight`.

    Args:
        candidates: The oldest first.
        searcher: What the server's questions are answered from.
        outside: Questions that are out of scope; whatever asks the same is no gap.
    """
    known = [*outside]
    groups = group_questions([*known, *(c.question for c in candidates)], searcher)
    gaps = [
        Gap(tuple(candidates[place - len(known)] for place in group))
        for group in groups
        if group[0] >= len(known)
    ]
    return sorted(gaps, key=lambda gap: gap.weight, reverse=True)


def gap_with(gaps: Iterable[Gap], answer_id: str) -> Gap:
    """The gap that an answer belongs to.

    Raises:
        DecidedGapError: If there is none any more.
    """
    for gap in gaps:
        if any(candidate.answer_id == answer_id for candidate in gap.questions):
            return gap
    raise DecidedGapError


async def open_gaps(
    log: QueryLog,
    guild_id: int,
    searcher: Searcher,
    guidance: Guidance,
    since: datetime | None = None,
) -> list[Gap]:
    """The gaps of a server, as `gaps_of` orders them.

    Args:
        log: Where the questions are kept.
        guild_id: Of the server.
        searcher: What it is answered from.
        guidance: What it was taught.
        since: Only those asked from then on.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    candidates = await open_candidates(log, guild_id, since)
    return await asyncio.to_thread(gaps_of, candidates, searcher, outside_of(guidance))


def outside_of(guidance: Guidance) -> list[str]:
    """The questions that a server's moderators put out of scope."""
    return [taught.question for taught in guidance.outside]
