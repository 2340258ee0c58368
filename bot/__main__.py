"""The composition root and the command line: the only lines that know all parts."""

import json
import time
from pathlib import Path

import click

from config import load_settings
from index import Searcher
from sources import load_library

from .contract import answer_object, json_line


@click.group()
def main() -> None:
    """Quotes your documents word for word, with citations."""


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True)
@click.option("--limit", type=click.IntRange(min=1), default=3)
@click.option("--sources", type=Path)
@click.option("--data", type=Path)
def ask(question: str, as_json: bool, limit: int, sources: Path | None, data: Path | None) -> None:
    settings = load_settings(**{k: v for k, v in {"sources": sources, "data": data}.items() if v})
    searcher = Searcher(load_library(settings.sources))
    started = time.perf_counter()
    answer = searcher.answer(question, limit=limit)
    ms = 1000 * (time.perf_counter() - started)
    click.echo(json_line(answer_object(answer, answer_id="", latency_ms=ms)), nl=False)


@main.command()
@click.argument("questions", type=click.File(encoding="utf-8-sig"))
@click.option("--limit", type=click.IntRange(min=1), default=3)
@click.option("--sources", type=Path)
@click.option("--data", type=Path)
def answer(questions, limit: int, sources: Path | None, data: Path | None) -> None:
    settings = load_settings(**{k: v for k, v in {"sources": sources, "data": data}.items() if v})
    searcher = Searcher(load_library(settings.sources))
    for line in questions:
        asked = json.loads(line)
        started = time.perf_counter()
        reply = searcher.answer(asked["question"], limit=limit)
        ms = 1000 * (time.perf_counter() - started)
        obj = answer_object(reply, answer_id=asked["id"], latency_ms=ms)
        click.echo(json_line(obj), nl=False)


if __name__ == "__main__":
    main()
