"""What a ranking is worth, from judgements that are either relevant or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

from .collections import Collection

DEPTH = 10


@dataclass(frozen=True, slots=True)
class RankingFigures:
    """Means over all queries, from 0 to 1."""

    ndcg: float
    success_at_1: float
    success_at_3: float


def rank_figures(rank: Callable[[str], Sequence[int]], collection: Collection) -> RankingFigures:
    """Ask all queries; `rank` gives passage numbers, best first."""
    relevant = [collection.qrels[query] for query in collection.queries]
    runs = [[collection.ids[number] for number in rank(q)] for q in collection.queries.values()]
    return RankingFigures(
        fmean(ndcg(run, texts) for run, texts in zip(runs, relevant, strict=True)),
        fmean(not texts.isdisjoint(run[:1]) for run, texts in zip(runs, relevant, strict=True)),
        fmean(not texts.isdisjoint(run[:3]) for run, texts in zip(runs, relevant, strict=True)),
    )


def ndcg(run: Sequence[str], relevant: frozenset[str]) -> float:
    """nDCG@10 (Järvelin and Kekäläinen, 2002) of one query with at least one relevant text."""
    gain = sum(1 / log2(rank + 2) for rank, text in enumerate(run[:DEPTH]) if text in relevant)
    return gain / sum(1 / log2(rank + 2) for rank in range(min(DEPTH, len(relevant))))
