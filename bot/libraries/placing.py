"""What a server is answered from, and what may take its place."""

from dataclasses import dataclass

from .editions import Edition
from .rehearsal import Rehearsal
from .state import OwnDocument


@dataclass(frozen=True, slots=True)
class Placed:
    """The editions that a server sees, and which documents its own one was made of."""

    common: Edition
    own: Edition | None = None
    documents: tuple[OwnDocument, ...] = ()

    @property
    def versions(self) -> tuple[str, str | None]:
        """Of the operator's folder and of the server's own documents."""
        return self.common.version, self.own.version if self.own else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a reload built, until it is decided."""

    rehearsal: Rehearsal
    placed: Placed
