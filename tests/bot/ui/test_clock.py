"""This machine's clock against Discord's, before anything is deleted for its age."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ui.clock import DiscordClock
from tests.bot.classroom import Classroom
from tests.bot.entries import make_entry
from tests.bot.staff import background_of

TODAY = date(2026, 9, 30)
HEADER = "Wed, 30 Sep 2026 12:00:00 GMT"


class Machine:
    """A machine's clock, which may jump, and the time since it was switched on, which may not."""

    def __init__(self) -> None:
        self.time = datetime(2026, 9, 30, 12, tzinfo=UTC)
        self.elapsed = 0.0

    def wait(self, time: timedelta) -> None:
        """Let time pass."""
        self.time += time
        self.elapsed += time.total_seconds()


@pytest.mark.parametrize(
    ("jump", "expected"),
    [
        (timedelta(days=3650), TODAY),
        (timedelta(days=-3650), TODAY - timedelta(days=3650)),
        (timedelta(seconds=30), TODAY),
    ],
)
def test_day_is_the_earlier_one_of_both_clocks(jump: timedelta, expected: date) -> None:
    machine = Machine()
    clock = DiscordClock(lambda: machine.time, lambda: machine.elapsed)
    clock.hear(HEADER)

    machine.time += jump

    assert clock.today() == expected


def test_days_pass_for_both_clocks_without_a_response() -> None:
    machine = Machine()
    clock = DiscordClock(lambda: machine.time, lambda: machine.elapsed)
    clock.hear(HEADER)

    machine.wait(timedelta(days=2))

    assert clock.today() == TODAY + timedelta(days=2)


@pytest.mark.parametrize("header", [None, "", "yesterday", "99 Foo 2026"])
def test_response_without_a_time_changes_nothing(header: str | None) -> None:
    machine = Machine()
    clock = DiscordClock(lambda: machine.time, lambda: machine.elapsed)
    clock.hear(HEADER)
    clock.hear(header)
    machine.time += timedelta(days=900)

    assert clock.today() == TODAY


async def test_clock_that_jumped_forward_deletes_no_question(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    machine = Machine()
    machine.time = datetime.now(UTC)
    background = background_of(classroom.env.bot)
    clock = DiscordClock(lambda: machine.time, lambda: machine.elapsed)
    clock.hear(f"{machine.time:%a, %d %b %Y %H:%M:%S GMT}")
    monkeypatch.setattr(background, "_clock", clock)
    await classroom.answerer.query_log.record(make_entry())
    machine.time += timedelta(days=3650)

    await background.clean_up()
    rows = await classroom.answerer.query_log.rows("SELECT * FROM question")
    machine.wait(timedelta(days=200))  # this time, they really pass
    await background.clean_up()

    assert len(rows) == 1
    assert await classroom.answerer.query_log.rows("SELECT * FROM question") == []
    assert "Set it right" in caplog.text
