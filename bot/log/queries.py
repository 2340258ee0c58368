"""Reading the query log: one answer as it was."""

import sqlite3
from collections.abc import Awaitable, Callable

from .entry import Entry, LoggedPassage, Quoted
from .reader import Parameters
from .rows import BREAKS, CITATION

Rows = Callable[[str, Parameters], Awaitable[list[sqlite3.Row]]]
"""`QueryLog.rows`, or whatever else runs a query."""

_QUESTION = "SELECT * FROM question WHERE answer_id = ?"
_PASSAGES = """
    SELECT passage.*, text, breaks, citation, document
    FROM passage LEFT JOIN quoted ON quoted.id = passage.quoted
    WHERE question_id = ? ORDER BY rank
"""


async def read_entry(rows: Rows, answer_id: str) -> Entry | None:
    """Read one committed entry; None if there is none."""
    questions = await rows(_QUESTION, (answer_id,))
    if not questions:
        return None
    question = dict(questions[0])
    passages = await rows(_PASSAGES, (question["id"],))
    return Entry.model_validate({**question, "passages": [_passage(row) for row in passages]})


def _passage(row: sqlite3.Row) -> LoggedPassage:
    quoted = (
        Quoted(
            text=row["text"],
            breaks=BREAKS.validate_json(row["breaks"]),
            citation=CITATION.validate_json(row["citation"]),
            document=row["document"],
        )
        if row["text"] is not None
        else None
    )
    return LoggedPassage.model_validate({**dict(row), "quoted": quoted})
