"""Phrases that every surface has in common, in words without markup."""

from collections.abc import Sequence

STATUSES = {
    "found": "answered",
    "weak": "weak answer",
    "none": "no answer",
}
"""How a question was answered."""

PREPARING = "Search by meaning is being prepared; until then, only words count."
"""Under an answer for which passages could not be compared by meaning yet."""

_NAME_CHARS = 6  # enough to tell the members of a class apart


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 asker", "1,200 askers"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(names: Sequence[str], total: int, between: str = ", ") -> str:
    """The first names of `total`, and how many are left: "bees, wasps and 3 more"."""
    rest = total - len(names)
    return between.join(names) + (f" and {rest:,} more" if rest else "")


def short_name(pseudonym: str) -> str:
    """The beginning of a pseudonym, by which people in one server can be told apart."""
    return pseudonym[:_NAME_CHARS]
