"""Figures of the query log over some days, fast enough for a million questions.

Counts, latencies and cited sources come from the tables that count whole days as questions are
written, so they outlive the questions. Latencies are exact to two digits. Askers and top
questions are counted among the questions that are still kept, exactly, in an index.

Of fewer than five askers nothing is broken down, for that would show who asked what.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from . import stats_sql
from .queries import Rows

LEAST_ASKERS = 5
"""A group of fewer is not broken down."""

_STATUSES = ("found", "weak", "none")


@dataclass(frozen=True, slots=True)
class Split:
    """Questions by the status of their answers, and who asked them."""

    found: int
    weak: int
    none: int
    askers: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day, in UTC, on which something was asked.

    Attributes:
        split: None if fewer than five people asked.
    """

    day: date
    questions: int
    split: Split | None


@dataclass(frozen=True, slots=True)
class TopQuestion:
    """A question that at least five people asked, as it was worded last."""

    question: str
    times: int
    askers: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures of a period.

    Attributes:
        askers: Among the questions that are still kept; those who opted out are not counted.
        days: In order; without those on which nobody asked.
        top_questions: The most frequent first; empty if fewer than five people asked.
        cited: Documents with the number of answers that quoted them, the most first; as above.
        never_cited: Of the documents that were named, those that no answer quoted; as above.
        median_ms: Of searches; None if nothing was asked.
        p95_ms: As `median_ms`: 95 % took no longer.
        helpful: Votes.
        unhelpful: Votes.
    """

    questions: int
    found: int
    weak: int
    none: int
    askers: int
    days: tuple[Day, ...]
    top_questions: tuple[TopQuestion, ...]
    cited: tuple[tuple[str, int], ...]
    never_cited: tuple[str, ...]
    median_ms: float | None
    p95_ms: float | None
    helpful: int
    unhelpful: int

    @property
    def helpful_rate(self) -> float | None:
        """The share of votes that say an answer helped, from 0 to 1; None without votes."""
        votes = self.helpful + self.unhelpful
        return self.helpful / votes if votes else None


async def read_stats(  # noqa: PLR0913 - what is counted, each by its name
    rows: Rows,
    *,
    guild_id: int | None,
    since: date | None = None,
    until: date | None = None,
    sources: Collection[str] = (),
    most: int = 10,
) -> Stats:
    """Count what was asked in a period.

    Args:
        rows: `QueryLog.rows`.
        guild_id: None for all servers and the terminal together.
        since: The first day; None for all there are.
        until: The day after the last one.
        sources: The ids of the documents that could be cited.
        most: Top questions, at most.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    span = {"since": (since or date.min).isoformat(), "until": (until or date.max).isoformat()}
    among = stats_sql.of(guild_id)
    given = {**span, "guild": guild_id, "least": LEAST_ASKERS, "most": most}
    askers = await _askers(rows, guild_id, span)
    days = await rows(among.days, given)
    latencies = await rows(among.latencies, given)
    ((helpful, unhelpful),) = await rows(among.votes, given)
    is_told = askers >= LEAST_ASKERS
    cited = await rows(among.cited, given) if is_told else []
    top = await rows(among.top, given) if is_told else []
    never_cited = {*sources}.difference(row["source"] for row in cited) if is_told else ()
    found, weak, none = (sum(row[status] for row in days) for status in _STATUSES)
    return Stats(
        questions=found + weak + none,
        found=found,
        weak=weak,
        none=none,
        askers=askers,
        days=tuple(map(_day, days)),
        top_questions=tuple(TopQuestion(**dict(row)) for row in top),
        cited=tuple((row["source"], row["answers"]) for row in cited),
        never_cited=tuple(sorted(never_cited)),
        median_ms=_quantile(latencies, 0.5),
        p95_ms=_quantile(latencies, 0.95),
        helpful=helpful + sum(row["helpful"] for row in days),
        unhelpful=unhelpful + sum(row["unhelpful"] for row in days),
    )


async def _askers(rows: Rows, guild_id: int | None, span: Mapping[str, str]) -> int:
    """Pseudonyms differ between servers, so that those of all are a sum."""
    if guild_id is None:
        guilds = [row[0] for row in await rows(stats_sql.GUILDS, ())]
    else:
        guilds = [guild_id]
    counts = [await rows(stats_sql.ASKERS, {**span, "guild": guild}) for guild in guilds]
    return sum(row[0] for (row,) in counts)


def _day(row: sqlite3.Row) -> Day:
    split = Split(row["found"], row["weak"], row["none"], row["askers"])
    return Day(
        day=date.fromisoformat(row["day"]),
        questions=split.found + split.weak + split.none,
        split=split if split.askers >= LEAST_ASKERS else None,
    )


def _quantile(latencies: Sequence[sqlite3.Row], share: float) -> float | None:
    """The least latency that this share of the questions did not exceed."""
    left = share * sum(questions for _, questions in latencies)
    for ms, questions in latencies:
        left -= questions
        if left <= 0:
            return float(ms)
    return None
