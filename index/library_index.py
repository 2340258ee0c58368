"""A library with everything analysed."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from sources import Library

from .arrays import Analysed, joined, starts
from .bm25 import Ints
from .near_duplicates import Sketches, band_order, originals
from .occurrences import Occurrences
from .pieces import Vocabulary, analyse, compacted, together
from .postings import Windows, build_windows
from .scope import Scope, Spans
from .spelling import SomeCounts, Wordlist
from .stored import Lexicon, Picked, PickedDocuments, places_of
from .stretches import Stretches

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
        stretches: What common terms give at most in stretches of windows.
        wordlist: The words of all documents as written.
        originals: For each passage the first one that it repeats, or itself; shape (n,).
        band_order: Passages by the values of their signatures; shape (10, n).
        scope: Where its documents are in a larger index, if it is a part of one: everything but the
            library is that of the larger one, and knows which part counts. None in a whole one.
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
    scope: Scope | None = None

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

    @property
    def lengths(self) -> Ints:
        """Terms in each window of its documents."""
        if self.scope is None:
            return self.windows.lengths
        return self.windows.lengths[self.scope.windows.every()]

    @property
    def sentences(self) -> int:
        """Headings, which may be empty, and sentences of its documents."""
        return len(self.scope.parts if self.scope else self.analysed.part_sizes)

    @property
    def tokens(self) -> int:
        """Their terms."""
        return len(self.scope.tokens if self.scope else self.analysed.tokens)

    def within(self, doc_ids: Collection[str]) -> "LibraryIndex":
        """Return an index of some documents, by their ids, that shares all arrays of this one."""
        places = places_of(self.library.documents, doc_ids)
        if len(places) == len(self.library.documents):
            return self
        documents = np.fromiter(places.values(), np.int32, len(places))
        if self.scope:
            documents = self.scope.documents.there(documents)
        scope = self._scope(Spans.having(documents))
        passages = scope.passages.every()
        if self.scope:
            passages = self.scope.passages.here(passages)
        analysed, problems = self.analysed, self.library.problems
        library = Library(
            self.library.version,
            PickedDocuments(self.library.documents, places),
            Picked(self.library.passages, passages),
            tuple(problem for problem in problems if problem.source in places),
        )
        counts = SomeCounts(analysed.words, analysed.word_counts, scope.words)
        return replace(
            self,
            library=library,
            occurrences=replace(self.occurrences, scope=scope),
            wordlist=replace(self.wordlist, some=counts),
            scope=scope,
        )

    def _scope(self, documents: Spans) -> Scope:
        """Return where documents are, given by their places in the whole index."""
        analysed, windows, occurrences = self.analysed, self.windows, self.occurrences
        passages = documents.of_members(starts(analysed.document_sizes))
        first, last = passages.bounds[::2], passages.bounds[1::2] - 1
        blocks = np.stack((windows.firsts[first], windows.lasts[last] + 1), axis=1)
        parts = passages.of_members(occurrences.passage_starts)
        return Scope(
            documents,
            passages,
            Spans.of(blocks),
            parts,
            tokens=parts.of_members(occurrences.part_starts),
            words=documents.of_members(starts(analysed.word_sizes)),
        )


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
