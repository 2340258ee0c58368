"""What a person should look at in a library, and what changed since another one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from .citations import page_name
from .documents import Document, LeftOut, Problem, find_pages
from .library import Library

_EXAMPLE = 80  # code points


@dataclass(frozen=True, slots=True)
class LeftOutKind:
    """What a document leaves out of the index for one reason.

    Attributes:
        spans: Number of places.
        letters: Number of their characters, white space apart.
        where: The first of these places: "p. 3", "slide 4", "line 226".
        example: The beginning of its text.
    """

    doc_id: str
    reason: str
    spans: int
    letters: int
    where: str
    example: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a person should look at, most urgent first; each sorted by name.

    Attributes:
        not_served: Files that cannot be quoted at all.
        in_part: Documents of which something could not be read, or looks wrong.
        untitled: Ids of documents that are cited by the names of their files.
        left_out: What is left out of the index on purpose, by document and reason.
    """

    not_served: tuple[Problem, ...]
    in_part: tuple[Problem, ...]
    untitled: tuple[str, ...]
    left_out: tuple[LeftOutKind, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences between two libraries, each sorted by name.

    Attributes:
        added: Ids of documents only in the new one.
        removed: Ids of documents only in the old one.
        changed: Ids of documents that are in both but differ in any way.
        problems: Problems only in the new one.
        mended: Problems only in the old one.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    mended: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return any((self.added, self.removed, self.changed, self.problems, self.mended))


def review_library(library: Library) -> Review:
    """Collect what a person should look at in a library."""
    served = library.documents.keys()
    return Review(
        not_served=tuple(p for p in library.problems if p.source not in served),
        in_part=tuple(p for p in library.problems if p.source in served),
        untitled=tuple(i for i, document in library.documents.items() if document.is_untitled),
        left_out=tuple(kind for d in library.documents.values() for kind in _left_out(d)),
    )


def find_changes(old: Library, new: Library) -> Changes:
    """Compare two libraries, not necessarily of the same folder."""
    before, after = old.documents, new.documents
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(x for x in sorted(before.keys() & after.keys()) if before[x] != after[x]),
        problems=_only_in(new, old),
        mended=_only_in(old, new),
    )


def where_in(document: Document, span: LeftOut) -> str:
    """Name the place of a span in its file: its page, slide or chapter, or else its line."""
    if span.place:
        return span.place
    if pages := find_pages(document.pages, span.start, span.end):
        return page_name(pages[0])
    return f"line {document.text.count(chr(10), 0, span.start) + 1:,}"


def _left_out(document: Document) -> Iterator[LeftOutKind]:
    by_reason = sorted(document.left_out, key=lambda span: span.reason)
    for reason, group in groupby(by_reason, key=lambda span: span.reason):
        spans = list(group)
        texts = [document.text[span.start : span.end] for span in spans]
        example = " ".join(texts[0][: 2 * _EXAMPLE].split())
        yield LeftOutKind(
            doc_id=document.doc_id,
            reason=reason,
            spans=len(spans),
            letters=sum(len("".join(text.split())) for text in texts),
            where=where_in(document, spans[0]),
            example=example if len(example) <= _EXAMPLE else f"{example[:_EXAMPLE].rstrip()} …",
        )


def _only_in(library: Library, other: Library) -> tuple[Problem, ...]:
    theirs = {(problem.source, problem.reason) for problem in other.problems}
    return tuple(p for p in library.problems if (p.source, p.reason) not in theirs)
