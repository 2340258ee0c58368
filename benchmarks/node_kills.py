"""Three OpenSearch nodes under load: one killed while it answers, one while it loads, all stopped.

    python -m benchmarks.node_kills [--passages N] [--seconds S]

Each answer is compared with the embedded engine's: it has to be the same, or none at all.
"""

import argparse
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from index import Answer, LibraryIndex, Searcher, View
from index.opensearch import Cluster, Connection, EngineAwayError

from .collections import SHARED, QuestionSet, squad_question_set
from .engines import percentile
from .larger import grown
from .nodes import Nodes
from .reporting import show

_ASKERS = 2
_QUESTIONS = 200
_PATIENCE_S = 5.0  # for one try: three nodes share a few processors with what asks them
_OUTCOMES = ("the same", "none", "other")


@dataclass(slots=True)
class Asked:
    """What became of questions in one stretch of time."""

    outcomes: Counter[str] = field(default_factory=Counter)
    answer_ms: list[float] = field(default_factory=list)

    def row(self, name: str) -> tuple[str, ...]:
        """As a row of the table."""
        counted = [f"{self.outcomes[outcome]:,}" for outcome in _OUTCOMES]
        times = self.answer_ms or [0.0]
        return (name, *counted, f"{percentile(times, 0.5):.0f}", f"{max(times):.0f}")


class Load:
    """Asks all the time, in some threads, and compares."""

    def __init__(self, searcher: Searcher, expected: dict[str, Answer]) -> None:
        """Ask nothing yet."""
        self._searcher, self._expected = searcher, expected
        self._asked = Asked()
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(_ASKERS)]

    def start(self) -> None:
        """Begin to ask."""
        for thread in self._threads:
            thread.start()

    def since(self) -> Asked:
        """Return what became of the questions since the last call."""
        asked, self._asked = self._asked, Asked()
        return asked

    def end(self) -> None:
        """Ask no more."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, first: int) -> None:
        questions = [*self._expected][first::_ASKERS]
        while not self._ended.is_set():
            for question in questions:
                started = time.perf_counter()
                try:
                    same = self._searcher.answer(question) == self._expected[question]
                    outcome = "the same" if same else "other"
                except EngineAwayError:
                    outcome = "none"
                    time.sleep(0.05)  # as a student would, if not for as long
                asked = self._asked
                asked.outcomes[outcome] += 1
                asked.answer_ms.append(1000 * (time.perf_counter() - started))
                if self._ended.is_set():
                    return


def measure(asked: QuestionSet, passages: int, seconds: float) -> None:
    """Kill, stop, start, count and print."""
    index = LibraryIndex.build(grown(asked.library, passages))
    other = LibraryIndex.build(grown(asked.library, passages // 2))
    embedded = Searcher(View([index]))
    questions = [one.question for one in asked.questions[:_QUESTIONS]]
    expected = {question: embedded.answer(question) for question in questions}
    rows: list[tuple[str, ...]] = []
    with Nodes(3) as nodes:
        cluster = Cluster(Connection(nodes.addresses, answers_s=_PATIENCE_S), "kills")
        cluster.load(index)
        _wait_for(cluster, "green")
        load = Load(Searcher(View([index], engine=cluster.first_stage)), expected)
        load.start()
        time.sleep(seconds)
        rows.append(load.since().row("three nodes"))
        nodes.kill(1)
        time.sleep(2 * seconds)
        rows.append(load.since().row("one killed while it answered"))
        nodes.restart(1)
        _wait_for(cluster, "green")
        rows.append(load.since().row("it came back"))
        again = Cluster(cluster.connection, "reload")  # for another prefix: the version is the same
        loading = threading.Thread(target=again.load, args=(other,))
        loading.start()
        time.sleep(seconds / 4)
        nodes.kill(2)
        loading.join()
        whole = again.first_stage([other]).frequencies(["of"]) is not None
        rows.append(
            load.since().row("one killed while it loaded" + ("" if whole else ": not whole"))
        )
        print("Memory of the nodes, MB:", *(f"{one:,.0f}" for one in nodes.megabytes()))
        nodes.stop()
        time.sleep(seconds / 4)
        rows.append(load.since().row("all stopped"))
        started = time.perf_counter()
        nodes.start()
        _wait_for(cluster, "green")
        back = time.perf_counter() - started
        load.since()
        time.sleep(seconds)
        rows.append(load.since().row(f"all started, whole after {back:.0f} s"))
        load.end()
    show(f"{passages:,} passages", ("", *_OUTCOMES, "median ms", "longest ms"), rows)


def _wait_for(cluster: Cluster, status: str) -> None:
    while True:
        try:
            if cluster.health()["status"] == status:
                return
        except EngineAwayError:
            pass
        time.sleep(0.5)


def main(passages: int, seconds: float) -> None:
    """Measure on SQuAD 2, if it is there."""
    asked = squad_question_set(SHARED)
    if asked is None:
        print("SQuAD 2 is not there.")
        return
    measure(asked, passages, seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    main(given.passages, given.seconds)
