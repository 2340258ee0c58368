"""`/logs stats` and `/logs export`."""

import csv
import io
import json

import pytest
import simcord

from bot.features import review as export_card
from bot.storage.exports import ExportedQuestion
from bot.ui import replies as replying
from tests.bot.classroom import QUESTION, Classroom, words
from tests.bot.entries import select
from tests.bot.staff import DRAWING_S, moderator_of, other_class, students


@pytest.fixture(autouse=True)
def patient_for_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture takes a second of computing; the simulated clock cannot pass meanwhile."""
    monkeypatch.setattr(replying, "PATIENCE_S", 60)


async def _file(shown: simcord.InteractionResult, number: int = 0) -> str:
    assert shown.response is not None
    return (await shown.response.attachments[number].read()).decode("utf-8-sig")


async def test_stats_of_a_class_are_told_and_drawn(classroom: Classroom) -> None:
    for student in students(classroom, *"abcde"):
        await student.slash(classroom.channel, "ask", question=QUESTION)
    await classroom.ask("Who discovered quantum chromodynamics?")
    classroom.env.settle_timeout = DRAWING_S

    shown = await moderator_of(classroom).slash(classroom.channel, "logs stats", period="week")

    assert shown.ephemeral
    lines = words(shown).splitlines()
    assert lines[:3] == [
        "### Figures in the last 7 days",
        "**6 questions by 6 askers**",
        "answered 5 (83%) · weak answer 0 (0%) · no answer 1 (17%)",
    ]
    assert f"- {QUESTION}" in lines
    assert "- *On Bees*: 5 answers" in lines
    assert "*On Hornets*" in lines[-1]
    assert shown.response is not None
    (picture,) = shown.response.attachments
    assert (await picture.read()).startswith(b"\x89PNG")
    assert "6 questions" in str(shown.response.components)


async def test_stats_of_few_askers_are_not_broken_down(classroom: Classroom) -> None:
    await classroom.ask()
    classroom.env.settle_timeout = DRAWING_S

    shown = await moderator_of(classroom).slash(classroom.channel, "logs stats")

    assert "**1 question by 1 asker**\nDetails are hidden" in words(shown)
    assert "no answer" not in words(shown)
    assert QUESTION not in words(shown)


async def test_stats_without_questions_say_so(classroom: Classroom) -> None:
    shown = await moderator_of(classroom).slash(classroom.channel, "logs stats", period="all")

    assert words(shown) == "### Figures of all time\nNo questions."


async def test_csv_export_has_every_question_and_is_audited(classroom: Classroom) -> None:
    await classroom.ask()
    await classroom.ask('=HYPERLINK("https://x.example")')

    shown = await moderator_of(classroom).slash(classroom.channel, "logs export", format="csv")

    assert shown.ephemeral
    first, second = csv.DictReader(io.StringIO(await _file(shown)))
    assert (first["question"], first["source"]) == (QUESTION, "bees.md")
    assert "The waggle dance tells the other bees" in first["quote"]
    assert second["question"].startswith("'=HYPERLINK")
    assert str(classroom.student.id) not in await _file(shown)
    (details,) = select(
        classroom.database, "SELECT details FROM audit WHERE action = 'logs export'"
    )
    assert json.loads(details) == {"from": "", "to": "", "format": "csv", "questions": 2}


async def test_json_export_keeps_words_as_they_are(classroom: Classroom) -> None:
    await classroom.ask("=1+1 bees?")

    shown = await moderator_of(classroom).slash(classroom.channel, "logs export", format="json")

    (question,) = json.loads(await _file(shown))
    assert question["question"] == "=1+1 bees?"
    assert set(question) == set(ExportedQuestion.__dataclass_fields__)


async def test_export_that_is_too_large_comes_in_parts(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        await classroom.ask(f"bees {number}")
    whole = await moderator_of(classroom).slash(classroom.channel, "logs export", format="json")
    size = len(await _file(whole))
    monkeypatch.setattr(export_card, "MAX_FILE_BYTES", size * 2 // 3)

    parts = await moderator_of(classroom).slash(classroom.channel, "logs export", format="json")

    both = json.loads(await _file(parts, 0)) + json.loads(await _file(parts, 1))
    assert [question["question"] for question in both] == [f"bees {n}" for n in range(4)]


async def test_export_of_days_without_questions_says_so(classroom: Classroom) -> None:
    await classroom.ask()

    shown = await moderator_of(classroom).slash(classroom.channel, "logs export", to="2020-01-31")

    assert words(shown) == "There are no questions from these days."


async def test_other_server_exports_nothing_of_this_one(classroom: Classroom) -> None:
    await classroom.ask()
    colleague, channel = other_class(classroom)

    assert words(await colleague.slash(channel, "logs export")).startswith(
        "There are no questions from these days."
    )
    assert words(await colleague.slash(channel, "logs stats")).endswith("No questions.")
