"""The log's benchmarks run on a small log and print their tables; no figure is judged here."""

import asyncio
from pathlib import Path

from rich.table import Table

from benchmarks import kills, log_stats


def cells(table: Table) -> dict[str, str]:
    """Values by what they are of."""
    names, values = (list(column.cells) for column in table.columns)
    return {str(name): str(value) for name, value in zip(names, values, strict=True)}


def test_figures_are_taken_of_a_log_that_was_carried_forward(tmp_path: Path) -> None:
    log_stats.make_log(tmp_path / "queries.db", 300)

    table = asyncio.run(log_stats.measure(tmp_path / "queries.db", 300))

    assert table.title == "300 questions"
    assert [name for name in cells(table) if name.startswith("figures")] == [
        *("figures, week", "figures, month", "figures, all", "figures, all servers"),
    ]


def test_what_is_told_is_found_after_a_kill(tmp_path: Path) -> None:
    figures = cells(kills.measure(tmp_path / "queries.db", 1))

    assert int(figures["rows told to be on disk"].replace(",", "")) > 0
    assert figures["of them lost"] == "0"
    assert figures["integrity check"] == "ok"
