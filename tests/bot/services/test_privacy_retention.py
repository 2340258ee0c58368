"""How long is kept, and when terms begin."""

from datetime import date

import pytest

from bot.services.privacy import Keeping


@pytest.mark.parametrize(
    ("days", "words"),
    [(180, "for 180 days"), (1, "for one day"), (3650, "for 3,650 days")],
)
def test_time_is_told_in_words(days: int, words: str) -> None:
    assert Keeping(days).how_long == words


def test_first_day_that_is_kept_is_so_many_days_ago() -> None:
    assert Keeping(180).first_day(date(2026, 9, 1)) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("operator", "chosen", "days"),
    [(180, None, 180), (180, 30, 30), (180, 365, 180), (None, 365, 365), (None, None, None)],
)
def test_a_server_can_choose_a_shorter_time_and_no_longer_one(
    operator: int | None, chosen: int | None, days: int | None
) -> None:
    assert Keeping(operator).within(chosen).days == days


def test_without_a_time_limit_all_days_are_kept() -> None:
    assert Keeping(None).first_day(date(2026, 9, 1)) is None
    assert Keeping(None).how_long == "for an unlimited time"


@pytest.mark.parametrize(
    ("today", "begun"),
    [
        (date(2026, 1, 31), date(2025, 9, 1)),
        (date(2026, 2, 1), date(2026, 2, 1)),
        (date(2026, 12, 31), date(2026, 9, 1)),
    ],
)
def test_term_begins_on_its_day_and_lasts_over_the_new_year(today: date, begun: date) -> None:
    assert Keeping(180, ("09-01", "02-01")).term_begun(today) == begun


def test_without_days_no_term_begins() -> None:
    assert Keeping().term_begun(date(2026, 9, 1)) is None
