"""Questions that a server's members asked and got answered: what may be offered to others."""

from datetime import datetime

from .database import Rows
from .entries import instant

_WELL_ANSWERED = """
    SELECT max(question) AS question, count(DISTINCT asker) AS askers
    FROM question
    WHERE guild_id = ? AND asked_at >= ? AND status = 'found' AND private = 0
          AND as_typed = 0 AND scope IS NULL AND added IS NULL AND asked_as <> ''
          AND NOT EXISTS (SELECT 1 FROM vote WHERE vote.answer_id = question.answer_id
                          AND NOT helpful)
    GROUP BY asked_as HAVING askers >= ?
    ORDER BY askers DESC, max(asked_at) DESC LIMIT ?
"""


async def well_answered(
    rows: Rows, guild_id: int, since: datetime, *, askers: int, limit: int
) -> list[str]:
    """Return questions that several people asked in public and that were answered.

    None of them is private, or was marked as not helpful.

    Args:
        rows: Runs a query.
        guild_id: Of the server.
        since: Asked from then on.
        askers: How many different people must have asked a question, at least.
        limit: Questions at most, those of most askers first.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    found = await rows(_WELL_ANSWERED, (guild_id, instant(since), askers, limit))
    return [row["question"] for row in found]
