"""Gaps: questions that ask the same are one, most asked first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import DecidedGapError
from bot.features.gap_cards import Desk, Place, Said, desk_reply, gap_row
from bot.services.gaps import Gap, gap_with, gaps_of
from bot.storage.reviews import Candidate
from bot.ui.layout import card
from index import Searcher
from sources import Library
from tests.bot.answers import HOSTILE, a_passage
from tests.bot.features.test_answer_message import components, texts

NOON = datetime(2026, 9, 30, 12, tzinfo=UTC)


def _asked(number: int, question: str, asker: str) -> Candidate:
    return Candidate(str(number), question, asker, NOON + timedelta(hours=number), "none", 0)


@pytest.fixture
def searcher(library: Library) -> Searcher:
    """Of bees, wasps and hornets."""
    return Searcher(library)


def test_gaps_that_more_people_have_come_first(searcher: Searcher) -> None:
    candidates = [
        _asked(0, "What are vespids?", "ada"),
        _asked(1, "what are vespids??", "ada"),
        _asked(2, "what are vespids", "ada"),
        _asked(3, "Where do apiarists work?", "ada"),
        _asked(4, "where do apiarists work", "ben"),
    ]

    first, second = gaps_of(candidates, searcher)

    assert (first.question, first.askers, first.key) == ("where do apiarists work", 2, "3")
    assert (second.askers, second.answer_ids) == (1, ("0", "1", "2"))
    assert second.wordings == ["what are vespids"]


def test_questions_out_of_scope_are_no_gaps(searcher: Searcher) -> None:
    candidates = [_asked(0, "what are VESPIDS", "ada"), _asked(1, "Where do apiarists go?", "ada")]

    (gap,) = gaps_of(candidates, searcher, ["What are vespids?"])

    assert gap.key == "1"


def test_gap_is_known_by_each_of_its_answers(searcher: Searcher) -> None:
    candidates = [_asked(0, "What are vespids?", "a"), _asked(1, "what are vespids", "b")]
    gaps = gaps_of(candidates, searcher)

    assert gap_with(gaps, "0") is gap_with(gaps, "1") is gaps[0]
    with pytest.raises(DecidedGapError):
        gap_with(gaps, "2")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it never changes
@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=8), HOSTILE)
def test_any_gap_is_within_the_limits(
    searcher: Searcher, asked: list[tuple[str, str]], text: str
) -> None:
    questions = tuple(
        Candidate(str(number), question, reason, NOON, "weak", 1, (reason,))
        for number, (question, reason) in enumerate(asked)
    )
    gap = Gap(questions)
    passages = [replace(a_passage(text or "a"), doc_id="bees.md")] * 3
    meant, said = [text] * 9, Said(text[:100], gap.key)
    shown = Desk(Place("month", 9999), gap, 9999, 9, passages, text, meant, said)

    for reply in (desk_reply(shown, searcher), card("Gaps", [gap_row(gap)] * 7)):
        assert len(components(reply)) <= 40
        assert sum(map(len, texts(reply))) <= 4000
