"""The questions of the log that a reload is rehearsed with."""

import logging

from bot.errors import LogUnusableError
from bot.query_log import QueryLog

_log = logging.getLogger(__name__)

MOST_RECENT = 200
"""Questions of the log that are asked again."""

_LOOKED_AT = 5_000  # rows; many ask the same
_SELECT = """
    SELECT question FROM question WHERE guild_id IS ? ORDER BY asked_at DESC LIMIT ?
"""


async def recent_questions(log: QueryLog, guild_id: int | None) -> tuple[str, ...]:
    """The last different questions of a server, the newest first; none if the log is unusable.

    Args:
        log: Where they are kept.
        guild_id: Of the server; None for the terminal.
    """
    try:
        rows = await log.rows(_SELECT, (guild_id, _LOOKED_AT))
    except LogUnusableError as error:
        _log.warning("A reload is rehearsed without the log's questions: %s", error)
        return ()
    different = {" ".join(question.casefold().split()): question for (question,) in reversed(rows)}
    return tuple(reversed(different.values()))[:MOST_RECENT]
