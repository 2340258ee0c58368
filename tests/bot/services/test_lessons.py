"""What is taught replaces what was taught of the same question, and is taken back whole."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import TooMuchTaughtError
from bot.services import lessons
from bot.services.lessons import (
    key_of,
    with_golden,
    with_outside,
    with_pin,
    with_synonym,
    without_moment,
)
from bot.storage.lessons import GoldenQuestion, Guidance, OutsideQuestion, OwnSynonym, PinnedPassage

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
    guidance = with_pin(with_outside(Guidance(), outside), _pin("what are bees"))

    again = with_pin(guidance, _pin("What are bees?", start=9))

    assert [pin.start for pin in again.pins] == [9]
    assert again.outside == ()


def test_out_of_scope_replaces_a_pin_of_the_same_question() -> None:
    outside = OutsideQuestion(by="me", at=NOW, question="what are bees", sentence="Later.")

    guidance = with_outside(with_pin(Guidance(), _pin("What are bees?")), outside)

    assert guidance.pins == ()
    assert guidance.outside == (outside,)


def test_of_too_many_golden_questions_the_oldest_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lessons, "MOST_OF_A_KIND", 2)
    guidance = Guidance()
    for question in ("one", "two", "three"):
        guidance = with_golden(guidance, _golden(question))

    assert [golden.question for golden in guidance.golden] == ["two", "three"]


def test_too_many_pins_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lessons, "MOST_OF_A_KIND", 1)
    guidance = with_pin(Guidance(), _pin("one"))

    with pytest.raises(TooMuchTaughtError):
        with_pin(guidance, _pin("two"))
    assert with_pin(guidance, _pin("one", start=9)).pins[0].start == 9


def test_moment_is_forgotten_with_all_that_was_taught_in_it() -> None:
    synonym = OwnSynonym(by="me", at=NOW, words=("hive", "colony"))
    guidance = with_golden(with_synonym(Guidance(), synonym), _golden("one"))
    guidance = with_golden(guidance, _golden("two", LATER))

    forgotten = without_moment(guidance, NOW)

    assert forgotten == with_golden(Guidance(), _golden("two", LATER))


def test_keys_differ_where_words_are_put_otherwise() -> None:
    one = OwnSynonym(by="me", at=NOW, words=("a b", "c"))
    other = OwnSynonym(by="me", at=NOW, words=("a", "b c"))

    assert key_of(one) != key_of(other)
    assert len(key_of(one)) == 12
