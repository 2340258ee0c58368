"""What the bot does with its log once a day: begin a new term, forget what is past its time."""

import asyncio
import logging
import sqlite3
from datetime import UTC, date, datetime, timedelta

from .errors import KeyUnusableError, LogUnusableError
from .keeping import Keeping
from .pseudonyms import Pseudonyms
from .query_log import QueryLog
from .retention import forget_before

_logger = logging.getLogger(__name__)

_PAUSE = timedelta(days=1)


async def tidy_daily(log: QueryLog, pseudonyms: Pseudonyms, keeping: Keeping) -> None:
    """Tidy up now and once a day until cancelled; what fails is told, and done the next day."""
    while True:
        try:
            await tidy(log, pseudonyms, keeping, datetime.now(UTC).date())
        except (LogUnusableError, KeyUnusableError, OSError, sqlite3.Error) as error:
            _logger.warning("What is past its time is forgotten a day later: %s", error)
        await asyncio.sleep(_PAUSE.total_seconds())


async def tidy(log: QueryLog, pseudonyms: Pseudonyms, keeping: Keeping, today: date) -> int:
    """Do once what is due.

    Returns:
        How many questions were deleted.

    Raises:
        LogUnusableError, KeyUnusableError, OSError: If the log or the keys cannot be read or
            written; the next call goes on.
    """
    # Even without terms: it reads the keys that another process may have made.
    begun = keeping.term_begun(today) or date.min
    await asyncio.to_thread(pseudonyms.rotate, begun)
    first_day = keeping.first_day(today)
    if first_day is None:
        return 0
    deleted = await forget_before(log, first_day)
    # Afterwards: as long as there are rows, their person must be able to have them deleted.
    await asyncio.to_thread(pseudonyms.forget_before, first_day)
    return deleted
