"""Bars that show how far something is, where somebody watches."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.table import Column

from sources import Progress

from .output import visible_line

Counted = Callable[[int, int], None]
"""Is told how much is done, and of how much."""

_PATIENCE = 0.5  # seconds; a bar that is gone at once only flickers


@contextmanager
def reading_bar() -> Iterator[Callable[[Progress], None] | None]:
    """Give a function to call after each file; None if no one watches. The bar clears itself."""
    console = Console(stderr=True)
    if not console.is_interactive:
        yield None
        return
    name = TextColumn(
        "{task.fields[source]}",
        markup=False,
        table_column=Column(no_wrap=True, overflow="ellipsis"),
    )
    bar = Bar(
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        name,
        console=console,
        transient=True,
    )
    task = bar.add_task("", total=None, source="")
    timer = threading.Timer(_PATIENCE, bar.start)
    timer.start()
    try:
        yield lambda to: bar.update(
            task, completed=to.done, total=to.total, source=visible_line(to.source)
        )
    finally:
        timer.cancel()
        timer.join()  # or it might start the bar after this stopped it
        bar.stop()


@contextmanager
def building_bars() -> Iterator[tuple[Callable[[Progress], None] | None, Counted | None]]:
    """Give functions to call while files are read, and then while they are indexed.

    Both are None if no one watches. A bar clears itself.
    """
    with ExitStack() as reading, ExitStack() as indexing:
        read = reading.enter_context(reading_bar())
        if read is None:
            yield None, None
            return
        began = time.monotonic()
        show = indexing.enter_context(_counting_bar("Indexing"))

        def index(done: int, total: int) -> None:
            reading.close()
            if time.monotonic() - began > _PATIENCE:
                show(done, total)

        yield read, index


def encoding_bar() -> AbstractContextManager[Counted]:
    """Give a function to call with what is encoded, and of how much. The bar clears itself."""
    return _counting_bar("Comparing meanings")


def loading_bar() -> AbstractContextManager[Counted]:
    """Give the same for what is loaded into OpenSearch."""
    return _counting_bar("Loading into OpenSearch")


@contextmanager
def _counting_bar(name: str) -> Iterator[Counted]:
    console = Console(stderr=True)
    if not console.is_interactive:
        yield lambda _done, _total: None  # a bar would leave an empty line, drawn or not
        return
    bar = Bar(
        TextColumn(name),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task("", total=None)

    def show(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        bar.stop()
