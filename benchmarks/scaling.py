"""How time and memory grow with the number of passages, beside other BM25 searchers.

    python -m benchmarks.scaling [--collections FOLDER] [--sizes N ...] [--keep FOLDER] [--alone]

Milliseconds are of the processor, in one thread, so that what else runs on the machine disturbs
them less; they are still to be compared within one run alone. All searchers are put each question
in turn. The first stage proposes 100 passages by the best windows around them, with synonyms and
phrases; the others look for 10 passages by single words. The last table is of the first stage
alone, over the largest index ten times side by side. A tenth is every tenth document, which nobody
has asked about yet. Memory is that of another process that
serves the saved index: its own, and that of files, which the system takes back when it needs to.

The others hold all texts in memory. Without them, and without the last table, a million passages
can be measured: `--sizes 1000000 --alone`.
"""

import argparse
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle, pairwise
from math import log
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar
from unittest.mock import patch

from rank_bm25 import BM25Plus

from index import LibraryIndex, Searcher, View, load_index
from index.analysis import terms
from index.bm25 import top
from index.embedded import Embedded
from index.first_stage import FirstStage, Wanted
from sources import Library

from .building import built
from .collections import SHARED
from .larger import grown_aside
from .peers import Peer, sqlite_fts5, tantivy_en_stem
from .reporting import p99, show
from .speed import material

_LOOKED_AT, _WANTED = 100, 10
_SLOW = 30  # questions for what takes a tenth of a second each
_BESIDE, _BESIDE_ASKED = 10, 100  # indexes of the largest size side by side, and questions
_SCOPES = 10
_FIRST, _ANSWER, _SCOPE = "first stage", "whole answer", "first answer in a tenth"

_T = TypeVar("_T")
Times = dict[str, list[float]]
"""Milliseconds of each question, by what was timed."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Build or read, ask, print."""
    given = _arguments(arguments)
    if given.serve:
        print(json.dumps(_serve(given.serve, given.question)))
        return
    library, questions = material(given.collections)
    asked = questions[: given.questions]
    every: dict[int, Times] = {}
    with TemporaryDirectory() as folder:
        for size in given.sizes:
            saved = (given.keep or Path(folder)) / str(size)
            if not saved.is_dir():
                _build(library, size, saved)
            _print_serving(size, saved, asked[0])
            index = load_index(saved)
            every[size] = _times(index, asked, {} if given.alone else _peers(index))
            _print_times(size, every[size])
    if not given.alone:
        _print_times(_BESIDE * size, _times_beside(index, asked[:_BESIDE_ASKED]))
    _print_growth(every)


def _build(library: Library, size: int, saved: Path) -> None:
    saved.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=saved.parent) as folder:
        texts = grown_aside(library, size, Path(folder) / "texts")
        show(f"{size:,} passages", ("", ""), built(texts, saved))


def _print_serving(size: int, saved: Path, question: str) -> None:
    command = [sys.executable, "-m", "benchmarks.scaling", "--serve", str(saved)]
    run = subprocess.run([*command, "--question", question], check=True, capture_output=True)  # noqa: S603  # ourselves
    told: Mapping[str, float] = json.loads(run.stdout)
    megabytes = sum(path.stat().st_size for path in saved.iterdir()) / 1e6
    rows = [(name, f"{value:,.1f}") for name, value in told.items()]
    show(f"{size:,} passages", ("", ""), [*rows, ("on the disk, MB", f"{megabytes:,.1f}")])


def _serve(saved: Path, question: str) -> dict[str, float]:
    """What a process does that starts with a saved index."""
    before = _megabytes()
    began = time.process_time()
    searcher = Searcher(View([load_index(saved)]))
    searcher.answer(question)
    seconds = time.process_time() - began
    after = _megabytes()
    return {
        "start to the first answer, s": seconds,
        "memory before, MB": before["RssAnon"],
        "memory after the first answer, MB": after["RssAnon"],
        "files in memory then, MB": after["RssFile"],
    }


def _megabytes() -> dict[str, float]:
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    pairs = (line.split(":") for line in lines if line.startswith("Rss"))
    return {name: int(value.split()[0]) / 1000 for name, value in pairs}


def _times(
    index: LibraryIndex, asked: Sequence[str], peers: Mapping[str, Callable[[str], object]]
) -> Times:
    searcher, numpy = Searcher(View([index])), _numpy(lambda: Searcher(View([index])))
    matcher, reader = searcher.view.matcher, searcher.ranker.reader
    wanted = {question: matcher.wanted(reader.read(question)) for question in asked}
    systems: dict[str, Callable[[str], object]] = {}
    for kind, one in (("fast", searcher), ("numpy", numpy)):
        systems[f"{_FIRST}, {kind}"] = partial(_first, one.view.matcher.engine, wanted)
        systems[f"{_ANSWER}, {kind}"] = one.answer
        systems[f"{_SCOPE}, {kind}"] = partial(_in_scope, one, cycle(_scopes(index)))
    systems |= peers
    for system in systems.values():
        system(asked[0])  # some compile themselves
    times: Times = {name: [] for name in systems}
    with _frozen():
        for number, question in enumerate(asked):
            searcher.answer(question)  # nobody is to be the first to read its files
            for name, system in systems.items():
                if number < _SLOW or not name.startswith("rank_bm25"):
                    times[name].append(_timed(system, question))
    return times


