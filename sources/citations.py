"""Write a citation as one line of text."""

from collections.abc import Mapping, Sequence

from .documents import Citation, Document, PageBreak, PageKind
from .metadata import readable_date

_MOST_NAMES = 3
_PAGE_NAMES: Mapping[PageKind, tuple[str, str]] = {
    "page": ("p.", "pp."),
    "slide": ("slide", "slides"),
    "chapter": ("chapter", "chapters"),
    "print": ("p.", "pp."),
    "time": ("at", "at"),
}


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
        _place(citation),
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


def page_name(page: PageBreak) -> str:
    """Return a page's name as citations have it: "p. 3", "slide 4", "chapter 2"."""
    return f"{_PAGE_NAMES[page.kind][0]} {page.label}"


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMES:
        names = (names[0], "others")
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _place(citation: Citation) -> str | None:
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
