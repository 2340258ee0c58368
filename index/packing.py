"""An index as arrays by their names, and back: what is kept on the disk."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy.typing as npt

from sources import Library

from .arrays import Abbreviations, Analysed
from .bm25 import Segment
from .library_index import LibraryIndex
from .occurrences import Occurrences
from .postings import Windows
from .spelling import Wordlist
from .stored import Lexicon
from .stretches import Stretches

Arrays = Mapping[str, npt.NDArray[Any]]
"""NumPy arrays by name."""

ANALYSED = [one.name for one in fields(Analysed) if one.name != "abbreviations"]
SEGMENT = [one.name for one in fields(Segment) if one.name != "numbers"]
LEXICON = ("content", "starts", "buckets", "hashed")
"""The arrays of a lexicon."""

_OTHERS = {"numbers", "tokens", "scope"}  # kept with something else, or never
OCCURRENCES = [f.name for f in fields(Occurrences) if f.name not in _OTHERS]
WINDOWS = [one.name for one in fields(Windows)]
STRETCHES = [one.name for one in fields(Stretches)]


def pack(index: LibraryIndex) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of an index, without its library and the abbreviations."""
    words = index.wordlist
    return {
        **{name: getattr(index.analysed, name) for name in ANALYSED},
        **_named("occurrences", {n: getattr(index.occurrences, n) for n in OCCURRENCES}),
        **_named("windows", {name: getattr(index.windows, name) for name in WINDOWS}),
        **_named("stretches", {name: getattr(index.stretches, name) for name in STRETCHES}),
        **_named("letters", {name: getattr(words.letters, name) for name in SEGMENT}),
        **_named("terms", index.numbers.arrays()),
        **_named("lexicon", words.numbers.arrays()),
        "counts": words.counts,
        "originals": index.originals,
        "band_order": index.band_order,
    }


def unpack(
    library: Library, arrays: Arrays, abbreviations: tuple[Abbreviations, ...]
) -> LibraryIndex:
    """Return the index of a library again.

    Raises:
        KeyError: If an array is missing.
    """
    analysed = Analysed(**{n: arrays[n] for n in ANALYSED}, abbreviations=abbreviations)
    numbers = Lexicon.made(_those("terms", arrays))
    places: dict[str, Any] = {n: arrays[f"occurrences_{n}"] for n in OCCURRENCES}
    windows: dict[str, Any] = {n: arrays[f"windows_{n}"] for n in WINDOWS}
    stretches: dict[str, Any] = {n: arrays[f"stretches_{n}"] for n in STRETCHES}
    letters = Segment({}, **{n: arrays[f"letters_{n}"] for n in SEGMENT})
    return LibraryIndex(
        library,
        analysed,
        numbers,
        Occurrences(numbers, analysed.tokens, **places),
        Windows(**windows),
        Stretches(**stretches),
        Wordlist(Lexicon.made(_those("lexicon", arrays)), arrays["counts"], letters),
        arrays["originals"],
        arrays["band_order"],
    )


def _named(prefix: str, arrays: Arrays) -> Arrays:
    return {f"{prefix}_{name}": array for name, array in arrays.items()}


def _those(prefix: str, arrays: Arrays) -> Arrays:
    return {
        n.removeprefix(f"{prefix}_"): a for n, a in arrays.items() if n.startswith(f"{prefix}_")
    }
