"""Figures in words and bars."""

from datetime import date, timedelta

import pytest

from bot.services.reports import chart_of, read_figures, speed, summary
from bot.storage.query_log import QueryLog
from bot.storage.statistics import Day, Split, Stats

FIRST = date(2026, 9, 1)


def stats(*, found: int, askers: int, helpful: int = 0) -> Stats:
    """Figures of questions that were all found."""
    return Stats(
        questions=found,
        found=found,
        weak=0,
        none=0,
        askers=askers,
        days=(),
        top_questions=(),
        cited=(),
        never_cited=(),
        median_ms=1.5 if found else None,
        p95_ms=20.0 if found else None,
        helpful=helpful,
        unhelpful=0,
    )


@pytest.mark.parametrize(
    ("figures", "lines"),
    [
        (stats(found=0, askers=0), ["No questions."]),
        (
            stats(found=1, askers=1, helpful=1),
            [
                "1 question by 1 asker",
                "Details are hidden: fewer than 5 people asked.",
                "Helpful: 100% of 1 vote",
            ],
        ),
        (
            stats(found=1200, askers=5),
            [
                "1,200 questions by 5 askers",
                "answered 1,200 (100%) · weak answer 0 (0%) · no answer 0 (0%)",
                "Opened by readers: 0 answers",
            ],
        ),
    ],
)
def test_summary_tells_each_figure_that_there_is(figures: Stats, lines: list[str]) -> None:
    assert [*summary(figures)] == lines


def test_the_time_of_searches_is_told_apart_for_operators() -> None:
    assert [*speed(stats(found=1, askers=1))] == ["Searched in 1.5 ms (median), 95 % within 20 ms"]
    assert [*speed(stats(found=0, askers=0))] == []


@pytest.mark.parametrize(("days", "bars", "title"), [(31, 31, "a day"), (32, 5, "a week")])
def test_bars_are_weeks_once_days_are_too_many(days: int, bars: int, title: str) -> None:
    asked = [Day(FIRST + timedelta(days=n), 10, Split(6, 3, 1, 5)) for n in range(days)]

    chart = chart_of(asked, FIRST, asked[-1].day)

    assert (len(chart.bars), chart.title) == (bars, f"Questions {title}")
    assert sum(bar.questions for bar in chart.bars) == 10 * days
    assert chart.bars[0].label == "1 Sep"


def test_days_of_few_askers_are_bars_of_one_piece_and_empty_days_have_none() -> None:
    asked = [Day(FIRST, 3, None), Day(FIRST + timedelta(days=2), 7, Split(5, 1, 1, 6))]

    first, empty, last = chart_of(asked, FIRST, FIRST + timedelta(days=2)).bars

    assert (first.found, first.unsplit, empty.questions) == (0, 3, 0)
    assert (last.found, last.weak, last.none, last.unsplit) == (5, 1, 1, 0)


async def test_figures_of_a_log_without_questions_have_a_chart(log: QueryLog) -> None:
    figures = await read_figures(log.rows, None, "all", sources=(), most=1)

    assert figures.first == figures.last
    assert [bar.questions for bar in figures.chart.bars] == [0]
