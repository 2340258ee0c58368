"""What is taught replaces what was taught of the same question, and is taken back whole."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import TooMuchTaughtError
from bot.services import lessons as teaching
from bot.services.lessons import (
    with_golden,
    with_outside,
    with_pin,
)
from bot.storage.lessons import GoldenQuestion, Lessons, OutsideQuestion, PinnedPassage

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
LATER = NOW + timedelta(microseconds=1)


def _pin(question: str, start: int = 0) -> PinnedPassage:
    return PinnedPassage(
        by="me", at=NOW, question=question, source="bees.md", start=start, text="B"
    )


def _golden(question: str, at: datetime = NOW) -> GoldenQuestion:
    return GoldenQuestion(by="me", at=at, question=question, source="bees.md", quote="B")


def test_pin_replaces_the_one_of_the_same_question_and_its_being_out_of_scope() -> None:
    outside = OutsideQuestion(by="me", at=NOW, question="What are BEES?", sentence="Later.")
    lessons = with_pin(with_outside(Lessons(), outside), _pin("what are bees"))

    again = with_pin(lessons, _pin("What are bees?", start=9))

    assert [pin.start for pin in again.pins] == [9]
    assert again.outside == ()


def test_out_of_scope_replaces_a_pin_of_the_same_question() -> None:
    outside = OutsideQuestion(by="me", at=NOW, question="what are bees", sentence="Later.")

    lessons = with_outside(with_pin(Lessons(), _pin("What are bees?")), outside)

    assert lessons.pins == ()
    assert lessons.outside == (outside,)


def test_of_too_many_golden_questions_the_oldest_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(teaching, "MOST_OF_A_KIND", 2)
    lessons = Lessons()
    for question in ("one", "two", "three"):
        lessons = with_golden(lessons, _golden(question))

    assert [golden.question for golden in lessons.golden] == ["two", "three"]


def test_too_many_pins_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teaching, "MOST_OF_A_KIND", 1)
    lessons = with_pin(Lessons(), _pin("one"))

    with pytest.raises(TooMuchTaughtError):
        with_pin(lessons, _pin("two"))
    assert with_pin(lessons, _pin("one", start=9)).pins[0].start == 9
