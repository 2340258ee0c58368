"""A part of a library by itself: some documents analysed, in a file of their own.

Terms and words have numbers of their own there, ascending, so that what a segment has of a range of
terms of the whole library stands together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.arrays import Analysed, joined
from index.drafts import Array, Place
from index.occurrences import sort_terms
from index.packing import ANALYSED, WINDOWS
from index.pieces import Text, Vocabulary, analyse, compacted, together
from index.postings import build_windows
from index.stored import encoded, written

LEXICONS = ("terms", "lexicon")
"""The lists of words of a segment: its terms, and its words as written."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Arrays in a file, read when they are asked for."""

    path: Path
    places: Mapping[str, Place]

    def read(self, name: str, first: int = 0, last: int | None = None) -> Array:
        """Return the rows of an array from `first` to `last`."""
        kind, (rows, *row), begin, _ = self.places[name]
        last = rows if last is None else last
        width = int(np.prod(row, dtype=np.int64))
        if not (last - first) * width:
            return np.zeros((last - first, *row), kind)
        begin += first * width * np.dtype(kind).itemsize
        return np.fromfile(self.path, kind, (last - first) * width, offset=begin).reshape(-1, *row)

    def size(self, name: str) -> int:
        """Return how many rows an array has."""
        return self.places[name][1][0]

    def words(self, name: str, first: int = 0, last: int | None = None) -> list[bytes]:
        """Return some words of a list of words, from `first` to `last`."""
        ends = self.read(f"{name}_starts", first, None if last is None else last + 1)
        content = self.read(f"{name}_content", int(ends[0]), int(ends[-1])).tobytes()
        return [content[a:b] for a, b in pairwise((ends - ends[0]).tolist())]


def store(path: Path, arrays: Mapping[str, Array]) -> Stored:
    """Write arrays to a file, which nobody needs after a crash."""
    places: dict[str, Place] = {}
    with path.open("wb") as file:
        for name, array in arrays.items():
            places[name] = str(array.dtype), array.shape, file.tell(), path.name
            file.write(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
    return Stored(path, places)


def analysed_segment(
    path: Path, texts: Iterable[Text], known: Vocabulary, progress: Callable[[int], None]
) -> tuple[Stored, Analysed]:
    """Analyse documents, and write what was found to a file.

    Args:
        path: Of the file.
        texts: Each document.
        known: What is known of pieces of texts; grows.
        progress: Is told how many documents more are done.
    """
    found, terms, words = compacted(joined(_analysed(texts, known, progress)), known)
    return stored_segment(path, found, terms, words), found


def _analysed(
    texts: Iterable[Text], known: Vocabulary, progress: Callable[[int], None]
) -> Iterator[Analysed]:
    for some in together(texts):
        yield analyse(some, known)
        progress(len(some))


def kept_segment(
    path: Path, analysed: Analysed, terms: Sequence[str], words: Sequence[str]
) -> Stored:
    """Write documents that were analysed before, given with all terms and words, ascending."""
    used, spelled = np.unique(analysed.tokens), np.unique(analysed.words)
    tokens = used.searchsorted(analysed.tokens).astype(np.int32)
    numbers = spelled.searchsorted(analysed.words).astype(np.int32)
    found = replace(analysed, tokens=tokens, words=numbers)
    return stored_segment(
        path, found, [terms[n] for n in used.tolist()], [words[n] for n in spelled.tolist()]
    )


def stored_segment(
    path: Path, analysed: Analysed, terms: Sequence[str], words: Sequence[str]
) -> Stored:
    """Write documents with their own terms and words, ascending."""
    order, term_starts, sentences = sort_terms(analysed, len(terms))
    windows = build_windows(analysed, order, term_starts)
    lists = [written([*map(encoded, some)]) for some in (terms, words)]
    return store(
        path,
        {
            **{name: getattr(analysed, name) for name in ANALYSED},
            "order": order,
            "term_starts": term_starts,
            "sentences": sentences,
            **{f"windows_{name}": getattr(windows, name) for name in WINDOWS},
            **{f"{n}_content": content for n, (content, _) in zip(LEXICONS, lists, strict=True)},
            **{f"{n}_starts": starts for n, (_, starts) in zip(LEXICONS, lists, strict=True)},
        },
    )
