"""Gaps: questions that ask the same are one, most asked first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DecidedGapError
from bot.features.gap_cards import changed_reply, gap_reply, gaps_reply
from bot.services.gaps import Gap, gap_with, gaps_of
from bot.storage.reviews import Candidate
from index import Searcher
from sources import Library
from tests.bot.answers import HOSTILE, an_answer
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


@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=8), HOSTILE)
def test_any_gap_is_within_the_limits(asked: list[tuple[str, str]], text: str) -> None:
    questions = tuple(
        Candidate(str(number), question, reason, NOON, "weak", 1, (reason,))
        for number, (question, reason) in enumerate(asked)
    )
    gap = Gap(questions)
    answer = an_answer(text, status="weak", reason=text).answer

    for reply in (
        gaps_reply([gap] * 7, "week", 1),
        gap_reply(gap, answer),
        changed_reply("Done", text, (answer, answer), ["It is done."]),
    ):
        assert len(components(reply)) <= 40
        assert sum(map(len, texts(reply))) <= 4000
