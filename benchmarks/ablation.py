"""What each part of the search is worth: everything on, then each part off in turn.

    python -m benchmarks.ablation [--shared FOLDER] [--queries N]

The first row has the figures times 100, the others what is gained by switching a part off: a part
that pays has minus signs. The ranking alone is measured, before anything is withheld.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index import Searcher, evaluate

from .collections import SHARED, Collection, QuestionSet, load_collections, load_question_sets
from .metrics import rank_figures
from .reporting import show
from .retrieval import MISSPELLED, NAMES
from .switches import COMPONENTS, Component, nothing_withheld
from .typos import with_typos

_LEAST = 0.05  # shown


@dataclass(frozen=True, slots=True)
class Material:
    """All that each variant of the search is asked."""

    collections: Sequence[Collection]
    question_sets: Sequence[QuestionSet]


def main(arguments: Sequence[str] | None = None) -> None:
    """Switch, measure, print."""
    given = _arguments(arguments)
    found = load_collections(given.shared / "retrieval", NAMES)
    material = Material(
        [collection.sample(given.queries) for collection in found],
        load_question_sets(given.shared),
    )
    everything = _figures(Component("everything on"), material)
    rows = [("everything on", *(f"{value:.1f}" for value in everything.values()))]
    for component in COMPONENTS:
        changed = _figures(component, material)
        gains = (_gain(value - everything[column]) for column, value in changed.items())
        rows.append((f"- {component.name}", *gains))
    show("The parts of the search, each switched off", ("", *everything), rows)


def _gain(difference: float) -> str:
    return f"{difference:+.1f}" if abs(difference) >= _LEAST else "0"


def _figures(component: Component, material: Material) -> dict[str, float]:
    """Figures times 100 by the names of their columns."""
    figures: dict[str, float] = {}
    with component.switched_off(), nothing_withheld():
        for collection in material.collections:
            figures |= _collection_figures(component, collection)
        for questions in material.question_sets:
            searcher = Searcher(component.prepare(questions.library))
            result = evaluate(searcher.answer, questions.questions)
            figures[f"{questions.name}\nS@1"] = 100 * (result.success_at_1 or 0.0)
            figures[f"{questions.name}\nS@3"] = 100 * (result.success_at_3 or 0.0)
            figures[f"{questions.name}\nquote@1"] = 100 * (result.quote_at_1 or 0.0)
    return figures


def _collection_figures(component: Component, collection: Collection) -> dict[str, float]:
    searcher = Searcher(component.prepare(collection.library))
    name = collection.name
    figures = rank_figures(searcher.rank, collection)
    columns = {f"{name}\nnDCG": 100 * figures.ndcg}
    if name == MISSPELLED:
        queries = {query: with_typos(text) for query, text in collection.queries.items()}
        misspelled = rank_figures(searcher.rank, replace(collection, queries=queries))
        columns[f"{name}\nS@1"] = 100 * figures.success_at_1
        columns[f"{name}\nS@3"] = 100 * figures.success_at_3
        columns["typos\nnDCG"] = 100 * misspelled.ndcg
    return columns


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--queries", type=int, default=300, help="of each collection; default: 300")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
