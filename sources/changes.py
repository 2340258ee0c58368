"""What changed between two snapshots of a library."""

from dataclasses import dataclass

from .documents import Problem
from .library import Library


@dataclass(frozen=True, slots=True)
class Changes:
    """What one library has that another has not; everything is in the order of names.

    Attributes:
        added: Ids of documents that are only in the new one.
        removed: Ids of documents that are only in the old one.
        changed: Ids of documents in both that are not the same, whatever differs.
        problems: With files of the new one, that the old one had not.
        mended: Problems of the old one that the new one has not.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    mended: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return any((self.added, self.removed, self.changed, self.problems, self.mended))


def find_changes(old: Library, new: Library) -> Changes:
    """Compare two libraries, which need not be of the same folder."""
    before, after = old.documents, new.documents
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(x for x in sorted(before.keys() & after.keys()) if before[x] != after[x]),
        problems=_only_in(new, old),
        mended=_only_in(old, new),
    )


def _only_in(library: Library, other: Library) -> tuple[Problem, ...]:
    told = {(problem.source, problem.reason) for problem in other.problems}
    return tuple(p for p in library.problems if (p.source, p.reason) not in told)
