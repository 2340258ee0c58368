"""Documents by whom a question names: an author's words are theirs, named there or not."""

from functools import lru_cache

from sources.names import read_names

from .analysis import terms

Author = tuple[frozenset[str], frozenset[str]]
"""The terms of a family name, and of the whole name."""


def is_author(name: str, authors: tuple[str, ...]) -> bool:
    """Return whether a name is that of one of some authors: the family name, alone or with others.

    Args:
        name: Its terms, joined by spaces.
        authors: As a document names them.
    """
    named = frozenset(name.split(" "))
    return any(family <= named <= whole for family, whole in _authors(authors))


def author_terms(authors: tuple[str, ...]) -> frozenset[str]:
    """Return the terms of all names of some authors."""
    return frozenset(term for _, whole in _authors(authors) for term in whole)


@lru_cache(maxsize=1 << 10)
def _authors(authors: tuple[str, ...]) -> tuple[Author, ...]:
    names = [name for name in read_names(authors) if terms(name.family)]
    return tuple((frozenset(terms(n.family)), frozenset(terms(n.direct))) for n in names)
