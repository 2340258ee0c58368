"""Batches: what is read, what is refused, and what comes out in which order."""

import io
from pathlib import Path

import pytest

from bot.cli.output import answer_batch, read_questions
from bot.errors import QuestionLineError
from index import Searcher
from sources import load_library
from tests.bot.shelf import write_shelf


def _asked(raw: bytes) -> list[tuple[object, str]]:
    return [(line.id, line.question) for line in read_questions(io.BytesIO(raw), "b.jsonl")]


def test_ids_of_text_and_whole_numbers_are_kept_as_they_are() -> None:
    raw = b'{"id": "a", "question": "x"}\n{"question": "y", "id": 7, "kind": "why"}'

    assert _asked(raw) == [("a", "x"), (7, "y")]


@pytest.mark.parametrize(
    "raw",
    [
        b'\xef\xbb\xbf{"id": 1, "question": "x"}\n',
        b'{"id": 1, "question": "x"}\r\n\r\n',
        b'\n  \n{"id": 1, "question": "x"}',
    ],
    ids=["byte order mark", "Windows line ends", "blank lines"],
)
def test_marks_and_blank_lines_of_editors_are_no_questions(raw: bytes) -> None:
    assert _asked(raw) == [(1, "x")]


def test_a_line_separator_inside_a_question_does_not_end_its_line() -> None:
    raw = '{"id": 1, "question": "bees\u2028owls"}'.encode()

    assert _asked(raw) == [(1, "bees\u2028owls")]


def test_half_a_surrogate_pair_in_a_question_is_kept() -> None:
    assert _asked(b'{"id": 1, "question": "\\ud83d?"}') == [(1, "\ud83d?")]


def test_an_empty_file_has_no_questions() -> None:
    assert _asked(b"") == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"who?", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b'"who?"', "it is not a JSON object"),
        (b"[]", "it is not a JSON object"),
        (b'{"id": 1}', 'it has no "question"'),
        (b'{"question": "x"}', 'it has no "id"'),
        (b'{"id": 1, "question": ["x"]}', 'its "question" must be text'),
        (b'{"id": 1.5, "question": "x"}', 'its "id" must be text or a whole number'),
        (b'{"id": true, "question": "x"}', 'its "id" must be text or a whole number'),
        (b'{"id": null, "question": "x"}', 'its "id" must be text or a whole number'),
        (b'{"id": 1, "question": "\xff"}', "it is not UTF-8"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else None,
)
def test_a_line_that_is_no_question_is_named_with_its_number_and_reason(
    line: bytes, reason: str
) -> None:
    with pytest.raises(QuestionLineError) as caught:
        _asked(b'\n{"id": 1, "question": "x"}\n' + line + b"\n")

    error = caught.value
    assert (error.file, error.line, error.reason) == ("b.jsonl", 3, reason)


def test_answers_come_in_the_order_of_the_questions_with_their_ids(tmp_path: Path) -> None:
    searcher = Searcher(load_library(write_shelf(tmp_path)))
    raw = b'{"id": "z", "question": "owls?"}\n{"id": 1, "question": "bees?"}'
    questions = read_questions(io.BytesIO(raw), "b.jsonl")

    answers = list(answer_batch(searcher, questions, limit=1))

    assert [(a["id"], a["question"]) for a in answers] == [("z", "owls?"), (1, "bees?")]
