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

from .database import Rows

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
        opened: Answers that somebody read on, cited, shared or saw the rest of, among the questions
            that are still kept.
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
    opened: int = 0

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
    among = of(guild_id)
    given = {**span, "guild": guild_id, "least": LEAST_ASKERS, "most": most}
    askers = await _askers(rows, guild_id, span)
    days = await rows(among.days, given)
    latencies = await rows(among.latencies, given)
    ((helpful, unhelpful),) = await rows(among.votes, given)
    ((opened,),) = await rows(among.opened, given)
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
        opened=opened,
    )


async def _askers(rows: Rows, guild_id: int | None, span: Mapping[str, str]) -> int:
    """Pseudonyms differ between servers, so that those of all are a sum."""
    every = [row[0] for row in await rows(GUILDS, ())] if guild_id is None else [guild_id]
    counts = [await rows(ASKERS, {**span, "guild": guild}) for guild in every]
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


_DAYS = """
    SELECT day, sum(found) AS found, sum(weak) AS weak, sum(none) AS none, sum(askers) AS askers,
           sum(helpful) AS helpful, sum(unhelpful) AS unhelpful
    FROM daily WHERE {guild} day >= :since AND day < :until GROUP BY day ORDER BY day
"""
_LATENCIES = """
    SELECT ms, sum(questions) FROM latency WHERE {guild} day >= :since AND day < :until
    GROUP BY ms ORDER BY ms
"""
_CITED = """
    SELECT source, sum(answers) AS answers FROM cited WHERE {guild} day >= :since AND day < :until
    GROUP BY source ORDER BY answers DESC, source
"""
_VOTES = """
    SELECT count(*) FILTER (WHERE helpful), count(*) FILTER (WHERE NOT helpful)
    FROM vote WHERE {guild} at >= :since AND at < :until
"""
_OPENED = """
    SELECT count(*) FROM question WHERE {guild} asked_at >= :since AND asked_at < :until
        AND opened > 0
"""
GUILDS = "SELECT DISTINCT nullif(guild_id, 0) FROM daily"
# From one asker to the next in the index: as many steps as there are askers, not questions.
ASKERS = """
    WITH RECURSIVE person (asker) AS (
        SELECT min(asker) FROM question WHERE guild_id IS :guild
        UNION ALL
        SELECT (SELECT min(asker) FROM question
                WHERE guild_id IS :guild AND question.asker > person.asker)
        FROM person WHERE person.asker IS NOT NULL
    )
    SELECT count(*) FROM person WHERE EXISTS (
        SELECT 1 FROM question WHERE guild_id IS :guild AND question.asker = person.asker
                                     AND asked_at >= :since AND asked_at < :until
                                     AND kind = 'question'
    )
"""
_TOP = """
    WITH often AS (
        SELECT guild_id, asked_as, count(*) AS times
        FROM question INDEXED BY question_by_words
        WHERE {guild} asked_at >= :since AND asked_at < :until AND asked_as <> ''
        GROUP BY guild_id, asked_as HAVING times >= :least ORDER BY times DESC LIMIT 200
    )
    SELECT times, (
        SELECT count(DISTINCT asker) FROM question
        WHERE guild_id IS often.guild_id AND asked_as = often.asked_as
              AND asked_at >= :since AND asked_at < :until
    ) AS askers, (
        SELECT question FROM question
        WHERE guild_id IS often.guild_id AND asked_as = often.asked_as
              AND asked_at >= :since AND asked_at < :until
        ORDER BY asked_at DESC LIMIT 1
    ) AS question
    FROM often WHERE askers >= :least ORDER BY times DESC LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Queries:
    """The queries that differ; the period is [:since, :until), both of them days."""

    days: str
    latencies: str
    cited: str
    votes: str
    opened: str
    top: str


def of(guild_id: int | None) -> Queries:
    """The queries for a server, :guild; with None for all and the terminal together."""
    guild = "" if guild_id is None else "guild_id = :guild AND"
    every = (_DAYS, _LATENCIES, _CITED, _VOTES, _OPENED, _TOP)
    return Queries(*(sql.format(guild=guild) for sql in every))


# What people saw first: the document of the first passage of each answer that was found.
_SHOWN = """
    SELECT source, count(*) AS answers, count(*) FILTER (WHERE opened > 0) AS opened FROM question
    JOIN passage ON question_id = question.id AND rank = 1
    WHERE guild_id IS ? AND asked_at >= ? AND status = 'found' AND kind = 'question'
    GROUP BY source ORDER BY opened DESC, answers DESC, source LIMIT ?
"""
_HELPED = """
    SELECT question, votes FROM (
        SELECT asked_as, count(*) AS votes FROM vote JOIN question USING (answer_id)
        WHERE question.guild_id IS :guild AND vote.at >= :since AND helpful AND private = 0
        GROUP BY asked_as ORDER BY votes DESC, asked_as LIMIT :most
    ) AS helped JOIN question ON question.id = (
        SELECT max(id) FROM question AS latest
        WHERE latest.guild_id IS :guild AND latest.asked_as = helped.asked_as AND private = 0
    ) ORDER BY votes DESC
"""


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A document, with the answers that showed it first and how many of them people opened."""

    source: str
    answers: int
    opened: int


async def shown_sources(rows: Rows, guild_id: int, since: date, most: int) -> list[ShownSource]:
    """Count the answers found since a day by the document that they showed first.

    Those whose answers people opened most come first.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    found = await rows(_SHOWN, (guild_id, since.isoformat(), most))
    return [ShownSource(**dict(row)) for row in found]


async def helpful_questions(
    rows: Rows, guild_id: int, since: date, most: int
) -> list[tuple[str, int]]:
    """Read the public questions whose answers got most helpful votes since a day, with their votes.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    given = {"guild": guild_id, "since": since.isoformat(), "most": most}
    return [(row["question"], row["votes"]) for row in await rows(_HELPED, given)]


_CITING = """
    SELECT ifnull(sum(answers), 0) FROM cited WHERE guild_id = ? AND day >= ? AND source = ?
"""


async def answers_citing(rows: Rows, guild_id: int | None, since: date, doc_id: str) -> int:
    """Count the answers of a server since a day that cite a document.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    ((answers,),) = await rows(_CITING, (guild_id or 0, since.isoformat(), doc_id))
    return int(answers)


_UNANSWERED = """
    SELECT max(question) AS question, count(DISTINCT asker) AS askers
    FROM question
    WHERE status <> 'found' AND kind = 'question' AND answer_id NOT IN (SELECT answer_id FROM gap)
    GROUP BY guild_id, asked_as ORDER BY askers DESC, max(asked_at) DESC
"""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Open questions, by the same words: those of many with their askers; a number of others."""

    often: tuple[tuple[str, int], ...]
    others: int


async def unanswered(rows: Rows, most: int) -> Unanswered:
    """Read the open questions of all servers that got no good answer.

    Args:
        rows: Runs a query.
        most: Questions to tell, of those that at least five people asked.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    found = [(row["question"], row["askers"]) for row in await rows(_UNANSWERED, ())]
    often = tuple(one for one in found if one[1] >= LEAST_ASKERS)[:most]
    return Unanswered(often, len(found) - len(often))
