"""What a person should look at in a library, most urgent first."""

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


def review_library(library: Library) -> Review:
    """Collect what a person should look at in a library."""
    served = library.documents.keys()
    return Review(
        not_served=tuple(p for p in library.problems if p.source not in served),
        in_part=tuple(p for p in library.problems if p.source in served),
        untitled=tuple(i for i, document in library.documents.items() if document.is_untitled),
        left_out=tuple(kind for d in library.documents.values() for kind in _left_out(d)),
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
