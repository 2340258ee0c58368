"""Charts of the questions asked."""

import struct
import sys

import pytest

from bot.services import charts
from bot.services.charts import HEIGHT_PX, WIDTH_PX, Bar, Chart, alt_text, draw
from bot.text import STATUSES

pytestmark = pytest.mark.process

WEEK = Chart(
    title="Questions a day, $1 to 7$ May",
    bars=(
        Bar(label="1 May", found=3, weak=1, none=0),
        Bar(label="2 May", found=9, weak=0, none=4),
    ),
)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first chart on a busy machine waits for the fonts to be listed."""
    monkeypatch.setattr(charts, "_SECONDS", 600)


async def test_chart_is_a_png_of_the_announced_size_with_words_for_who_cannot_see_it() -> None:
    picture = await draw(WEEK)

    assert picture is not None
    assert picture.png.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture.png[16:24]) == (WIDTH_PX, HEIGHT_PX)
    assert picture.alt == (
        "Bar chart: Questions a day, $1 to 7$ May. 17 questions: 12 answered, 1 weak answer, "
        "4 no answer. Most were asked on 2 May: 13."
    )


async def test_chart_of_a_period_without_questions_is_drawn() -> None:
    assert await draw(Chart(title="Nothing", bars=())) is not None


async def test_nothing_is_drawn_and_nothing_fails_when_drawing_takes_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(charts, "_SECONDS", 0.001)

    assert await draw(WEEK) is None


async def test_nothing_is_drawn_and_nothing_fails_where_the_library_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    assert await draw(WEEK) is None


def test_statuses_are_called_as_they_are_elsewhere() -> None:
    alt = alt_text(WEEK)

    assert all(words in alt for words in STATUSES.values())


def test_words_about_a_long_title_stay_within_discords_limit() -> None:
    assert len(alt_text(Chart(title="t" * 5000, bars=WEEK.bars))) <= 1024
