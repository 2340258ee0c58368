"""The engine behind libraries: one for each server, rebuilt aside, rehearsed, switched, undone.

Whatever happens to a process at any moment, the version in place is whole: on disk by files that
are renamed when they are complete, in memory by one reference that is swapped.
"""

from .libraries import Libraries
from .own import NO_CHANGE, Change
from .rehearsal import (
    ChangedDocument,
    Effect,
    FileProblem,
    Progress,
    Rehearsal,
    Replayed,
    Shown,
)
from .server import ServerLibrary
from .shared import Rules
from .state import Action, HistoryEntry, OwnDocument

__all__ = [
    "NO_CHANGE",
    "Action",
    "Change",
    "ChangedDocument",
    "Effect",
    "FileProblem",
    "HistoryEntry",
    "Libraries",
    "OwnDocument",
    "Progress",
    "Rehearsal",
    "Replayed",
    "Rules",
    "ServerLibrary",
    "Shown",
]
