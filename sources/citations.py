"""Citation -> text."""

from collections.abc import Mapping, Sequence

from .dates import readable_date
from .documents import Citation, PageKind

_MOST_NAMES = 3
_PAGE_NAMES: Mapping[PageKind, tuple[str, str]] = {
    "page": ("p.", "pp."),
    "slide": ("slide", "slides"),
    "chapter": ("chapter", "chapters"),
}


def citation_line(citation: Citation) -> str:
    """One line that names the source and the place in it, as shown under a quotation.

    The order is title, authors, publisher, date, section, then page or paragraph; what is not
    known is passed over. A printed page number that is not the page's place in the file is
    followed by that place, which is what a program that shows the file asks for. The address is
    no part of it: whoever shows the line links it.
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


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMES:
        names = (names[0], "others")
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _place(citation: Citation) -> str | None:
    if citation.page is None:
        return f"par. {citation.paragraph}" if citation.paragraph else None
    one, several = _PAGE_NAMES[citation.page_kind]
    number = citation.page_number
    if citation.last_page in {None, citation.page}:
        place = f"{one} {citation.page}"
    else:
        place = f"{several} {citation.page}–{citation.last_page}"
    if citation.page_kind == "page" and number and citation.page != str(number):
        place += f" (page {number} of the file)"
    return place
