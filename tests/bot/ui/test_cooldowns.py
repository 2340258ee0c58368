"""How many questions a person and a channel may ask in a minute."""

import time

import pytest

from bot.errors import BusyChannelError, TooManyQuestionsError, sentence
from bot.ui import cooldowns
from bot.ui.cooldowns import Cooldowns

ADA, BO, ROOM, HALL = 1, 2, 11, 12


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that a test sets."""
    now = [1_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def test_person_waits_after_their_questions_of_a_minute_and_is_told_how_long(
    clock: list[float],
) -> None:
    limits = Cooldowns(per_person=2)
    limits.admit(ADA, ROOM)
    limits.admit(ADA, HALL)
    clock[0] += 20

    with pytest.raises(TooManyQuestionsError) as refused:
        limits.admit(ADA, ROOM)
    limits.admit(BO, ROOM)

    assert sentence(refused.value).endswith("I can take your next one in 40 seconds.")
    clock[0] += 40
    limits.admit(ADA, ROOM)


def test_channel_waits_and_its_asker_loses_nothing(clock: list[float]) -> None:
    limits = Cooldowns(per_person=2, per_channel=1)
    limits.admit(ADA, ROOM)
    clock[0] += 59.5

    with pytest.raises(BusyChannelError) as refused:
        limits.admit(BO, ROOM)

    assert sentence(refused.value).endswith("in a second.")
    limits.admit(BO, HALL)
    clock[0] += 1
    limits.admit(BO, ROOM)


def test_refused_questions_do_not_lengthen_the_wait(clock: list[float]) -> None:
    limits = Cooldowns(per_person=1)
    limits.admit(ADA, None)
    for _ in range(5):
        clock[0] += 10
        with pytest.raises(TooManyQuestionsError):
            limits.admit(ADA, None)

    clock[0] += 10
    limits.admit(ADA, None)


def test_only_so_many_people_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cooldowns, "_REMEMBERED", 3)
    limits = Cooldowns(per_person=1)

    for person in range(10):
        limits.admit(person, person)

    limits.admit(0, 0)  # forgotten, and admitted afresh
    with pytest.raises(TooManyQuestionsError):
        limits.admit(9, 9)
