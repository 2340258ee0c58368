"""The embedded engine and OpenSearch: whether they answer alike, how fast, and what nodes cost.

    python -m benchmarks.engines [--squad N] [--passages N ...] [--saved FOLDER ...] [--heap MB]

Starts a node with `scripts/opensearch`, which needs Java 17 and Maven. Compared are all answers to
the questions of each set, and to SQuAD 2's over its paragraphs, grown to each number of passages.
Larger ones are built with `benchmarks.scaling --keep`, and given as `--saved`.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from index import Answer, LibraryIndex, Searcher, View, load_index
from index.opensearch import Cluster, Connection

from .collections import SHARED, QuestionSet, load_question_sets, squad_question_set
from .larger import grown
from .nodes import Nodes
from .reporting import show

_PATIENCE_S = 60.0  # for an answer: other work may share the machine
_SHOWN = 10  # differences
_HEADER = (
    *("set", "passages", "asked", "different", "embedded ms", "cluster ms", "ratio"),
    *("p99", "loaded/s", "MB"),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of asking two engines the same.

    Attributes:
        different: Questions whose answers are not the same to the last digit, with both answers.
        embedded_ms: Of each answer, in the order of the questions.
        cluster_ms: The same for the cluster.
        load_s: How long it took to load the passages into the cluster.
    """

    name: str
    passages: int
    different: list[tuple[Answer, Answer]]
    embedded_ms: list[float]
    cluster_ms: list[float]
    load_s: float
    megabytes: float

    def row(self) -> tuple[str, ...]:
        """As a row of the table."""
        ours, theirs = median(self.embedded_ms), median(self.cluster_ms)
        return (
            self.name,
            f"{self.passages:,}",
            f"{len(self.embedded_ms):,}",
            f"{len(self.different)}",
            f"{ours:.1f}",
            f"{theirs:.1f}",
            f"{theirs / ours:.1f}",
            f"{percentile(self.cluster_ms):.1f}",
            f"{self.passages / self.load_s:,.0f}",
            f"{self.megabytes:,.1f}",
        )


def compare(asked: QuestionSet, cluster: Cluster, saved: Path | None = None) -> Compared:
    """Ask both engines all questions of a set, in turn.

    Args:
        asked: The questions, with what they are asked of.
        cluster: Has nothing yet.
        saved: The index of the set, if there is one.
    """
    index = load_index(saved) if saved else LibraryIndex.build(asked.library)
    started = time.perf_counter()
    cluster.load(index)
    load_s = time.perf_counter() - started
    one, other = Searcher(View([index])), Searcher(View([index], engine=cluster.first_stage))
    other.answer(asked.questions[0].question)  # connects
    different, ours, theirs = [], [], []
    for question in asked.questions:
        first, first_ms = _timed(one, question.question)
        second, second_ms = _timed(other, question.question)
        ours.append(first_ms)
        theirs.append(second_ms)
        if first != second:
            different.append((first, second))
    name, passages = asked.name, len(index.library.passages)
    return Compared(name, passages, different, ours, theirs, load_s, _megabytes(cluster))


def percentile(figures: Sequence[float], part: float = 0.99) -> float:
    """Return what a part of some figures does not exceed."""
    return sorted(figures)[min(int(part * len(figures)), len(figures) - 1)]


def question_sets(
    squad: int, sizes: Sequence[int], saved: Sequence[Path]
) -> Iterator[tuple[QuestionSet, Path | None]]:
    """Yield what is compared, the small sets first, each with its index if that is saved."""
    for one in load_question_sets(SHARED):
        yield one, None
    whole = squad_question_set(SHARED)
    if whole is None:
        return
    whole = replace(whole, questions=whole.questions[:squad])
    yield whole, None
    for size in sizes:
        library = grown(whole.library, size)
        yield replace(whole, name=f"SQuAD 2, {size:,}", library=library), None
    for folder in saved:
        yield replace(whole, name=f"SQuAD 2, {folder.name}"), folder


def _timed(searcher: Searcher, question: str) -> tuple[Answer, float]:
    started = time.perf_counter()
    answer = searcher.answer(question)
    return answer, 1000 * (time.perf_counter() - started)


def _megabytes(cluster: Cluster) -> float:
    names = ",".join(cluster.aliases())
    found = cluster.connection.load(lambda c, how: c.indices.stats(index=names, params=how))
    return float(found["_all"]["primaries"]["store"]["size_in_bytes"]) / 1e6


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare and print."""
    given = _arguments(arguments)
    found = []
    with Nodes(1, heap=given.heap) as nodes:
        connection = Connection(nodes.addresses, answers_s=_PATIENCE_S)
        sets = question_sets(given.squad, given.passages, given.saved)
        for number, (asked, saved) in enumerate(sets):
            found.append(compare(asked, Cluster(connection, f"set-{number}"), saved))
            print(*found[-1].row(), sep="  ", flush=True)
        memory = nodes.megabytes()
    show("The same questions to both engines", _HEADER, [one.row() for one in found])
    print("Memory of the node, MB:", *(f"{one:,.0f}" for one in memory))
    for one in found:
        for first, second in one.different[:_SHOWN]:
            print(f"{one.name}: {first.question}\n  {_short(first)}\n  {_short(second)}")


def _short(answer: Answer) -> str:
    hits = ", ".join(f"{h.passage.passage_id} {h.score:.6f}" for h in answer.hits[:5])
    return f"{answer.status} {answer.confidence:.6f}: {hits}"


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--squad", type=int, default=1_000, help="questions of SQuAD 2 (1,000)")
    parser.add_argument("--passages", type=int, nargs="*", default=(), help="sizes to grow it to")
    parser.add_argument("--saved", type=Path, nargs="*", default=(), help="indexes of it, grown")
    parser.add_argument("--heap", type=int, default=384, help="of the node, in megabytes (384)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
