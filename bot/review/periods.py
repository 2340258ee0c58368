"""The spans of time that the log is looked at for, and days as people type them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bot.errors import BadDateError, DaysReversedError

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


def read_day(typed: str | None) -> date | None:
    """A day as somebody typed it; None if nothing was.

    Raises:
        BadDateError: If it is not written like 2026-09-30, or is out of the calendar.
    """
    if not typed or not typed.strip():
        return None
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError as error:
        raise BadDateError(typed) from error
    if day == date.max:  # has no day after it
        raise BadDateError(typed)
    return day


def read_days(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """The first and the last day of a period as somebody typed them; None where nothing was.

    Raises:
        BadDateError: As `read_day`.
        DaysReversedError: If the first is after the last one.
    """
    days = read_day(first), read_day(last)
    check_days(*days)
    return days


def check_days(first: date | None, last: date | None) -> None:
    """Refuse a period that ends before it begins.

    Raises:
        DaysReversedError: If it does.
    """
    if first and last and first > last:
        raise DaysReversedError(first, last)


def midnight(day: date | None, *, days_later: int = 0) -> datetime | None:
    """When a day begins, in UTC, or one that many days later; None for none."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days_later), time(), UTC)
