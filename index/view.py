"""What is searched together: one or more indexed libraries side by side."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b

from sources import Joined, Library

from .analysis import tokens
from .authors import author_terms
from .embedded import Embedded
from .english import specificity
from .first_stage import FirstStage
from .layout import Layout
from .library_index import LibraryIndex
from .matching import Matcher
from .repeats import repeats_among
from .spelling import Speller
from .stored import JoinedDocuments
from .synonyms import SynonymTable

Engine = Callable[[Sequence[LibraryIndex]], FirstStage]
"""Makes the first stage for indexes side by side, or for some of their documents."""


class View:
    """One or more indexes as if they were one; safe to share between threads.

    Attributes:
        indexes: In the order in which their passages are numbered.
        library: All of them as one snapshot.
        firsts: Number of the first passage of each index.
        originals: Tells for each of some passages the first one that it repeats, or itself.
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
        self.originals = repeats_among(self.indexes)
        self._engine, self._whole = engine, whole
        self.matcher = Matcher(engine(self.indexes))
        self.speller = Speller([one.wordlist for one in self.indexes], self._side_by_side)
        self.learnt: SynonymTable = whole.learnt if whole else _learnt(self.indexes)

    def within(self, doc_ids: Collection[str]) -> "View":
        """Some documents alone, by their ids; those that are not there are passed over.

        Nothing is copied: the same files are read. The version of the library stays, for what is
        quoted stands in it, and so do the abbreviations, which one document explains to all.
        """
        parts = [one.within(doc_ids) for one in self.indexes]
        if all(part is one for part, one in zip(parts, self.indexes, strict=True)):
            return self
        there = [one for one in parts if one.library.documents]
        return View(there or parts[:1], whole=self, engine=self._engine)

    def knows(self, name: str) -> bool:
        """Return whether a term, or terms joined by spaces, is in a document, or is an author's."""
        return self.matcher.knows(name) or self._is_author(name)

    def _is_author(self, name: str) -> bool:
        """Return whether an author has a term; where most terms are nobody's, the whole knows."""
        if self._whole and not self._whole._is_author(name):  # noqa: SLF001  # of this class
            return False
        return name in self._authors

    @cached_property
    def _authors(self) -> frozenset[str]:
        """The terms of all documents' authors; most questions never ask for them."""
        everybody = {document.authors for document in self.library.documents.values()}
        return frozenset().union(*(author_terms(authors) for authors in everybody))

    def _side_by_side(self, left: str, right: str) -> bool:
        phrase = " ".join(token.term for token in tokens(f"{left} {right}"))
        return self.matcher.knows(phrase)


def _learnt(indexes: Sequence[LibraryIndex]) -> SynonymTable:
    every = (known for one in indexes for known in one.analysed.abbreviations)
    once = dict.fromkeys(pair for known in every for pair in known)
    return SynonymTable(groups=[list(pair) for pair in once])


def merged(libraries: Sequence[Library]) -> Library:
    """Several libraries as one snapshot, their documents and passages one after the other.

    Raises:
        ValueError: If there is no library, or a document id stands in two.
    """
    if len(libraries) == 1:
        return libraries[0]
    documents = JoinedDocuments([one.documents for one in libraries])
    if not libraries or len(set(documents)) < len(documents):
        message = "there must be at least one library, and no document id in two"
        raise ValueError(message)
    versions = " ".join(one.version for one in libraries)
    return Library(
        blake2b(versions.encode(), digest_size=6).hexdigest(),
        documents,
        Joined([one.passages for one in libraries]),
        tuple(problem for one in libraries for problem in one.problems),
    )
