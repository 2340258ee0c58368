"""From files to passages: reading, cleaning, cutting and citing the class's documents."""

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
from .library import Library, load_library

__all__ = [
    "Citation",
    "Document",
    "Heading",
    "LeftOut",
    "Library",
    "Locator",
    "PageBreak",
    "Passage",
    "PassageKind",
    "Problem",
    "citation_line",
    "load_library",
]
