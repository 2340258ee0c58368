"""Documents -> what their passages are found by."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from sources import Library

from .analysed import Analysed, Vocabulary, analyse, joined
from .postings import Ints, Segment, count, pair_keys

Progress = Callable[[int, int], None]
"""Is told how many documents are done, and of how many."""


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
