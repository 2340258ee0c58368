"""How well passages are ranked on public collections, beside other BM25 searchers.

    python -m benchmarks.retrieval [--collections FOLDER] [--only NAME ...] [--queries N]

The ranking alone is measured, before it is decided whether anything was found.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from index import Searcher

from .collections import SHARED, Collection, indexed_text, load_collections
from .metrics import DEPTH, RankingFigures, rank_figures
from .peers import Peer, build_peers
from .reporting import percent, show
from .typos import with_typos

NAMES = ("squad2", "cran", "med")
MISSPELLED = "squad2"  # written by people of today for one paragraph each, like students' questions


def main(arguments: Sequence[str] | None = None) -> None:
    """Rank, count, print."""
    given = _arguments(arguments)
    for collection in load_collections(given.collections, given.only):
        asked = collection.sample(given.queries)
        systems = _systems(collection)
        _print(collection.name, asked, systems)
        if collection.name == MISSPELLED:
            queries = {query: with_typos(text) for query, text in asked.queries.items()}
            title = f"{collection.name} with one typo in 30 % of the longer words"
            _print(title, replace(asked, queries=queries), systems)


def _systems(collection: Collection) -> dict[str, Callable[[str], Sequence[int]]]:
    searcher = Searcher(collection.library)
    peers = build_peers([indexed_text(passage) for passage in collection.library.passages])
    return {"Pullquote": searcher.rank} | {name: _numbers(peer) for name, peer in peers.items()}


def _numbers(peer: Peer) -> Callable[[str], Sequence[int]]:
    return lambda question: [number for number, _ in peer(question, DEPTH)]


def _print(
    title: str, collection: Collection, systems: dict[str, Callable[[str], Sequence[int]]]
) -> None:
    texts, queries = len(collection.ids), len(collection.queries)
    show(
        f"{title}: {queries} queries on {texts} texts",
        ("", "nDCG@10", "S@1", "S@3"),
        [(name, *ranking_row(rank_figures(rank, collection))) for name, rank in systems.items()],
    )


def ranking_row(figures: RankingFigures) -> tuple[str, str, str]:
    """Figures times 100, as tables of retrieval have them."""
    return percent(figures.ndcg), percent(figures.success_at_1), percent(figures.success_at_3)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, default=SHARED / "retrieval")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--queries", type=int, help="of each collection; default: all")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
