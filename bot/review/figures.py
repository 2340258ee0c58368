"""The figures of a period as people read them: in words, and as the bars of a chart."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.log.queries import Rows
from bot.log.stats import LEAST_ASKERS, Day, Stats, read_stats
from bot.wording import STATUSES, count

from .charts import Bar, Chart
from .periods import PERIODS

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


def summary(stats: Stats) -> Iterator[str]:
    """The figures that are one number each, in sentences without markup."""
    if not stats.questions:
        yield "Nobody asked anything."
        return
    yield f"{count(stats.questions, 'question')} by {count(stats.askers, 'asker')}"
    if stats.askers < LEAST_ASKERS:
        yield f"Of fewer than {LEAST_ASKERS} askers, more is not told, for it would show who."
    else:
        yield _answered(stats)
    if stats.helpful_rate is not None:
        votes = stats.helpful + stats.unhelpful
        yield f"Helpful: {stats.helpful_rate:.0%} of {count(votes, 'vote')}"
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
