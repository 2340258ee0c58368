"""An index as plain arrays and lists of words, and back."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypedDict

from sources import Library

from .analysed import Analysed, Parts
from .library_index import LibraryIndex
from .postings import Segment
from .wordlist import Wordlist

Arrays = Mapping[str, Any]
"""NumPy arrays by name."""

_ANALYSED = [one.name for one in fields(Analysed) if one.name != "abbreviations"]
_SEGMENT = [one.name for one in fields(Segment) if one.name != "numbers"]


class Words(TypedDict):
    """What is no number.

    Attributes:
        terms: By their numbers.
        words: As they are written, by their numbers.
        abbreviations: Of each document; each with its name.
    """

    terms: list[str]
    words: list[str]
    abbreviations: list[list[tuple[str, str]]]


def pack(index: LibraryIndex) -> tuple[Arrays, Words]:
    """An index without its library as arrays by their names, and words."""
    segments = {
        "words": index.words,
        "pairs": index.pairs,
        "documents": index.documents,
        "letters": index.wordlist.letters,
    }
    arrays = {name: getattr(index.analysed, name) for name in _ANALYSED}
    for kind, segment in segments.items():
        arrays |= {f"{kind}_{name}": getattr(segment, name) for name in _SEGMENT}
    arrays |= {"counts": index.wordlist.counts, "originals": index.originals}
    words = Words(
        terms=list(index.parts.vocabulary),
        words=list(index.wordlist.words),
        abbreviations=[list(known) for known in index.analysed.abbreviations],
    )
    return arrays, words


def unpack(library: Library, arrays: Arrays, words: Words) -> LibraryIndex:
    """The index of a library again.

    Raises:
        KeyError: If an array is missing.
    """
    known = tuple(tuple((a, b) for a, b in some) for some in words["abbreviations"])
    analysed = Analysed(**{name: arrays[name] for name in _ANALYSED}, abbreviations=known)
    numbers = {term: number for number, term in enumerate(words["terms"])}
    spelled = {word: number for number, word in enumerate(words["words"])}
    return LibraryIndex(
        library,
        analysed,
        Parts(analysed, words["terms"]),
        _segment("words", numbers, arrays),
        _segment("pairs", numbers, arrays),
        _segment("documents", numbers, arrays),
        Wordlist(words["words"], spelled, arrays["counts"], _segment("letters", {}, arrays)),
        arrays["originals"],
    )


def _segment(kind: str, numbers: Mapping[str, int], arrays: Arrays) -> Segment:
    return Segment(numbers, **{name: arrays[f"{kind}_{name}"] for name in _SEGMENT})
