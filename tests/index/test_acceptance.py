"""The measure of the whole index: real documents, real questions, an independent scorer."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from index import Answer, Evaluation, Searcher, evaluate, load_questions
from sources import load_library

SHARED = Path(__file__).parents[3] / "shared"
SOURCES = SHARED / "sources"
QUESTIONS = SHARED / "questions" / "dev.jsonl"
SCORER = SHARED / "questions" / "score.py"

pytestmark = pytest.mark.skipif(
    not (SOURCES.is_dir() and QUESTIONS.is_file() and SCORER.is_file()),
    reason="the shared documents, questions and scorer are not beside this checkout",
)


class Measured(NamedTuple):
    """One run over all questions, by our figures and by those of the independent scorer."""

    ours: Evaluation
    scorer: dict[str, Any]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    searcher = Searcher(load_library(SOURCES))
    evaluation = evaluate(searcher.answer, load_questions(QUESTIONS))
    answers = tmp_path_factory.mktemp("answers") / "answers.jsonl"
    lines = (line(outcome.question.id, outcome.answer) for outcome in evaluation.outcomes)
    answers.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    scored = subprocess.run(
        [sys.executable, SCORER, QUESTIONS, answers, "--sources", SOURCES, "--json"],
        capture_output=True,
        check=True,
    )
    return Measured(evaluation, json.loads(scored.stdout))


def line(question_id: str, answer: Answer) -> dict[str, Any]:
    """An answer as the scorer reads it."""
    return {
        "id": question_id,
        "status": answer.status,
        "confidence": answer.confidence,
        "passages": [
            {
                "source": hit.passage.doc_id,
                "passage": hit.passage.text,
                "quote": quote.text,
                "start": hit.passage.locator.start,
                "end": hit.passage.locator.end,
            }
            for hit, quote in zip(answer.hits, answer.quotes, strict=True)
        ],
    }


def test_every_passage_stands_in_its_file_word_for_word(measured: Measured) -> None:
    assert measured.scorer["not_verbatim"] == 0


def test_passages_and_quotations_are_short_enough_to_read(measured: Measured) -> None:
    assert measured.scorer["passage_chars_max"] <= 1000
    assert measured.scorer["quote_chars_max"] <= 400


@pytest.mark.parametrize(
    ("figure", "least"),
    [("S@1", 0.70), ("S@3", 0.85), ("quote@1", 0.62), ("confidence_auroc", 0.82)],
)
def test_questions_are_answered_this_well_at_least(
    measured: Measured, figure: str, least: float
) -> None:
    assert measured.scorer[figure] >= least


def test_at_most_one_question_of_another_subject_or_of_none_is_called_found(
    measured: Measured,
) -> None:
    found = [
        outcome.question.question
        for outcome in measured.ours.outcomes
        if outcome.question.kind in {"off-topic", "nonsense"} and outcome.answer.status == "found"
    ]

    assert len(found) <= 1, found


def test_our_figures_are_those_of_the_independent_scorer(measured: Measured) -> None:
    ours, scorer = measured

    assert {
        "S@1": ours.success_at_1,
        "S@3": ours.success_at_3,
        "quote@1": ours.quote_at_1,
        "confidence_auroc": ours.confidence_auroc,
        "answerable_said_found": ours.answerable_found,
        "unanswerable_said_found": ours.unanswerable_found,
    } == {
        name: pytest.approx(scorer[name], abs=0.0005)
        for name in (
            "S@1",
            "S@3",
            "quote@1",
            "confidence_auroc",
            "answerable_said_found",
            "unanswerable_said_found",
        )
    }
