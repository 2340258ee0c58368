"""From files to passages: reading, cleaning, cutting and citing the class's documents."""

from .changes import Changes, find_changes
from .child_process import ChildNotStartedError
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
from .files import SourceFile
from .gathering import Progress
from .library import FORMAT, Library, load_library, read_files
from .limits import Limits

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
