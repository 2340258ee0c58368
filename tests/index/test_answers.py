"""Which answers are likely and sure: only those that were found."""

import pytest

from index import Answer, Status
from index.confidence import LIKELY, SURE


def _answer(status: Status, confidence: float) -> Answer:
    return Answer("Why?", status, confidence, "Because.", (), (), (), "0123456789ab")


@pytest.mark.parametrize(
    ("confidence", "likely", "sure"),
    [
        (0.0, False, False),
        (LIKELY - 0.01, False, False),
        (LIKELY, True, False),
        (SURE - 0.01, True, False),
        (SURE, True, True),
        (1.0, True, True),
    ],
)
def test_an_answer_that_was_found_is_likely_and_sure_by_its_confidence(
    confidence: float, *, likely: bool, sure: bool
) -> None:
    answer = _answer("found", confidence)

    assert (answer.is_likely, answer.is_sure) == (likely, sure)


@pytest.mark.parametrize("status", ["weak", "none"])
def test_no_other_answer_is_likely_or_sure(status: Status) -> None:
    answer = _answer(status, 1.0)

    assert not answer.is_likely
    assert not answer.is_sure
