"""What is searched together: one or more indexed libraries side by side."""

from collections.abc import Sequence
from hashlib import blake2b

from sources import Library

from .library_index import LibraryIndex


class View:
    """One or more indexes as if they were one; safe to share between threads.

    Attributes:
        indexes: In the order in which their passages are numbered.
        library: All of them as one snapshot.
    """

    def __init__(self, indexes: Sequence[LibraryIndex]) -> None:
        """Put indexes side by side.

        Args:
            indexes: At least one; no document id stands in two of them.

        Raises:
            ValueError: If there is no index, or a document id stands in two.
        """
        self.indexes = tuple(indexes)
        self.library = merged([one.library for one in self.indexes])


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
