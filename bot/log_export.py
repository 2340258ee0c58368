"""The log as files for other programs: CSV for spreadsheets, JSON for everything else."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from index import Status

from .log_entry import Surface
from .log_queries import Rows
from .log_rows import instant

MOST_EXPORTED = 100_000
"""Questions of one export."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001  # wide ones count, too
_BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads UTF-8 as something else

_SELECT = """
    SELECT answer_id, asked_at, asker, surface, question, status, confidence, library_version,
        (SELECT group_concat(source, '; ') FROM (
            SELECT DISTINCT source FROM passage WHERE question_id = question.id)) AS sources,
        (SELECT substr(text, quote_start + 1, quote_end - quote_start)
            FROM passage JOIN quoted ON quoted.id = passage.quoted
            WHERE question_id = question.id AND rank = 1) AS quote,
        (SELECT count(*) FROM vote WHERE vote.answer_id = question.answer_id AND helpful)
            AS helpful,
        (SELECT count(*) FROM vote WHERE vote.answer_id = question.answer_id AND NOT helpful)
            AS unhelpful,
        (SELECT group_concat(reason, '; ') FROM vote WHERE vote.answer_id = question.answer_id)
            AS reasons
    FROM question
    WHERE guild_id IS ? AND asked_at >= ? AND asked_at < ?
    ORDER BY asked_at, id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class ExportedQuestion:
    """A question with its answer, as one line of a file.

    Attributes:
        asked_at: In UTC, ISO 8601.
        asker: A pseudonym.
        sources: The documents that were quoted.
        quote: The words in bold of the first passage.
        helpful: Votes.
        unhelpful: Votes.
        reasons: What voters wrote.
    """

    answer_id: str
    asked_at: str
    asker: str
    surface: Surface
    question: str
    status: Status
    confidence: float
    library_version: str
    sources: str | None
    quote: str | None
    helpful: int
    unhelpful: int
    reasons: str | None


async def exported(
    rows: Rows,
    guild_id: int | None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[ExportedQuestion]:
    """The questions of a server in a period, the oldest first; `MOST_EXPORTED` at most.

    Args:
        rows: Runs a query.
        guild_id: Of the server; None for the terminal's.
        since: From then on; None: from the first.
        until: Before then; None: up to the last.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    first, last = instant(since) if since else "", instant(until) if until else "~"
    found = await rows(_SELECT, (guild_id, first, last, MOST_EXPORTED))
    return [ExportedQuestion(**dict(row)) for row in found]


def export_csv(questions: Sequence[ExportedQuestion]) -> bytes:
    """A table with a head, in UTF-8; no cell of it is run as a formula by a spreadsheet.

    A cell that would be begins with an apostrophe, which spreadsheets know to be no part of it.
    """
    file = io.StringIO()
    file.write(_BYTE_ORDER_MARK)
    writer = csv.writer(file)
    names = [field.name for field in fields(ExportedQuestion)]
    writer.writerow(names)
    for question in questions:
        writer.writerow([_cell(getattr(question, name)) for name in names])
    return file.getvalue().encode("utf-8", "replace")


def export_json(questions: Sequence[ExportedQuestion]) -> bytes:
    """A list of objects in UTF-8."""
    listed = [asdict(question) for question in questions]
    return json.dumps(listed, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _cell(value: object) -> object:
    if isinstance(value, str) and any(v.startswith(_FORMULA) for v in (value, value.lstrip())):
        return f"'{value}"
    return value
