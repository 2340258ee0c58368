"""First stage: query -> scores of all passages, by the best window around and sentence within."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from . import weights
from .bm25 import Floats, Ints, Postings, PostingsBM25, term_idf
from .library_index import LibraryIndex
from .query import Concept, Names, Query

_REMEMBERED = 1_000  # concepts whose postings are cached
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")  # of a section, an article or a rule
_NOWHERE = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """What a concept is worth by all its names together.

    Attributes:
        names: Names that occur in any document, with what they count here.
        idf: Of the concept as a whole; ln(N + 1) if no document has it.
        windows: Windows with one of its names, or a word of one, and its score in each.
        sentences: Sentences and headings, likewise.
        having: Sentences and headings with a whole name, ascending.
    """

    names: Names
    idf: float
    windows: Postings
    sentences: Postings
    having: Ints

    @property
    def is_known(self) -> bool:
        """Whether any document has a whole name of the concept."""
        return len(self.having) > 0


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The scores of all n passages for a query.

    Attributes:
        passages: Shape (n,); 0 if no window around has a concept.
        sentences: Of each heading and sentence, in reading order.
    """

    passages: Floats
    sentences: Floats


class Matcher:
    """Scores every passage for a query, from postings alone."""

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        """Put the windows and sentences of indexes side by side; at least one."""
        self._windows = [index.windows for index in indexes]
        self._sentences = [index.sentences for index in indexes]
        k1, b = weights.K1, weights.B
        self.words = PostingsBM25(self._windows, k1=k1, b=b)
        k1, b = weights.SENTENCE_K1, weights.SENTENCE_B
        self.in_sentences = PostingsBM25(self._sentences, k1=k1, b=b)
        sizes = [len(sentences.lengths) for sentences in self._sentences]
        self.first_sentences = _joined_starts([s.first for s in self._sentences], sizes)
        self._is_heading = np.zeros(sum(sizes), np.bool_)
        self._is_heading[self.first_sentences[:-1]] = True
        self._blended: dict[Names, Blend] = {}

    def knows(self, term: str) -> bool:
        """Return whether a term, or a phrase of terms joined by spaces, is in any document."""
        return any(term in sentences.occurrences for sentences in self._sentences)

    def scores(self, query: Query) -> Scores:
        """Score all passages and sentences."""
        windows = np.zeros(self.words.corpus_size)
        sentences = np.zeros(self.in_sentences.corpus_size)
        for concept in query.concepts:
            blend = self.blend(concept)
            for scores, (places, worth) in (
                (windows, blend.windows),
                (sentences, blend.sentences),
            ):
                scores[places] += concept.weight * worth
            if _NUMBER.fullmatch(concept.written):
                places, worth = blend.sentences
                above = self._is_heading[places]
                sentences[places[above]] += weights.HEADING_NUMBER * concept.weight * worth[above]
        for pair in query.pairs:
            places, worth = self.in_sentences.postings(pair)
            sentences[places] += weights.PAIRS * worth
        return Scores(self._around(windows), sentences)

    def blend(self, concept: Concept) -> Blend:
        """Weigh a concept's postings as if all its names were one term."""
        found = self._blended.get(concept.names)
        if found is None:
            if len(self._blended) > _REMEMBERED:
                self._blended.clear()
            found = self._blended[concept.names] = self._blend(concept.names)
        return found

    def best_sentences(self, sentences: Floats, numbers: Sequence[int]) -> Floats:
        """Return the best score of the sentences of each of some passages, headings left out."""
        if not numbers:
            return np.zeros(0)
        first = self.first_sentences
        spans = np.stack((first[numbers] + 1, first[np.add(numbers, 1)]), axis=1).ravel()
        best: Floats = np.maximum.reduceat(np.append(sentences, 0.0), spans)[::2]
        return best

    def _around(self, windows: Floats) -> Floats:
        ends = np.cumsum([len(one.lengths) for one in self._windows])[:-1]
        parts = zip(self._windows, np.split(windows, ends), strict=True)
        return np.concatenate([one.best_around(part) for one, part in parts])

    def _blend(self, names: Names) -> Blend:
        """Add up the frequencies of names as if they were one term's.

        The concept is as rare among sentences as the name asked for, or as its rarest other name
        if no document has that. A more common name ("America", asked for as "USA") counts less
        accordingly.
        """
        size = self.in_sentences.corpus_size
        in_sentences = {name: self.in_sentences.frequencies(name) for name, _ in names}
        idf = {n: term_idf(size, len(places)) for n, (places, _) in in_sentences.items()}
        rarest = idf[names[0][0]] or max(idf.values()) or term_idf(size, 1)
        there = tuple((n, weight * min(1.0, idf[n] / rarest)) for n, weight in names if idf[n])
        in_windows = {name: self.words.frequencies(name) for name, _ in there}
        whole = (n for n, weight in names if idf[n] and weight > weights.PART_OF_NAME)
        having = [in_sentences[name][0] for name in whole]
        return Blend(
            there,
            rarest,
            self.words.weigh(_added(there, in_windows, self.words.corpus_size), rarest),
            self.in_sentences.weigh(_added(there, in_sentences, size), rarest),
            having[0] if len(having) == 1 else np.unique(np.concatenate([_NOWHERE, *having])),
        )


def _added(names: Names, frequencies: Mapping[str, Postings], size: int) -> Postings:
    """Add up the frequencies of names, each with what it counts."""
    if len(names) == 1:
        [(name, part)] = names
        places, counts = frequencies[name]
        return places, part * counts
    tf, there = np.zeros(size), np.zeros(size, np.bool_)
    for name, part in names:
        places, counts = frequencies[name]
        tf[places] += part * counts
        there[places] = True
    places = np.flatnonzero(there).astype(np.int32)
    return places, tf[places]


def _joined_starts(firsts: Sequence[Ints], sizes: Sequence[int]) -> Ints:
    """Return the number of each passage's heading among all, and the end."""
    moved = [first[:-1] + sum(sizes[:place]) for place, first in enumerate(firsts)]
    return np.concatenate([*moved, [sum(sizes)]]).astype(np.int32)
