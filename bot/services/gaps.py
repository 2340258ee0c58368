"""Gaps, questions that the sources don't answer, grouped by what they ask."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import DecidedGapError, UnknownSourceError
from bot.libraries.scopes import scopes_of
from bot.storage.entries import asked_as, new_id
from bot.storage.feedback import waiting_for
from bot.storage.lessons import Lessons
from bot.storage.query_log import QueryLog
from bot.storage.reviews import BOT, Candidate, audit_row, decide, open_candidates
from index import Answer, Searcher, Status, group_questions

MOST_ASKED_AGAIN = 500
"""Open questions of a server that are asked again when its answers change, the newest."""


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
    def public(self) -> "Gap | None":
        """The gap without private questions; None if it has no others."""
        questions = tuple(one for one in self.questions if not one.private)
        return Gap(questions) if questions else None

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


def answer_as_asked(
    searcher: Searcher, question: str, scope: str | None, *, as_typed: bool
) -> Answer | None:
    """Answer a question again, limited as it was; None unless an answer is found."""
    if scope is not None:
        try:
            limit = scopes_of(searcher.library).find(scope)
        except UnknownSourceError:  # it was removed
            return None
        searcher = searcher.within(limit.doc_ids)
    answer = searcher.answer(question, limit=1, correct=not as_typed)
    return answer if answer.status == "found" else None


@dataclass(frozen=True, slots=True)
class Closed:
    """Questions that closed themselves, and how many people wait to be notified of them."""

    questions: int = 0
    waiting: int = 0


async def close_answered(
    log: QueryLog, guild_id: int, searcher: Searcher, fix: str | None = None
) -> Closed:
    """Close the open questions of a server that are answered by now, as by a reload or a synonym.

    Questions whose answer didn't help stay open: only a person can say whether another one does.

    Args:
        log: Where the questions are kept.
        guild_id: Of the server.
        searcher: Of the server.
        fix: The id of the decision that brought the answers, which is undone together with them.

    Raises:
        LogUnusableError: If the log cannot be read or written now.
    """
    candidates = [one for one in await open_candidates(log, guild_id) if one.status != "found"]
    newest = candidates[-MOST_ASKED_AGAIN:]
    answered = await asyncio.to_thread(_answered, newest, searcher)
    if not answered:
        return Closed()
    ids = [one.answer_id for one in answered]
    number = len({asked_as(one.question) for one in answered})
    waiting = await waiting_for(log, guild_id, ids)
    at = datetime.now(UTC)
    row = audit_row(guild_id, None, "gaps answered", {"questions": number})
    decided = decide(guild_id, ids, "answered", by=BOT, at=at, fix=fix or new_id())
    await log.change(*decided, row)
    return Closed(number, waiting)


def _answered(candidates: Iterable[Candidate], searcher: Searcher) -> list[Candidate]:
    known: dict[tuple[str, str | None, bool], bool] = {}
    for one in candidates:
        key = one.question, one.scope, one.as_typed
        if key not in known:
            found = answer_as_asked(searcher, one.question, one.scope, as_typed=one.as_typed)
            known[key] = found is not None
    return [one for one in candidates if known[one.question, one.scope, one.as_typed]]