def _times_beside(index: LibraryIndex, asked: Sequence[str]) -> Times:
    """What the first stage alone takes for the same index several times side by side."""
    searcher = Searcher(View([index]))
    every = [index] * _BESIDE
    queries = [searcher.ranker.reader.read(question) for question in asked]
    wanted = dict(zip(asked, map(searcher.view.matcher.wanted, queries), strict=True))
    engines = {"fast": Embedded(every), "numpy": _numpy(lambda: Embedded(every))}
    systems = {f"{_FIRST}, {k}": partial(_first, one, wanted) for k, one in engines.items()}
    for system in systems.values():
        system(asked[0])
    with _frozen():
        return {
            name: [_timed(one, question) for question in asked] for name, one in systems.items()
        }


@contextmanager
def _frozen() -> Iterator[None]:
    """Never look through what was made until now for garbage, as the bot doesn't after its start.

    Else one question of a hundred pays for the objects of all that are compared.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _first(engine: FirstStage, wanted: Mapping[str, Wanted], question: str) -> object:
    return engine.candidates(wanted[question], _LOOKED_AT)


def _scopes(index: LibraryIndex) -> list[frozenset[str]]:
    """Return every tenth document, from each of the first ten on: more than are kept ready."""
    every = list(index.library.documents)
    return [frozenset(every[first::_SCOPES]) for first in range(_SCOPES)]


def _in_scope(searcher: Searcher, scopes: Iterator[frozenset[str]], question: str) -> object:
    return searcher.within(next(scopes)).answer(question)


def _numpy(make: Callable[[], _T]) -> _T:
    """Make something that searches without numba."""
    with patch("index.embedded.machine_code", lambda: None):
        return make()


def _peers(index: LibraryIndex) -> dict[str, Callable[[str], object]]:
    """Return the others, over the same terms where they take terms, else over the same texts."""
    words, occurrences = index.numbers.words, index.occurrences
    starts = occurrences.part_starts[occurrences.passage_starts].tolist()
    tokens = [words[number] for number in occurrences.tokens.tolist()]
    corpus = [tokens[first:end] for first, end in pairwise(starts)]
    plus = BM25Plus(corpus)
    found: dict[str, Callable[[str], object]] = {
        "rank_bm25": lambda question: top(plus.get_scores(terms(question)), _WANTED)
    }
    texts = [passage.text for passage in index.library.passages]
    for name, build in (
        ("bm25s, numpy", lambda: _bm25s(corpus, "numpy")),
        ("bm25s, numba", lambda: _bm25s(corpus, "numba")),
        ("tantivy", lambda: partial(_call, tantivy_en_stem(texts))),
        ("SQLite FTS5", lambda: partial(_call, sqlite_fts5(texts))),
    ):
        try:
            found[name] = build()
        except ModuleNotFoundError as error:
            print(f"{name}: left out, for {error.name} is not installed.")
    return found


def _bm25s(corpus: Sequence[Sequence[str]], backend: str) -> Callable[[str], object]:
    import bm25s  # noqa: PLC0415  # may not be installed

    bm25 = bm25s.BM25(backend=backend)
    bm25.index(corpus, show_progress=False)
    return lambda question: bm25.retrieve([terms(question)], k=_WANTED, show_progress=False)


def _call(peer: Peer, question: str) -> object:
    return peer(question, _WANTED)


def _timed(system: Callable[[str], object], question: str) -> float:
    began = time.thread_time()
    system(question)
    return 1000 * (time.thread_time() - began)


def _print_times(size: int, times: Times) -> None:
    rows = [(name, f"{median(t):.2f}", f"{p99(t):.2f}") for name, t in times.items()]
    show(f"{size:,} passages, milliseconds of the processor", ("", "median", "p99"), rows)


def _print_growth(every: Mapping[int, Times]) -> None:
    """Print how each median grows from size to size: as the size to that power."""
    rows = []
    for (size, times), (larger, later) in pairwise(every.items()):
        for name in times:
            power = log(median(later[name]) / median(times[name])) / log(larger / size)
            rows.append((name, f"{size:,} to {larger:,}", f"{power:.2f}"))
    if rows:
        show("Growth of the medians, as a power of the size", ("", "passages", "power"), rows)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, default=SHARED / "retrieval")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="folder for the indexes, which are used again")
    parser.add_argument("--alone", action="store_true", help="leave the other searchers out")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--question", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
