"""What a server refers to: everything else may be removed from disk, and most of it from memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from .placing import Placed
from .state import HistoryEntry

_AT_HAND = 2  # of the history: what is in place, and what a step back leads to


@dataclass(frozen=True, slots=True)
class InUse:
    """Versions and files that must stay.

    Attributes:
        common_versions: Of the operator's folder.
        own_versions: Of the server's own documents.
        files: Of these, by SHA-256.
        at_hand: Those of both kinds of versions that stay in memory, too.
    """

    common_versions: frozenset[str]
    own_versions: frozenset[str]
    files: frozenset[str]
    at_hand: frozenset[str]

    @classmethod
    def of(cls, placed: Sequence[Placed], history: Sequence[HistoryEntry]) -> "InUse":
        """What is in place, may come, or can be gone back to; the newest of the history last."""
        now = [one.versions for one in placed]
        past = [(entry.common, entry.own_version) for entry in history]
        documents = [document for one in placed for document in one.documents]
        documents += [document for entry in history for document in entry.own]
        return cls(
            frozenset(common for common, _ in (*now, *past)),
            frozenset(own for _, own in (*now, *past) if own),
            frozenset(document.sha256 for document in documents),
            frozenset(one for both in (*now, *past[-_AT_HAND:]) for one in both if one),
        )
