"""`pullquote logs recent | search | gaps | stats`."""

import asyncio
import importlib.util
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.cli import logs as looking
from bot.errors import BadDateError, NotDrawnError, NotPngError
from bot.storage.query_log import QueryLog
from bot.storage.reviews import decide
from tests.bot.shelf import complaint, run

from .class_log import NOW, OURS, THEIRS, VOTE, asked, week, write_log

pytestmark = pytest.mark.usefixtures("shelf", "narrow")

LOOKING = ("recent", "search", "gaps", "stats")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of the usual width."""
    monkeypatch.setenv("COLUMNS", "80")


def _objects(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("logs", *arguments, "--json").stdout.splitlines()]


def _questions(*arguments: str) -> list[str]:
    return [found["question"] for found in _objects(*arguments)]


def test_recent_lists_every_server_the_newest_first() -> None:
    write_log([
        asked("older", days_ago=2),
        asked("theirs", days_ago=1, guild_id=THEIRS),
        asked("mine", guild_id=None, surface="terminal"),
    ])  # fmt: skip

    found = _objects("recent")

    assert [(one["question"], one["server"]) for one in found] == [
        ("mine", None),
        ("theirs", f"{THEIRS}"),
        ("older", f"{OURS}"),
    ]
    assert _questions("recent", "--server", f"{OURS}") == ["older"]
    assert _questions("recent", "--limit", "1") == ["mine"]


def test_recent_fits_80_columns_and_says_that_there_is_more() -> None:
    write_log([asked("Why? " * 60, by=f"{n:032x}", days_ago=n) for n in range(3)])

    shown = run("logs", "recent", "--limit", "2")

    assert shown.stdout.count(f"{OURS}") == 2
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert shown.stderr == "There are more questions: --limit 10 shows 10.\n"


@pytest.mark.parametrize("command", ["recent", "gaps", "stats"])
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_no_control_character_of_a_question_reaches_the_terminal(
    command: str, options: tuple[str, ...]
) -> None:
    wild = "red \x1b[31m\x9b31m\x07\x7f\r\n is it?"
    write_log([asked(wild, by=f"asker{n}") for n in range(5)])

    shown = run("logs", command, *options).stdout

    assert "31m" in shown
    assert not [char for char in shown if ord(char) < 32 and char != "\n"]
    assert not [char for char in shown if 0x7F <= ord(char) < 0xA0]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("the EXAM",), ["When is the exam?"]),
        (("--status", "found"), ["bees"]),
        (("--source", "bees.txt"), ["bees"]),
        (("--surface", "menu"), ["old"]),
        (("--until", f"{NOW.date()}", "--since", f"{NOW.date()}"), ["When is the exam?", "bees"]),
        (("--since", "2020-01-01", "--until", "2020-01-31"), ["old"]),
        (("owls",), []),
    ],
    ids=str,
)
def test_search_gives_the_questions_that_match(options: tuple[str, ...], found: list[str]) -> None:
    bees = week()[0].model_copy(update={"question": "bees"})
    old = NOW.replace(year=2020, month=1, day=31, hour=23)
    write_log([bees, asked("When is the exam?"), asked("old", asked_at=old, surface="menu")])

    assert sorted(_questions("search", *options)) == sorted(found)


def test_gaps_are_grouped_with_what_the_sources_lack() -> None:
    path = write_log(week())
    with closing(sqlite3.connect(path)) as log:
        ((answer_id,),) = log.execute("SELECT answer_id FROM question WHERE asker = 'asker2' "
                                      "AND status = 'none'")  # fmt: skip
        log.execute(VOTE, (0, answer_id))
        log.commit()

    exam, library = _objects("gaps")

    assert (exam["times"], exam["askers"], exam["not_helpful"]) == (2, 2, 1)
    assert len(exam["wordings"]) == 1  # the two differ in case and punctuation alone
    assert exam["lacking"] == ["exam"]
    assert (library["question"], library["server"]) == ("Where is the library?", f"{THEIRS}")
    shown = run("logs", "gaps").stdout
    assert "2 times" in shown
    assert "1 time " in shown
    assert "not in the sources: exam" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert _questions("gaps", "--server", f"{THEIRS}") == ["Where is the library?"]


def test_gap_that_was_decided_in_discord_is_no_gap_here() -> None:
    entry = asked("When is the exam?")
    path = write_log([entry, asked("Where is the library?")])

    async def close_gap() -> None:
        log = await QueryLog.open(path)
        await log.change(*decide(OURS, [entry.answer_id], "done", by="teacher", at=NOW, fix="f"))
        await log.close()

    asyncio.run(close_gap())

    assert _questions("gaps") == ["Where is the library?"]


def test_stats_tell_the_figures_of_the_period() -> None:
    write_log([*week(), asked("long ago", days_ago=20)])

    (figures,) = _objects("stats", "--period", "week")

    assert (figures["questions"], figures["askers"]) == (9, 7)
    assert (figures["found"], figures["weak"], figures["none"]) == (6, 0, 3)
    assert figures["top_questions"] == [{"question": "How do bees dance?", "times": 6, "askers": 6}]
    assert figures["cited"][0] == {"source": "bees.txt", "title": "On bees", "answers": 6}
    assert figures["never_cited"] == ["owls.txt"]
    assert figures["median_ms"] == 1.5
    assert [day["found"] for day in figures["days"]] == [None, None, 6]


def test_stats_in_words_have_the_same_figures_and_fit_80_columns() -> None:
    write_log(week())

    shown = run("logs", "stats")

    lines = shown.stdout.splitlines()
    assert lines[:3] == [
        "Figures in the last 30 days",
        "9 questions by 7 askers",
        "answered 6 (67%) · weak answer 0 (0%) · no answer 3 (33%)",
    ]
    assert "Never quoted: On owls" in lines
    assert max(map(len, lines)) <= 80
    assert shown.stderr == ""


def test_stats_of_fewer_than_five_askers_are_not_broken_down() -> None:
    write_log([asked("When is the exam?"), asked("When is the exam?", by="bob")])

    (figures,) = _objects("stats")
    shown = run("logs", "stats").stdout

    assert (figures["questions"], figures["askers"], figures["none"]) == (2, 2, None)
    assert figures["top_questions"] == figures["cited"] == figures["never_cited"] == []
    assert "exam" not in shown
    assert "no answer" not in shown


def test_stats_without_documents_tell_the_rest_and_say_what_is_missing() -> None:
    write_log(week())

    shown = run("logs", "stats", "--sources", "nowhere")

    assert shown.exit_code == 0
    assert "9 questions by 7 askers" in shown.stdout
    assert shown.stderr.startswith("Sources that were never quoted can't be listed. There is no")


def test_stats_chart_is_written_as_a_picture_and_told_in_words() -> None:
    write_log(week())

    shown = run("logs", "stats", "--chart", "chart.png")

    assert Path("chart.png").read_bytes().startswith(b"\x89PNG")
    assert "chart.png: Bar chart: Questions a day. 9 questions: 6 answered" in shown.stderr


def test_stats_chart_that_cannot_be_drawn_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(_: object) -> None:
        pass

    write_log(week())
    monkeypatch.setattr(looking, "draw", none)

    shown = run("logs", "stats", "--chart", "chart.png")

    assert shown.exit_code == 2
    assert str(NotDrawnError()) in shown.stderr


def test_stats_chart_without_the_library_tells_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    shown = run("logs", "stats", "--chart", "chart.png")

    assert shown.exit_code == 2
    assert "scripts/pullquote logs stats" in shown.stderr


@pytest.mark.parametrize("command", LOOKING)
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_log_that_is_not_there_is_no_error_and_is_not_made(
    command: str, options: tuple[str, ...]
) -> None:
    shown = run("logs", command, *options)

    assert (shown.exit_code, shown.stdout) == (0, "")
    assert shown.stderr.startswith("No questions yet: there is no data/queries.db")
    assert shown.stderr.count("\n") == 1
    assert not Path("data", "queries.db").exists()


@pytest.mark.parametrize("command", ["recent", "search", "gaps"])
def test_nothing_found_is_said_with_status_0(command: str) -> None:
    write_log([])

    shown = run("logs", command, "--server", "5")

    assert (shown.exit_code, shown.stdout) == (0, "")
    assert shown.stderr.startswith("There are no ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("search", "--since", "tomorrow"), str(BadDateError("tomorrow"))),
        (("search", "--until", ""), str(BadDateError(""))),
        (("search", "--since", "2026-02-30"), str(BadDateError("2026-02-30"))),
        (
            ("search", "--since", "2026-02-02", "--until", "2026-02-01"),
            "02 is after 2026",
        ),
        (("search", "--status", "fine"), "'fine' is not one of"),
        (("recent", "--limit", "0"), "--limit"),
        (("recent", "--server", "ours"), "--server"),
        (("stats", "--period", "year"), "--period"),
        (("stats", "--chart", "log.db"), str(NotPngError(Path("log.db")))),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_one_line_with_status_2(arguments: tuple[str, ...], words: str) -> None:
    assert words in complaint("logs", *arguments)
