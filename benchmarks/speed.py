"""How long an answer takes, beside rank_bm25's own scoring of the same passages.

    python -m benchmarks.speed [--collections FOLDER] [--sizes N ...] [--questions N]

Pullquote's time is that of the whole answer: spelling, ranking, quotes and confidence. rank_bm25's
is that of `get_top_n` alone, which calls `get_scores` itself, and below it that of `get_scores`
and `get_top_n` one after the other. Pullquote's scoring alone, with rank_bm25's own formula, does
the same work as that. Milliseconds are of the processor, so that what else runs on the machine
disturbs them less. All take turns of a few questions, so that what slows the machine down slows all
of them down; each question is put once, after others that have warmed them up.
"""

import argparse
import gc
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from rank_bm25 import BM25Plus

from index import Searcher
from index.analysis import terms
from index.bm25 import PostingsBM25, top
from sources import Library, Passage

from .collections import (
    SHARED,
    STARTER,
    indexed_text,
    load_collection,
    load_question_set,
    shuffled,
)
from .larger import grown
from .reporting import p99, show
from .stages import stage_times
from .typos import with_typos

_WARM_UP = 20  # questions
_TURN = 25  # questions, so that nobody works all the time in caches that another one filled
_PASSAGES = 10  # wanted of each answer
_OURS = "Pullquote, the whole answer"
_SCORING = "Pullquote, the scoring alone"
_ANALYSES: Mapping[str, Callable[[str], list[str]]] = {
    "lower().split()": lambda text: text.lower().split(),
    "our terms": terms,
}

Times = dict[str, list[float]]
"""Milliseconds of each question, by what was timed."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Build, ask, print."""
    given = _arguments(arguments)
    library, questions = material(given.collections)
    count = min(given.questions, (len(questions) - _WARM_UP) // 2)
    warm_up, rest = questions[:_WARM_UP], questions[_WARM_UP:]
    for size in given.sizes:
        larger = grown(library, size)
        searcher, other = _build_twice(larger)
        for question in warm_up:
            searcher.answer(question)
            other.answer(question)
        gc.freeze()  # as the bot does at its start
        _print_times(size, _times(searcher, other, rest[:count]))
        _print_stages(size, stage_times(searcher.answer, rest[count : 2 * count]))


def material(collections: Path) -> tuple[Library, list[str]]:
    """SQuAD 2 with its questions in another order, else the starter documents with theirs."""
    if (collections / "squad2").is_dir():
        collection = load_collection(collections / "squad2")
        return collection.library, shuffled(list(collection.queries.values()))
    print(f"{collections / 'squad2'} is not there: the starter documents take its place.")
    starter = load_question_set("starter", STARTER, STARTER / "questions.jsonl")
    return starter.library, shuffled([question.question for question in starter.questions])


def _build_twice(library: Library) -> tuple[Searcher, Searcher]:
    """Once for the time, once for the memory, which takes longer for being watched."""
    started = time.perf_counter()
    searcher = Searcher(library)
    seconds = time.perf_counter() - started
    tracemalloc.start()
    other = Searcher(library)
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    thousands = len(library.passages) / 1000
    print(
        f"{len(library.passages)} passages: index built in {seconds:.2f} s, {megabytes:.0f} MB; "
        f"a thousand passages {seconds / thousands:.2f} s, {megabytes / thousands:.1f} MB\n"
    )
    return searcher, other


def _times(searcher: Searcher, for_typos: Searcher, asked: Sequence[str]) -> Times:
    """Two searchers, for what one remembers of a question must not help it with the typos."""
    passages = searcher.library.passages
    texts = [indexed_text(passage) for passage in passages]
    systems: dict[str, Callable[[str], object]] = {
        _OURS: searcher.answer,
        f"{_OURS}, typos": lambda question: for_typos.answer(with_typos(question)),
    }
    scorer = PostingsBM25([terms(text) for text in texts])
    systems[_SCORING] = lambda question: top(scorer.get_scores(terms(question)), _PASSAGES)
    for name, split in _ANALYSES.items():
        bm25 = BM25Plus([split(text) for text in texts])
        systems[f"rank_bm25, {name}: get_scores"] = partial(_get_scores, bm25, split)
        systems[f"rank_bm25, {name}: get_top_n"] = partial(_get_top_n, bm25, split, passages)
    times: Times = {name: [] for name in systems}
    for start in range(0, len(asked), _TURN):
        for name, system in systems.items():
            times[name] += [_timed(system, question) for question in asked[start : start + _TURN]]
    for name in _ANALYSES:
        scores = times.pop(f"rank_bm25, {name}: get_scores")
        best = times[f"rank_bm25, {name}: get_top_n"]
        both = [a + b for a, b in zip(scores, best, strict=True)]
        times[f"rank_bm25, {name}: get_scores + get_top_n"] = both
    return times


def _get_scores(bm25: BM25Plus, split: Callable[[str], list[str]], question: str) -> object:
    return bm25.get_scores(split(question))


def _get_top_n(
    bm25: BM25Plus, split: Callable[[str], list[str]], passages: Sequence[Passage], question: str
) -> object:
    return bm25.get_top_n(split(question), passages, n=_PASSAGES)


def _timed(system: Callable[[str], object], question: str) -> float:
    started = time.thread_time()
    system(question)
    return 1000 * (time.thread_time() - started)


def _print_times(size: int, times: Times) -> None:
    ours, scoring = median(times[_OURS]), median(times[_SCORING])
    show(
        f"{len(times[_OURS])} questions on {size} passages, milliseconds of the processor",
        ("", "median", "p99", "against the answer", "against the scoring"),
        [
            (
                name,
                f"{median(t):.2f}",
                f"{p99(t):.2f}",
                f"{median(t) / ours:.1f} x",
                f"{median(t) / scoring:.0f} x" if name.startswith("rank_bm25") else "",
            )
            for name, t in times.items()
        ],
    )


def _print_stages(size: int, times: Times) -> None:
    total = sum(times["whole answer"])
    show(
        f"Where the time goes at {size} passages, processor ms (timing adds a little)",
        ("", "mean", "part", "median", "p99"),
        [
            (
                name,
                f"{sum(t) / len(t):.3f}",
                f"{100 * sum(t) / total:.0f} %",
                f"{median(t):.3f}",
                f"{p99(t):.3f}",
            )
            for name, t in times.items()
        ],
    )


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, default=SHARED / "retrieval")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--questions", type=int, default=500)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
