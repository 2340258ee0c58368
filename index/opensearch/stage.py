"""The first stage over a cluster: it proposes and counts, and what it proposes is scored here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from math import log, log1p

import numpy as np

from index import weights
from index.bm25 import Floats, Ints, saturation, term_weight
from index.first_stage import Candidates, Sizes, Tokens, Wanted
from index.library_index import LibraryIndex

from .connection import Connection, EngineAwayError, Json, lost_passages
from .documents import EVERYBODY, FIELDS, token
from .segments import Segment

PROPOSED = 300
"""Windows that the cluster proposes, at least; each has one passage or some."""

_MOST_PROPOSED = 10_000  # what a cluster gives at once
_SOME = 3  # occurrences in a window, more or less
_TIE = 0.15  # what a concept's other names add to the best one, in the cluster's own scores
_REMEMBERED = 100_000  # phrases
_TOGETHER = 1_000  # passages that are fetched at once


class OpenSearchStage:
    """Implements `FirstStage`; safe to share between threads. Any method may raise EngineAwayError.

    How often terms stand in the documents comes with the version; for phrases, the cluster is asked
    once.
    """

    def __init__(
        self,
        connection: Connection,
        indexes: Sequence[LibraryIndex],
        segments: Sequence[Segment],
        server: str,
    ) -> None:
        """Ask nothing yet.

        Args:
            connection: To the cluster.
            indexes: What is searched.
            segments: The same in the cluster.
            server: Who may see it, besides what everybody may.
        """
        self._indexes = indexes
        sentences = sum(index.sentences for index in indexes)
        tokens = sum(index.tokens for index in indexes)
        self.sizes = Sizes(sentences, tokens / sentences if tokens else 1.0)
        lengths = [index.lengths for index in indexes]
        total = sum(int(some.sum()) for some in lengths)
        self._windows = sum(map(len, lengths))
        self._length = total / self._windows if total else 1.0
        self._connection = connection
        self._segments = {one.name: one for one in segments if len(one.passages)}
        self._wall: list[Json] = [
            {"terms": {"server": sorted({EVERYBODY, server})}},
            {"bool": {"should": [one.filter for one in self._segments.values()]}},
        ]
        self._names = sorted({one.index for one in self._segments.values()})
        self._phrases: dict[str, int] = {}

    def frequencies(self, names: Sequence[str]) -> list[int]:
        """Return how many headings and sentences have each name."""
        if len(self._phrases) > _REMEMBERED:
            self._phrases = {}
        found = {name: self._known(name) for name in names}
        if missing := [name for name, count in found.items() if count is None]:
            queries = [self._within("sentence", _has("sentence", name)) for name in missing]
            counts = self._connection.counts(self._names, queries)
            self._phrases.update(zip(missing, counts, strict=True))
        return [self._known(name) or 0 for name in names]

    def beginning(self, letters: str) -> Sequence[str]:
        """Return the terms of all documents that begin with some letters, each once."""
        every = (index.numbers.beginning(letters) for index in self._indexes)
        return tuple(dict.fromkeys(term for some in every for term in some))

    def candidates(self, wanted: Wanted, count: int) -> Candidates:
        """Return the best passages by the best window around, `count` at most."""
        proposed = max(PROPOSED, 3 * count)
        while True:
            windows = self._proposed(wanted, proposed)
            numbers, scores = self._best_around(windows, wanted)
            is_all = len(windows) < proposed or proposed == _MOST_PROPOSED
            if is_all or len(numbers) >= count:
                break
            proposed = min(2 * proposed, _MOST_PROPOSED)
        best = np.lexsort((numbers, -scores))[:count]
        return Candidates(numbers[best].tolist(), scores[best])

    def around(self, wanted: Wanted, numbers: Sequence[int]) -> Floats:
        """Return the score of the best window that overlaps each of some passages."""
        windows = self._fetched("window", numbers)
        found = zip(*self._best_around(windows, wanted), strict=True)
        best = {int(number): float(score) for number, score in found}
        return np.array([best.get(number, 0.0) for number in numbers])

    def tokens(self, numbers: Sequence[int], terms: Sequence[str]) -> Tokens:
        """Return where terms, each different, stand in some passages; `numbers` are ascending."""
        places = {token(term): place for place, term in enumerate(terms)}
        every = {
            self._numbers(hit)[0]: _texts(hit, "parts") for hit in self._fetched("passage", numbers)
        }
        if lost := [number for number in numbers if number not in every]:
            raise EngineAwayError(lost_passages(len(lost)))
        passages = [every[number] for number in numbers]
        parts = [part.split() for passage in passages for part in passage]
        return Tokens.of(
            _ints(map(places.get, chain.from_iterable(parts), repeat(-1))),
            _ints(map(len, parts)),
            _ints(map(len, passages)),
        )

    def all_tokens(self, terms: Sequence[str]) -> None:
        """Return nothing: a cluster is asked for some passages."""

    def having(self, name: str) -> Ints:
        """Return the passages with a name in a sentence or the heading, ascending."""
        if not self._segments:
            return _ints(())
        query = self._within("sentence", _has("sentence", name))
        hits = self._connection.search(self._names, {"query": query}, _MOST_PROPOSED)
        return _ints(sorted({self._numbers(hit)[0] for hit in hits}))

    def _proposed(self, wanted: Wanted, count: int) -> list[Json]:
        concepts = [(weight, blend) for weight, blend in wanted if blend.names and weight > 0]
        if not concepts or not self._segments:
            return []
        best = [
            {
                "dis_max": {
                    "tie_breaker": _TIE,
                    "queries": [
                        _named(name, part, weight * blend.idf / self._its_idf(name))
                        for name, part in blend.names
                    ],
                }
            }
            for weight, blend in concepts
        ]
        query = self._within("window", {"bool": {"should": best}}, scored=True)
        return self._connection.search(self._names, {"query": query}, count)

    def _known(self, name: str) -> int | None:
        """Return how many headings and sentences have a name; None if the cluster must tell."""
        if not self._segments:
            return 0
        terms = name.split(" ")
        if len(terms) == 1:
            return sum(index.occurrences.frequency(name) for index in self._indexes)
        if any(all(term in index.numbers for term in terms) for index in self._indexes):
            return self._phrases.get(name)
        return 0

    def _its_idf(self, name: str) -> float:
        """Return the idf that the cluster gives to a name: of a phrase, that of all its terms."""
        return sum(map(self._its_idf_of_term, name.split(" ")))

    def _its_idf_of_term(self, term: str) -> float:
        having = sum(_windows_with(term, index) for index in self._indexes)
        return log1p((self._windows - having + 0.5) / (having + 0.5))

    def _best_around(self, windows: Sequence[Json], wanted: Wanted) -> tuple[Ints, Floats]:
        """Return the passages that some windows overlap, and the best score of each."""
        scores = self._scores([_texts(window, "words") for window in windows], wanted)
        best: dict[int, float] = {}
        for window, score in zip(windows, scores.tolist(), strict=True):
            for number in self._numbers(window):
                if score > best.get(number, 0.0):
                    best[number] = score
        return _ints(best), np.array([*best.values()], np.float64)

    def _scores(self, windows: Sequence[Sequence[str]], wanted: Wanted) -> Floats:
        """Score windows exactly, as the embedded engine does, from their terms."""
        names = [name for _, blend in wanted for name, _ in blend.names]
        counts, lengths = _counted(windows, names)
        saturated = saturation(lengths / self._length, k1=weights.K1, b=weights.B)
        scores = np.zeros(len(windows))
        rows = iter(counts)
        for weight, blend in wanted:
            tf = np.zeros(len(windows))
            for _, part in blend.names:
                tf += part * next(rows)
            scores += weight * (blend.idf * term_weight(tf, saturated, k1=weights.K1))
        return scores

    def _fetched(self, kind: str, numbers: Sequence[int]) -> list[Json]:
        """Fetch what belongs to some passages."""
        hits: list[Json] = []
        every = np.unique(np.asarray(numbers, np.int32))
        for one in self._segments.values():
            own = every[(every >= one.first) & (every < one.first + len(one.passages))] - one.first
            for at in range(0, len(own), _TOGETHER):
                there = one.passages[own[at : at + _TOGETHER]].tolist()
                asked = {"bool": {"filter": [one.filter, {"terms": {"at": there}}]}}
                query = self._within(kind, asked)
                hits += self._connection.search([one.index], {"query": query}, _MOST_PROPOSED)
        return hits

    def _within(self, kind: str, query: Json, *, scored: bool = False) -> Json:
        """Limit a query to what this server may see of the versions that it is on."""
        walls = [{"term": {"kind": kind}}, *self._wall]
        if scored:
            return {"bool": {"must": [query], "filter": walls}}
        return {"bool": {"filter": [query, *walls]}}

    def _numbers(self, hit: Json) -> list[int]:
        """Return the passages that something found belongs to."""
        source = hit["_source"]
        at = source["at"]
        return self._segments[source["segment"]].numbers(at if isinstance(at, list) else [at])


def _has(field: str, name: str, boost: float = 1.0) -> Json:
    """Return the query for a term, or for terms joined by spaces side by side in a sentence."""
    terms = [token(term) for term in name.split(" ")]
    if len(terms) == 1:
        return {"term": {field: {"value": terms[0], "boost": boost}}}
    return {"match_phrase": {field: {"query": " ".join(terms), "boost": boost}}}


def _named(name: str, part: float, boost: float) -> Json:
    """Return the query for a name that counts a part of its concept."""
    near = 1.0 if " " in name else min(FIELDS, key=lambda field: abs(log(field / part)))
    k1 = weights.K1 / near  # the cluster's score has k1 + 1 as a factor
    boost *= _scored(part) / _scored(near) * (weights.K1 + 1) / (k1 + 1)
    return _has("words" if near == 1 else f"words.{FIELDS[near]}", name, boost)


def _scored(part: float) -> float:
    """Return what some occurrences score, in a text of average length."""
    return part * _SOME / (part * _SOME + weights.K1)


def _windows_with(term: str, index: LibraryIndex) -> int:
    number = index.numbers.get(term)
    if number is None:
        return 0
    first, last = index.windows.starts[number : number + 2].tolist()
    return int(last - first)


def _texts(hit: Json, field: str) -> list[str]:
    found = hit["_source"].get(field, [])
    return found if isinstance(found, list) else [found]


def _counted(windows: Sequence[Sequence[str]], names: Sequence[str]) -> tuple[Floats, Ints]:
    """Count names in windows, and the terms of each window.

    Returns:
        How often each name stands in each window, shape (names, windows); and the lengths.
    """
    beginning: dict[str, list[tuple[int, list[str]]]] = {}
    for place, name in enumerate(names):
        first, *others = (token(term) for term in name.split(" "))
        beginning.setdefault(first, []).append((place, others))
    known: dict[str, tuple[int, Sequence[int]]] = {}  # windows that overlap share texts
    at, lengths = list[int](), list[int]()
    for column, window in enumerate(windows):
        length = 0
        for text in window:
            if text not in known:
                terms = text.split(" ")
                has_none = beginning.keys().isdisjoint(terms)
                known[text] = len(terms), () if has_none else [*_occurring(terms, beginning)]
            size, places = known[text]
            length += size
            for place in places:
                at.append(place * len(windows) + column)
        lengths.append(length)
    shape = len(names), len(windows)
    counts = np.bincount(np.array(at, np.int64), minlength=shape[0] * shape[1])
    return counts.reshape(shape).astype(np.float64), _ints(lengths)


def _occurring(
    terms: Sequence[str], beginning: Mapping[str, Sequence[tuple[int, Sequence[str]]]]
) -> Iterator[int]:
    """Yield the place of a name for each time that it stands in a text.

    Args:
        terms: Of the text.
        beginning: Places of names with their further terms, by their first term.
    """
    for at, term in enumerate(terms, start=1):
        if term in beginning:
            for place, others in beginning[term]:
                if not others or terms[at : at + len(others)] == others:
                    yield place


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int32)
