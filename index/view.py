"""What is searched together: one or more indexed libraries side by side."""

from bisect import bisect
from collections.abc import Collection, Sequence
from dataclasses import replace
from hashlib import blake2b

import numpy as np

from sources import Library

from .analysis import tokens
from .english import specificity
from .library_index import LibraryIndex
from .matching import Matcher
from .postings import Ints
from .repeats import originals
from .rescoring import SentenceRescorer
from .spelling import Speller
from .synonyms import SynonymTable


class View:
    """One or more indexes as if they were one; safe to share between threads.

    Attributes:
        indexes: In the order in which their passages are numbered.
        library: All of them as one snapshot.
        originals: For each passage the first one that it repeats, or itself.
        matcher: The first stage.
        rescorer: The second stage.
        speller: Knows the words of all documents.
        learnt: The abbreviations that the documents explain.
    """

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        """Put indexes side by side.

        Args:
            indexes: At least one; no document id stands in two of them.

        Raises:
            ValueError: If there is no index, or a document id stands in two.
        """
        specificity("")  # reads the dictionary now, not while the first student waits
        self.indexes = tuple(indexes)
        self.library = merged([one.library for one in self.indexes])
        self.originals = _originals(self.indexes)
        self.matcher = Matcher(self.indexes)
        self.rescorer = SentenceRescorer(self.indexes, self.library.passages, self.matcher)
        self.speller = Speller([one.wordlist for one in self.indexes], self._side_by_side)
        known = (
            pair for one in self.indexes for some in one.analysed.abbreviations for pair in some
        )
        self.learnt = SynonymTable(groups=[list(pair) for pair in known])

    def within(self, doc_ids: Collection[str]) -> "View":
        """Some documents alone, by their ids; those that are not there are passed over.

        The version of the library stays: what is quoted stands in it.
        """
        some = View([one.within(doc_ids) for one in self.indexes])
        some.library = replace(some.library, version=self.library.version)
        return some

    def _side_by_side(self, left: str, right: str) -> bool:
        pair = " ".join(token.term for token in tokens(f"{left} {right}"))
        return pair in self.matcher.pairs.idf


def _originals(indexes: Sequence[LibraryIndex]) -> Ints:
    if len(indexes) == 1:
        return indexes[0].originals
    firsts = np.cumsum([0, *(len(one.library.passages) for one in indexes)]).tolist()

    def terms(number: int) -> frozenset[str]:
        place = bisect(firsts, number) - 1
        return indexes[place].parts.terms(number - firsts[place])

    signatures = np.concatenate([one.analysed.signatures for one in indexes])
    return originals(signatures, terms, indexes[0].originals)


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
        tuple(passage for one in libraries for passage in one.passages),
        tuple(problem for one in libraries for problem in one.problems),
    )
