"""Export the questions of the log."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime

from index import Status

from .database import Rows
from .entries import Surface

PORTION = 1_000
"""Questions in memory at once."""

_PORTION = """
    SELECT question.id AS id, answer_id, asked_at, guild_id, surface, asker, question, scope,
           status, confidence, latency_ms, library_version,
           (SELECT source FROM passage WHERE question_id = question.id AND rank = 1) AS source,
           (SELECT substr(text, quote_start + 1, quote_end - quote_start)
            FROM passage JOIN quoted ON quoted.id = passage.quoted
            WHERE question_id = question.id AND rank = 1) AS quote,
           (SELECT count(*) FROM vote WHERE vote.answer_id = question.answer_id AND helpful)
               AS helpful,
           (SELECT count(*) FROM vote WHERE vote.answer_id = question.answer_id AND NOT helpful)
               AS unhelpful,
           (SELECT decision FROM gap WHERE gap.answer_id = question.answer_id) AS decision
    FROM question
    WHERE {guild} kind = 'question' AND (asked_at, question.id) > (?, ?) AND asked_at < ?
    ORDER BY asked_at, question.id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class ExportedQuestion:
    """A question as it is exported.

    Attributes:
        guild_id: None of the terminal.
        asker: A pseudonym.
        scope: What it was limited to; None without limit.
        source: The id of the document that was quoted first; None if none was.
        quote: The part of it that was shown in bold; None as above, and of older versions.
        helpful: Votes.
        unhelpful: Votes.
        decision: What a moderator decided about it; None if nobody did.
    """

    answer_id: str
    asked_at: datetime
    guild_id: int | None
    surface: Surface
    asker: str
    question: str
    scope: str | None
    status: Status
    confidence: float
    latency_ms: float
    library_version: str
    source: str | None
    quote: str | None
    helpful: int
    unhelpful: int
    decision: str | None


async def export_rows(
    rows: Rows, guild_id: int | None, since: date | None = None, until: date | None = None
) -> AsyncIterator[ExportedQuestion]:
    """Give every question of a period, the oldest first.

    Args:
        rows: `QueryLog.rows`.
        guild_id: None for all servers and the terminal together.
        since: The first day, in UTC; None for all there are.
        until: The day after the last one.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    sql = _PORTION.format(guild="" if guild_id is None else "guild_id = ? AND")
    whose = [] if guild_id is None else [guild_id]
    end = (until or date.max).isoformat()
    place: tuple[str, int] = ((since or date.min).isoformat(), 0)
    while portion := await rows(sql, (*whose, *place, end, PORTION)):
        for row in portion:
            yield _exported(row)
        place = portion[-1]["asked_at"], portion[-1]["id"]


def _exported(row: sqlite3.Row) -> ExportedQuestion:
    fields = {name: value for name, value in dict(row).items() if name != "id"}
    return ExportedQuestion(**{**fields, "asked_at": datetime.fromisoformat(row["asked_at"])})
