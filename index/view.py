"""What is searched together: one or more indexed libraries side by side."""

from bisect import bisect
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b

import numpy as np

from sources import Joined, Library

from .analysis import tokens
from .authors import author_terms
from .bm25 import Ints
from .embedded import Embedded
from .english import specificity
from .first_stage import FirstStage
from .layout import Layout
from .library_index import LibraryIndex
from .matching import Matcher
from .near_duplicates import originals, sharing
from .spelling import Speller, Wordlist
from .synonyms import SynonymTable

Engine = Callable[[Sequence[LibraryIndex]], FirstStage]
"""Makes the first stage for indexes side by side, or for some of their documents."""


class View:
    """One or more indexes as if they were one; safe to share between threads.

    Attributes:
        indexes: In the order in which their passages are numbered.
        library: All of them as one snapshot.
        firsts: Number of the first passage of each index.
        originals: For each passage the first one that it repeats, or itself.
        matcher: The first stage, and what scores sentences.
        speller: Knows the words of all documents.
        layout: Where the sentences of the passages stand.
        learnt: The abbreviations that the documents explain.
    """

    def __init__(
        self,
        indexes: Sequence[LibraryIndex],
        *,
        whole: "View | None" = None,
        engine: Engine = Embedded,
    ) -> None:
        """Put indexes side by side.

        Args:
            indexes: At least one; no document id stands in two of them.
            whole: The view that these are a part of; its version and abbreviations stay.
            engine: Makes the first stage.

        Raises:
            ValueError: If there is no index, or a document id stands in two.
        """
        specificity("")  # reads the dictionary now, not while the first student waits
        self.indexes = tuple(indexes)
        library = merged([one.library for one in self.indexes])
        self.library: Library = (
            replace(library, version=whole.library.version) if whole else library
        )
        self.layout = Layout(self.library)
        sizes = [len(one.library.passages) for one in self.indexes]
        self.firsts = [sum(sizes[:place]) for place in range(len(sizes))]
        self.originals = _originals(self.indexes)
        self._engine = engine
        self.matcher = Matcher(engine(self.indexes))
        self.speller = Speller(_wordlists(self.indexes), self._side_by_side)
        self.learnt: SynonymTable = whole.learnt if whole else _learnt(self.indexes)

    def within(self, doc_ids: Collection[str]) -> "View":
        """Some documents alone, by their ids; those that are not there are passed over.

        The version of the library stays, for what is quoted stands in it, and so do the
        abbreviations, which one document explains to all.
        """
        parts = [part for one in self.indexes for part in one.within(doc_ids)]
        return View(parts or [LibraryIndex.build(_NOTHING)], whole=self, engine=self._engine)

    def knows(self, name: str) -> bool:
        """Return whether a term, or terms joined by spaces, is in a document, or is an author's."""
        return self.matcher.knows(name) or name in self._authors

    @cached_property
    def _authors(self) -> frozenset[str]:
        """The terms of all documents' authors; most questions never ask for them."""
        everybody = {document.authors for document in self.library.documents.values()}
        return frozenset().union(*(author_terms(authors) for authors in everybody))

    def _side_by_side(self, left: str, right: str) -> bool:
        phrase = " ".join(token.term for token in tokens(f"{left} {right}"))
        return self.matcher.knows(phrase)


_NOTHING = Library("0" * 12, {}, ())


def _wordlists(indexes: Sequence[LibraryIndex]) -> list[Wordlist]:
    """Return the words of indexes; parts of one index have theirs in one list."""
    found: dict[int, Wordlist] = {}
    for one in indexes:
        words = one.wordlist
        known = found.get(id(words.numbers))
        found[id(words.numbers)] = known.counted(known.counts + words.counts) if known else words
    return list(found.values())


def _learnt(indexes: Sequence[LibraryIndex]) -> SynonymTable:
    every = (known for one in indexes for known in one.analysed.abbreviations)
    once = dict.fromkeys(pair for known in every for pair in known)
    return SynonymTable(groups=[list(pair) for pair in once])


class _Originals:
    """The first passage that each passage repeats; the first index's passages repeat no others."""

    def __init__(self, known: Ints, own: Ints) -> None:
        self._known, self._own = known, own

    def __getitem__(self, number: int) -> int:
        begin = len(self._known)
        return int(self._known[number] if number < begin else self._own[number - begin])


def _originals(indexes: Sequence[LibraryIndex]) -> "Ints | _Originals":
    """Compare the passages of all indexes but the first with those before them."""
    first, *others = indexes
    if not others:
        return first.originals
    signatures = np.concatenate([one.analysed.signatures for one in others])
    near = sharing(first.analysed.signatures, first.band_order, signatures)
    known, begin = first.originals, len(first.originals)
    numbers = np.concatenate((near, begin + np.arange(len(signatures), dtype=np.int32)))
    firsts = np.cumsum([0, *(len(one.library.passages) for one in indexes)]).tolist()

    def terms(place: int) -> frozenset[str]:
        which = bisect(firsts, int(numbers[place])) - 1
        return indexes[which].occurrences.terms(int(numbers[place]) - firsts[which])

    every = np.concatenate((first.analysed.signatures[near], signatures))
    is_first = np.arange(len(near), dtype=np.int32)
    found = originals(every, terms, np.where(known[near] == near, is_first, -1).astype(np.int32))
    return _Originals(known, numbers[found[len(near) :]])


def merged(libraries: Sequence[Library]) -> Library:
    """Several libraries as one snapshot, their documents and passages one after the other.

    Raises:
        ValueError: If there is no library, or a document id stands in two.
    """
    if len(libraries) == 1:
        return libraries[0]
    documents = {doc_id: d for one in libraries for doc_id, d in one.documents.items()}
    if not libraries or len(documents) < sum(len(one.documents) for one in libraries):
        message = "there must be at least one library, and no document id in two"
        raise ValueError(message)
    versions = " ".join(one.version for one in libraries)
    return Library(
        blake2b(versions.encode(), digest_size=6).hexdigest(),
        documents,
        Joined([one.passages for one in libraries]),
        tuple(problem for one in libraries for problem in one.problems),
    )
