"""A library with everything analysed."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress, groupby

import numpy as np

from sources import Library

from .arrays import Analysed, joined
from .bm25 import Ints, Mask
from .near_duplicates import Sketches, band_order, originals
from .occurrences import Occurrences
from .pieces import Vocabulary, analyse, compacted, together
from .postings import Windows, build_windows
from .spelling import Wordlist
from .stored import Lexicon, Picked
from .stretches import Stretches

_MOST_RUNS = 8  # of documents, that are searched side by side; of more, an index is put together

Progress = Callable[[int, int], None]
"""Called with the number of documents done and of all documents."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class LibraryIndex:
    """A library of D documents and n passages with everything analysed; never changes once built.

    Attributes:
        library: What is searched and quoted.
        analysed: Its documents as numbers.
        numbers: The number of each term.
        occurrences: Where each term and phrase stands.
        windows: Which windows of text have each term.
        stretches: What common terms give at most in stretches of windows; of the whole index, in a
            part of it as well.
        wordlist: The words of all documents as written.
        originals: For each passage the first one that it repeats, or itself; shape (n,).
        band_order: Passages by the values of their signatures; shape (10, n).
    """

    library: Library
    analysed: Analysed
    numbers: Lexicon
    occurrences: Occurrences
    windows: Windows
    stretches: Stretches
    wordlist: Wordlist
    originals: Ints
    band_order: Ints

    @classmethod
    def build(
        cls,
        library: Library,
        previous: "LibraryIndex | None" = None,
        progress: Progress | None = None,
    ) -> "LibraryIndex":
        """Analyse a library.

        Args:
            library: What to search and quote.
            previous: Documents that are unchanged since are not analysed again.
            progress: Called after each document.
        """
        kept = previous.unchanged(library) if previous else {}
        known = previous.vocabulary() if previous else Vocabulary()
        analysed, terms, words = _analyse_library(library, kept, known, progress)
        counts = _counted_words(analysed, len(words)).tolist()
        wordlist = Wordlist.of(dict(zip(words, counts, strict=True)))
        return cls.of(library, analysed, Lexicon.of(terms), wordlist)

    @classmethod
    def of(
        cls, library: Library, analysed: Analysed, numbers: Lexicon, wordlist: Wordlist
    ) -> "LibraryIndex":
        """Put together what was analysed; `numbers` are those of the terms."""
        occurrences = Occurrences.build(analysed, numbers)
        windows = build_windows(analysed, occurrences.order, occurrences.term_starts)
        parts = analysed.tokens, analysed.part_sizes, analysed.passage_sizes
        first = originals(analysed.signatures, occurrences.codes, drawn=Sketches([parts]))
        order = band_order(analysed.signatures)
        have = occurrences, windows, Stretches.of(windows)
        return cls(library, analysed, numbers, *have, wordlist, first, order)

    def unchanged(self, library: Library) -> dict[str, Analysed]:
        """Return the documents that are the same in another library, by their ids."""
        passages = [
            {i: tuple(p) for i, p in groupby(one.passages, lambda p: p.doc_id)}
            for one in (library, self.library)
        ]
        every = zip(self.library.documents.items(), self.analysed.documents(), strict=True)
        return {
            doc_id: analysed
            for (doc_id, document), analysed in every
            if library.documents.get(doc_id) == document
            and passages[0].get(doc_id) == passages[1].get(doc_id)
        }

    def vocabulary(self) -> Vocabulary:
        """Return a copy of the numbers of all terms and words."""
        return Vocabulary(self.numbers.words, self.wordlist.words)

    def within(self, doc_ids: Collection[str]) -> "list[LibraryIndex]":
        """Return indexes of some documents, by their ids; nothing is analysed again.

        Documents that follow one another make an index that shares all of this one's arrays.
        """
        chosen = np.array([doc_id in doc_ids for doc_id in self.library.documents], np.bool_)
        edges = np.flatnonzero(np.diff(chosen, prepend=False, append=False)).reshape(-1, 2)
        if len(edges) <= _MOST_RUNS:
            return [self._part(first, last) for first, last in edges.tolist()]
        documents = zip(self.analysed.documents(), chosen.tolist(), strict=True)
        analysed = joined(document for document, there in documents if there)
        library = self._library(chosen)
        counts = _counted_words(analysed, len(self.wordlist.words))
        return [LibraryIndex.of(library, analysed, self.numbers, self.wordlist.counted(counts))]

    def _part(self, first: int, last: int) -> "LibraryIndex":
        """Return an index of the documents from `first` to `last`."""
        chosen = np.zeros(len(self.library.documents), np.bool_)
        chosen[first:last] = True
        analysed = self.analysed.part(first, last)
        before = int(self.analysed.document_sizes[:first].sum())
        ends = before, before + len(analysed.passage_sizes)
        occurrences = self.occurrences.part(*ends)
        parts = analysed.tokens, analysed.part_sizes, analysed.passage_sizes
        drawn = Sketches([parts])
        return LibraryIndex(
            self._library(chosen),
            analysed,
            self.numbers,
            occurrences,
            self.windows.part(*ends),
            self.stretches,
            self.wordlist.counted(_counted_words(analysed, len(self.wordlist.words))),
            originals(analysed.signatures, occurrences.codes, drawn=drawn),
            band_order(analysed.signatures),
        )

    def _library(self, chosen: Mask) -> Library:
        """Return the library with some of its documents."""
        library = self.library
        there = {i: library.documents[i] for i in compress(library.documents, chosen.tolist())}
        places = np.flatnonzero(np.repeat(chosen, self.analysed.document_sizes)).astype(np.int32)
        problems = tuple(p for p in library.problems if p.source in there)
        return Library(library.version, there, Picked(library.passages, places), problems)


def _analyse_library(
    library: Library, kept: Mapping[str, Analysed], known: Vocabulary, progress: Progress | None
) -> tuple[Analysed, tuple[str, ...], tuple[str, ...]]:
    """Analyse the documents that were not analysed before.

    Args:
        library: All documents.
        kept: Those analysed before, by their ids, in the numbers of `known`.
        known: Gets numbers for new terms and words.
        progress: Called after each document.

    Returns:
        All documents as numbers, their terms, and their words. Both are ascending, and the same
        whatever was kept.
    """
    every = joined(_each_analysed(library, kept, known, progress or (lambda *_: None)))
    return compacted(every, known)


def _each_analysed(
    library: Library, kept: Mapping[str, Analysed], known: Vocabulary, progress: Progress
) -> Iterator[Analysed]:
    passages = {i: tuple(p) for i, p in groupby(library.passages, lambda p: p.doc_id)}
    done, total = 0, len(library.documents)
    for is_new, doc_ids in groupby(library.documents, lambda doc_id: doc_id not in kept):
        texts = ((library.documents[i].text, passages.get(i, ())) for i in doc_ids)
        new = (analyse(some, known) for some in together(texts))
        for found in new if is_new else (kept[doc_id] for doc_id in doc_ids):
            yield found
            for _ in found.document_sizes:
                done += 1
                progress(done, total)


def _counted_words(analysed: Analysed, words: int) -> Ints:
    """Count each of `words` words in all documents."""
    counts = np.bincount(analysed.words, analysed.word_counts, minlength=words)
    return counts.astype(np.int32)
