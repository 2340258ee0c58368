"""From the figures of a period to the bars of its chart: a day each, or a week each."""

from collections.abc import Sequence
from datetime import date, timedelta

from .charts import Bar, Chart
from .log_stats import Day

MOST_BARS_OF_DAYS = 31
_WEEK = 7  # days


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
