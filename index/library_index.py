"""A library with everything analysed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from sources import Library

from .analysed import Analysed, Parts, Vocabulary, joined
from .building import Progress, analyse_library, counted_words, segments
from .postings import Ints, Segment
from .repeats import originals
from .wordlist import Wordlist


@dataclass(frozen=True, slots=True, eq=False)
class LibraryIndex:
    """A library of D documents and n passages with everything analysed; never changes once built.

    Attributes:
        library: What is searched and quoted.
        analysed: Its documents as numbers.
        parts: The same, passage by passage.
        words: The single terms of each passage.
        pairs: Those that stand side by side.
        documents: The terms of each document, its title's among them.
        wordlist: The words of all documents as they are written.
        originals: For each passage the first one that it repeats, or itself; shape (n,).
    """

    library: Library
    analysed: Analysed
    parts: Parts
    words: Segment
    pairs: Segment
    documents: Segment
    wordlist: Wordlist
    originals: Ints

    @classmethod
    def build(
        cls,
        library: Library,
        previous: "LibraryIndex | None" = None,
        progress: Progress | None = None,
    ) -> "LibraryIndex":
        """Analyse a library.

        Args:
            library: What is to be searched and quoted.
            previous: Documents that it has, and just the same, are not analysed again.
            progress: Is told after each document.
        """
        kept = previous.unchanged(library) if previous else {}
        known = previous.vocabulary() if previous else Vocabulary()
        analysed, terms, words = analyse_library(library, kept, known, progress)
        counts = counted_words(analysed, len(words)).tolist()
        wordlist = Wordlist.of(dict(zip(words, counts, strict=True)))
        parts = Parts(analysed, terms)
        first = originals(analysed.signatures, parts.terms)
        return cls(library, analysed, parts, *segments(analysed, terms), wordlist, first)

    def unchanged(self, library: Library) -> dict[str, Analysed]:
        """The documents of another library that are just the same in this one, by their ids."""
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
        """A copy of the numbers of all terms and words."""
        return Vocabulary(dict(self.words.numbers), dict(self.wordlist.numbers))

    def within(self, doc_ids: Collection[str]) -> "LibraryIndex":
        """Some documents alone, by their ids, with nothing analysed again."""
        chosen = np.array([doc_id in doc_ids for doc_id in self.library.documents], np.bool_)
        passages = np.repeat(chosen, self.analysed.document_sizes)
        documents = zip(self.analysed.documents(), chosen, strict=True)
        analysed = joined(document for document, there in documents if there)
        library = replace(
            self.library,
            documents={i: d for i, d in self.library.documents.items() if i in doc_ids},
            passages=tuple(p for p in self.library.passages if p.doc_id in doc_ids),
            problems=tuple(p for p in self.library.problems if p.source in doc_ids),
        )
        parts = Parts(analysed, self.parts.vocabulary)
        return LibraryIndex(
            library,
            analysed,
            parts,
            self.words.within(passages),
            self.pairs.within(passages),
            self.documents.within(chosen),
            self.wordlist.counted(counted_words(analysed, len(self.wordlist.words))),
            originals(analysed.signatures, parts.terms),
        )
