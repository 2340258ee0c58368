"""The spans of time that moderators look at."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

Period = Literal["week", "month", "term", "all"]


@dataclass(frozen=True, slots=True)
class Span:
    """A period: its length in days (None: all that is kept), and how it is told."""

    days: int | None
    told: str

    def since(self) -> datetime | None:
        """When it began; None if it has no beginning."""
        return None if self.days is None else datetime.now(UTC) - timedelta(days=self.days)


PERIODS: dict[str, Span] = {
    "week": Span(7, "of the last 7 days"),
    "month": Span(30, "of the last 30 days"),
    "term": Span(120, "of the last 120 days"),
    "all": Span(None, "of all that is kept"),
}
"""By the word that a command and a button have for it."""
