"""Documents as numbers: which terms occur where; kept for documents that did not change."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from sources import Document, Passage

from .analysis import tokens
from .bm25 import Ints, Keys, Mask
from .near_duplicates import BANDS, signature
from .synonyms import learn_abbreviations

_BLOCK = 430  # characters; three blocks make a window, which is best from 1,150 to 1,600

Abbreviations = tuple[tuple[str, str], ...]
"""Each with its name, as written."""


@dataclass(frozen=True, slots=True, eq=False)
class Analysed:
    """D documents with n passages, each a heading (which may be empty) and its sentences.

    Attributes:
        tokens: Number of each term that is no stop word, in reading order.
        part_sizes: Tokens in each heading and each sentence.
        opens: Whether a block begins with a heading or sentence; blocks make up windows.
        passage_sizes: Parts of each passage: one more than it has sentences; shape (n,).
        document_sizes: Passages of each document; shape (D,).
        words: Number of each word as written, stop words included, once a document.
        word_counts: Occurrences of that word in the document.
        word_sizes: Different words in each document; shape (D,).
        signatures: MinHash signatures that find near duplicates; shape (n, 10).
        abbreviations: Those that each document explains.
    """

    tokens: Ints
    part_sizes: Ints
    opens: Mask
    passage_sizes: Ints
    document_sizes: Ints
    words: Ints
    word_counts: Ints
    word_sizes: Ints
    signatures: Keys
    abbreviations: tuple[Abbreviations, ...]

    def documents(self) -> list["Analysed"]:
        """Return each document by itself."""
        bounds = self._bounds()
        return [self._cut(bounds, i, i + 1) for i in range(len(self.document_sizes))]

    def part(self, first: int, last: int) -> "Analysed":
        """Return the documents from `first` to `last`."""
        return self._cut(self._bounds(), first, last)

    def _cut(self, bounds: dict[str, Ints], first: int, last: int) -> "Analysed":
        cuts = {n: slice(int(at[first]), int(at[last])) for n, at in bounds.items()}
        return Analysed(**{name: getattr(self, name)[cut] for name, cut in cuts.items()})

    def _bounds(self) -> dict[str, Ints]:
        """Return where each document begins, then the end, in each of the arrays."""
        passages = starts(self.document_sizes)
        parts = starts(self.passage_sizes)[passages]
        words = starts(self.word_sizes)
        cuts = {
            "tokens": starts(self.part_sizes)[parts],
            "part_sizes": parts,
            "opens": parts,
            "passage_sizes": passages,
            "words": words,
            "word_counts": words,
            "signatures": passages,
        }
        every = np.arange(len(passages), dtype=np.int32)
        return {one.name: cuts.get(one.name, every) for one in fields(self)}


@dataclass(slots=True)
class Vocabulary:
    """Numbers of terms, and of words as written, in the order they are met."""

    terms: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)


def joined(several: Iterable[Analysed]) -> Analysed:
    """Join documents one after the other; without any, all arrays have length 0."""
    every = [NOTHING, *several]
    arrays = {
        one.name: np.concatenate([getattr(part, one.name) for part in every])
        for one in fields(Analysed)
        if one.name != "abbreviations"
    }
    return Analysed(**arrays, abbreviations=tuple(k for part in every for k in part.abbreviations))


def analyse(document: Document, passages: Sequence[Passage], known: Vocabulary) -> Analysed:
    """Analyse one document.

    Args:
        document: Its abbreviations count.
        passages: All passages of the document, in order.
        known: Gets numbers for new terms and words.
    """
    words: Counter[str] = Counter()
    parts = [_parts(passage, words) for passage in passages]
    every = [part for passage in parts for part in passage]
    return Analysed(
        tokens=_numbers((term for part in every for term in part), known.terms),
        part_sizes=_array(map(len, every)),
        opens=np.fromiter(_opening(passages), np.bool_),
        passage_sizes=_array(map(len, parts)),
        document_sizes=_array([len(parts)]),
        words=_numbers(words, known.words),
        word_counts=_array(words.values()),
        word_sizes=_array([len(words)]),
        signatures=np.array([*map(signature, parts)], np.uint64).reshape(-1, BANDS),
        abbreviations=(tuple(dict.fromkeys(learn_abbreviations([document.text]))),),  # each once,
    )


def starts(sizes: Ints) -> Ints:
    """Return where each of several runs begins, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int32)


def ranges(first: Ints, last: Ints) -> Ints:
    """Return all numbers of some ranges, one range after the other."""
    sizes = last - first
    moved = np.repeat(first - starts(sizes)[:-1], sizes)
    return moved + np.arange(len(moved), dtype=np.int32)


def _parts(passage: Passage, words: Counter[str]) -> list[list[str]]:
    """Return the terms of a passage's heading and of each sentence, and count its words."""
    texts = [passage.text[start:end] for start, end in passage.sentences]
    parts = []
    for text in (passage.locator.section or "", *texts):
        found = tokens(text)
        words.update(token.word for token in found)
        parts.append([token.term for token in found if not token.stop])
    return parts


def _opening(passages: Iterable[Passage]) -> Iterator[bool]:
    """Tell for each heading and sentence whether a block begins with it.

    A heading belongs to the block of the sentence below it.
    """
    begin = None
    for passage in passages:
        place = passage.locator.start
        for number, (start, end) in enumerate(passage.sentences):
            is_new = begin is None or place + end - begin > _BLOCK
            if is_new:
                begin = place + start
            yield is_new
            if number == 0:
                yield False


def _numbers(words: Iterable[str], known: dict[str, int]) -> Ints:
    return _array(known.setdefault(word, len(known)) for word in words)


def _array(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int32)


_NO_INTS = np.zeros(0, np.int32)
NOTHING = Analysed(
    *(_NO_INTS, _NO_INTS),
    opens=np.zeros(0, np.bool_),
    passage_sizes=_NO_INTS,
    document_sizes=_NO_INTS,
    words=_NO_INTS,
    word_counts=_NO_INTS,
    word_sizes=_NO_INTS,
    signatures=np.zeros((0, BANDS), np.uint64),
    abbreviations=(),
)
