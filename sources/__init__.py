"""Read a class's documents, split them into passages, and cite them."""

from .child import child_command, child_environment, limit_memory, limit_seconds, stand_back
from .citations import (
    citation_line,
    cite_document,
    cite_passage,
    page_name,
    read_corrections,
    write_corrections,
)
from .confinement import erase_variable, missing_parts, protect_process
from .documents import (
    Citation,
    Correction,
    Document,
    Heading,
    LeftOut,
    Locator,
    PageBreak,
    PageKind,
    Part,
    Passage,
    PassageKind,
    Problem,
    find_pages,
)
from .entries import Entry, entries_library
from .exports import bibtex, csl_json
from .folder import SourceFile
from .lazy import Joined, Lazy, StoredDocument
from .library import (
    FORMAT,
    Library,
    Progress,
    load_library,
    read_files,
)
from .limits import DEFAULT_LIMITS, Limits
from .pool import ChildNotStartedError
from .review import Changes, LeftOutKind, Review, find_changes, review_library, where_in
from .styles import ENTRY_TITLES, STYLES, Cited, Missing, Style, cite, italic_title, missing

__all__ = [
    "DEFAULT_LIMITS",
    "ENTRY_TITLES",
    "FORMAT",
    "STYLES",
    "Changes",
    "ChildNotStartedError",
    "Citation",
    "Cited",
    "Correction",
    "Document",
    "Entry",
    "Heading",
    "Joined",
    "Lazy",
    "LeftOut",
    "LeftOutKind",
    "Library",
    "Limits",
    "Locator",
    "Missing",
    "PageBreak",
    "PageKind",
    "Part",
    "Passage",
    "PassageKind",
    "Problem",
    "Progress",
    "Review",
    "SourceFile",
    "StoredDocument",
    "Style",
    "bibtex",
    "child_command",
    "child_environment",
    "citation_line",
    "cite",
    "cite_document",
    "cite_passage",
    "csl_json",
    "entries_library",
    "erase_variable",
    "find_changes",
    "find_pages",
    "italic_title",
    "limit_memory",
    "limit_seconds",
    "load_library",
    "missing",
    "missing_parts",
    "page_name",
    "protect_process",
    "read_corrections",
    "read_files",
    "review_library",
    "stand_back",
    "where_in",
    "write_corrections",
]
