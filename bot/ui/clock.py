"""Discord's clock, by which this machine's is checked before anything is deleted for its age."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

_log = logging.getLogger(__name__)

_TOLERATED = timedelta(hours=1)


def _now() -> datetime:
    return datetime.now(UTC)


class DiscordClock:
    """Knows what time it was in Discord's last response, and how long ago that was.

    A machine whose clock jumps forward, as after an empty battery or a wrong time server, would
    otherwise delete everything as too old.
    """

    def __init__(
        self, now: Callable[[], datetime] = _now, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        """Start without a response.

        Args:
            now: Returns this machine's time, in UTC.
            elapsed: Returns seconds that no change of the clock affects.
        """
        self._now = now
        self._elapsed = elapsed
        self._heard: tuple[datetime, float] | None = None

    def trace(self) -> aiohttp.TraceConfig:
        """Return what lets this clock hear each response."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._on_request_end)
        return config

    def hear(self, header: str | None) -> None:
        """Take the time from a `Date` header; one that is missing or wrong changes nothing."""
        try:
            said = parsedate_to_datetime(header or "")
        except ValueError:
            return
        self._heard = said.replace(tzinfo=UTC), self._elapsed()

    def today(self) -> date:
        """Return the day in UTC, by this clock or Discord's: the earlier one."""
        here = self._now()
        if self._heard is None:
            return here.date()
        said, at = self._heard
        there = said + timedelta(seconds=self._elapsed() - at)
        if abs(here - there) > _TOLERATED:
            _log.warning(
                "This machine's clock says %s, Discord's %s. Set it right; until then, what is "
                "deleted goes by the earlier one.",
                here.isoformat(timespec="minutes"),
                there.isoformat(timespec="minutes"),
            )
        return min(here, there).date()

    async def _on_request_end(
        self, _session: object, _context: object, params: aiohttp.TraceRequestEndParams
    ) -> None:
        self.hear(params.response.headers.get("Date"))
