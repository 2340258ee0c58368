"""What the bot does once a day: begin a new term, forget what is past its time."""

import asyncio
import logging
from datetime import UTC, date, datetime, time, timedelta

from bot.errors import MENDABLE
from bot.libraries import Libraries
from bot.libraries.audit import audit
from bot.log.query_log import QueryLog
from bot.log.retention import forget_before

from .keeping import Keeping
from .pseudonyms import Pseudonyms

_logger = logging.getLogger(__name__)

_FIRST_PAUSE = timedelta(minutes=1)  # when a bot has just come back, everybody asks
_PAUSE = timedelta(days=1)


async def tidy_daily(
    log: QueryLog, pseudonyms: Pseudonyms, libraries: Libraries, keeping: Keeping
) -> None:
    """Tidy up soon and once a day until cancelled; what fails is told, and done the next day."""
    await asyncio.sleep(_FIRST_PAUSE.total_seconds())
    while True:
        today = datetime.now(UTC).date()
        try:
            await tidy(log, pseudonyms, libraries, keeping, today)
        except MENDABLE as error:
            _logger.warning("What is past its time is forgotten a day later: %s", error)
        except Exception:
            _logger.exception("what is past its time is forgotten a day later")
        await asyncio.sleep(_PAUSE.total_seconds())


async def tidy(
    log: QueryLog, pseudonyms: Pseudonyms, libraries: Libraries, keeping: Keeping, today: date
) -> int:
    """Do once what is due.

    Returns:
        How many questions were deleted.

    Raises:
        LogUnusableError, KeyUnusableError, NotWrittenError, OSError: If the log, the keys or the
            servers' files cannot be read or written; the next call goes on.
    """
    # Even without terms: it reads the keys that another process may have made.
    begun = keeping.term_begun(today) or date.min
    await asyncio.to_thread(pseudonyms.rotate, begun)
    first_day = keeping.first_day(today)
    if first_day is None:
        return 0
    deleted = await forget_before(log, first_day)
    if deleted:
        details = {"before": first_day.isoformat(), "questions": deleted}
        await audit(log, None, None, "retention", details)
    await libraries.forget_before(datetime.combine(first_day, time(), UTC))
    # Afterwards: as long as there are rows, their person must be able to have them deleted.
    await asyncio.to_thread(pseudonyms.forget_before, first_day)
    return deleted
