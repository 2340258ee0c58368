"""Gaps, questions that the sources don't answer, grouped by what they ask."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import DecidedGapError
from bot.storage.entries import asked_as
from bot.storage.lessons import Lessons
from bot.storage.query_log import QueryLog
from bot.storage.reviews import Candidate, open_candidates
from index import Searcher, Status, group_questions


@dataclass(frozen=True, slots=True)
class Gap:
    """Unanswered questions that ask the same; at least one, the oldest first."""

    questions: tuple[Candidate, ...]

    @property
    def key(self) -> str:
        """The id of the gap: the answer id of its oldest question."""
        return self.questions[0].answer_id

    @property
    def answer_ids(self) -> tuple[str, ...]:
        """Of all its questions."""
        return tuple(candidate.answer_id for candidate in self.questions)

    @property
    def askers(self) -> int:
        """The number of people who asked."""
        return len({candidate.asker for candidate in self.questions})

    @property
    def last_asked(self) -> datetime:
        """The time of the last question."""
        return self.questions[-1].asked_at

    @property
    def unhelpful(self) -> int:
        """The number of votes that an answer did not help."""
        return sum(candidate.unhelpful for candidate in self.questions)

    @property
    def reasons(self) -> list[str]:
        """Why answers did not help, in the voters' words."""
        return [reason for candidate in self.questions for reason in candidate.reasons]

    @property
    def wordings(self) -> list[str]:
        """Each wording once, the most frequent first."""
        written = {asked_as(c.question): c.question for c in self.questions}
        times = Counter(asked_as(c.question) for c in self.questions)
        return [written[words] for words, _ in times.most_common()]

    @property
    def question(self) -> str:
        """The most frequent wording."""
        return self.wordings[0]

    @property
    def weight(self) -> tuple[int, int, datetime]:
        """Sort key of a gap: askers, then questions, then the time of the last one."""
        return self.askers, len(self.questions), self.last_asked

    @property
    def status(self) -> Status:
        """The status of its last answer."""
        return self.questions[-1].status


def gaps_of(
    candidates: Sequence[Candidate], searcher: Searcher, outside: Iterable[str] = ()
) -> list[Gap]:
    """Group questions that ask the same, sorted by `Gap.weight`, the heaviest first.

    Args:
        candidates: The oldest first.
        searcher: Of the server.
        outside: Questions out of scope; questions that ask the same are no gaps.
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
    """Return the gap that an answer belongs to.

    Raises:
        DecidedGapError: If it is no longer open.
    """
    for gap in gaps:
        if any(candidate.answer_id == answer_id for candidate in gap.questions):
            return gap
    raise DecidedGapError


async def open_gaps(
    log: QueryLog,
    guild_id: int,
    searcher: Searcher,
    lessons: Lessons,
    since: datetime | None = None,
) -> list[Gap]:
    """Read the open gaps of a server, sorted as by `gaps_of`.

    Args:
        log: Where the questions are kept.
        guild_id: Of the server.
        searcher: Of the server.
        lessons: Of the server.
        since: Only those asked from then on.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    candidates = await open_candidates(log, guild_id, since)
    return await asyncio.to_thread(gaps_of, candidates, searcher, outside_of(lessons))


def outside_of(lessons: Lessons) -> list[str]:
    """Return the questions that are out of scope in a server."""
    return [taught.question for taught in lessons.outside]
