"""Segments -> the arrays of an index, a part at a time."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import IO, Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from index.arrays import Longs, starts
from index.bm25 import Ints
from index.drafts import Array, Draft, Writer, mapped
from index.near_duplicates import Sketches, band_order, originals
from index.occurrences import Occurrences
from index.packing import ANALYSED, SEGMENT, STRETCHES, WINDOWS
from index.postings import MANY, Bytes, Windows
from index.spelling import letters_of
from index.stored import Lexicon, as_words
from index.stretches import joined_starts, stretched

from .interleaving import Chunk, Runs, interleaved, run_starts
from .segments import Stored, store

_WORDS_AT_ONCE = 400_000  # of all segments, that are put in order at a time
_SAMPLED = 500  # one word of so many tells where to cut
_LETTERS_AT_ONCE = 100_000  # words that are cut into pairs of letters at a time
_READ_BACK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all segments, each once, ascending.

    Attributes:
        content: Their bytes, end to end.
        starts: Where each begins; then the end.
        hashes: Of each, for a lexicon.
        numbers: For each segment the numbers of its words, which are ascending, too.
    """

    content: Bytes
    starts: Longs
    hashes: npt.NDArray[np.uint32]
    numbers: list[Ints]

    def __len__(self) -> int:
        return len(self.hashes)

    def lexicon(self) -> Lexicon:
        """Return what finds them."""
        return Lexicon.hashing(self.content, self.starts, self.hashes)


def merged_words(segments: Sequence[Stored], name: str) -> Words:
    """Merge a list of words that each segment has."""
    cuts = _cuts(segments, name)
    content, sizes, hashes = bytearray(), [np.zeros(1, np.int64)], [np.zeros(0, np.uint32)]
    numbers: list[list[Ints]] = [[np.zeros(0, np.int32)] for _ in segments]
    known = 0
    for here in zip(*map(pairwise, cuts), strict=True):
        lists = [one.words(name, *ends) for one, ends in zip(segments, here, strict=True)]
        every = sorted(set().union(*lists))
        places = dict(zip(every, range(known, known + len(every)), strict=True))
        for found, words in zip(numbers, lists, strict=True):
            found.append(np.fromiter(map(places.__getitem__, words), np.int32, len(words)))
        content += b"".join(every)
        sizes.append(np.fromiter(map(len, every), np.int64, len(every)))
        hashes.append(np.fromiter(map(crc32, every), np.uint32, len(every)))
        known += len(every)
    begins = np.cumsum(np.concatenate(sizes))
    joined = [np.concatenate(found) for found in numbers]
    return Words(np.frombuffer(content, np.uint8), begins, np.concatenate(hashes), joined)


