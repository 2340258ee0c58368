"""How long a start takes with an index that was saved, and what a change costs.

    python -m benchmarks.starting [--collections FOLDER] [--documents N] [--passages N]

A library is analysed, saved, and read again in a process of its own, which then answers its first
question; its modules are loaded before the clock starts. Then one document is changed, a server's
own documents are put beside the common ones, and a part of them is searched. Milliseconds are of
the processor, so that what else runs on the machine disturbs them less; a thread tells how long
reading keeps others waiting by the clock.
"""

import argparse
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from index import LibraryIndex, Searcher, View, load_index, save_index
from sources import Library

from .building import Watch
from .collections import SHARED, build_library
from .larger import grown
from .reporting import show
from .speed import material

_T = TypeVar("_T")
_TICK = 0.001  # seconds between two looks at the clock
_OWN = 50  # passages of a server beside the common ones

Rows = list[tuple[str, str]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Build, save, start, change, print."""
    given = _arguments(arguments)
    if given.start:
        _start(given.start, given.question)
        return
    library, questions = material(given.collections)
    many = parted(grown(library, given.passages), given.documents)
    rows: Rows = []
    index = _timed("built from nothing", rows, lambda: LibraryIndex.build(many))
    with TemporaryDirectory() as folder:
        saved = Path(folder) / "saved"
        _timed("saved", rows, lambda: save_index(index, saved))
        size = sum(path.stat().st_size for path in saved.iterdir())
        rows.append(("on the disk", f"{size / 1e6:.0f} MB"))
        rows.append(("in memory", f"{_megabytes(lambda: load_index(saved)):.0f} MB"))
        command = [sys.executable, "-m", "benchmarks.starting", "--start", str(saved)]
        command += ["--question", questions[0]]
        started = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # ourselves
        lines = (line.partition("\t") for line in started.stdout.splitlines())
        rows += [(name, value) for name, _, value in lines]
    changed = _with_one_changed(many)
    _timed("built after one document changed", rows, lambda: LibraryIndex.build(changed, index))
    own = LibraryIndex.build(_of_a_server(grown(library, _OWN)))
    common = View([index])
    view = _timed(f"view beside {_OWN} passages of a server", rows, lambda: View([index, own]))
    searcher = _timed("searcher of that view", rows, lambda: Searcher(view))
    some = list(common.library.documents)[::10]
    _timed("a tenth of the documents alone", rows, lambda: searcher.within(some))
    show(f"{len(many.documents)} documents, {len(many.passages)} passages", ("", ""), rows)


def parted(library: Library, documents: int) -> Library:
    """The same passages in about as many documents, all of one length."""
    each = max(1, len(library.passages) // documents)
    texts = [passage.text for passage in library.passages]
    runs = [texts[start : start + each] for start in range(0, len(texts), each)]
    return build_library({f"{n:05}": (f"Reading {n}", run) for n, run in enumerate(runs)})


def _start(folder: Path, question: str) -> None:
    """What a process does that starts with a saved index; prints its rows."""
    rows: Rows = []
    with Watch(_since_last_look(), _TICK) as watch:
        index = _timed("read from the disk", rows, lambda: load_index(folder))
    rows.append(("  others waited at most", f"{1000 * watch.most:.0f} ms"))
    searcher = _timed("made ready to answer", rows, lambda: Searcher(View([index])))
    _timed("first answer", rows, lambda: searcher.answer(question))
    for row in rows:
        print(*row, sep="\t")


def _since_last_look() -> Callable[[], float]:
    """Return a function that tells the seconds since it was made, or last called."""
    last = time.perf_counter()

    def look() -> float:
        nonlocal last
        before, last = last, time.perf_counter()
        return last - before

    return look


def _timed(name: str, rows: Rows, step: Callable[[], _T]) -> _T:
    started = time.process_time()
    made = step()
    rows.append((name, f"{1000 * (time.process_time() - started):.0f} ms"))
    return made


def _megabytes(make: Callable[[], object]) -> float:
    """What something takes of the memory once it is made."""
    tracemalloc.start()
    made = make()
    taken = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del made
    return taken


def _with_one_changed(library: Library) -> Library:
    doc_id, document = next(iter(library.documents.items()))
    changed = document.model_copy(update={"title": f"{document.title}, again"})
    return replace(library, documents={**library.documents, doc_id: changed})


def _of_a_server(library: Library) -> Library:
    """The same with ids as documents have that are added in Discord."""
    documents = {
        f"~/{doc_id}": document.model_copy(update={"doc_id": f"~/{doc_id}"})
        for doc_id, document in library.documents.items()
    }
    passages = tuple(replace(p, doc_id=f"~/{p.doc_id}") for p in library.passages)
    return replace(library, documents=documents, passages=passages)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, default=SHARED / "retrieval")
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--start", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--question", default="", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
