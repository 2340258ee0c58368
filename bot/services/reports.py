"""The spans of time that the log is looked at for, and days as people type them."""

import csv
import io
import json
import re
from collections.abc import AsyncIterable, Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bot.errors import BadDateError, DaysReversedError
from bot.storage.database import Rows
from bot.storage.entries import instant
from bot.storage.exports import ExportedQuestion
from bot.storage.statistics import (
    LEAST_ASKERS,
    Day,
    ShownSource,
    Stats,
    helpful_questions,
    read_stats,
    shown_sources,
)
from bot.text import STATUSES, count

from .charts import Bar, Chart

Period = Literal["week", "month", "term", "all"]


@dataclass(frozen=True, slots=True)
class Span:
    """A period: its length in days (None: everything stored), and its words."""

    days: int | None
    told: str

    def since(self) -> datetime | None:
        """When it began; None if it has no beginning."""
        return None if self.days is None else datetime.now(UTC) - timedelta(days=self.days)


PERIODS: dict[str, Span] = {
    "week": Span(7, "in the last 7 days"),
    "month": Span(30, "in the last 30 days"),
    "term": Span(120, "in the last 120 days"),
    "all": Span(None, "of all time"),
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
    """Return the start of a day in UTC, plus so many days; None for None."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days_later), time(), UTC)


MOST_BARS_OF_DAYS = 31
_WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period that ends today.

    Attributes:
        first: Its first day, in UTC; with the period "all", the first on which anybody asked.
        last: Its last day, included.
    """

    stats: Stats
    first: date
    last: date

    @property
    def chart(self) -> Chart:
        """Questions a day, or a week."""
        return chart_of(self.stats.days, self.first, self.last)


async def read_figures(
    rows: Rows, guild_id: int | None, period: str, *, sources: Collection[str], most: int
) -> Figures:
    """Take the figures of a period.

    Args:
        rows: Runs a query.
        guild_id: Of the server; None for all servers and the terminal together.
        period: A key of `PERIODS`.
        sources: The ids of the documents that could be cited.
        most: Top questions, at most.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    today = datetime.now(UTC).date()
    days = PERIODS[period].days
    first = None if days is None else today - timedelta(days=days - 1)
    stats = await read_stats(rows, guild_id=guild_id, since=first, sources=sources, most=most)
    return Figures(stats, first or (stats.days[0].day if stats.days else today), today)


@dataclass(frozen=True, slots=True)
class Week:
    """What a class asked in the last seven days.

    Attributes:
        stats: Of these days.
        before: Of the seven days before.
        shown: The documents that answers showed first, those that people opened most first. Empty
            if fewer than five people asked, as is `helped`.
        helped: Questions with the number of helpful votes on their answers, the most first.
    """

    stats: Stats
    before: Stats
    shown: tuple[ShownSource, ...] = ()
    helped: tuple[tuple[str, int], ...] = ()


async def read_week(rows: Rows, guild_id: int, most: int) -> Week:
    """Read the figures of a server's last seven days, today included, in UTC.

    Args:
        rows: Runs a query.
        guild_id: Of the server.
        most: Questions and documents, at most.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    first = datetime.now(UTC).date() - timedelta(days=_WEEK - 1)
    stats = await read_stats(rows, guild_id=guild_id, since=first, most=most)
    earlier = first - timedelta(days=_WEEK)
    before = await read_stats(rows, guild_id=guild_id, since=earlier, until=first, most=most)
    if stats.askers < LEAST_ASKERS:
        return Week(stats, before)
    shown = await shown_sources(rows, guild_id, first, most)
    return Week(
        stats, before, tuple(shown), tuple(await helpful_questions(rows, guild_id, first, most))
    )


def summary(stats: Stats) -> Iterator[str]:
    """The figures that are one number each, in sentences without markup."""
    if not stats.questions:
        yield "No questions."
        return
    yield f"{count(stats.questions, 'question')} by {count(stats.askers, 'asker')}"
    if stats.askers < LEAST_ASKERS:
        yield f"Details are hidden: fewer than {LEAST_ASKERS} people asked."
    else:
        yield _answered(stats)
        yield f"Opened by readers: {count(stats.opened, 'answer')}"
    if stats.helpful_rate is not None:
        votes = stats.helpful + stats.unhelpful
        yield f"Helpful: {stats.helpful_rate:.0%} of {count(votes, 'vote')}"


def speed(stats: Stats) -> Iterator[str]:
    """How long searches took: for operators, as teachers can do nothing about it."""
    if stats.median_ms is not None and stats.p95_ms is not None:
        yield f"Searched in {stats.median_ms:g} ms (median), 95 % within {stats.p95_ms:g} ms"


def chart_of(days: Sequence[Day], first: date, last: date) -> Chart:
    """A bar for each day from `first` to `last`, or for each week if these are more than 31.

    Args:
        days: Those on which something was asked.
        first: The first day of the period.
        last: The last one, included.
    """
    step = 1 if (last - first).days < MOST_BARS_OF_DAYS else _WEEK
    starts = [first + timedelta(days=number) for number in range(0, (last - first).days + 1, step)]
    bars = tuple(_bar(start, step, days) for start in starts)
    return Chart(title=f"Questions a {'day' if step == 1 else 'week'}", bars=bars)


def _answered(stats: Stats) -> str:
    parts = (
        (STATUSES["found"], stats.found),
        (STATUSES["weak"], stats.weak),
        (STATUSES["none"], stats.none),
    )
    return " · ".join(f"{name} {n:,} ({n / stats.questions:.0%})" for name, n in parts)


def _bar(start: date, step: int, days: Sequence[Day]) -> Bar:
    inside = [one for one in days if start <= one.day < start + timedelta(days=step)]
    splits = [one.split for one in inside if one.split is not None]
    return Bar(
        label=f"{start.day} {start:%b}",
        found=sum(split.found for split in splits),
        weak=sum(split.weak for split in splits),
        none=sum(split.none for split in splits),
        unsplit=sum(one.questions for one in inside if one.split is None),
    )


Format = Literal["csv", "json"]
"""Of files for programs; `spreadsheet` has that for people."""

_NAMES = [field.name for field in fields(ExportedQuestion)]
_BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads UTF-8 as something else

# What a spreadsheet may run: a cell that begins so, be it behind spaces, quotes or the like; and
# what follows a semicolon or a line end, where many take a new cell to begin.
_SIGNS = "=+\\-@＝＋－＠"  # noqa: RUF001  # wide ones count, too
_BEFORE_FORMULA = re.compile(rf"^(?=\W*[{_SIGNS}\t\r\n])|(?<=[;\t\r\n])(?=\W*[{_SIGNS}])")


def export(questions: Iterable[ExportedQuestion], kind: Format) -> bytes:
    """A file in UTF-8: a table with a head, no cell of which is run as a formula, or a list.

    In the list, each question is an object on a line of its own.
    """
    parts = (_part(question, kind, number) for number, question in enumerate(questions))
    return b"".join((_opening(kind), *parts, _ending(kind)))


async def write_export(
    questions: AsyncIterable[ExportedQuestion], kind: Format, write: Callable[[bytes], object]
) -> int:
    """Write questions as they come.

    Args:
        questions: Any number.
        kind: Of the file.
        write: Takes the file, part by part.

    Returns:
        How many there were.
    """
    number = 0
    write(_opening(kind))
    async for question in questions:
        write(_part(question, kind, number))
        number += 1
    write(_ending(kind))
    return number


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe is put before whatever it would.

    Without apostrophes that stand so, it is as before; nothing else is changed.
    """
    return _BEFORE_FORMULA.sub("'", cell)


def _opening(kind: Format) -> bytes:
    return (_BYTE_ORDER_MARK.encode() + _row(_NAMES)) if kind == "csv" else b"["


def _part(question: ExportedQuestion, kind: Format, number: int) -> bytes:
    values = asdict(question) | {"asked_at": instant(question.asked_at)}
    if question.guild_id is not None:  # as Discord gives ids, for many programs round large numbers
        values["guild_id"] = str(question.guild_id)
    if kind == "csv":
        return _row([guarded(v) if isinstance(v, str) else v for v in values.values()])
    written = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
    return (b",\n" if number else b"\n") + written


def _ending(kind: Format) -> bytes:
    return b"" if kind == "csv" else b"\n]\n"


def _row(cells: Sequence[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode("utf-8", "replace")