def _cuts(segments: Sequence[Stored], name: str) -> list[list[int]]:
    """Return where to cut each segment's words so that ranges of words are merged one by one."""
    sizes = [one.size(f"{name}_starts") - 1 for one in segments]
    samples = sorted(word for one in segments for word in one.words(name)[::_SAMPLED])
    ranges = sum(sizes) // _WORDS_AT_ONCE + 1
    bounds = [samples[len(samples) * n // ranges] for n in range(1, ranges) if samples]
    cuts = []
    for one, size in zip(segments, sizes, strict=True):
        words = one.words(name) if bounds else []
        cuts.append([0, *(bisect_left(words, bound) for bound in bounds), size])
    return cuts


class Merger:
    """Puts segments together; what they have of terms, windows and words stays in order."""

    def __init__(self, segments: Sequence[Stored], aside: Path) -> None:
        """Merge the words of segments.

        Args:
            segments: In order; at least one.
            aside: A folder for what is needed meanwhile.
        """
        self._segments, self._aside = segments, aside
        self._terms, self._words = (merged_words(segments, n) for n in ("terms", "lexicon"))
        self._tokens_before, self._parts_before, self._windows_before = (
            [*accumulate((one.size(name) for one in segments), initial=0)]
            for name in ("tokens", "part_sizes", "windows_lengths")
        )

    def write(self, draft: Draft, file: Writer, done: Callable[[float], None]) -> None:
        """Write all arrays of an index but those of its contents.

        Args:
            draft: The index.
            file: For its arrays.
            done: Is told how much is done, from 0 to 1.
        """
        steps: Sequence[Callable[[Draft, Writer], None]] = (
            *(self._analysed, self._occurrences, self._windows, self._stretches),
            *(self._letters, self._lexicons, self._repeats),
        )
        for number, step in enumerate(steps, start=1):
            step(draft, file)
            done(number / len(steps))

    def _analysed(self, draft: Draft, file: Writer) -> None:
        renumbered = {"tokens": self._terms.numbers, "words": self._words.numbers}
        for name in ANALYSED:
            row = tuple(self._segments[0].places[name][1][1:])
            draft.add(file, name, self._each(name, renumbered.get(name)), row)

    def _each(self, name: str, numbers: Sequence[Ints] | None = None) -> Iterator[Array]:
        for place, one in enumerate(self._segments):
            found = one.read(name)
            yield numbers[place][found] if numbers else found

    def _whole(self, name: str) -> Array:
        return np.concatenate([*self._each(name)])

    def _occurrences(self, draft: Draft, file: Writer) -> None:
        begins, runs = self._runs("term_starts")
        order = (
            _put(self._segments, chunk, "order", self._tokens_before)
            for chunk in interleaved(runs, begins)
        )
        draft.add(file, "occurrences_order", chain([_NO_INTS], order))
        sentences = np.zeros(len(self._terms), np.int32)
        for numbers, found in zip(self._terms.numbers, self._each("sentences"), strict=True):
            sentences[numbers] += found
        arrays = {
            "term_starts": begins.astype(np.int32),
            "part_starts": starts(self._whole("part_sizes")),
            "passage_starts": starts(self._whole("passage_sizes")),
            "sentences": sentences,
        }
        _add(draft, file, "occurrences", arrays)

    def _runs(self, name: str) -> tuple[Longs, list[Runs]]:
        found = zip(self._terms.numbers, self._each(name), strict=True)
        runs = [Runs(keys, cuts) for keys, cuts in found]
        return run_starts(runs, len(self._terms)), runs

    def _windows(self, draft: Draft, file: Writer) -> None:
        begins, runs = self._runs("windows_starts")
        _add(draft, file, "windows", {"starts": begins})
        counted = _Counted(self._segments)
        with (self._aside / "counts").open("w+b") as spilled:
            windows = self._windows_of(interleaved(runs, begins), counted, spilled)
            draft.add(file, "windows_windows", chain([_NO_INTS], windows))
            spilled.seek(0)
            draft.add(file, "windows_counts", _read_back(spilled))
        arrays = {
            "many_at": np.concatenate([np.zeros(0, np.int64), *counted.many_at]),
            "many": np.concatenate([_NO_INTS, *counted.many]),
            "lengths": self._whole("windows_lengths"),
            "reach": self._whole("windows_reach"),
            "begins": self._moved("windows_begins", self._tokens_before),
            "firsts": self._moved("windows_firsts", self._windows_before),
            "lasts": self._moved("windows_lasts", self._windows_before),
        }
        _add(draft, file, "windows", arrays)

    def _stretches(self, draft: Draft, file: Writer) -> None:
        file.flush()
        places = {name: draft.places[f"windows_{name}"] for name in WINDOWS}
        windows: dict[str, Any] = mapped(draft.folder, places)
        found = [
            store(self._aside / f"stretches-{n}", {name: getattr(some, name) for name in STRETCHES})
            for n, some in enumerate(stretched(Windows(**windows)))
        ]
        for name in STRETCHES:
            every = (one.read(name) for one in found)
            draft.add(
                file, f"stretches_{name}", joined_starts(every) if name == "starts" else every
            )

    def _windows_of(
        self, chunks: Iterable[Chunk], counted: "_Counted", spilled: IO[bytes]
    ) -> Iterator[Ints]:
        for chunk in chunks:
            windows = _put(self._segments, chunk, "windows_windows", self._windows_before)
            spilled.write(counted.add(chunk).tobytes())
            yield windows

    def _moved(self, name: str, before: Sequence[int]) -> Ints:
        """Return numbers of all segments that count from where each begins."""
        every = zip(self._each(name), before, strict=False)
        return np.concatenate([found + np.int32(place) for found, place in every])

    def _letters(self, draft: Draft, file: Writer) -> None:
        """Index words by their pairs of letters, some words at a time."""
        words = as_words(self._words.content, self._words.starts)
        before = [*range(0, len(words), _LETTERS_AT_ONCE)] or [0]
        found = []
        for first in before:
            some = letters_of(words[first : first + _LETTERS_AT_ONCE])
            path = self._aside / f"letters-{first}"
            found.append(store(path, {name: getattr(some, name) for name in SEGMENT}))
        keys = np.unique(np.concatenate([one.read("keys") for one in found]))
        runs = [
            Runs(keys.searchsorted(one.read("keys")).astype(np.int32), one.read("starts"))
            for one in found
        ]
        begins = run_starts(runs, len(keys))
        _add(draft, file, "letters", {"keys": keys, "starts": begins.astype(np.int32)})
        for name, places in (("texts", before), ("frequencies", [0] * len(before))):
            put = (_put(found, chunk, name, places) for chunk in interleaved(runs, begins))
            draft.add(file, f"letters_{name}", chain([_NO_INTS], put))
        draft.add(file, "letters_lengths", (one.read("lengths") for one in found))

    def _lexicons(self, draft: Draft, file: Writer) -> None:
        _add(draft, file, "terms", self._terms.lexicon().arrays())
        _add(draft, file, "lexicon", self._words.lexicon().arrays())
        counts = np.zeros(len(self._words), np.int64)
        every = zip(self._words.numbers, self._segments, strict=True)
        for numbers, one in every:
            found = np.bincount(one.read("words"), one.read("word_counts"), len(numbers))
            counts[numbers] += found.astype(np.int64)
        draft.add(file, "counts", [counts.astype(np.int32)])

    def _repeats(self, draft: Draft, file: Writer) -> None:
        """Look for passages that repeat others."""
        signatures = self._whole("signatures")
        file.flush()
        tokens = mapped(draft.folder, {"tokens": draft.places["tokens"]})["tokens"]
        parts, passages = (starts(self._whole(name)) for name in ("part_sizes", "passage_sizes"))
        nothing = Lexicon.of(()), tokens, _NO_INTS, _NO_INTS
        occurrences = Occurrences(*nothing, parts, passages, _NO_INTS)
        drawn = Sketches(
            zip(
                self._each("tokens", self._terms.numbers),
                self._each("part_sizes"),
                self._each("passage_sizes"),
                strict=True,
            )
        )
        draft.add(file, "originals", [originals(signatures, occurrences.codes, drawn=drawn)])
        rows = (band_order(band[:, None]) for band in signatures.T)
        draft.add(file, "band_order", rows, (len(signatures),))


class _Counted:
    """The frequencies of windows, of one chunk after the other.

    Attributes:
        many_at: Where there are many, see `Windows`.
        many: How many.
    """

    def __init__(self, segments: Sequence[Stored]) -> None:
        self.many_at: list[Longs] = []
        self.many: list[Ints] = []
        self._segments, self._before = segments, 0
        self._many = [(one.read("windows_many_at"), one.read("windows_many")) for one in segments]

    def add(self, chunk: Chunk) -> Bytes:
        """Return the frequencies of a chunk of postings, as bytes."""
        counts = np.empty(chunk.size, np.int32)
        for part in chunk.parts():
            read = self._segments[part.segment].read("windows_counts", part.first, part.last)
            found, (at, many) = read.astype(np.int32), self._many[part.segment]
            here = slice(*at.searchsorted((part.first, part.last)).tolist())
            found[at[here] - part.first] = many[here]
            counts[part.places] = found
        places = np.flatnonzero(counts >= MANY)
        self.many_at.append(places + self._before)
        self.many.append(counts[places])
        self._before += chunk.size
        return np.minimum(counts, MANY).astype(np.uint8)


def _put(segments: Sequence[Stored], chunk: Chunk, name: str, before: Sequence[int]) -> Ints:
    """Put the members of a chunk together; those of a segment are moved by what is before it."""
    found = np.empty(chunk.size, np.int32)
    for part in chunk.parts():
        members = segments[part.segment].read(name, part.first, part.last)
        found[part.places] = members + np.int32(before[part.segment])
    return found


def _add(draft: Draft, file: Writer, prefix: str, arrays: Mapping[str, Array]) -> None:
    for name, array in arrays.items():
        draft.add(file, f"{prefix}_{name}", [array], array.shape[1:])


def _read_back(file: IO[bytes]) -> Iterator[Bytes]:
    while content := file.read(_READ_BACK):
        yield np.frombuffer(content, np.uint8)


_NO_INTS = np.zeros(0, np.int32)
