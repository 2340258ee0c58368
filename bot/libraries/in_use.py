"""What a server refers to: everything else may be removed from disk."""

from collections.abc import Sequence
from dataclasses import dataclass

from .placing import Placed
from .state import HistoryEntry


@dataclass(frozen=True, slots=True)
class InUse:
    """Versions and files that must stay.

    Attributes:
        common_versions: Of the operator's folder.
        own_versions: Of the server's own documents.
        files: Of these, by SHA-256.
    """

    common_versions: frozenset[str]
    own_versions: frozenset[str]
    files: frozenset[str]

    @classmethod
    def of(cls, placed: Sequence[Placed], history: Sequence[HistoryEntry]) -> "InUse":
        """What is in place, may come, or can be gone back to."""
        versions = [one.versions for one in placed]
        versions += [(entry.common, entry.own_version) for entry in history]
        documents = [document for one in placed for document in one.documents]
        documents += [document for entry in history for document in entry.own]
        return cls(
            frozenset(common for common, _ in versions),
            frozenset(own for _, own in versions if own),
            frozenset(document.sha256 for document in documents),
        )
