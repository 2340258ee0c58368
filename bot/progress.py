"""A bar on standard error while files are read, if somebody watches and it takes a while."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Column

from sources import Progress

from .terminal import visible

_PATIENCE = 0.5  # seconds; a bar that is gone at once only flickers


@contextmanager
def reading_bar() -> Iterator[Callable[[Progress], None] | None]:
    """What to call after each file; None where nobody watches. The bar is gone at the end."""
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
            task, completed=to.done, total=to.total, source=visible(to.source)
        )
    finally:
        timer.cancel()
        timer.join()  # or it might start the bar after this stopped it
        bar.stop()
