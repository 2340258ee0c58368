"""Where a quotation may be: stretches with many of its terms at the same distances."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sources import Passage

from .bm25 import term_idf
from .library_index import LibraryIndex
from .view import View

_BIN = 8  # terms by which a place may be moved
_MOST_REGIONS = 12
_LEAST = 0.25  # of the weight of all terms: what a region needs to be looked at
_SHARED = 0.9  # part of a region
_MARGIN = 200  # characters, for headings and words that are not indexed


class Region(NamedTuple):
    """A stretch of a document that may have the quotation."""

    doc_id: str
    start: int
    end: int

    def is_much_as(self, other: "Region") -> bool:
        """Return whether another one has nearly all of it."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return self.doc_id == other.doc_id and shared > _SHARED * (self.end - self.start)


def find_regions(view: View, terms: Sequence[str], size: int) -> list[Region]:
    """Return the stretches with most of a quotation's terms at their distances, best first."""
    found: list[tuple[float, Region]] = []
    first = 0
    for index in view.indexes:
        passages = view.library.passages[first : first + len(index.library.passages)]
        for score, token in _dense(index, terms):
            region = _region(view, passages, index, token, len(terms), size)
            found.append((score, region))
        first += len(passages)
    regions: list[Region] = []
    for _, region in sorted(found, key=lambda pair: -pair[0]):
        if not any(region.is_much_as(other) for other in regions):
            regions.append(region)
    return regions[:_MOST_REGIONS]


def _region(  # noqa: PLR0913, PLR0917  # what is known of one place
    view: View, passages: Sequence[Passage], index: LibraryIndex, token: int, terms: int, size: int
) -> Region:
    """Return the stretch around a number of terms from a token of an index on."""
    places = index.occurrences
    ends = token + terms + _BIN
    tokens_there = (token - _BIN // 2, token + _BIN - 1, (token + ends) // 2, ends)
    tokens = np.clip(np.array(tokens_there, np.int32), 0, index.tokens - 1)
    there = places.parts(index.scope.tokens.there(tokens) if index.scope else tokens)
    numbers = (places.passage_starts.searchsorted(there, side="right") - 1).astype(np.int32)
    own = index.scope.passages.here(numbers) if index.scope else numbers
    first, late, middle, last = (passages[number] for number in own.tolist())
    length = len(view.library.documents[middle.doc_id].text)
    start, latest, end = 0, middle.locator.start, length
    if first.doc_id == middle.doc_id:
        place = int(there[0] - places.passage_starts[numbers[0]]) - 1
        begins, closes = first.sentences[max(place, 0)] if first.sentences else (0, len(first.text))
        start = first.locator.start + (begins if place > 0 else 0)
        # A sentence may be as long as its passage.
        latest = max(latest, first.locator.start + closes)
    if late.doc_id == middle.doc_id:  # what is no passage may lie between two
        latest = max(latest, late.locator.start)
    if last.doc_id == middle.doc_id:
        end = last.locator.end
    end = min(end + _MARGIN, max(start, latest) + 2 * size + 3 * _MARGIN, length)
    return Region(middle.doc_id, max(start - _MARGIN, 0), end)


def _dense(index: LibraryIndex, terms: Sequence[str]) -> list[tuple[float, int]]:
    """Return where an index has many of some terms at the distances that they have.

    Each occurrence of the n-th term votes for the place n terms before it. Words that were added
    or left out move the place by a few terms, so neighboring places count together.

    Returns:
        The weight of each place's terms, and the token where the first term would be.
    """
    every = [index.occurrences.positions(term) for term in terms]
    if index.scope:
        every = [index.scope.tokens.here(found) for found in every]
    size = index.tokens
    weights = [term_idf(size, max(len(found), 1)) for found in every]
    if not sum(map(len, every)):
        return []
    at = np.concatenate([found - number for number, found in enumerate(every)])
    weight = np.repeat(weights, [len(found) for found in every])
    best = []
    for shift in (0, _BIN // 2):
        bins = (at + len(terms) + shift) // _BIN
        scores = np.bincount(bins, weight)
        count = min(_MOST_REGIONS, len(scores))
        highest = np.argpartition(-scores, count - 1)[:count].tolist()
        best += [
            (float(scores[chosen]), chosen * _BIN - len(terms) - shift)
            for chosen in highest
            if scores[chosen] >= _LEAST * sum(weights)
        ]
    return best
