"""The log as files: whatever anybody asked, no cell is a formula, and nothing is lost."""

import csv
import io
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from bot.log_export import export_csv, export_json
from bot.log_queries_export import ExportedQuestion

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


def _cells(questions: list[ExportedQuestion]) -> list[list[str]]:
    table = export_csv(questions).decode("utf-8-sig")
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
def test_table_keeps_every_word_behind_an_apostrophe_at_the_most(text: str) -> None:
    _, (*_, decision) = _cells([replace(EXPORTED, decision=text)])

    assert decision in {text, f"'{text}"}


@given(st.lists(TEXT, max_size=3))
def test_json_keeps_everything_as_it_is(texts: list[str]) -> None:
    questions = [replace(EXPORTED, question=text) for text in texts]

    written = json.loads(export_json(questions))

    when = "2026-09-30T08:00:00.000000+00:00"
    assert written == [{**asdict(question), "asked_at": when} for question in questions]


def test_table_of_nothing_is_a_head() -> None:
    (head,) = _cells([])

    assert head[:3] == ["answer_id", "asked_at", "guild_id"]
