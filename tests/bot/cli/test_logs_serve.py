"""The query log in the browser."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]  # ships no types

from bot.cli.logs_admin import SHOWN, serve_log
from bot.errors import ExtraMissingError
from bot.storage.schema import STEPS
from tests.bot.shelf import ROOT

pytestmark = pytest.mark.process

INSERT = """
    INSERT INTO question (answer_id, asked_at, guild_id, channel_id, surface, asker, question,
                          as_typed, status, confidence, library_version, latency_ms, asked_as)
    VALUES (?, ?, 1, 2, 'slash', ?, ?, 0, ?, 0.5, 'v', 1.0, lower(?4))
"""
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose log has thirty questions of ten people and one wish."""
    with closing(sqlite3.connect(tmp_path / "queries.db")) as log:
        for statement in (statement for step in STEPS for statement in step):
            log.execute(statement)
        for n in range(30):
            question, status = ("Do wasps dance?", "found") if n % 3 else ("Who feeds?", "none")
            when = f"2026-05-0{n % 7 + 1}T10:00:00"
            log.execute(INSERT, (f"a{n:03}", when, f"{n % 10:032x}", question, status))
        log.execute("INSERT INTO wish VALUES ('a001', 'somebody', X'5ea1ed', '2026', NULL)")
        log.execute(
            "INSERT INTO daily (guild_id, day, found, none) VALUES (1, '2026-05-01', 20, 10)"
        )
        log.commit()
    return tmp_path


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """The address at which the real command shows a log."""
    command = [sys.executable, "-m", "bot", "logs", "serve", "--data", str(data)]
    here = {**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(data)}
    with subprocess.Popen(
        command, cwd=ROOT, env=here, stderr=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
            yield address.rstrip("/")
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.stdout.read() == ""  # the address alone


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  # our own server
        words: str = answer.read().decode()
    return words


def test_served_log_answers_ready_made_queries_and_leaves_nothing_behind(data: Path) -> None:
    with _served(data) as address:
        page = _get(f"{address}/")
        recent = _get(f"{address}/questions/recent")
        top = _get(f"{address}/questions/top_questions.csv")
        tables = _get(f"{address}/questions.json")

    assert "<h1>What the class asks</h1>" in page
    assert '<li>Who feeds? <span class="note">(10 people)</span></li>' in page
    assert "Who feeds?" in recent
    assert "Do wasps dance?,20,10" in top
    assert '"wish"' not in tables
    assert [path.name for path in data.iterdir()] == ["queries.db"]


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium, which is not installed here")
def test_browser_draws_the_charts_of_the_overview(data: Path, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    page = tmp_path / "page.html"
    with _served(data) as address, page.open("w") as written:
        subprocess.run(
            [
                *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
                *("--virtual-time-budget=20000", f"--user-data-dir={tmp_path / 'profile'}"),
                f"{address}/-/dashboards/overview",
            ],
            stdout=written,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=True,
        )

    assert page.read_text().count('class="marks"') == 2


def test_every_ready_made_query_and_chart_reads_the_tables_of_today(data: Path) -> None:
    shown = yaml.safe_load(SHOWN.read_text("utf-8"))
    queries = [query["sql"] for query in shown["databases"]["questions"]["queries"].values()]
    charts = shown["plugins"]["datasette-dashboards"]["overview"]["charts"].values()

    with closing(sqlite3.connect(data / "queries.db")) as log:
        for sql in (*queries, *(chart["query"] for chart in charts)):
            log.execute(sql, {"words": "queen"}).fetchall()


def test_without_datasette_it_is_said_how_to_install_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(ExtraMissingError, match="scripts/pullquote logs serve"):
        serve_log(data / "queries.db")
