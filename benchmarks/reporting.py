"""How figures are printed: one table each, the same everywhere."""

from collections.abc import Iterable, Sequence
from statistics import quantiles

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

_WIDTH = 132  # columns, where no terminal tells


def show(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; the first column is words, the others are figures."""
    table = Table(box=box.SIMPLE_HEAD)
    for number, name in enumerate(header):
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(escape, row))
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(f"[bold]{escape(title)}[/]", table, sep="\n")


def share(value: float | None) -> str:
    """A figure from 0 to 1 as ".625"; a dash for None."""
    return "-" if value is None else f"{value:.3f}".removeprefix("0")


def percent(value: float) -> str:
    """A figure from 0 to 1 as "62.5"."""
    return f"{100 * value:.1f}"


def p99(times: Sequence[float]) -> float:
    """The 99th percentile; of at least two values."""
    return quantiles(times, n=100, method="inclusive")[98]
