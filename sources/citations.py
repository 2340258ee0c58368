"""Cite documents in one line, with what people have corrected in their titles, authors and dates.

Files often name themselves wrongly. Corrections are stored in the folder's `corrections.toml`, or
by whatever stores a server's uploads, and applied each time the documents are read. What the file
itself says is stored as well, so that a correction can be removed.
"""

import hashlib
import json
import tomllib
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence

from pydantic import ValidationError

from .documents import (
    Citation,
    Correction,
    Document,
    Locator,
    PageBreak,
    PageKind,
    Part,
    Passage,
    Problem,
    find_pages,
)
from .metadata import readable_date
from .problems import bad_correction, not_toml, too_large

_MOST_NAMES = 3
_PAGE_NAMES: Mapping[PageKind, tuple[str, str]] = {
    "page": ("p.", "pp."),
    "slide": ("slide", "slides"),
    "chapter": ("chapter", "chapters"),
    "print": ("p.", "pp."),
    "time": ("at", "at"),
}
CORRECTIONS = "corrections.toml"
"""The corrections of a folder: a table of `title`, `authors` and `published` for each document."""

_LARGEST = 1_000_000  # bytes; far more than anyone writes by hand


def citation_line(citation: Citation) -> str:
    """Return the line shown under a quotation: the source and the place in it.

    The order is title, authors, publisher, date, section, then page or paragraph; unknown parts
    are skipped. If the printed page number is not the page's position in the file, the position
    follows it, since a viewer asks for that. If a passage has more pages than the words quoted from
    it, which are shown in bold, both are given. The address is not included: the caller links it.
    """
    parts = (
        citation.title,
        _listed(citation.authors),
        citation.publisher,
        citation.published and readable_date(citation.published),
        citation.section and f"section “{citation.section}”",
        place_of(citation),
    )
    return ", ".join(filter(None, parts))


def cite_document(document: Document) -> Citation:
    """Return the citation of a whole document."""
    return Citation(
        title=document.title,
        authors=document.authors,
        publisher=document.publisher,
        published=document.published,
        accessed=document.accessed,
        url=document.url,
    )


def cite_passage(document: Document, passage: Passage, quoted: Locator | None = None) -> Citation:
    """Return the citation of a passage of a document, or of the part of it that is quoted."""
    whole, place = passage.locator, quoted or passage.locator
    first, last = find_pages(document.pages, place.start, place.end) or (None, None)
    around = find_pages(document.pages, whole.start, whole.end)
    part = _part_at(document, place.start)
    return Citation(
        title=document.title,
        authors=part.authors,
        publisher=document.publisher,
        published=part.published,
        accessed=document.accessed,
        url=part.url,
        section=whole.section,
        paragraph=None if document.parts else whole.paragraph,
        page=first.label if first else None,
        last_page=last.label if last else None,
        page_number=first.number if first else None,
        page_kind=first.kind if first else "page",
        passage_pages=_more_pages(around, first, last),
    )


def _more_pages(
    around: tuple[PageBreak, PageBreak] | None, first: PageBreak | None, last: PageBreak | None
) -> tuple[str, str] | None:
    """Return the labels of a passage's pages, if there are more than those of its quoted words."""
    if around is None or first is None or last is None or first.kind == "time":
        return None
    inside = around[0].start <= first.start and last.start <= around[1].start
    return (around[0].label, around[1].label) if inside and around != (first, last) else None


def _part_at(document: Document, start: int) -> Part | Document:
    """Return what the citation of a place is taken from: the part it is in, or the document."""
    place = bisect(document.parts, start, key=lambda part: part.start) - 1
    return document if place < 0 else document.parts[place]


def page_name(page: PageBreak) -> str:
    """Return a page's name as citations have it: "p. 3", "slide 4", "chapter 2"."""
    return f"{_PAGE_NAMES[page.kind][0]} {page.label}"


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMES:
        names = (names[0], "others")
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def place_of(citation: Citation) -> str | None:
    """Return the page, or else the paragraph, as citations have it; None if neither is known."""
    if citation.page is None:
        return f"par. {citation.paragraph}" if citation.paragraph else None
    place = _pages(citation.page_kind, citation.page, citation.last_page or citation.page)
    number = citation.page_number
    if citation.page_kind == "page" and number and citation.page != str(number):
        place += f" (page {number} of the file)"
    if citation.passage_pages:
        return f"{_pages(citation.page_kind, *citation.passage_pages)}, in bold: {place}"
    return place


def _pages(kind: PageKind, first: str, last: str) -> str:
    one, several = _PAGE_NAMES[kind]
    return f"{one} {first}" if first == last else f"{several} {first}–{last}"


def correct(document: Document, correction: Correction | None) -> Document:
    """Return a document with the fields that are corrected; the others are as its file has them.

    The same correction, applied again, changes nothing; None removes an earlier one.
    """
    if document.as_read is not None:
        document = _with_fields(document, document.as_read, as_read=None)
    if correction is None or correction == Correction():
        return document
    return _with_fields(document, correction, as_read=_fields_of(document, correction))


def _fields_of(document: Document, correction: Correction) -> Correction:
    """Return what the document has in the fields that are corrected."""
    return Correction(
        title=None if correction.title is None else document.title,
        authors=None if correction.authors is None else document.authors,
        published=None if correction.published is None else document.published or "",
    )


def _with_fields(document: Document, fields: Correction, as_read: Correction | None) -> Document:
    changes: dict[str, object] = {
        name: value for name, value in fields.model_dump().items() if value is not None
    }
    if "published" in changes:
        changes["published"] = fields.published or None
    return document.model_copy(update={**changes, "as_read": as_read})


def digest(documents: Iterable[Document]) -> int:
    """Return a number of 48 bits that changes with any correction; 0 if there is none."""
    corrected = [
        (document.doc_id, document.title, document.authors, document.published)
        for document in documents
        if document.as_read is not None
    ]
    if not corrected:
        return 0
    written = json.dumps(corrected, ensure_ascii=True).encode()
    return int.from_bytes(hashlib.sha256(written).digest()[:6], "big")


def read_corrections(raw: bytes) -> tuple[dict[str, Correction], list[Problem]]:
    """Parse a file of corrections; an entry that is not valid costs only itself.

    Returns:
        The corrections by `doc_id`, and a problem for each thing that is wrong.
    """
    try:
        if len(raw) > _LARGEST:
            return {}, [Problem(CORRECTIONS, too_large(len(raw), _LARGEST))]
        tables = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [Problem(CORRECTIONS, not_toml(str(error)))]
    corrections: dict[str, Correction] = {}
    found: list[Problem] = []
    for doc_id, fields in tables.items():
        try:
            corrections[doc_id] = Correction.model_validate(fields)
        except ValidationError as error:
            wrong = ".".join(map(str, error.errors()[0]["loc"][:1])) or "it"
            found.append(Problem(CORRECTIONS, bad_correction(doc_id, wrong)))
    return corrections, found


def write_corrections(corrections: Mapping[str, Correction]) -> bytes:
    """Write corrections as a file that `read_corrections` reads, sorted by document."""
    lines: list[str] = []
    for doc_id, correction in sorted(corrections.items()):
        lines.append(f"[{_quoted(doc_id)}]")
        for name, value in correction.model_dump(exclude_none=True).items():
            listed = f"[{', '.join(map(_quoted, value))}]" if name == "authors" else _quoted(value)
            lines.append(f"{name} = {listed}")
        lines.append("")
    return "\n".join(lines).encode()


def _quoted(words: str) -> str:
    """Write a string of TOML: as in JSON, except for the control character 7F."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007F")
