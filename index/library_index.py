"""A library with everything analysed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from sources import Library

from .arrays import Analysed, Parts, Vocabulary, analyse, joined
from .bm25 import Ints, Segment, count, pair_keys
from .near_duplicates import originals
from .spelling import Wordlist

Progress = Callable[[int, int], None]
"""Is told how many documents are done, and of how many."""


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


def analyse_library(
    library: Library, kept: Mapping[str, Analysed], known: Vocabulary, progress: Progress | None
) -> tuple[Analysed, tuple[str, ...], tuple[str, ...]]:
    """Analyse the documents that were not analysed before.

    Args:
        library: All documents.
        kept: By their ids those that were, in numbers that `known` has.
        known: Gets numbers for what is new.
        progress: Is told after each document.

    Returns:
        All documents in numbers, the terms that these are of, and the words; both ascending, and
        the same whatever was kept.
    """
    passages = {i: tuple(p) for i, p in groupby(library.passages, lambda p: p.doc_id)}
    parts = []
    for done, (doc_id, document) in enumerate(library.documents.items(), start=1):
        parts.append(kept.get(doc_id) or analyse(document, passages.get(doc_id, ()), known))
        if progress:
            progress(done, len(library.documents))
    every = joined(parts)
    terms, new = _ascending(known.terms, (every.tokens, every.titles))
    words, spelled = _ascending(known.words, (every.words,))
    tokens, titles = new[every.tokens], new[every.titles]
    return replace(every, tokens=tokens, titles=titles, words=spelled[every.words]), terms, words


def segments(analysed: Analysed, terms: Sequence[str]) -> tuple[Segment, Segment, Segment]:
    """The single terms of passages, those side by side, and the terms of whole documents."""
    numbers = {term: number for number, term in enumerate(terms)}
    parts = np.repeat(np.arange(len(analysed.part_sizes)), analysed.part_sizes)
    by_part = np.repeat(_counting(analysed.passage_sizes), analysed.passage_sizes)
    by_passage = np.repeat(_counting(analysed.document_sizes), analysed.document_sizes)
    passages = by_part[parts]
    size = len(analysed.passage_sizes)
    lengths = np.bincount(passages, minlength=size).astype(np.int32)
    words = count(numbers, analysed.tokens.astype(np.uint64), passages, lengths)
    inside = parts[1:] == parts[:-1]
    keys = pair_keys(analysed.tokens[:-1], analysed.tokens[1:])[inside]
    beside = passages[1:][inside]
    lengths = np.bincount(beside, minlength=size).astype(np.int32)
    pairs = count(numbers, keys, beside, lengths)
    titled = np.repeat(_counting(analysed.title_sizes), analysed.title_sizes)
    documents = np.concatenate((titled, by_passage[passages]))
    order = np.argsort(documents, kind="stable")
    tokens = np.concatenate((analysed.titles, analysed.tokens))[order].astype(np.uint64)
    lengths = np.bincount(documents, minlength=len(analysed.title_sizes)).astype(np.int32)
    return words, pairs, count(numbers, tokens, documents[order], lengths)


def counted_words(analysed: Analysed, words: int) -> Ints:
    """How often each word, of so many, stands in all documents."""
    counts = np.bincount(analysed.words, analysed.word_counts, minlength=words)
    return counts.astype(np.int32)


def _counting(sizes: Ints) -> Ints:
    return np.arange(len(sizes), dtype=np.int32)


def _ascending(known: Mapping[str, int], used: Iterable[Ints]) -> tuple[tuple[str, ...], Ints]:
    """The words that are used, ascending, and the new number of each old one."""
    spelled = tuple(known)  # in the order of their numbers
    there = np.unique(np.concatenate([*used])).tolist()
    ordered = sorted(there, key=spelled.__getitem__)
    new = np.zeros(len(spelled), np.int32)
    new[ordered] = np.arange(len(ordered), dtype=np.int32)
    return tuple(spelled[number] for number in ordered), new
