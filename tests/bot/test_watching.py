"""What tools watch: JSON lines with the answer that they are about, and figures."""

import asyncio
import json
import logging
import socket
import urllib.request

import pytest

from bot.services.answering import Answerer
from bot.watching import FIGURES, Figures, JsonLines, about_answer, exported


def _record(message: str, *, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord("bot.test", logging.WARNING, "", 0, message, (), info)


def _read(address: str) -> str:
    with urllib.request.urlopen(address) as response:  # noqa: S310  # the loopback's
        return str(response.read(), "utf-8")


def test_a_line_is_one_object_with_the_answer_that_it_is_about() -> None:
    about_answer.set("abcdefgh")

    line = JsonLines().format(_record("two\nlines", error=ValueError("why")))

    assert "\n" not in line
    read = json.loads(line)
    assert read["level"] == "warning"
    assert read["message"] == "two\nlines"
    assert read["answer"] == "abcdefgh"
    assert "ValueError: why" in read["error"]
    assert read["time"].endswith("Z")


def test_a_line_that_is_about_no_answer_names_none() -> None:
    about_answer.set(None)

    assert "answer" not in json.loads(JsonLines().format(_record("ready")))


async def test_lines_after_an_answer_name_it(answerer: Answerer) -> None:
    answered = await answerer.ask(
        "Who decoded the waggle dance?", surface="slash", user_id=1, guild_id=2, channel_id=3
    )

    assert json.loads(JsonLines().format(_record("late")))["answer"] == answered.answer_id


async def test_figures_are_served_on_the_loopback_and_name_nobody(answerer: Answerer) -> None:
    pytest.importorskip("prometheus_client")
    before = FIGURES.questions.total()
    await answerer.ask(
        "Who decoded the secret dance?", surface="slash", user_id=1, guild_id=2, channel_id=3
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with exported(port):
        page = await asyncio.to_thread(_read, f"http://127.0.0.1:{port}/metrics")

    assert FIGURES.questions.total() == before + 1
    assert 'surface="slash"' in page
    assert "pullquote_search_seconds_count" in page
    assert "secret" not in page


def test_a_search_is_in_the_bucket_that_holds_its_time() -> None:
    pytest.importorskip("prometheus_client")
    figures = Figures()
    figures.answered("found", "slash", 3.0)
    figures.answered("found", "slash", 5_000.0)

    families = {family.name: family for family in figures.collect()}

    buckets = {
        sample.labels["le"]: sample.value
        for sample in families["pullquote_search_seconds"].samples
        if sample.name.endswith("_bucket")
    }
    assert (buckets["0.0025"], buckets["0.005"], buckets["1.0"], buckets["+Inf"]) == (0, 1, 1, 2)
