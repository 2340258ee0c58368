"""One answer as JSON: the shape that scripts rely on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.output import answer_object, json_line
from index import Answer, Searcher
from index.kinds import REPLIES
from sources import load_library
from tests.bot.shelf import BEES, ROOT, pullquote, write_shelf

SCORE = ROOT.parent / "shared" / "questions" / "score.py"
STARTER = ROOT / "sources" / "starter"

_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
_WORDS: dict[str, Any] = {"type": "array", "items": _TEXT}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


CITATION = _object(
    title=_TEXT,
    authors=_WORDS,
    published=_TEXT_OR_NULL,
    section=_TEXT_OR_NULL,
    paragraph={"type": ["integer", "null"], "minimum": 1},
    page=_TEXT_OR_NULL,
    url=_TEXT_OR_NULL,
    text={"type": "string", "pattern": r"^[^\n]+$"},
)
PASSAGE = _object(
    rank={"type": "integer", "minimum": 1},
    score={"type": "number"},
    source=_TEXT,
    passage={"type": "string", "maxLength": 1000, "minLength": 1},
    quote={"type": "string", "minLength": 1},
    start={"type": "integer", "minimum": 0},
    end={"type": "integer", "minimum": 1},
    matched=_WORDS,
    unmatched=_WORDS,
    citation=CITATION,
)
PART = _object(
    question={"type": "string", "minLength": 1},
    status={"enum": ["found", "weak", "none"]},
    rank={"type": ["integer", "null"], "minimum": 1},
    source=_TEXT_OR_NULL,
    quote=_TEXT_OR_NULL,
    start={"type": ["integer", "null"], "minimum": 0},
    end={"type": ["integer", "null"], "minimum": 1},
    citation={"anyOf": [CITATION, {"type": "null"}]},
)
ANSWER = _object(
    id={"type": ["string", "integer"]},
    question=_TEXT,
    status={"enum": ["found", "weak", "none"]},
    confidence={"type": "number", "minimum": 0, "maximum": 1},
    reason={"type": "string", "minLength": 1},
    kind={"enum": ["question", *REPLIES]},
    meaning={"enum": ["off", "preparing", "compared"]},
    corrections={"type": "array", "items": _object(**{"from": _TEXT, "to": _TEXT})},
    library_version=_TEXT,
    latency_ms={"type": "number", "minimum": 0},
    passages={"type": "array", "items": PASSAGE},
    parts={"type": "array", "items": PART},
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return Searcher(load_library(write_shelf(tmp_path_factory.mktemp("shelf"))))


def _as_json(answer: Answer) -> dict[str, Any]:
    line = json_line(answer_object(answer, answer_id="q1", latency_ms=1.23456))
    value: dict[str, Any] = json.loads(line)
    return value


@pytest.mark.parametrize(
    "question",
    [
        "how do bees dance",
        "colony on the moon",
        "xylophone",
        "thanks!",
        "what do bees dance, and who decoded the waggle dance?",
        "how do bees dance, and who played the xylophone?",
    ],
)
def test_an_answer_of_any_status_fits_the_schema(searcher: Searcher, question: str) -> None:
    value = _as_json(searcher.answer(question))

    jsonschema.validate(value, ANSWER)


def test_keys_stand_in_the_contract_s_order(searcher: Searcher) -> None:
    value = _as_json(searcher.answer("how do bees dance"))

    assert list(value) == ANSWER["required"]
    assert list(value["passages"][0]) == PASSAGE["required"]
    assert list(value["passages"][0]["citation"]) == CITATION["required"]


def test_parts_of_a_question_each_have_a_quote_at_its_place(searcher: Searcher) -> None:
    question = "who decoded the waggle dance, and who played the xylophone?"

    first, second = _as_json(searcher.answer(question))["parts"]

    assert list(first) == PART["required"]
    assert first["question"] == "who decoded the waggle dance"
    assert BEES[first["start"] : first["end"]].split() == first["quote"].split()
    assert "Karl von Frisch" in first["quote"]
    assert (second["status"], second["quote"], second["citation"]) == ("none", None, None)


def test_offsets_lead_to_the_passage_in_the_file_and_the_quote_is_part_of_it(
    searcher: Searcher,
) -> None:
    first = _as_json(searcher.answer("who decoded the waggle dance"))["passages"][0]

    assert first["source"] == "bees.txt"
    assert BEES[first["start"] : first["end"]].split() == first["passage"].split()
    assert first["quote"] in first["passage"]
    assert "Karl von Frisch" in first["quote"]


def test_status_none_has_no_passages(searcher: Searcher) -> None:
    value = _as_json(searcher.answer("xylophone"))

    assert value["status"] == "none"
    assert value["passages"] == []


def test_latency_is_given_to_the_microsecond(searcher: Searcher) -> None:
    assert _as_json(searcher.answer("owls"))["latency_ms"] == 1.235


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_even_half_a_surrogate_pair_is_one_line_of_utf8_that_reads_back(
    text: str,
) -> None:
    line = json_line({"question": text})

    assert line.decode("utf-8").count("\n") == 1
    assert json.loads(line) == json.loads(json.dumps({"question": text}))


def test_a_batch_satisfies_the_scorer(tmp_path: Path) -> None:
    if not SCORE.exists():
        pytest.skip("the scorer, ../shared/questions/score.py, is not there")
    questions = STARTER / "questions.jsonl"
    answers = tmp_path / "answers.jsonl"
    answers.write_bytes(pullquote("answer", str(questions), cwd=tmp_path).stdout)

    scored = subprocess.run(
        [sys.executable, SCORE, questions, answers, "--sources", STARTER, "--json"],
        capture_output=True,
        check=True,
    )

    figures = json.loads(scored.stdout)
    assert figures["not_verbatim"] == 0
    assert figures["passage_chars_max"] <= 1000
