"""The log as files: whatever anybody asked, no cell is a formula, and nothing is lost."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.reports import Format, export, guarded, write_export
from bot.storage.exports import ExportedQuestion

EXPORTED = ExportedQuestion(
    answer_id="abcdefgh23456722",
    asked_at=datetime(2026, 9, 30, 8, tzinfo=UTC),
    guild_id=11,
    surface="slash",
    asker="0123456789abcdef0123456789abcdef",
    question="What do bees do?",
    scope=None,
    status="found",
    confidence=0.5,
    latency_ms=1.5,
    library_version="0123456789ab",
    source="bees.md",
    quote="Bees dance.",
    helpful=1,
    unhelpful=0,
    decision=None,
)
TEXT = st.text(st.one_of(st.sampled_from(list("=+-@\t\r\n\"',; ")), st.characters(codec="utf-8")))
FORMULA = tuple("=+-@\t\r\n")
# What is to be left out of a cell for the words as they were asked.
_SIGNS = "=+\\-@＝＋－＠"  # noqa: RUF001  # wide ones count, too
GUARD = re.compile(rf"^'(?=\W*[{_SIGNS}\t\r\n])|(?<=[;\t\r\n])'(?=\W*[{_SIGNS}])")


def _cells(questions: list[ExportedQuestion]) -> list[list[str]]:
    table = export(questions, "csv").decode("utf-8-sig")
    return [*csv.reader(io.StringIO(table, newline=""))]


@given(st.lists(TEXT, max_size=3))
@example(["=1+1", "  =1+1", "\t=1+1", "@SUM(A1)", "-1", "\ufeff=1"])
def test_no_cell_of_a_table_begins_a_formula(texts: list[str]) -> None:
    rows = _cells([replace(EXPORTED, question=text, quote=text, decision=text) for text in texts])

    assert len(rows) == 1 + len(texts)
    for row in rows:
        assert not any(cell.lstrip().startswith(FORMULA) for cell in row)
        assert not any(cell.startswith(FORMULA) for cell in row)


@given(TEXT)
@example("'=1")
@example("''\t=1;'=2")
@example("tea;=1+1")
def test_table_without_its_guarding_apostrophes_has_every_word(text: str) -> None:
    _, (*_, decision) = _cells([replace(EXPORTED, decision=text)])

    assert GUARD.sub("", decision) == text


@given(TEXT)
def test_no_semicolon_or_line_end_in_a_cell_is_followed_by_a_formula(text: str) -> None:
    _, (*_, decision) = _cells([replace(EXPORTED, decision=f"tea{text}")])

    assert not re.search(r"[;\t\r\n]\s*[=+@-]", decision)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", " =1", '"=1', "''+1", "“-1", "\t1", "\r1", "@A1", "\uff1d1", "\u200b=1", "\xa0=1"],
)
def test_what_a_spreadsheet_would_run_has_an_apostrophe_before_it(cell: str) -> None:
    assert guarded(cell).startswith(f"'{cell[0]}")


@pytest.mark.parametrize(
    "cell", ["What is 1+1?", "co-op; a-b", "it's = x", "Mao – who?", "", "'tis"]
)
def test_what_a_spreadsheet_only_shows_is_left_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize("number", [0, 1, 3])
async def test_file_written_part_by_part_is_the_whole(kind: Format, number: int) -> None:
    questions = [replace(EXPORTED, question=f"{n} =1") for n in range(number)]
    parts: list[bytes] = []

    async def coming() -> AsyncIterator[ExportedQuestion]:
        for question in questions:
            yield question

    assert await write_export(coming(), kind, parts.append) == number
    assert b"".join(parts) == export(questions, kind)


@given(st.lists(TEXT, max_size=3))
def test_json_keeps_everything_as_it_is(texts: list[str]) -> None:
    questions = [replace(EXPORTED, question=text) for text in texts]

    written = json.loads(export(questions, "json"))

    when = "2026-09-30T08:00:00.000000+00:00"
    assert written == [
        {**asdict(question), "asked_at": when, "guild_id": "11"} for question in questions
    ]


def test_table_of_nothing_is_a_head() -> None:
    (head,) = _cells([])

    assert head[:3] == ["answer_id", "asked_at", "guild_id"]
