"""Read a class's documents, split them into passages, and cite them."""

from .citations import citation_line
from .documents import (
    Citation,
    Document,
    Heading,
    LeftOut,
    Locator,
    PageBreak,
    Passage,
    PassageKind,
    Problem,
)
from .folder import SourceFile
from .library import (
    FORMAT,
    Changes,
    Library,
    Progress,
    find_changes,
    load_library,
    read_files,
)
from .limits import Limits
from .pool import ChildNotStartedError

__all__ = [
    "FORMAT",
    "Changes",
    "ChildNotStartedError",
    "Citation",
    "Document",
    "Heading",
    "LeftOut",
    "Library",
    "Limits",
    "Locator",
    "PageBreak",
    "Passage",
    "PassageKind",
    "Problem",
    "Progress",
    "SourceFile",
    "citation_line",
    "find_changes",
    "load_library",
    "read_files",
]
